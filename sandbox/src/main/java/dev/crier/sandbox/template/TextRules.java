package dev.crier.sandbox.template;

import dev.crier.sandbox.wire.Json;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** The rules of texts with variables in a template (§3.3). */
final class TextRules {
    private static final Pattern LEADING = Pattern.compile("^\\{\\{[^{}]*\\}\\}.*", Pattern.DOTALL);
    private static final Pattern TRAILING = Pattern.compile(".*(^|\\s)\\{\\{[^{}]*\\}\\}$", Pattern.DOTALL);

    private TextRules() {}

    /** Variables are well formed, of one kind, and consecutive if they are numbers. */
    static void variables(String text, boolean named, Function<String, RuntimeException> error) {
        List<String> names = Variables.in(text);
        String rest = Variables.without(text);
        if (Variables.braces(rest)) {
            throw error.apply("Variables must be written {{1}} or {{lower_case}}; check the curly brackets.");
        }
        if (named && !names.stream().allMatch(Variables::isName)) {
            throw error.apply("Named variables must be lower-case letters, digits and underscores.");
        }
        if (!named && !(names.stream().allMatch(Variables::isNumber) && Variables.consecutive(names))) {
            throw error.apply("Variables must be numbered from {{1}} without gaps.");
        }
    }

    /** An example for each variable is given under the component's {@code example}. */
    static void examples(JsonNode component, String part, boolean named, Function<String, RuntimeException> error) {
        List<String> names = Variables.in(Json.text(component, "text", ""));
        if (names.isEmpty()) {
            return;
        }
        JsonNode example = component.path("example");
        boolean complete = named
                ? namedExamples(example.path(part + "_text_named_params"), names)
                : positionalExamples(example.path(part + "_text"), names.size());
        if (!complete) {
            throw error.apply("Give an example for each variable of the " + part + ".");
        }
    }

    /** One list of examples, or for the body a list in a list. */
    private static boolean positionalExamples(JsonNode examples, int expected) {
        JsonNode row = examples.path(0).isArray() ? examples.path(0) : examples;
        return row.isArray()
                && row.size() == expected
                && row.valueStream().noneMatch(value -> value.asString("").isBlank());
    }

    private static boolean namedExamples(JsonNode examples, List<String> names) {
        return names.stream()
                .allMatch(name -> examples.valueStream()
                        .anyMatch(example -> name.equals(Json.text(example, "param_name"))
                                && !Json.text(example, "example", "").isBlank()));
    }

    /**
     * A variable may not stand at either end of the body. One that is glued to a word before it, such as a price after its
     * currency, was seen approved and is let through.
     */
    static void edges(String body) {
        String text = body.strip();
        if (LEADING.matcher(text).matches() || TRAILING.matcher(text).matches()) {
            throw TemplateErrors.edge();
        }
    }

    /** Meta does not publish its ratio; we ask for more words of text than variables. */
    static void density(String body) {
        int variables = Variables.in(body).size();
        long words = Pattern.compile("\\s+")
                .splitAsStream(Variables.without(body))
                .filter(word -> word.codePoints().anyMatch(Character::isLetterOrDigit))
                .count();
        if (variables > 0 && words <= variables) {
            throw TemplateErrors.dense();
        }
    }

    static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
