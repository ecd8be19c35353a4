package dev.crier.template;

import dev.crier.account.Bot;
import dev.crier.account.Gatekeeper;
import dev.crier.api.Address;
import dev.crier.api.Answers;
import dev.crier.api.Body;
import dev.crier.api.Fault;
import dev.crier.api.Json;
import dev.crier.api.Page;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.channel.ChannelStore;
import dev.crier.channel.WhatsappChannel;
import dev.crier.content.Preview;
import dev.crier.content.PreviewRequest;
import dev.crier.content.TemplateStructure;
import dev.crier.template.TemplateEditor.InUse;
import dev.crier.template.TemplateStore.Filter;
import dev.crier.template.TemplateStore.StoredTemplate;
import io.helidon.http.Method;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The templates of a bot: list, one by name with its history, create, edit, delete, sync with Meta, preview, checks.
public final class TemplateRoutes {
    private static final List<String> ROOTS =
            List.of("/api/bot/{bot_id}/whatsapp/template", "/api/bot/{bot_id}/whatsapp/templates");

    /// Ten cards with all their texts at full length have some 100 KB.
    private static final long MAX_BODY_BYTES = 256 * 1024;

    /// A page of templates at their longest has some 5 MB.
    private static final int DEFAULT_LIMIT = 50;

    private static final int MAX_LIMIT = 200;
    private static final int MAX_ID_CHARS = 64;

    private final Gatekeeper gate;
    private final ChannelStore channels;
    private final TemplateStore templates;
    private final TemplateSync sync;
    private final TemplateEditor editor;
    private final TemplateHistory history;

    public TemplateRoutes(
            Gatekeeper gate,
            ChannelStore channels,
            TemplateStore templates,
            TemplateSync sync,
            TemplateEditor editor,
            TemplateHistory history) {
        this.gate = gate;
        this.channels = channels;
        this.templates = templates;
        this.sync = sync;
        this.editor = editor;
        this.history = history;
    }

    public void register(HttpRouting.Builder routing) {
        Address.under(ROOTS, "").get(this::list).post(this::create).register(routing);
        verb("sync", this::sync, routing);
        verb("preview", this::preview, routing);
        verb("lint", this::lint, routing);
        Address.under(ROOTS, "/{name}/history").get(this::history).register(routing);
        Address.under(ROOTS, "/{name}")
                .get((request, response) -> named(name(request), request, response))
                .on(Method.PUT, this::edit)
                .on(Method.DELETE, (request, response) -> delete(name(request), request, response))
                .register(routing);
    }

    /// A template may be called as one of our verbs; then anything but a POST means it.
    private void verb(String verb, Handler handler, HttpRouting.Builder routing) {
        Address.under(ROOTS, "/" + verb)
                .post(handler)
                .get((request, response) -> named(verb, request, response))
                .on(Method.DELETE, (request, response) -> delete(verb, request, response))
                .register(routing);
    }

    private static String name(ServerRequest request) {
        return request.path().pathParameters().get("name");
    }

    private void list(ServerRequest request, ServerResponse response) {
        Bot bot = gate.admit(request);
        Filter filter = new Filter(query(request, "name"), query(request, "language"), query(request, "status"));
        int limit = limit(request);
        @Nullable String after = query(request, "after");
        if (after != null
                && (after.length() > MAX_ID_CHARS
                        || templates.byMetaId(bot.id(), after).isEmpty())) {
            throw Problem.of(
                    ProblemCode.INVALID_REQUEST,
                    "The part of the list asked for is not valid",
                    List.of(new Fault("invalid_after", "after must be the id of a template of the list")));
        }
        // One more than asked for tells whether anything follows.
        List<StoredTemplate> found = templates.list(bot.id(), filter, after, limit + 1);
        ObjectNode answer = Json.object();
        addTo(answer, found.stream().limit(limit).toList());
        if (found.size() > limit) {
            answer.put("next", found.get(limit - 1).metaId());
        }
        Answers.json(response, answer);
    }

    private static int limit(ServerRequest request) {
        @Nullable String text = query(request, "limit");
        try {
            int limit = text == null ? DEFAULT_LIMIT : Integer.parseInt(text);
            if (limit >= 1 && limit <= MAX_LIMIT) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // Said below, as for a number out of range.
        }
        throw Problem.of(
                ProblemCode.INVALID_REQUEST,
                "The part of the list asked for is not valid",
                List.of(new Fault("invalid_limit", "limit must be a number from 1 to " + MAX_LIMIT)));
    }

    private void create(ServerRequest request, ServerResponse response) {
        Bot bot = gate.admit(request);
        WhatsappChannel channel = channels.connected(bot.id());
        ObjectNode body = Json.readObject(Body.json(request, MAX_BODY_BYTES));
        Answers.json(response, TemplateJson.of(editor.create(channel, body)));
    }

    private void edit(ServerRequest request, ServerResponse response) {
        Bot bot = gate.admit(request);
        WhatsappChannel channel = channels.connected(bot.id());
        ObjectNode body = Json.readObject(Body.json(request, MAX_BODY_BYTES));
        Answers.json(response, TemplateJson.of(editor.edit(channel, name(request), body)));
    }

