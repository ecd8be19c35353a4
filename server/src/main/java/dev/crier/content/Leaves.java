package dev.crier.content;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Finds every string in a parameter that may hold embeddings, and the rule for it. Validation and compilation
/// both walk with it, so that what is checked is what is sent.
final class Leaves {
    @FunctionalInterface
    interface Visitor {
        /// Takes one string.
        ///
        /// @param name the field that holds the string, such as `link`
        void leaf(String name, String value, ValueRule rule, String pointer);
    }

    private final String parameterType;
    private final ValueRule textRule;
    private final Visitor visitor;

    /// @param textRule the rule for `text`, which depends on the component
    Leaves(String parameterType, ValueRule textRule, Visitor visitor) {
        this.parameterType = parameterType;
        this.textRule = textRule;
        this.visitor = visitor;
    }

    /// A parameter's own type and name are words of the protocol: no embedding is looked for in them.
    static boolean isProtocol(String field) {
        return field.equals("type") || field.equals("parameter_name");
    }

    void walk(String field, JsonNode value, String pointer) {
        walk(field, value, pointer, 0);
    }

    private void walk(String field, JsonNode value, String pointer, int depth) {
        if (value.isString()) {
            visitor.leaf(field, value.stringValue(), rule(parameterType, textRule, field), pointer);
        } else if (depth <= Limits.NESTING && value.isObject()) {
            for (Map.Entry<String, JsonNode> entry : value.properties()) {
                String below = pointer + "/" + escaped(entry.getKey());
                walk(entry.getKey(), entry.getValue(), below, depth + 1);
            }
        } else if (depth <= Limits.NESTING && value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                walk(field, value.path(i), pointer + "/" + i, depth + 1);
            }
        }
    }

    /// The rule for a string in this field of a parameter.
    static ValueRule rule(String parameterType, ValueRule textRule, String field) {
        return switch (parameterType) {
            case "text" -> textRule;
            case "payload" -> ValueRule.PAYLOAD;
            case "coupon_code" -> ValueRule.COUPON_CODE;
            case "currency", "date_time" -> field.equals("fallback_value") ? ValueRule.TEXT : ValueRule.FREE;
            case "image", "video", "gif", "document" -> mediaRule(field);
            case "location" -> locationRule(field);
            case "product" -> ValueRule.ID;
            case "limited_time_offer" -> ValueRule.EPOCH_MILLIS;
            case "ttl_minutes" -> ValueRule.MINUTES;
            case "tap_target_configuration" -> field.equals("url") ? ValueRule.LINK : ValueRule.TEXT;
            default -> field.endsWith("product_retailer_id") ? ValueRule.ID : ValueRule.FREE;
        };
    }

    private static ValueRule mediaRule(String field) {
        return switch (field) {
            case "link" -> ValueRule.LINK;
            case "id" -> ValueRule.ID;
            case "filename" -> ValueRule.FILENAME;
            default -> ValueRule.FREE;
        };
    }

    private static ValueRule locationRule(String field) {
        return switch (field) {
            case "latitude" -> ValueRule.LATITUDE;
            case "longitude" -> ValueRule.LONGITUDE;
            default -> ValueRule.TEXT;
        };
    }

    private static String escaped(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }
}
