package dev.crier.api;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What JSON can spell but PostgreSQL and UTF-8 cannot hold: U+0000, surrogates without their other half, 1e999999.
public final class Texts {
    /// A thousandth of what PostgreSQL's numbers can have.
    private static final int MAX_SCALE = 100;

    private Texts() {}

    /// What is wrong with `text`, or null.
    public static @Nullable String problem(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return "holds a NUL character (U+0000)";
            }
            if (Character.isSurrogate(c)) {
                boolean paired = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!paired) {
                    return "holds half of a surrogate pair";
                }
                i++;
            }
        }
        return null;
    }

    /// The text with a replacement character for each that cannot be stored: for what is only shown.
    public static String storable(String text) {
        if (problem(text) == null) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) ? 0xFFFD : c)
                .forEach(out::appendCodePoint);
        return out.toString();
    }

    /// Adds a fault for each such text below `node`, keys included.
    public static void check(JsonNode node, String pointer, List<Fault> faults) {
        if (faults.size() >= Problem.MAX_FAULTS) {
            return;
        }
        if (node.isString()) {
            @Nullable String problem = problem(node.stringValue());
            if (problem != null) {
                faults.add(new Fault("invalid_text", "the value " + problem, pointer));
            }
        } else if (node.isBigDecimal() || node.isBigInteger()) {
            if (Math.abs(node.decimalValue().scale()) > MAX_SCALE) {
                faults.add(new Fault("invalid_number", "the number has more zeros than can be stored", pointer));
            }
        } else if (node.isObject()) {
            for (var property : node.properties()) {
                String below = pointer + "/" + escape(property.getKey());
                @Nullable String problem = problem(property.getKey());
                if (problem != null) {
                    faults.add(new Fault("invalid_text", "the name of a field " + problem, pointer));
                } else {
                    check(property.getValue(), below, faults);
                }
            }
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                check(node.get(i), pointer + "/" + i, faults);
            }
        }
    }

    /// A field's name inside of a JSON Pointer (RFC 6901).
    public static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
