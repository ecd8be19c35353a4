package dev.crier.studio.templates;

import dev.crier.api.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A template's definition as the fields of a form, and back.
///
/// A field is named by the JSON Pointer of the value that it shows, so a finding of the checks finds its field by
/// itself. The form also carries the definition as a whole, its base: fields only change values in it. What the editor
/// does not show comes back as it went, and no field can make the definition grow.
final class FormDefinition {
    /// The field with the whole.
    static final String BASE = "base";

    /// Meta's whole numbers and yes-or-no values; everything else is text.
    private static final Set<String> NUMBERS =
            Set.of("message_send_ttl_seconds", "code_expiration_minutes", "ttl_minutes");

    private static final Set<String> BOOLEANS = Set.of(
            "add_security_recommendation",
            "has_expiration",
            "zero_tap_terms_accepted",
            "cta_url_link_tracking_opted_out");

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,9}");

    private FormDefinition() {}

    /// Every value of a definition by its pointer, in the order in which they stand there.
    static Map<String, String> fields(JsonNode definition) {
        Map<String, String> fields = new LinkedHashMap<>();
        collect(definition, "", fields);
        return fields;
    }

    private static void collect(JsonNode node, String pointer, Map<String, String> fields) {
        if (node instanceof ObjectNode object) {
            object.properties()
                    .forEach(each -> collect(each.getValue(), pointer + "/" + escaped(each.getKey()), fields));
        } else if (node instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                collect(list.path(i), pointer + "/" + i, fields);
            }
        } else if (!node.isNull()) {
            fields.put(pointer, node.asString());
        }
    }

    private static String escaped(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }

    /// The definition that the form shows.
    ///
    /// @param base the whole as the form was made of it; what is no JSON object counts as empty
    /// @param fields other names than pointers are left alone
    static ObjectNode read(String base, Map<String, String> fields) {
        ObjectNode definition = object(base);
        fields.forEach((pointer, value) -> {
            if (pointer.startsWith("/")) {
                set(definition, pointer, value);
            }
        });
        return definition;
    }

    private static ObjectNode object(String base) {
        try {
            return Json.MAPPER.readTree(base) instanceof ObjectNode object ? object : Json.object();
        } catch (JacksonException e) {
            // A form that a person did not fill in: there is nothing to keep of it.
            return Json.object();
        }
    }

    /// Only where there is a value already.
    private static void set(ObjectNode definition, String text, String value) {
        JsonPointer pointer = JsonPointer.compile(text);
        JsonNode holder = definition.at(pointer.head());
        JsonPointer last = pointer.last();
        if (holder instanceof ObjectNode object
                && object.path(last.getMatchingProperty()).isValueNode()) {
            object.set(last.getMatchingProperty(), node(last.getMatchingProperty(), value));
        } else if (holder instanceof ArrayNode list
                && list.path(last.getMatchingIndex()).isValueNode()) {
            list.set(last.getMatchingIndex(), value);
        }
    }

    private static JsonNode node(String field, String value) {
        if (BOOLEANS.contains(field)) {
            return Json.MAPPER.getNodeFactory().booleanNode(value.equals("true"));
        }
        // A number that is none stays as it was typed: the checks say what is wrong with it.
        return NUMBERS.contains(field) && NUMBER.matcher(value.strip()).matches()
                ? Json.MAPPER.getNodeFactory().numberNode(Integer.parseInt(value.strip()))
                : Json.MAPPER.getNodeFactory().stringNode(value);
    }
}
