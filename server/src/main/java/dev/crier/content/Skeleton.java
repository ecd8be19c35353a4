package dev.crier.content;

import dev.crier.content.TemplateStructure.Card;
import dev.crier.content.TemplateStructure.Header;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// The components that a send of a template needs, with a key wherever a value goes: what a developer begins with.
///
/// Keys are those of [OperatorTemplate], and for a card of a carousel the same behind `card_0_`.
public final class Skeleton {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final TemplateStructure structure;
    private final ArrayNode components = NODES.arrayNode();
    private final Map<String, String> variables = new LinkedHashMap<>();

    private Skeleton(TemplateStructure structure) {
        this.structure = structure;
    }

    public static Skeleton of(TemplateStructure structure) {
        Skeleton skeleton = new Skeleton(structure);
        skeleton.face(skeleton.components, structure.face(), "");
        TemplateStructure.LimitedTimeOffer offer = structure.limitedTimeOffer();
        if (offer != null && offer.hasExpiration()) {
            object(skeleton.components, "limited_time_offer", "limited_time_offer")
                    .put("expiration_time_ms", skeleton.key("offer_expires_ms"));
        }
        skeleton.cards();
        return skeleton;
    }

    public ArrayNode components() {
        return components.deepCopy();
    }

    /// Every key, in the order in which a reader meets it.
    public List<String> keys() {
        return List.copyOf(variables.keySet());
    }

    /// The components with values instead of keys. A variable without a value stays as the template shows it.
    public JsonNode with(Map<String, String> values) {
        return filled(components, values);
    }

    private JsonNode filled(JsonNode node, Map<String, String> values) {
        if (node instanceof StringNode text && text.stringValue().startsWith("{{ ")) {
            String key = text.stringValue().substring(3, text.stringValue().length() - 3);
            return StringNode.valueOf(values.getOrDefault(key, "{{" + variables.get(key) + "}}"));
        }
        if (node instanceof ObjectNode object) {
            ObjectNode copy = NODES.objectNode();
            object.properties().forEach(each -> copy.set(each.getKey(), filled(each.getValue(), values)));
            return copy;
        }
        if (node instanceof ArrayNode list) {
            ArrayNode copy = NODES.arrayNode();
            list.forEach(each -> copy.add(filled(each, values)));
            return copy;
        }
        return node;
    }

    private void cards() {
        if (structure.cards().isEmpty()) {
            return;
        }
        ArrayNode cards = components.addObject().put("type", "carousel").putArray("cards");
        for (int i = 0; i < structure.cards().size(); i++) {
            ArrayNode on = cards.addObject().put("card_index", i).putArray("components");
            face(on, structure.cards().get(i), "card_" + i + "_");
        }
    }

    private void face(ArrayNode target, Card face, String prefix) {
        header(target, face.header(), prefix);
        texts(target, "body", face.body(), prefix);
        for (int i = 0; i < face.buttons().size(); i++) {
            button(target, face, i, prefix);
        }
    }

    private void header(ArrayNode target, Header header, String prefix) {
        String type = header.kind().wire();
        switch (header.kind()) {
            case TEXT -> texts(target, "header", header.text(), prefix + "header_");
            case IMAGE, VIDEO, GIF, DOCUMENT -> {
                ObjectNode media = object(target, "header", type).put("link", key(prefix + "header_link"));
                if (header.kind() == HeaderKind.DOCUMENT) {
                    media.put("filename", key(prefix + "header_filename"));
                }
            }
            case LOCATION -> {
                ObjectNode location = object(target, "header", type);
                for (String field : List.of("latitude", "longitude", "name", "address")) {
                    location.put(field, key(prefix + "header_" + field));
                }
            }
            case PRODUCT -> {
                ObjectNode product = object(target, "header", type);
                for (String field : List.of("product_retailer_id", "catalog_id")) {
                    product.put(field, key(prefix + "header_" + field));
                }
            }
            case NONE, UNKNOWN -> {}
        }
    }

    /// A component with one parameter that is an object.
    private static ObjectNode object(ArrayNode target, String component, String type) {
        return target.addObject()
                .put("type", component)
                .putArray("parameters")
                .addObject()
                .put("type", type)
                .putObject(type);
    }

    private void texts(ArrayNode target, String type, TemplateText text, String prefix) {
        if (!text.hasVariables()) {
            return;
        }
        ArrayNode parameters = target.addObject().put("type", type).putArray("parameters");
        for (String variable : text.variables()) {
            ObjectNode parameter = parameters.addObject().put("type", "text");
            if (structure.parameterFormat() == ParameterFormat.NAMED) {
                parameter.put("parameter_name", variable);
            }
            parameter.put("text", key(prefix + variable, variable));
        }
    }

    private void button(ArrayNode target, Card face, int index, String prefix) {
        Button button = face.buttons().get(index);
        if (ButtonParameters.needed(button) == 0) {
            return;
        }
        String key = prefix + "button_" + index;
        ObjectNode parameter = target.addObject()
                .put("type", "button")
                .put("sub_type", button.subType())
                .put("index", Integer.toString(index))
                .putArray("parameters")
                .addObject();
        switch (button) {
            case Button.Url url ->
                parameter
                        .put("type", "text")
                        .put("text", key(key, url.url().variables().getFirst()));
            case Button.Otp _ -> {
                List<String> code = face.body().variables();
                parameter.put("type", "text").put("text", code.isEmpty() ? key(key) : key(prefix + code.getFirst()));
            }
            case Button.CopyCode _ -> parameter.put("type", "coupon_code").put("coupon_code", key(key));
            case Button.Flow _ ->
                parameter.put("type", "action").putObject("action").put("flow_token", key(key + "_flow_token"));
            default -> products(parameter.put("type", "action").putObject("action"), key);
        }
    }

    private void products(ObjectNode action, String key) {
        action.put("thumbnail_product_retailer_id", key(key + "_thumbnail"));
        ObjectNode section = action.putArray("sections").addObject().put("title", key(key + "_title"));
        section.putArray("product_items").addObject().put("product_retailer_id", key(key + "_product"));
    }

    private String key(String key) {
        return key(key, key);
    }

    private String key(String key, String variable) {
        variables.putIfAbsent(key, variable);
        return "{{ " + key + " }}";
    }
}
