package dev.crier.content;

import dev.crier.api.Fault;
import dev.crier.content.TemplateStructure.Header;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Turns the flat `parameters` of an operator action into components.
///
/// Keys: a variable of the body by its number or name (`1`, `first_name`); one of a text header as `header_1` or
/// `header_first_name`; a media header as `header_link` or `header_id`, with `header_filename`; a location as
/// `header_latitude` and so on; the value of a button as `button_0`. A list stands for `1`, `2`, … in order. The
/// button of an authentication template takes the code of the body by itself.
///
/// The components hold each key as an embedding and the values go beside them, so that a value that itself looks
/// like an embedding is sent as it is.
public final class OperatorTemplate {
    /// What came of it.
    ///
    /// @param components to validate and compile
    /// @param params to render with
    public record Conversion(JsonNode components, Map<String, String> params, List<Fault> faults) {
        public Conversion {
            params = Map.copyOf(params);
            faults = List.copyOf(faults);
        }
    }

    private static final List<String> MEDIA = List.of("link", "id", "filename");
    private static final List<String> LOCATION = List.of("latitude", "longitude", "name", "address");
    private static final List<String> PRODUCT = List.of("product_retailer_id", "catalog_id");

    private final TemplateStructure structure;
    private final String pointer;
    private final Faults faults = new Faults();
    private final Map<String, String> given = new LinkedHashMap<>();
    private final Set<String> used = new LinkedHashSet<>();
    private final ArrayNode components = JsonNodeFactory.instance.arrayNode();

    private OperatorTemplate(TemplateStructure structure, String pointer) {
        this.structure = structure;
        this.pointer = pointer;
    }

    /// Components and params for the action, and what is wrong with its parameters.
    ///
    /// @param pointer where the parameters stand in the request
    public static Conversion convert(TemplateStructure structure, @Nullable JsonNode parameters, String pointer) {
        OperatorTemplate conversion = new OperatorTemplate(structure, pointer);
        conversion.read(parameters);
        conversion.header(structure.header());
        conversion.texts("body", structure.body(), "");
        for (int i = 0; i < structure.buttons().size(); i++) {
            conversion.button(i, structure.buttons().get(i));
        }
        conversion.unknown();
        return new Conversion(conversion.components, conversion.given, conversion.faults.list());
    }

    private void read(@Nullable JsonNode parameters) {
        if (parameters == null || ParameterShape.absent(parameters)) {
            return;
        }
        if (parameters.size() > Limits.PARAMETERS) {
            faults.add(Faults.TOO_MANY, pointer, "parameters: at most " + Limits.PARAMETERS + " are allowed");
        } else if (parameters.isObject()) {
            parameters.properties().forEach(entry -> value(entry.getKey(), entry.getKey(), entry.getValue()));
        } else if (parameters.isArray()) {
            for (int i = 0; i < parameters.size(); i++) {
                value(Integer.toString(i + 1), Integer.toString(i), parameters.path(i));
            }
        } else {
            faults.add(Faults.INVALID_VALUE, pointer, "parameters must be an object or a list");
        }
    }

    private void value(String key, String at, JsonNode value) {
        if (value.isValueNode() && !value.isNull()) {
            given.put(key, value.asString());
        } else if (!value.isNull()) {
            used.add(key);
            fault(Faults.INVALID_VALUE, at, "parameter " + Faults.shown(key) + " must be a string, number or boolean");
        }
    }

    private void header(Header header) {
        switch (header.kind()) {
            case TEXT -> texts("header", header.text(), "header_");
            case IMAGE, VIDEO, GIF, DOCUMENT -> media(header.kind());
            case LOCATION -> object(header.kind(), LOCATION, 2);
            case PRODUCT -> object(header.kind(), PRODUCT, 2);
            case NONE, UNKNOWN -> {}
        }
    }

    private void texts(String type, TemplateText text, String prefix) {
        if (!text.hasVariables()) {
            return;
        }
        ArrayNode parameters = component(type).putArray("parameters");
        for (String variable : text.variables()) {
            ObjectNode parameter = parameters.addObject().put("type", "text");
            if (structure.parameterFormat() == ParameterFormat.NAMED) {
                parameter.put("parameter_name", variable);
            }
            parameter.put("text", embedding(prefix + variable));
        }
    }

    private void media(HeaderKind kind) {
        if (!given.containsKey("header_link") && !given.containsKey("header_id")) {
            fault(Faults.MISSING_PARAMETER, "", "parameter header_link or header_id is missing");
            return;
        }
        object(kind, MEDIA, 0);
    }

    /// @param needed how many of the fields, from the first, must be there
    private void object(HeaderKind kind, List<String> fields, int needed) {
        ObjectNode parameter =
                component("header").putArray("parameters").addObject().put("type", kind.wire());
        ObjectNode value = parameter.putObject(kind.wire());
        for (int i = 0; i < fields.size(); i++) {
            String key = "header_" + fields.get(i);
            if (i < needed || given.containsKey(key)) {
                value.put(fields.get(i), embedding(key));
            }
        }
    }

    private void button(int index, Button button) {
        String key = "button_" + index;
        String type = switch (button) {
            case Button.Url url when url.url().hasVariables() -> "text";
            case Button.CopyCode _ -> "coupon_code";
            case Button.QuickReply _ when given.containsKey(key) -> "payload";
            case Button.Otp _ -> "text";
            default -> "";
        };
        if (type.isEmpty()) {
            return;
        }
        boolean code = button instanceof Button.Otp
                && !given.containsKey(key)
                && structure.body().hasVariables();
        String from = code ? structure.body().variables().getFirst() : key;
        ObjectNode component =
                component("button").put("sub_type", button.subType()).put("index", index);
        component
                .putArray("parameters")
                .addObject()
                .put("type", type)
                .put(type, code ? "{{ " + from + " }}" : embedding(from));
    }

    private ObjectNode component(String type) {
        return components.addObject().put("type", type);
    }

    private String embedding(String key) {
        used.add(key);
        String value = given.get(key);
        if (value == null) {
            fault(Faults.MISSING_PARAMETER, "", "parameter " + key + " is missing");
        } else if (value.isBlank()) {
            fault(Faults.INVALID_VALUE, key, "parameter " + key + " is empty");
        }
        return "{{ " + key + " }}";
    }

    private void unknown() {
        for (String key : given.keySet()) {
            if (!used.contains(key)) {
                String detail = "parameter " + Faults.shown(key) + ": the template has none of this name";
                fault(Faults.UNKNOWN_PARAMETER, key, detail);
            }
        }
    }

    private void fault(String code, String at, String detail) {
        String below = at.isEmpty() ? "" : "/" + at.replace("~", "~0").replace("/", "~1");
        faults.add(code, pointer + below, detail);
    }
}
