package dev.crier.cloudapi;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
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

    /// Up to this a timestamp counts seconds (the year 5138), from here milliseconds (the year 1973).
    private static final long FIRST_MILLIS = 100_000_000_000L;

    private static final int MAX_TIME_DIGITS = 14;

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

    /// Reads one value out of a document that goes on after it.
    private static final ObjectReader PIECES =
            MAPPER.readerFor(JsonNode.class).without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private WireJson() {}

    static JsonParser parser(byte[] json) {
        return MAPPER.createParser(json);
    }

    /// The value at the parser's current token as a tree with clean text; the parser then stands at its last token.
    static JsonNode tree(JsonParser parser) {
        return cleaned(PIECES.readTree(parser));
    }

    /// The value within these bytes as a tree with clean text.
    static JsonNode tree(byte[] json, int from, int to) {
        return cleaned(MAPPER.readTree(json, from, to - from));
    }

    /// The current token as text, a whole number as its digits; null for anything else, which is then skipped.
    static @Nullable String string(JsonParser parser) {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_STRING) {
            return WireText.clean(parser.getString());
        }
        if (token == JsonToken.VALUE_NUMBER_INT) {
            return parser.getString();
        }
        parser.skipChildren();
        return null;
    }

    /// Gives each object of the array at the current token to the reader, which must leave the parser at the
    /// object's end. Returns how many pieces were something else; an explicit `null` counts as absent.
    static int eachObject(JsonParser parser, Consumer<JsonParser> reader) {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return parser.currentToken() == JsonToken.VALUE_NULL ? 0 : 1;
        }
        int others = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                reader.accept(parser);
            } else {
                parser.skipChildren();
                others++;
            }
        }
        return others;
    }

    /// Seconds since 1970 as Meta writes them, in text or as a number, null if they are no point in time. Some fields
    /// hold milliseconds, which no plausible second reaches.
    static @Nullable Instant instant(@Nullable String seconds) {
        if (seconds == null || seconds.isEmpty() || seconds.length() > MAX_TIME_DIGITS) {
            return null;
        }
        long value = 0;
        for (int i = 0; i < seconds.length(); i++) {
            int digit = seconds.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return null;
            }
            value = 10 * value + digit;
        }
        return value < FIRST_MILLIS ? Instant.ofEpochSecond(value) : Instant.ofEpochMilli(value);
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
