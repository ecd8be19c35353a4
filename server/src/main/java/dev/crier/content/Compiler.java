package dev.crier.content;

import dev.crier.content.CompiledMessage.Hole;
import dev.crier.content.TemplateStructure.Card;
import dev.crier.content.WholeCheck.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/// Writes canonical components as constant bytes and holes, and notes what must hold for the filled message.
final class Compiler {
    private static final Card UNKNOWN_CARD = new Card(TemplateStructure.Header.NONE, TemplateText.EMPTY, List.of());

    private final TemplateStructure structure;
    private final List<String> keys = new ArrayList<>();
    private final List<byte[]> constants = new ArrayList<>();
    private final List<Hole> holes = new ArrayList<>();
    private final List<WholeCheck> checks = new ArrayList<>();
    private final JsonBytes out = new JsonBytes(512);
    private @Nullable Part bodyCode;

    Compiler(TemplateStructure structure) {
        this.structure = structure;
    }

    CompiledMessage compile(String language, ArrayNode components) {
        out.ascii("{\"name\":").quoted(structure.name());
        out.ascii(",\"language\":{\"code\":").quoted(language);
        out.ascii("},\"components\":");
        ComponentText.Face face = new ComponentText.Face(structure.face(), "", structure.bodyLimit());
        list(components, component -> component(component, face));
        out.ascii("}");
        constants.add(out.take());
        return new CompiledMessage(keys, constants, holes, checks);
    }

    private void component(JsonNode component, ComponentText.Face face) {
        fields(component, (field, value) -> {
            if (field.equals("parameters") && value.isArray()) {
                parameters(value, ComponentText.of(component, face));
            } else if (field.equals("cards") && value.isArray()) {
                list(value, this::card);
            } else {
                constant(value);
            }
        });
    }

    private void card(JsonNode card) {
        int index = FaceValidator.index(card.path("card_index"));
        boolean known = index >= 0 && index < structure.cards().size();
        Card definition = known ? structure.cards().get(index) : UNKNOWN_CARD;
        ComponentText.Face face =
                new ComponentText.Face(definition, "card " + index + " ", Limits.CARD_BODY_CHARACTERS);
        fields(card, (field, value) -> {
            if (field.equals("components") && value.isArray()) {
                list(value, component -> component(component, face));
            } else {
                constant(value);
            }
        });
    }

    private void parameters(JsonNode parameters, ComponentText component) {
        List<Part> parts = new ArrayList<>();
        list(parameters, parameter -> {
            int number = parts.size();
            parts.add(new Part("", -1));
            Parameter read = component.isText()
                    ? Parameter.of(parameter, component.label(), number, "")
                    : Parameter.of(parameter, component.label(), "");
            fields(parameter, (field, value) -> {
                if (Leaves.isProtocol(field)) {
                    constant(value);
                } else {
                    value(field, value, read, component.rule(), part -> parts.set(number, part));
                }
            });
        });
        length(parameters, parts, component);
        if (component.rule() == ValueRule.ONE_TIME_CODE && !parts.isEmpty()) {
            oneTimeCode(parts.getFirst(), component);
        }
    }

    /// Body before button is how Meta shows it, but any order is taken; so whichever comes second compares.
    private void oneTimeCode(Part code, ComponentText component) {
        if (bodyCode == null) {
            bodyCode = code;
        } else {
            checks.add(new WholeCheck.Same(bodyCode, code, component.label()));
        }
    }

    private void length(JsonNode parameters, List<Part> parts, ComponentText component) {
        TemplateText text = component.text();
        int fixed = text.fixedCharacters();
        List<Integer> filled = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            JsonNode name = parameters.path(i).path("parameter_name");
            String variable = name.isString()
                    ? name.stringValue()
                    : i < text.variables().size() ? text.variables().get(i) : "";
            Part part = parts.get(i);
            for (int n = text.occurrences(variable); n > 0; n--) {
                fixed += part.fixed().codePointCount(0, part.fixed().length());
                if (part.hole() >= 0) {
                    filled.add(part.hole());
                }
            }
        }
        if (!filled.isEmpty()) {
            checks.add(new WholeCheck.Length(component.label(), component.limit(), fixed, filled));
        }
    }

    /// @param text takes the part that ends up in the message's text
    private void value(String field, JsonNode value, Parameter parameter, ValueRule textRule, Consumer<Part> text) {
        if (value.isArray()) {
            list(value, element -> value(field, element, parameter, textRule, text));
        } else if (value.isObject()) {
            fields(value, (name, child) -> value(name, child, parameter, textRule, text));
        } else if (value.isString()) {
            Part part = string(field, value.stringValue(), parameter, Leaves.rule(parameter.type(), textRule, field));
            if (field.equals("text") || field.equals("fallback_value")) {
                text.accept(part);
            }
        } else {
            constant(value);
        }
    }

    private Part string(String field, String value, Parameter parameter, ValueRule rule) {
        Mustache mustache = Mustache.compile(value);
        if (mustache.isLiteral()) {
            out.quoted(value);
            return new Part(value, -1);
        }
        String name = field.equals(parameter.type()) ? "" : " " + Faults.shown(field);
        String label = parameter.label() + name + " ({{ " + String.join(" }}, {{ ", mustache.keys()) + " }})";
        String quote = rule.isNumber() ? "" : "\"";
        out.ascii(quote);
        constants.add(out.take());
        List<Integer> positions = mustache.keys().stream().map(this::position).toList();
        holes.add(new Hole(mustache.literals(), positions, rule, label));
        out.ascii(quote);
        return new Part("", holes.size() - 1);
    }

    private int position(String key) {
        int known = keys.indexOf(key);
        if (known < 0) {
            keys.add(key);
        }
        return known < 0 ? keys.size() - 1 : known;
    }

    private void constant(JsonNode node) {
        if (node.isString()) {
            out.quoted(node.stringValue());
        } else if (node.isArray()) {
            list(node, this::constant);
        } else if (node.isObject()) {
            fields(node, (_, value) -> constant(value));
        } else {
            out.ascii(node.toString());
        }
    }

    private void list(JsonNode nodes, Consumer<JsonNode> each) {
        out.ascii("[");
        String separator = "";
        for (JsonNode node : nodes) {
            out.ascii(separator);
            each.accept(node);
            separator = ",";
        }
        out.ascii("]");
    }

    private void fields(JsonNode object, BiConsumer<String, JsonNode> each) {
        out.ascii("{");
        String separator = "";
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            out.ascii(separator).quoted(entry.getKey()).ascii(":");
            each.accept(entry.getKey(), entry.getValue());
            separator = ",";
        }
        out.ascii("}");
    }
}
