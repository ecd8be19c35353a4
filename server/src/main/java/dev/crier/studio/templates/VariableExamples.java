package dev.crier.studio.templates;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Keeps a place for one example for each variable of a definition: as variables are typed, renamed and removed, the
/// examples follow.
final class VariableExamples {
    /// Beyond any body that Meta takes; they bound what one text can make of a form.
    private static final int MOST = 50;

    private static final Pattern VARIABLE = Pattern.compile("\\{\\{\\s*([A-Za-z0-9_]{1,64})\\s*}}");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,4}");

    private final ObjectNode definition;

    VariableExamples(ObjectNode definition) {
        this.definition = definition;
    }

    private record Example(String variable, String value) {}

    void align() {
        boolean named = isNamed();
        definition.put("parameter_format", named ? "NAMED" : "POSITIONAL");
        components(definition.path("components"), named);
    }

    /// As the texts have it. One that mixes names and numbers is named; the checks say what is wrong then.
    private boolean isNamed() {
        if (isFixed()) {
            return definition.path("parameter_format").asString("").equalsIgnoreCase("NAMED");
        }
        return texts(definition.path("components")).stream()
                .flatMap(text -> variables(text).stream())
                .anyMatch(name -> !NUMBER.matcher(name).matches());
    }

    /// A template that exists keeps its way.
    private boolean isFixed() {
        return definition.path(Draft.FIXED_FORMAT).asBoolean(false);
    }

    private static List<String> texts(JsonNode components) {
        List<String> texts = new ArrayList<>();
        for (JsonNode component : components) {
            if (Set.of("HEADER", "BODY").contains(Draft.type(component))) {
                texts.add(component.path("text").asString(""));
            }
            component.path("cards").forEach(card -> texts.addAll(texts(card.path("components"))));
        }
        return texts;
    }

    static List<String> variables(String text) {
        Set<String> names = new LinkedHashSet<>();
        VARIABLE.matcher(text).results().limit(MOST).forEach(found -> names.add(found.group(1)));
        List<String> ordered = new ArrayList<>(names);
        if (ordered.stream().allMatch(name -> NUMBER.matcher(name).matches())) {
            ordered.sort(Comparator.comparingInt(Integer::parseInt));
        }
        return ordered;
    }

    private void components(JsonNode components, boolean named) {
        for (JsonNode node : components) {
            if (!(node instanceof ObjectNode component)) {
                continue;
            }
            switch (Draft.type(component)) {
                case "HEADER" -> {
                    if (component.path("format").asString("").equals("TEXT")) {
                        text(component, "header_text", named);
                    }
                }
                case "BODY" -> text(component, "body_text", named);
                case "BUTTONS" -> component.path("buttons").forEach(VariableExamples::url);
                default -> component.path("cards").forEach(card -> components(card.path("components"), named));
            }
        }
    }

    private static void text(ObjectNode component, String field, boolean named) {
        List<Example> before = examples(component.path("example"), field);
        List<String> variables = variables(component.path("text").asString(""));
        component.remove("example");
        if (variables.isEmpty()) {
            return;
        }
        ObjectNode example = component.putObject("example");
        if (named) {
            ArrayNode list = example.putArray(field + "_named_params");
            for (int i = 0; i < variables.size(); i++) {
                list.addObject().put("param_name", variables.get(i)).put("example", value(before, variables, i));
            }
            return;
        }
        ArrayNode list = example.putArray(field);
        ArrayNode row = field.equals("body_text") ? list.addArray() : list;
        for (int i = 0; i < variables.size(); i++) {
            row.add(value(before, variables, i));
        }
    }

    /// The example of that name; else, where a variable was renamed, the one that stood in its place.
    private static String value(List<Example> before, List<String> variables, int index) {
        String name = variables.get(index);
        for (Example example : before) {
            if (example.variable().equals(name)) {
                return example.value();
            }
        }
        boolean renamed =
                index < before.size() && !variables.contains(before.get(index).variable());
        return renamed ? before.get(index).value() : "";
    }

    private static List<Example> examples(JsonNode example, String field) {
        List<Example> examples = new ArrayList<>();
        for (JsonNode each : example.path(field + "_named_params")) {
            examples.add(new Example(
                    each.path("param_name").asString(""), each.path("example").asString("")));
        }
        JsonNode given = example.path(field);
        JsonNode row = given.path(0).isArray() ? given.path(0) : given;
        for (int i = 0; i < row.size(); i++) {
            examples.add(new Example(Integer.toString(i + 1), row.path(i).asString("")));
        }
        return examples;
    }

    /// A URL with a variable has the whole address as its example.
    private static void url(JsonNode node) {
        if (!(node instanceof ObjectNode button) || !Draft.type(button).equals("URL")) {
            return;
        }
        JsonNode example = button.path("example");
        String value = (example.isArray() ? example.path(0) : example).asString("");
        if (button.path("url").asString("").contains("{{")) {
            button.putArray("example").add(value);
        } else {
            button.remove("example");
        }
    }
}
