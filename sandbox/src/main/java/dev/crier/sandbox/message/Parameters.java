package dev.crier.sandbox.message;

import dev.crier.sandbox.graph.GraphError;
import dev.crier.sandbox.wire.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Reads the parameters of a component and holds them against what the template expects (§2.2). */
final class Parameters {
    /** The first version that has a code of its own for bad values (§5.2). */
    private static final int VALUE_CODE_SINCE = 23;

    private static final Pattern FORBIDDEN = Pattern.compile("[\\n\\r\\t]| {5,}");
    private static final Set<String> WITH_FALLBACK = Set.of("currency", "date_time");

    private Parameters() {}

    static String type(JsonNode node) {
        return Json.text(node, "type", "").toLowerCase(Locale.ROOT);
    }

    static GraphError count(String part, int given, int expected) {
        return GraphError.of(
                132000,
                "%s: number of localizable_params (%d) does not match the expected number of params (%d)"
                        .formatted(part, given, expected));
    }

    /** The values of a text's variables, by name. */
    static Map<String, String> texts(String part, List<String> names, JsonNode given, boolean named, int major) {
        if (given.size() != names.size()) {
            throw count(part, given.size(), names.size());
        }
        Map<String, String> values = new HashMap<>();
        int position = 0;
        for (JsonNode parameter : given) {
            position++;
            String name = named ? name(part, names, parameter) : Integer.toString(position);
            values.put(name, value(part, parameter, major));
        }
        if (values.size() != names.size()) {
            throw count(part, values.size(), names.size());
        }
        return values;
    }

    private static String name(String part, List<String> names, JsonNode parameter) {
        String name = Json.text(parameter, "parameter_name", "");
        if (name.isEmpty()) {
            throw GraphError.of(100, part + ": Parameter name is missing or empty");
        }
        if (!names.contains(name)) {
            throw GraphError.of(132012, part + ": parameter_name " + name + " is not a variable of the template");
        }
        return name;
    }

    /** A text value; currency and date_time of old still count as text (§2.2). */
    static String value(String part, JsonNode parameter, int major) {
        String type = type(parameter);
        if (WITH_FALLBACK.contains(type)) {
            return required(part, parameter.path(type), "fallback_value");
        }
        if (!type.equals("text")) {
            throw mismatch(part, "TEXT", type);
        }
        String text = Json.text(parameter, "text", "");
        if (text.isEmpty()) {
            throw GraphError.of(131008, part + ": Parameter of type text is missing text value");
        }
        if (FORBIDDEN.matcher(text).find()) {
            throw GraphError.of(
                    major >= VALUE_CODE_SINCE ? 132018 : 100,
                    part + ": Param text cannot have new-line/tab characters or more than 4 consecutive spaces");
        }
        return text;
    }

    static GraphError mismatch(String part, String expected, String received) {
        String got = received.isEmpty() ? "UNKNOWN" : received.toUpperCase(Locale.ROOT);
        return GraphError.of(132012, "%s: Format mismatch, expected %s, received %s".formatted(part, expected, got));
    }

    static String required(String part, JsonNode node, String field) {
        String value = Json.text(node, field, "");
        if (value.isEmpty()) {
            throw GraphError.of(131008, part + ": " + field + " is required");
        }
        return value;
    }
}
