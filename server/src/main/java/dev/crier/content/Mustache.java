package dev.crier.content;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A string with `{{ key }}` embeddings, taken apart once.
///
/// Only keys exist: no sections, partials, comments or escaping. A library would bring all of these, and with
/// them ways for one request to loop or to read what it should not. A value is never looked into again, so a
/// value that contains `{{x}}` is sent as it is. A key is trimmed, case-sensitive, and a dot in it means nothing.
final class Mustache {
    private static final String OPEN = "{{";
    private static final String CLOSE = "}}";
    private static final String UNSUPPORTED = "#/^>&!=";

    /// One more than keys: the texts before, between and after them.
    private final List<String> literals = new ArrayList<>();
    private final List<String> keys = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    private Mustache() {}

    static Mustache compile(String source) {
        Mustache mustache = new Mustache();
        mustache.read(source);
        return mustache;
    }

    private void read(String source) {
        StringBuilder literal = new StringBuilder();
        int at = 0;
        for (int open = source.indexOf(OPEN); open >= 0; open = source.indexOf(OPEN, at)) {
            int end = source.indexOf(CLOSE, open + OPEN.length());
            if (end < 0) {
                problems.add("\"" + shown(source.substring(open)) + "\" is not closed");
                break;
            }
            String inside = source.substring(open + OPEN.length(), end).strip();
            String problem = problem(inside);
            literal.append(source, at, open);
            at = end + CLOSE.length();
            if (problem == null) {
                literals.add(literal.toString());
                literal.setLength(0);
                keys.add(inside);
            } else {
                problems.add(problem);
                literal.append(source, open, at);
            }
        }
        literals.add(literal.append(source, at, source.length()).toString());
    }

    private static @Nullable String problem(String inside) {
        String embedding = "\"{{" + shown(inside) + "}}\"";
        if (inside.isEmpty()) {
            return embedding + " names no key";
        }
        if (inside.indexOf('{') >= 0 || UNSUPPORTED.indexOf(inside.charAt(0)) >= 0) {
            return embedding + " is not supported: only {{ key }} is, with a key without braces";
        }
        if (inside.length() > Limits.KEY_CHARACTERS) {
            return embedding + " has a key longer than " + Limits.KEY_CHARACTERS + " characters";
        }
        return inside.indexOf('}') >= 0 ? embedding + " has a brace in its key" : null;
    }

    private static String shown(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }

    /// Sentences about embeddings that are not supported; these count as plain text.
    List<String> problems() {
        return problems;
    }

    boolean isLiteral() {
        return keys.isEmpty();
    }

    List<String> keys() {
        return keys;
    }

    List<String> literals() {
        return literals;
    }

    /// The text with the same stand-in for each key.
    String withEach(String standIn) {
        return String.join(standIn, literals);
    }
}
