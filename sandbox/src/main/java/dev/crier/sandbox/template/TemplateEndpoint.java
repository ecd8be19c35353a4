package dev.crier.sandbox.template;

import dev.crier.sandbox.account.Account;
import dev.crier.sandbox.graph.Answer;
import dev.crier.sandbox.graph.Call;
import dev.crier.sandbox.graph.Fields;
import dev.crier.sandbox.graph.GraphError;
import dev.crier.sandbox.graph.Page;
import dev.crier.sandbox.template.Template.Status;
import dev.crier.sandbox.wire.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The template calls of §3.1. */
public final class TemplateEndpoint {
    private static final List<String> USUAL_FIELDS = List.of(
            "name",
            "parameter_format",
            "components",
            "language",
            "status",
            "category",
            "sub_category",
            "previous_category",
            "id");
    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();
    private static final int EDITS_PER_MONTH = 10;
    private static final int DELETES_AT_ONCE = 100;

    private final TemplateStore store;
    private final TemplateLife life;

    public TemplateEndpoint(TemplateStore store, TemplateLife life) {
        this.store = store;
        this.life = life;
    }

    public Answer create(Call call, Account account) {
        Template made = create(call.params(), account);
        return Answer.ok(Json.object()
                .put("id", made.id())
                .put("status", made.status().name())
                .put("category", made.category()));
    }

    private Template create(ObjectNode body, Account account) {
        Template made = store.create(account.wabaId(), Definition.read(body), System.currentTimeMillis());
        life.submit(made);
        return made;
    }

    /** Authentication templates in many languages at once; present ones are replaced. */
    public Answer upsert(Call call, Account account) {
        JsonNode languages = call.params().path("languages");
        if (!languages.isArray() || languages.isEmpty()) {
            throw GraphError.parameter("The parameter languages is required.");
        }
        ObjectNode answer = Json.object();
        ArrayNode data = answer.putArray("data");
        for (JsonNode language : languages) {
            ObjectNode body = call.params().deepCopy().put("language", language.asString(""));
            Definition definition = Definition.read(body);
            Template present = store.find(account.wabaId(), definition.name(), definition.language());
            Template result = present == null ? create(body, account) : replace(present, definition);
            data.addObject()
                    .put("id", result.id())
                    .put("status", result.status().name())
                    .put("language", result.language());
        }
        return Answer.ok(answer);
    }

    private Template replace(Template present, Definition definition) {
        Template replaced = store.change(
                        present.id(),
                        old -> old.edited(
                                definition.components(), old.category(), definition.ttlSeconds(), old.edits()))
                .orElse(present);
        life.submit(replaced);
        return replaced;
    }

    public Answer get(Call call, Template template) {
        return Answer.ok(Fields.pick(template.json(), call.text("fields"), USUAL_FIELDS));
    }

    public Answer list(Call call, Account account) {
        List<Template> found = store.list(account.wabaId()).stream()
                .filter(template -> matches(call, template))
                .toList();
        ObjectNode page = Page.of(
                call, found, Template::id, template -> Fields.pick(template.json(), call.text("fields"), USUAL_FIELDS));
        if (call.text("summary") != null) {
            int total = store.list(account.wabaId()).size();
            page.putObject("summary")
                    .put("total_count", total)
                    .put("message_template_count", total)
                    .put("message_template_limit", TemplateStore.LIMIT_PER_ACCOUNT)
                    .put("are_translations_complete", false);
        }
        return Answer.ok(page);
    }

    private static boolean matches(Call call, Template template) {
        String text = (template.name() + " " + template.components()).toLowerCase(Locale.ROOT);
        return same(call.text("name"), template.name())
                && same(call.text("language"), template.language())
                && same(call.text("category"), template.category())
                && same(call.text("status"), template.status().name())
                && same(call.text("source"), "USER_CREATED")
                && same(call.text("quality_score"), Json.text(template.json().path("quality_score"), "score", ""))
                && (call.text("name_or_content") == null
                        || text.contains(call.params()
                                .path("name_or_content")
                                .asString("")
                                .toLowerCase(Locale.ROOT)));
    }

