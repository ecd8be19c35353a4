package dev.crier.client;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Components that fill each variable of a template by a parameter of its name: `{{1}}` of the body by `1`, `{{name}}`
/// by `name`, the header's by `header`, that of the button at index 0 by `button0`.
///
/// Carousels and the like are written out by the caller.
public final class TemplateParameters {
    private static final Pattern VARIABLE = Pattern.compile("\\{\\{\\s*([A-Za-z0-9_]+)\\s*}}");

    /// As the server replaces it.
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*([^{}]*?)\\s*}}");

    private final boolean named;
    private final ArrayNode components = ClientJson.MAPPER.createArrayNode();

    private TemplateParameters(boolean named) {
        this.named = named;
    }

    /// Components for each variable of a template.
    ///
    /// @throws IllegalArgumentException if the template has parts that must be written by hand
    public static ArrayNode componentsFor(Template template) {
        TemplateParameters parameters = new TemplateParameters("NAMED".equalsIgnoreCase(template.parameterFormat()));
        for (JsonNode component : template.components()) {
            switch (kind(component, "type")) {
                case "header" -> parameters.header(component);
                case "body" -> parameters.body(component);
                case "buttons" -> parameters.buttons(component.path("buttons"));
                case "footer" -> {}
                default ->
                    throw new IllegalArgumentException("The template has a component of type " + kind(component, "type")
                            + "; write its components yourself");
            }
        }
        return parameters.components;
    }

    /// The parameters that components ask for by `{{ key }}`, in the order in which they come.
    public static Set<String> keys(JsonNode components) {
        Set<String> keys = new LinkedHashSet<>();
        collect(components, keys);
        return keys;
    }

    private static void collect(JsonNode node, Set<String> keys) {
        if (node.isString()) {
            Matcher matcher = PLACEHOLDER.matcher(node.stringValue());
            while (matcher.find()) {
                keys.add(matcher.group(1));
            }
        }
        for (JsonNode child : node) {
            collect(child, keys);
        }
    }

    private void header(JsonNode header) {
        String format = kind(header, "format");
        ObjectNode parameter = ClientJson.object().put("type", format);
        switch (format) {
            case "text" -> {
                for (String name : variables(header)) {
                    ObjectNode text = parameter.put("text", "{{ header }}");
                    component("header").add(named ? text.put("parameter_name", name) : text);
                }
            }
            case "image", "video", "document", "gif" -> {
                parameter.putObject(format).put("link", "{{ header }}");
                component("header").add(parameter);
            }
            default ->
                throw new IllegalArgumentException(
                        "The template's header is a " + format + "; write its components yourself");
        }
    }

    private void body(JsonNode body) {
        Set<String> names = variables(body);
        if (names.isEmpty()) {
            return;
        }
        ArrayNode parameters = component("body");
        for (String name : names) {
            ObjectNode parameter = parameters.addObject().put("type", "text").put("text", "{{ " + name + " }}");
            if (named) {
                parameter.put("parameter_name", name);
            }
        }
    }

    private void buttons(JsonNode buttons) {
        for (int index = 0; index < buttons.size(); index++) {
            JsonNode button = buttons.get(index);
            String value = "{{ button" + index + " }}";
            if (kind(button, "type").equals("url")
                    && button.path("url").asString("").contains("{{")) {
                button("url", index).addObject().put("type", "text").put("text", value);
            } else if (kind(button, "type").equals("copy_code")) {
                button("copy_code", index)
                        .addObject()
                        .put("type", "coupon_code")
                        .put("coupon_code", value);
            }
        }
    }

    private ArrayNode component(String type) {
        return components.addObject().put("type", type).putArray("parameters");
    }

    private ArrayNode button(String kind, int index) {
        return components
                .addObject()
                .put("type", "button")
                .put("sub_type", kind)
                .put("index", index)
                .putArray("parameters");
    }

    /// In the order of the text for named ones, by number for positional ones; each once.
    private Set<String> variables(JsonNode component) {
        Set<String> found =
                named ? new LinkedHashSet<>() : new TreeSet<>((a, b) -> Integer.compare(number(a), number(b)));
        Matcher matcher = VARIABLE.matcher(component.path("text").asString(""));
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    private static int number(String position) {
        try {
            return Integer.parseInt(position);
        } catch (NumberFormatException e) {
            return Integer.MAX_VALUE;
        }
    }

    private static String kind(JsonNode node, String field) {
        return node.path(field).asString("").toLowerCase(Locale.ROOT);
    }
}
