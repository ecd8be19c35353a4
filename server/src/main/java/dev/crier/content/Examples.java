package dev.crier.content;

import dev.crier.content.TemplateStructure.Card;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// The examples that a definition gives for its variables, by the keys of a [Skeleton].
public final class Examples {
    /// Meta writes authentication templates itself, so they have no example.
    private static final String CODE = "123456";

    private final TemplateStructure structure;
    private final Map<String, String> values = new HashMap<>();

    private Examples(TemplateStructure structure) {
        this.structure = structure;
    }

    /// The example of each key that has one.
    ///
    /// @param structure of that definition
    public static Map<String, String> of(JsonNode definition, TemplateStructure structure) {
        Examples examples = new Examples(structure);
        JsonNode components = definition.path("components");
        examples.face(components, structure.face(), "");
        JsonNode cards = component(components, "carousel").path("cards");
        for (int i = 0; i < structure.cards().size(); i++) {
            JsonNode on = cards.path(i).path("components");
            examples.face(on, structure.cards().get(i), "card_" + i + "_");
        }
        return Map.copyOf(examples.values);
    }

    private void face(JsonNode components, Card face, String prefix) {
        JsonNode header = component(components, "header").path("example");
        texts(header, "header_text", face.header().text(), prefix + "header_");
        put(prefix + "header_link", header.path("header_handle").path(0));
        if (face.isOneTimeCode() && face.body().hasVariables()) {
            values.put(prefix + face.body().variables().getFirst(), CODE);
        }
        texts(component(components, "body").path("example"), "body_text", face.body(), prefix);
        JsonNode buttons = component(components, "buttons").path("buttons");
        for (int i = 0; i < face.buttons().size(); i++) {
            button(face.buttons().get(i), buttons.path(i).path("example"), prefix + "button_" + i);
        }
    }

    private void texts(JsonNode example, String field, TemplateText text, String prefix) {
        if (structure.parameterFormat() == ParameterFormat.NAMED) {
            for (JsonNode each : example.path(field + "_named_params")) {
                put(prefix + each.path("param_name").asString(""), each.path("example"));
            }
            return;
        }
        JsonNode given = example.path(field);
        JsonNode row = given.path(0).isArray() ? given.path(0) : given;
        List<String> variables = text.variables();
        for (int i = 0; i < variables.size(); i++) {
            put(prefix + variables.get(i), row.path(i));
        }
    }

    private void button(Button button, JsonNode example, String key) {
        JsonNode given = example.isArray() ? example.path(0) : example;
        if (button instanceof Button.Url url && url.url().hasVariables() && given.isString()) {
            String text = url.url().text();
            String fixed = text.substring(0, text.indexOf("{{"));
            String whole = given.stringValue();
            // Meta wants the whole address; people give what the variable becomes.
            put(key, whole.startsWith(fixed) ? whole.substring(fixed.length()) : whole);
        } else {
            put(key, given);
        }
    }

    private void put(String key, JsonNode value) {
        put(key, value.isString() ? value.stringValue() : "");
    }

    private void put(String key, String value) {
        if (!value.isBlank()) {
            values.put(key, value);
        }
    }

    private static JsonNode component(JsonNode components, String type) {
        for (JsonNode component : components) {
            if (component
                    .path("type")
                    .asString("")
                    .strip()
                    .toLowerCase(Locale.ROOT)
                    .equals(type)) {
                return component;
            }
        }
        return MissingNode.getInstance();
    }
}
