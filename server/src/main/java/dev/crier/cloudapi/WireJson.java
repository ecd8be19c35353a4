package dev.crier.cloudapi;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// Reads JSON of others within bounds: one mapper for the room, and trees whose text our storage can hold.
final class WireJson {
    /// Deepest nesting: Meta's carousels reach about 10.
    private static final int MAX_DEPTH = 64;

    /// Longest single string: a message's text ends at 4,096 characters, a Flow's answer may be longer.
    private static final int MAX_STRING_CHARS = 1_000_000;

    private static final int MAX_NAME_CHARS = 1_000;
    private static final int MAX_NUMBER_CHARS = 100;

    /// Most tokens in a document: 1,000 updates of some 60 tokens each, times ten.
    private static final long MAX_TOKENS = 600_000;

    static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxStringLength(MAX_STRING_CHARS)
                            .maxNameLength(MAX_NAME_CHARS)
                            .maxNumberLength(MAX_NUMBER_CHARS)
                            .maxTokenCount(MAX_TOKENS)
                            .build())
                    .build())
            .build();

    private WireJson() {}

    static JsonParser parser(byte[] json) {
        return MAPPER.createParser(json);
    }

    /// The value at the parser's current token as a tree with clean text; the parser then stands at its last token.
    static JsonNode tree(JsonParser parser) {
        JsonNode node = MAPPER.readTree(parser);
        return cleaned(node);
    }

    /// The current token's text if it is a string, otherwise null and the value is skipped.
    static @Nullable String string(JsonParser parser) {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            return WireText.clean(parser.getString());
        }
        parser.skipChildren();
        return null;
    }

    /// A member's text, null if it is absent or not a string.
    static @Nullable String string(JsonNode object, String name) {
        JsonNode member = object.path(name);
        return member.isString() ? member.stringValue() : null;
    }

    /// An id as text, whether it came as a string or as a number.
    static @Nullable String id(JsonNode object, String name) {
        JsonNode member = object.path(name);
        return member.isIntegralNumber() ? member.asString() : string(object, name);
    }

    static JsonNode cleaned(JsonNode node) {
        if (node instanceof StringNode text) {
            String clean = WireText.clean(text.stringValue());
            return clean.equals(text.stringValue()) ? node : StringNode.valueOf(clean);
        }
        if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, cleaned(array.get(i)));
            }
        } else if (node instanceof ObjectNode object) {
            cleanMembers(object);
        }
        return node;
    }

    private static void cleanMembers(ObjectNode object) {
        List<String> names = new ArrayList<>(object.propertyNames());
        for (String name : names) {
            String clean = WireText.clean(name);
            JsonNode value = cleaned(object.path(name));
            if (!clean.equals(name)) {
                object.remove(name);
            }
            object.set(clean, value);
        }
    }
}
