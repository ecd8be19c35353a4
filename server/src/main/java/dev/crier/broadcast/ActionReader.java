package dev.crier.broadcast;

import dev.crier.api.Fault;
import dev.crier.api.Json;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.broadcast.ContentResolver.Places;
import dev.crier.broadcast.ContentResolver.Wanted;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads the body of an operator action, bare or wrapped as `{"action": …}`.
///
/// The original's documentation shows one example; what its users may have taken from elsewhere is read too.
final class ActionReader {
    private static final List<String> NAME_ALIASES = List.of("template_id", "name", "id");
    private static final List<String> LANGUAGE_ALIASES =
            List.of("locale_override", "language_code", "language", "locale");
    private static final List<String> TEXT_ALIASES = List.of("message", "text");
    private static final String TEMPLATE = "template";
    private static final int MAX_TEXT_CHARS = 4_096;

    private final List<Fault> faults = new ArrayList<>();
    private final FieldReader fields = new FieldReader(faults);
    private final String at;
    private final JsonNode action;

    private ActionReader(String at, JsonNode action) {
        this.at = at;
        this.action = action;
    }

    /// The action in `body`; everything that is wrong with it is in one problem.
    static Action read(ObjectNode body) {
        boolean wrapped = body.has("action");
        ActionReader reader = new ActionReader(wrapped ? "/action" : "", wrapped ? body.path("action") : body);
        @Nullable Action action = reader.action();
        if (action == null || !reader.faults.isEmpty()) {
            throw Problem.of(ProblemCode.INVALID_REQUEST, summary(reader.faults), reader.faults);
        }
        return action;
    }

    /// Whether the action, which was read before, sends a template.
    static boolean isTemplate(ObjectNode body) {
        JsonNode action = body.has("action") ? body.path("action") : body;
        return action.path("type").asString("").equals(TEMPLATE);
    }

    private static String summary(List<Fault> faults) {
        return faults.size() == 1 ? faults.getFirst().detail() : faults.size() + " problems in the action";
    }

    private @Nullable Action action() {
        if (!action.isObject()) {
            fields.fault("invalid_type", "action must be an object", at);
            return null;
        }
        ObjectNode payload = payload(action.path("payload"));
        return switch (action.path("type").asString("")) {
            case TEMPLATE -> template(payload);
            case "text" -> text(payload);
            default -> unknown("type", at + "/type", "template, text");
        };
    }

    private ObjectNode payload(JsonNode payload) {
        if (payload instanceof ObjectNode object) {
            return object;
        }
        fields.fault("required", "payload is required, as an object", at + "/payload");
        return Json.object();
    }

    private @Nullable Action unknown(String field, String pointer, String known) {
        fields.fault("unknown_type", field + " must be one of: " + known, pointer);
        return null;
    }

    private @Nullable Action text(ObjectNode payload) {
        String name =
                TEXT_ALIASES.stream().filter(payload::hasNonNull).findFirst().orElse(TEXT_ALIASES.getFirst());
        @Nullable String text = fields.text(payload, name, at + "/payload", 2 * MAX_TEXT_CHARS);
        boolean absent = text == null ? !payload.hasNonNull(name) : text.isBlank();
        if (absent) {
            fields.fault("required", "payload.message needs a text", at + "/payload/" + name);
        } else if (text != null && text.codePointCount(0, text.length()) > MAX_TEXT_CHARS) {
            fields.fault(
                    "too_long",
                    "payload.message may have at most " + MAX_TEXT_CHARS + " characters",
                    at + "/payload/" + name);
        }
        return text == null ? null : new Action.Text(text);
    }

    private @Nullable Action template(ObjectNode payload) {
        String pointer = at + "/payload";
        String assumed = payload.hasNonNull("components") ? "whatsapp" : "text";
        JsonNode type = payload.path("template_type");
        Action.Filling filling;
        switch (type.isMissingNode() || type.isNull() ? assumed : type.asString("")) {
            case "text" -> filling = new Action.Parameters(payload.get("parameters"), pointer + "/parameters");
            case "whatsapp" ->
                filling = new Action.Components(
                        payload.get("components"), fields.params(payload.get("params"), pointer + "/params"));
            default -> {
                return unknown("payload.template_type", pointer + "/template_type", "text, whatsapp");
            }
        }
        @Nullable String name = ContentResolver.first(payload, NAME_ALIASES);
        if (name == null) {
            fields.fault("required", "payload.template_id is required", pointer + "/template_id");
        }
        Places places = new Places(pointer + "/template_id", pointer + "/locale_override", pointer + "/components");
        return new Action.Template(
                new Wanted(name, ContentResolver.first(payload, LANGUAGE_ALIASES), null, places), filling);
    }
}
