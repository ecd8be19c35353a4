package dev.crier.openapi;

import dev.crier.api.Json;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Makes schemas refuse what they do not name. Customers must take fields that come later; a test must not.
///
/// A schema is closed where it is used, not where it is defined, since `allOf` may add to it.
final class Closing {
    private static final List<String> MAPS = List.of("properties");
    private static final List<String> SINGLES = List.of("items", "additionalProperties");
    private static final Set<String> PARTS = Set.of("properties", "allOf", "$ref");

    /// Closed at its top and below.
    JsonNode closed(JsonNode schema) {
        JsonNode copy = open(schema);
        boolean composed = PARTS.stream().anyMatch(copy::has);
        if (copy instanceof ObjectNode object
                && composed
                && !copy.has("additionalProperties")
                && !copy.has("unevaluatedProperties")) {
            object.put("unevaluatedProperties", false);
        }
        return copy;
    }

    /// Closed below its top.
    JsonNode open(JsonNode schema) {
        if (!(schema instanceof ObjectNode object)) {
            return schema;
        }
        ObjectNode copy = object.deepCopy();
        for (String name : MAPS) {
            if (object.has(name)) {
                ObjectNode map = Json.object();
                object.path(name).properties().forEach(each -> map.set(each.getKey(), closed(each.getValue())));
                copy.set(name, map);
            }
        }
        for (String name : SINGLES) {
            if (object.has(name)) {
                copy.set(name, closed(object.path(name)));
            }
        }
        boolean composed = PARTS.stream().anyMatch(object::has);
        list(object, copy, "allOf", false);
        list(object, copy, "anyOf", !composed);
        list(object, copy, "oneOf", !composed);
        return copy;
    }

    private void list(ObjectNode from, ObjectNode to, String name, boolean close) {
        if (from.has(name)) {
            ArrayNode all = to.putArray(name);
            from.path(name)
                    .valueStream()
                    .map(each -> close ? closed(each) : open(each))
                    .forEach(all::add);
        }
    }
}
