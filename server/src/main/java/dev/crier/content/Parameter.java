package dev.crier.content;

import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/// One entry of a component's `parameters`, with where it is and how to call it in a sentence.
///
/// @param type in lower case. Real clients leave it out: then the field that holds the value tells it, and it is
///     written out for Meta. Empty if nothing tells it.
record Parameter(JsonNode node, String type, String label, String pointer) {
    private static final List<String> TELLING_FIELDS = List.of(
            "text",
            "payload",
            "coupon_code",
            "currency",
            "date_time",
            "image",
            "video",
            "gif",
            "document",
            "location",
            "product",
            "action",
            "limited_time_offer");

    static Parameter of(JsonNode node, String label, String pointer) {
        return new Parameter(node, typeOf(node), label, pointer);
    }

    static String typeOf(JsonNode node) {
        JsonNode type = node.path("type");
        if (type.isMissingNode() || type.isNull()) {
            return TELLING_FIELDS.stream().filter(node::has).findFirst().orElse("");
        }
        return lower(type);
    }

    static String lower(JsonNode node) {
        return node.isString() ? node.stringValue().strip().toLowerCase(Locale.ROOT) : "";
    }

    /// What the parameter is called by its number in the template, or by its name.
    static Parameter of(JsonNode node, String place, int index, String pointer) {
        JsonNode name = node.path("parameter_name");
        String called = name.isString() ? Faults.shown(name.stringValue()) : Integer.toString(index + 1);
        return of(node, place + " parameter " + called, pointer + "/" + index);
    }

    JsonNode value() {
        return node.path(type);
    }

    /// The text that ends up in the message: for the legacy kinds, the one that WhatsApp falls back to.
    String text() {
        JsonNode text = value().isObject() ? value().path("fallback_value") : value();
        return text.isString() ? text.stringValue() : "";
    }

    /// Where the value stands, for a fault about it.
    String valuePointer() {
        return pointer + "/" + type;
    }
}