    private static boolean same(@Nullable String wanted, String value) {
        return wanted == null || wanted.equalsIgnoreCase(value);
    }

    /** Components are replaced as a whole; the category of an approved template is fixed (§3.4). */
    public Answer edit(Call call, Template template) {
        boolean approved = template.status() == Status.APPROVED;
        if (!approved && template.status() != Status.REJECTED && template.status() != Status.PAUSED) {
            throw TemplateErrors.state("Only approved, rejected and paused templates can be edited.");
        }
        String category =
                call.params().path("category").asString(template.category()).toUpperCase(Locale.ROOT);
        if (approved && !category.equals(template.category())) {
            throw TemplateErrors.state("The category of an approved template can't be changed.");
        }
        List<Long> edits = new ArrayList<>(template.edits());
        if (approved) {
            countEdit(edits);
        }
        ObjectNode body = template.json().put("category", category);
        body.remove("message_send_ttl_seconds");
        // Components that stay as they are were judged before, and may hold texts that Meta wrote.
        if (call.params().has("components")) {
            body.remove("status");
            body.set("components", call.params().get("components"));
        }
        JsonNode ttl = call.params().get("message_send_ttl_seconds");
        if (ttl != null) {
            body.set("message_send_ttl_seconds", ttl);
        } else if (template.ttlSeconds() != null) {
            body.put("message_send_ttl_seconds", template.ttlSeconds());
        }
        Definition definition = Definition.read(body);
        store.change(
                        template.id(),
                        old -> old.edited(
                                definition.components(), definition.category(), definition.ttlSeconds(), edits))
                .ifPresent(life::submit);
        return Answer.success();
    }

    /** Approved templates: once per 24 h, ten times per 30 days. */
    private static void countEdit(List<Long> edits) {
        long now = System.currentTimeMillis();
        edits.removeIf(at -> now - at >= 30 * DAY_MILLIS);
        if (edits.size() >= EDITS_PER_MONTH || edits.stream().anyMatch(at -> now - at < DAY_MILLIS)) {
            throw TemplateErrors.state("An approved template can be edited once in 24 hours and 10 times in 30 days.");
        }
        edits.add(now);
    }

    /** By name in all languages, one by {@code hsm_id}, or up to a hundred by {@code hsm_ids}, all or none. */
    public Answer delete(Call call, Account account) {
        List<Template> all = store.list(account.wabaId());
        String name = call.text("name");
        String one = call.text("hsm_id");
        JsonNode many = call.params().path("hsm_ids");
        List<Template> chosen;
        if (many.isArray()) {
            List<String> ids = many.valueStream().map(id -> id.asString("")).toList();
            chosen =
                    all.stream().filter(template -> ids.contains(template.id())).toList();
            if (ids.size() > DELETES_AT_ONCE || chosen.size() != ids.size()) {
                throw GraphError.parameter("Param hsm_ids must name up to 100 templates of this account");
            }
        } else if (name != null || one != null) {
            chosen = all.stream()
                    .filter(template -> one == null || template.id().equals(one))
                    .filter(template -> name == null || template.name().equals(name))
                    .toList();
        } else {
            throw GraphError.parameter("The parameter name is required.");
        }
        if (chosen.isEmpty()) {
            throw GraphError.template(
                    2593002, "Message Template Not Found", "Message template \"" + name + "\" was not found.");
        }
        store.delete(chosen, System.currentTimeMillis());
        chosen.forEach(life::deleted);
        return Answer.success();
    }

    /** Only pauses by pacing are ended by hand (§3.1). */
    public Answer unpause(Template template) {
        if (template.status() != Status.PAUSED || !template.pausedByPacing()) {
            throw TemplateErrors.state("Only templates paused by pacing can be unpaused.");
        }
        var _ = life.unpause(template.id());
        return Answer.success();
    }
}
