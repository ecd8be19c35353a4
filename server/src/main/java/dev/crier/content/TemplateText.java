package dev.crier.content;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// A text of a template (header, body, URL) and the variables in it.
///
/// @param variables each variable once: by number for positional ones, in order of appearance for named ones
public record TemplateText(String text, List<String> variables) {
    static final TemplateText EMPTY = new TemplateText("", List.of());

    private static final Pattern VARIABLE = Pattern.compile("\\{\\{\\s*([A-Za-z0-9_]{1,64})\\s*}}");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,4}");

    public TemplateText {
        variables = List.copyOf(variables);
    }

    static TemplateText parse(String text, ParameterFormat format) {
        Set<String> names = new LinkedHashSet<>();
        VARIABLE.matcher(text)
                .results()
                .map(found -> found.group(1))
                .filter(name -> format == ParameterFormat.NAMED || isNumber(name))
                .forEach(names::add);
        List<String> ordered = new ArrayList<>(names);
        if (format == ParameterFormat.POSITIONAL) {
            ordered.sort(Comparator.comparingInt(Integer::parseInt));
        }
        return new TemplateText(text, ordered);
    }

    static boolean isNumber(String name) {
        return NUMBER.matcher(name).matches();
    }

    public boolean hasVariables() {
        return !variables.isEmpty();
    }

    /// The text with each variable replaced by its value, in one pass: a value that looks like a variable stays
    /// as it is. A variable without a value stays visible.
    public String substitute(Map<String, String> values) {
        StringBuilder result = new StringBuilder(text.length() + 64);
        int from = 0;
        for (MatchResult found : variablesFound()) {
            String value = values.get(found.group(1));
            result.append(text, from, found.start()).append(value == null ? found.group() : value);
            from = found.end();
        }
        return result.append(text, from, text.length()).toString();
    }

    /// Characters of the text that are no variable.
    int fixedCharacters() {
        int variableUnits = variablesFound().stream()
                .mapToInt(found -> found.end() - found.start())
                .sum();
        return text.codePointCount(0, text.length()) - variableUnits;
    }

    /// How often the variable stands in the text.
    int occurrences(String variable) {
        return (int) variablesFound().stream()
                .filter(found -> found.group(1).equals(variable))
                .count();
    }

    private List<MatchResult> variablesFound() {
        return VARIABLE.matcher(text)
                .results()
                .filter(found -> variables.contains(found.group(1)))
                .toList();
    }
}
