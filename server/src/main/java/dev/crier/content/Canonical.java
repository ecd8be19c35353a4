package dev.crier.content;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// Writes valid components the one way that Meta's pages show: lower case, an index as string, only known fields,
/// no component without parameters. Meta refuses some of what we take.
final class Canonical {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Canonical() {}

    static ArrayNode components(TemplateStructure structure, @Nullable JsonNode components) {
        ArrayNode result = NODES.arrayNode();
        if (components != null) {
            for (JsonNode component : components) {
                add(result, component, structure, null);
            }
        }
        return result;
    }

    /// @param card the card on which the component is, or null for the message itself
    private static void add(
            ArrayNode result, JsonNode component, TemplateStructure structure, TemplateStructure.@Nullable Card card) {
        String type = Parameter.lower(component.path("type"));
        if (structure.unknownComponents().contains(type)) {
            result.add(renamed(component, type));
        } else if (type.equals("carousel")) {
            ObjectNode carousel = result.addObject().put("type", type);
            carousel.set("cards", cards(structure, component.path("cards")));
        } else if (!component.path("parameters").isEmpty()) {
            ObjectNode target = result.addObject().put("type", type);
            if (type.equals("button")) {
                int index = FaceValidator.index(component.path("index"));
                target.put("sub_type", subType(card == null ? structure.face() : card, index, component));
                target.put("index", Integer.toString(index));
            }
            target.set("parameters", parameters(component.path("parameters")));
        }
    }

    private static String subType(TemplateStructure.Card face, int index, JsonNode component) {
        boolean known =
                index >= 0 && index < face.buttons().size() && !(face.buttons().get(index) instanceof Button.Other);
        return known ? face.buttons().get(index).subType() : Parameter.lower(component.path("sub_type"));
    }

    private static ArrayNode cards(TemplateStructure structure, JsonNode cards) {
        ArrayNode result = NODES.arrayNode();
        for (JsonNode given : cards) {
            int index = FaceValidator.index(given.path("card_index"));
            ObjectNode card = result.addObject().put("card_index", index);
            ArrayNode components = card.putArray("components");
            boolean known = index >= 0 && index < structure.cards().size();
            for (JsonNode component : given.path("components")) {
                add(components, component, structure, known ? structure.cards().get(index) : null);
            }
        }
        return result;
    }

    private static ArrayNode parameters(JsonNode parameters) {
        ArrayNode result = NODES.arrayNode();
        for (JsonNode given : parameters) {
            String type = Parameter.typeOf(given);
            if (!given.has(type)) {
                result.add(renamed(given, type));
                continue;
            }
            ObjectNode parameter = result.addObject().put("type", type);
            JsonNode name = given.path("parameter_name");
            if (name.isString()) {
                parameter.set("parameter_name", name);
            }
            parameter.set(type, value(type, given.path(type)));
        }
        return result;
    }

    /// Ids are strings and times are numbers, however they came.
    private static JsonNode value(String type, JsonNode value) {
        if (type.equals("ttl_minutes") && isNumber(value, ValueRule.MINUTES)) {
            return NODES.numberNode(Long.parseLong(value.stringValue()));
        }
        if (!value.isObject()) {
            return value;
        }
        ObjectNode result = NODES.objectNode();
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            JsonNode field = entry.getValue();
            boolean id = entry.getKey().equals("id") && field.isIntegralNumber();
            result.set(entry.getKey(), id ? StringNode.valueOf(field.asString()) : field);
        }
        JsonNode time = value.path("expiration_time_ms");
        if (type.equals("limited_time_offer") && isNumber(time, ValueRule.EPOCH_MILLIS)) {
            result.put("expiration_time_ms", Long.parseLong(time.stringValue()));
        }
        return result;
    }

    private static boolean isNumber(JsonNode value, ValueRule rule) {
        return value.isString() && rule.check(value.stringValue(), "", null) == null;
    }

    /// For what we do not know: everything as it came, but the type in lower case.
    private static JsonNode renamed(JsonNode node, String type) {
        JsonNode copy = node.deepCopy();
        if (copy instanceof ObjectNode object && !type.isEmpty()) {
            object.put("type", type);
        }
        return copy;
    }
}
