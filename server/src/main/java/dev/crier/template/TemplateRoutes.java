package dev.crier.template;

import dev.crier.account.Bot;
import dev.crier.account.Gatekeeper;
import dev.crier.api.Address;
import dev.crier.api.Answers;
import dev.crier.api.Body;
import dev.crier.api.Json;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.channel.ChannelStore;
import dev.crier.content.Preview;
import dev.crier.content.PreviewRequest;
import dev.crier.content.TemplateStructure;
import dev.crier.template.TemplateStore.Filter;
import dev.crier.template.TemplateStore.StoredTemplate;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The templates of a bot: list, one by name, sync with Meta, preview.
public final class TemplateRoutes {
    private static final List<String> ROOTS =
            List.of("/api/bot/{bot_id}/whatsapp/template", "/api/bot/{bot_id}/whatsapp/templates");

    private static final long MAX_BODY_BYTES = 256 * 1024;

    private final Gatekeeper gate;
    private final ChannelStore channels;
    private final TemplateStore templates;
    private final TemplateSync sync;

    public TemplateRoutes(Gatekeeper gate, ChannelStore channels, TemplateStore templates, TemplateSync sync) {
        this.gate = gate;
        this.channels = channels;
        this.templates = templates;
        this.sync = sync;
    }

    public void register(HttpRouting.Builder routing) {
        Address.under(ROOTS, "").get(this::list).register(routing);
        // A template may be called "sync" or "preview"; then a GET means it.
        Address.under(ROOTS, "/sync")
                .post(this::sync)
                .get((request, response) -> named("sync", request, response))
                .register(routing);
        Address.under(ROOTS, "/preview")
                .post(this::preview)
                .get((request, response) -> named("preview", request, response))
                .register(routing);
        Address.under(ROOTS, "/{name}")
                .get((request, response) ->
                        named(request.path().pathParameters().get("name"), request, response))
                .register(routing);
    }

    private void list(ServerRequest request, ServerResponse response) {
        Bot bot = gate.admit(request);
        Filter filter = new Filter(query(request, "name"), query(request, "language"), query(request, "status"));
        ObjectNode answer = Json.object();
        addTo(answer, templates.list(bot.id(), filter));
        Answers.json(response, answer);
    }

    private void named(String name, ServerRequest request, ServerResponse response) {
        Bot bot = gate.admit(request);
        List<StoredTemplate> all = templates.named(bot.id(), name);
        @Nullable String language = query(request, "language");
        List<StoredTemplate> wanted = language == null
                ? all
                : all.stream()
                        .filter(each -> LanguageCode.same(each.language(), language))
                        .toList();
        if (wanted.isEmpty()) {
            throw Problem.of(ProblemCode.NOT_FOUND, absent(all));
        }
        if (language == null) {
            ObjectNode answer = Json.object();
            addTo(answer, wanted);
            Answers.json(response, answer);
        } else {
            Answers.json(response, TemplateJson.of(wanted.getFirst()));
        }
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
        addTo(answer, templates.list(bot.id(), Filter.NONE));
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