    private void delete(String name, ServerRequest request, ServerResponse response) {
        Bot bot = gate.admit(request);
        WhatsappChannel channel = channels.connected(bot.id());
        @Nullable String language = query(request, "language");
        InUse inUse =
                request.query().first("force").orElse("false").equalsIgnoreCase("true") ? InUse.DELETE : InUse.KEEP;
        List<StoredTemplate> gone = editor.delete(channel, wanted(bot, name, language), language == null, inUse);
        ObjectNode answer = Json.object();
        ArrayNode list = answer.putArray("deleted");
        gone.forEach(each -> list.addObject()
                .put("id", each.metaId())
                .put("name", each.name())
                .put("language", each.language()));
        Answers.json(response, answer);
    }

    private void lint(ServerRequest request, ServerResponse response) {
        var _ = gate.admit(request);
        Lint.Report report = Lint.check(Json.readObject(Body.json(request, MAX_BODY_BYTES)));
        ObjectNode answer = Json.object().put("valid", !report.isRefused());
        ArrayNode errors = answer.putArray("errors");
        report.errors().forEach(each -> errors.add(each.json()));
        ArrayNode warnings = answer.putArray("warnings");
        report.warnings().forEach(each -> warnings.add(each.json()));
        Answers.json(response, answer);
    }

    /// Of a template that is gone too, as long as anything is known of it.
    private void history(ServerRequest request, ServerResponse response) {
        Bot bot = gate.admit(request);
        Page page = Page.of(request);
        List<TemplateHistory.Event> found = history.list(bot.id(), name(request), query(request, "language"), page);
        if (found.isEmpty() && page.after() == null) {
            throw Problem.of(ProblemCode.NOT_FOUND, "Nothing is known of a template of that name");
        }
        ObjectNode answer = Json.object();
        ArrayNode list = answer.putArray("history");
        found.stream().limit(page.limit()).forEach(each -> list.add(each.json()));
        if (found.size() > page.limit()) {
            answer.put("next", found.get(page.limit() - 1).id().toString());
        }
        Answers.json(response, answer);
    }

    private void named(String name, ServerRequest request, ServerResponse response) {
        Bot bot = gate.admit(request);
        @Nullable String language = query(request, "language");
        List<StoredTemplate> wanted = wanted(bot, name, language);
        if (language == null) {
            ObjectNode answer = Json.object();
            addTo(answer, wanted);
            Answers.json(response, answer);
        } else {
            Answers.json(response, TemplateJson.of(wanted.getFirst()));
        }
    }

    private List<StoredTemplate> wanted(Bot bot, String name, @Nullable String language) {
        List<StoredTemplate> all = templates.named(bot.id(), name);
        List<StoredTemplate> wanted = language == null
                ? all
                : all.stream()
                        .filter(each -> LanguageCode.same(each.language(), language))
                        .toList();
        if (wanted.isEmpty()) {
            throw Problem.of(ProblemCode.NOT_FOUND, absent(all));
        }
        return wanted;
    }

    private static String absent(List<StoredTemplate> inOtherLanguages) {
        return inOtherLanguages.isEmpty()
                ? "There is no template of that name"
                : "The template does not exist in that language; it exists in "
                        + inOtherLanguages.stream()
                                .map(StoredTemplate::language)
                                .collect(Collectors.joining(", "));
    }

    private void sync(ServerRequest request, ServerResponse response) {
        Bot bot = gate.admit(request);
        TemplateSync.Outcome outcome = sync.sync(channels.connected(bot.id()));
        ObjectNode answer = Json.object().put("synced", outcome.synced()).put("skipped", outcome.skipped());
        addTo(answer, templates.list(bot.id(), Filter.NONE, null, MAX_LIMIT));
        Answers.json(response, answer);
    }

    private void preview(ServerRequest request, ServerResponse response) {
        Bot bot = gate.admit(request);
        ObjectNode body = Json.readObject(Body.json(request, MAX_BODY_BYTES));
        List<StoredTemplate> all = templates.named(bot.id(), body.path("name").asString(""));
        @Nullable
        String language =
                body.path("language").isString() ? body.path("language").stringValue() : null;
        String best = language == null ? bot.locale() : language;
        List<String> languages = all.stream().map(StoredTemplate::language).toList();
        Optional<String> found = language == null
                ? LanguageCode.closest(languages, best)
                        .or(() -> languages.stream().findFirst())
                : LanguageCode.find(languages, best);
        StoredTemplate template = all.stream()
                .filter(each -> each.language().equals(found.orElse(null)))
                .findFirst()
                .orElseThrow(() -> Problem.of(ProblemCode.TEMPLATE_NOT_FOUND, absent(all)));
        Preview preview =
                PreviewRequest.preview(TemplateStructure.parse(template.definition()), template.language(), body);
        ObjectNode answer = Json.object().put("name", template.name()).put("language", template.language());
        answer.set("preview", Json.MAPPER.valueToTree(preview));
        Answers.json(response, answer);
    }

    private static void addTo(ObjectNode answer, List<StoredTemplate> templates) {
        ArrayNode list = answer.putArray("templates");
        templates.stream().map(TemplateJson::of).forEach(list::add);
    }

    private static @Nullable String query(ServerRequest request, String name) {
        return request.query()
                .first(name)
                .asOptional()
                .filter(value -> !value.isBlank())
                .orElse(null);
    }
}
