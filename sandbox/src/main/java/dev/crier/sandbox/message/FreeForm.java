package dev.crier.sandbox.message;

import dev.crier.sandbox.graph.GraphError;
import dev.crier.sandbox.wire.Json;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Messages that are not templates: allowed within 24 hours of the user's last message (§6.7). */
final class FreeForm {
    private static final int TEXT_LENGTH = 4096;
    private static final Set<String> MEDIA = Set.of("image", "audio", "video", "document", "sticker");

    private FreeForm() {}

    static Rendered render(String type, JsonNode message) {
        JsonNode content = message.path(type);
        boolean known = MEDIA.contains(type)
                || Set.of("text", "location", "contacts", "interactive", "reaction")
                        .contains(type);
        if (!known) {
            throw GraphError.of(131051, "Message type \"" + type + "\" is not supported.");
        }
        if (!content.isContainer()) {
            throw GraphError.parameter("The parameter " + type + " is required.");
        }
        if (MEDIA.contains(type)) {
            String source = Header.source(type, content);
            return new Rendered(source, Json.text(content, "caption"), null, List.of());
        }
        return switch (type) {
            case "text" -> text(content);
            case "location" -> {
                Parameters.required(type, content, "latitude");
                Parameters.required(type, content, "longitude");
                yield body(Json.text(content, "name", "location"));
            }
            case "reaction" -> {
                Parameters.required(type, content, "message_id");
                yield body(Json.text(content, "emoji", ""));
            }
            case "interactive" -> interactive(content);
            default -> body(type);
        };
    }

    private static Rendered text(JsonNode content) {
        String text = Json.text(content, "body", "");
        if (text.isEmpty()) {
            throw GraphError.parameter("The parameter text['body'] is required.");
        }
        if (text.length() > TEXT_LENGTH) {
            throw GraphError.parameter("Param text['body'] must be at most " + TEXT_LENGTH + " characters long.");
        }
        return body(text);
    }

    private static Rendered interactive(JsonNode content) {
        Parameters.required("interactive", content, "type");
        List<String> buttons = content.path("action")
                .path("buttons")
                .valueStream()
                .map(button -> Json.text(button.path("reply"), "title", ""))
                .toList();
        return new Rendered(
                Json.text(content.path("header"), "text"),
                Json.text(content.path("body"), "text"),
                Json.text(content.path("footer"), "text"),
                buttons);
    }

    private static Rendered body(String text) {
        return new Rendered(null, text, null, List.of());
    }
}
