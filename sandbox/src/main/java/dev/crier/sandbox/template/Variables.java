package dev.crier.sandbox.template;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code {{…}}} placeholders of a text. */
public final class Variables {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^{}]*)\\}\\}");
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,3}");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

    private Variables() {}

    /** The distinct names in order of appearance. */
    public static List<String> in(String text) {
        LinkedHashSet<String> names = new LinkedHashSet<>();
        Matcher matcher = PLACEHOLDER.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group(1).strip());
        }
        return new ArrayList<>(names);
    }

    /** Whether anything looks like a variable, well formed or not. */
    static boolean braces(String text) {
        return text.contains("{{") || text.contains("}}");
    }

    public static String without(String text) {
        return PLACEHOLDER.matcher(text).replaceAll(" ");
    }

    public static String fill(String text, Map<String, String> values) {
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(
                        values.getOrDefault(found.group(1).strip(), "")));
    }

    public static boolean isNumber(String name) {
        return NUMBER.matcher(name).matches();
    }

    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** Whether the names are 1, 2, 3… in any order. */
    public static boolean consecutive(List<String> names) {
        for (int i = 1; i <= names.size(); i++) {
            if (!names.contains(Integer.toString(i))) {
                return false;
            }
        }
        return true;
    }
}
