package dev.crier.broadcast;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What a person wrote, in words: media and the like are described, since Meta keeps their bytes.
///
/// @param what it is, such as `Photo`; null for plain text
/// @param text as it was written, or the caption, or the label of what was tapped
record Received(@Nullable String what, @Nullable String text) {
    private static final int MAX_NAME_CHARS = 100;

    static Received of(String type, @Nullable String text, JsonNode payload) {
        JsonNode content = payload.path(type);
        return switch (type) {
            case "text" -> new Received(null, text);
            case "button" -> new Received("Button", text);
            case "interactive" -> interactive(text, content);
            case "image" -> new Received("Photo", text);
            case "video" -> new Received("Video", text);
            case "sticker" -> new Received("Sticker", text);
            case "audio" -> new Received(content.path("voice").asBoolean(false) ? "Voice message" : "Audio", text);
            case "document" -> new Received(named("Document", content.path("filename")), text);
            case "location" -> new Received("Location", place(content));
            case "contacts" -> new Received("Contact card", names(content));
            case "reaction" -> reaction(content);
            case "order" -> new Received("Order", items(content));
            case "system" -> new Received("Notice", bounded(content.path("body").asString("")));
            case "unsupported", "unknown" -> new Received("A kind of message that WhatsApp does not pass on", text);
            default -> new Received(named("Message of the kind", payload.path("type")), text);
        };
    }

    private static Received interactive(@Nullable String text, JsonNode content) {
        return switch (content.path("type").asString("")) {
            case "button_reply" -> new Received("Button", text);
            case "list_reply" -> new Received("Choice from a list", text);
            case "nfm_reply" -> new Received("Answer to a form", text);
            default -> new Received("Answer", text);
        };
    }

    private static Received reaction(JsonNode content) {
        String emoji = content.path("emoji").asString("");
        return emoji.isEmpty() ? new Received("Reaction taken back", null) : new Received("Reaction", bounded(emoji));
    }

    private static String place(JsonNode content) {
        List<String> parts = new ArrayList<>();
        for (String field : List.of("name", "address")) {
            String part = bounded(content.path(field).asString(""));
            if (!part.isEmpty()) {
                parts.add(part);
            }
        }
        if (content.path("latitude").isNumber() && content.path("longitude").isNumber()) {
            parts.add(String.format(
                    Locale.ENGLISH,
                    "%.5f, %.5f",
                    content.path("latitude").asDouble(),
                    content.path("longitude").asDouble()));
        }
        return String.join("\n", parts);
    }

    private static String names(JsonNode content) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < Math.min(content.size(), 5); i++) {
            String name =
                    bounded(content.path(i).path("name").path("formatted_name").asString(""));
            if (!name.isEmpty()) {
                names.add(name);
            }
        }
        return String.join("\n", names);
    }

    private static String items(JsonNode content) {
        int items = content.path("product_items").size();
        return items == 1 ? "1 product" : items + " products";
    }

    private static String named(String what, JsonNode name) {
        String written = bounded(name.asString(""));
        return written.isEmpty() ? what : what + " " + written;
    }

    private static String bounded(String text) {
        return text.length() > MAX_NAME_CHARS ? text.substring(0, MAX_NAME_CHARS) + "…" : text;
    }
}
