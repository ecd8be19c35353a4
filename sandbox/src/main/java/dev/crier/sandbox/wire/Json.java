package dev.crier.sandbox.wire;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON trees from and to bytes. */
public final class Json {
    private static final JsonMapper PLAIN = JsonMapper.builder()
            .disable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES)
            .build();

    /** Meta's serialiser: non-ASCII as escapes with lower-case hex digits, a slash behind a backslash (§4.1). */
    private static final JsonMapper META = JsonMapper.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII, JsonWriteFeature.ESCAPE_FORWARD_SLASHES)
            .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
            .build();

    private Json() {}

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /** The tree, or empty when the bytes are not JSON. */
    public static Optional<JsonNode> parse(byte[] bytes) {
        try {
            return Optional.ofNullable(PLAIN.readTree(bytes));
        } catch (JacksonException notJson) {
            return Optional.empty();
        }
    }

    public static Optional<JsonNode> parse(String text) {
        try {
            return Optional.ofNullable(PLAIN.readTree(text));
        } catch (JacksonException notJson) {
            return Optional.empty();
        }
    }

    public static byte[] bytes(JsonNode node) {
        return PLAIN.writeValueAsBytes(node);
    }

    public static byte[] metaBytes(JsonNode node) {
        return META.writeValueAsBytes(node);
    }

    /** A scalar field as text; null when it is absent, null or a container. */
    public static @Nullable String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isValueNode() && !value.isNull() ? value.asString() : null;
    }

    public static String text(JsonNode node, String field, String otherwise) {
        String value = text(node, field);
        return value == null ? otherwise : value;
    }
}
