package dev.crier.template;

import dev.crier.template.Finding.Findings;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The rules of texts: their variables, where these stand, and the examples for them.
///
/// @param named whether variables have names instead of numbers
/// @param findings where to put what is wrong
record LintText(boolean named, Findings findings) {
    private static final Pattern VARIABLE = Pattern.compile("\\{\\{([^{}]*)}}");
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,3}");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");
    private static final Pattern ADJACENT = Pattern.compile("}}\\s*\\{\\{");
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    /// The string in `field`; empty if there is none. Another type is a fault.
    static String of(JsonNode holder, String field, String pointer, Findings findings) {
        JsonNode value = holder.path(field);
        if (value.isString()) {
            return value.stringValue();
        }
        if (!value.isMissingNode() && !value.isNull()) {
            findings.add(LintRule.FIELD_TYPE, pointer + "/" + field, field + " is not a string");
        }
        return "";
    }

    /// The distinct variables in order of appearance.
    static List<String> variables(String text) {
        Set<String> names = new LinkedHashSet<>();
        VARIABLE.matcher(text).results().map(found -> found.group(1).strip()).forEach(names::add);
        return List.copyOf(names);
    }

    /// Whether there is anything in it that looks like a variable, well formed or not.
    static boolean hasBraces(String text) {
        return text.contains("{{") || text.contains("}}");
    }

    static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    void length(String text, int limit, LintRule rule, String label, String pointer) {
        int characters = length(text);
        if (characters > limit) {
            findings.add(
                    rule, pointer, "%s has %d characters, at most %d are allowed".formatted(label, characters, limit));
        }
    }

    /// Form and numbering of the variables; true if these are right.
    boolean variablesFit(String text, String label, String pointer) {
        List<String> names = variables(text);
        String rest = VARIABLE.matcher(text).replaceAll("");
        Pattern form = named ? NAME : NUMBER;
        List<String> wrong =
                names.stream().filter(name -> !form.matcher(name).matches()).toList();
        if (hasBraces(rest) || !wrong.isEmpty()) {
            String which = wrong.isEmpty() ? "curly brackets that are no variable" : "the variable " + shown(wrong);
            String what = named ? ", but the template's variables have names" : ", but variables are numbers";
            findings.add(LintRule.VARIABLE_FORM, pointer, label + " has " + which + (wrong.isEmpty() ? "" : what));
            return false;
        }
        if (!named && names.stream().anyMatch(name -> Integer.parseInt(name) > names.size())) {
            findings.add(
                    LintRule.VARIABLE_GAP, pointer, label + " has variables that do not count from 1 without gaps");
            return false;
        }
        return true;
    }

    private static String shown(List<String> wrong) {
        String first = wrong.getFirst();
        return "{{" + (first.length() <= 40 ? first : first.substring(0, 40) + "…") + "}}";
    }

    /// Where variables stand in a body. One that is glued to what is before it, such as a price to its currency, was
    /// seen approved at the end.
    void places(String body, String pointer) {
        String text = body.strip();
        List<MatchResult> found = VARIABLE.matcher(text).results().toList();
        if (found.isEmpty()) {
            return;
        }
        MatchResult last = found.getLast();
        boolean trails = last.end() == text.length()
                && (last.start() == 0 || Character.isWhitespace(text.charAt(last.start() - 1)));
        if (found.getFirst().start() == 0 || trails) {
            findings.add(LintRule.VARIABLE_EDGE, pointer, "the body begins or ends with a variable");
        }
        if (ADJACENT.matcher(text).find()) {
            findings.add(LintRule.VARIABLE_ADJACENT, pointer, "two variables stand next to each other");
        }
        density(text, pointer);
    }

    /// Meta does not publish its ratio. Fewer words than variables is beyond any that was seen.
    private void density(String text, String pointer) {
        int variables = variables(text).size();
        long words = BLANKS.splitAsStream(VARIABLE.matcher(text).replaceAll(" "))
                .filter(word -> word.codePoints().anyMatch(Character::isLetterOrDigit))
                .count();
        if (words <= variables) {
            String detail = "the body has %d variables and only %d words".formatted(variables, words);
            findings.add(LintRule.VARIABLE_DENSITY, pointer, detail);
        }
    }

    /// An example for each variable.
    ///
    /// @param part `header` or `body`: how the fields below `example` begin
    void examples(JsonNode component, String text, String part, String pointer) {
        List<String> names = variables(text);
        if (names.isEmpty()) {
            return;
        }
        String field = part + (named ? "_text_named_params" : "_text");
        JsonNode given = component.path("example").path(field);
        @Nullable String problem = named ? namedProblem(given, names) : positionalProblem(given, names.size());
        if (problem != null) {
            findings.add(
                    LintRule.EXAMPLE_MISSING,
                    pointer + "/example" + (given.isMissingNode() ? "" : "/" + field),
                    "example." + field + " of the " + part + " " + problem);
        }
    }

    /// A list of examples, or for the body a list in a list.
    private static @Nullable String positionalProblem(JsonNode given, int expected) {
        JsonNode row = given.path(0).isArray() ? given.path(0) : given;
        if (!row.isArray() || row.size() != expected) {
            return "must have " + expected + (expected == 1 ? " entry" : " entries");
        }
        return row.valueStream().anyMatch(value -> value.asString("").isBlank()) ? "has an empty entry" : null;
    }

    private static @Nullable String namedProblem(JsonNode given, List<String> names) {
        for (String name : names) {
            boolean found = given.isArray()
                    && given.valueStream()
                            .anyMatch(each -> name.equals(
                                            each.path("param_name").asString(""))
                                    && !each.path("example").asString("").isBlank());
            if (!found) {
                return "has no entry for " + name;
            }
        }
        return null;
    }
}
