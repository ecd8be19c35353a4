package dev.crier.content;

import dev.crier.api.Fault;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Checks one parameter by itself: the fields that its type needs, then each value in it.
final class ParameterShape {
    private final Faults faults;

    ParameterShape(Faults faults) {
        this.faults = faults;
    }

    void check(Parameter parameter, ValueRule textRule) {
        JsonNode value = parameter.value();
        switch (parameter.type()) {
            case "text", "payload", "coupon_code" -> string(value, parameter.label(), parameter.valuePointer());
            case "ttl_minutes" -> number(value, parameter.label(), parameter.valuePointer());
            case "currency" -> currency(parameter);
            case "date_time" -> strings(parameter, "fallback_value");
            case "image", "video", "gif", "document" -> media(parameter);
            case "location" -> location(parameter);
            case "product" -> strings(parameter, "product_retailer_id", "catalog_id");
            case "limited_time_offer" -> offer(parameter);
            case "tap_target_configuration" -> tapTargets(parameter);
            default -> isObject(parameter);
        }
        values(parameter, textRule);
    }

    /// Only the values: for kinds of parameters that this version does not know.
    void values(Parameter parameter, ValueRule textRule) {
        if (depth(parameter.value(), 0) > Limits.NESTING) {
            invalid(parameter.label() + " is nested too deeply", parameter.valuePointer());
            return;
        }
        new Leaves(parameter.type(), textRule, (name, value, rule, pointer) -> {
                    boolean plain = name.equals(parameter.type());
                    leaf(value, rule, plain ? parameter.label() : parameter.label() + " " + shown(name), pointer);
                })
                .walk(parameter.type(), parameter.value(), parameter.valuePointer());
    }

    private void leaf(String value, ValueRule rule, String label, String pointer) {
        Mustache mustache = Mustache.compile(value);
        for (String problem : mustache.problems()) {
            faults.add(Faults.UNSUPPORTED_MUSTACHE, pointer, label + ": " + problem);
        }
        @Nullable
        Fault fault = mustache.isLiteral()
                ? rule.check(value, label, pointer)
                : rule.checkFixedPart(mustache, label, pointer);
        if (fault != null) {
            faults.add(fault);
        }
    }

    private void media(Parameter parameter) {
        if (!isObject(parameter)) {
            return;
        }
        JsonNode id = parameter.value().path("id");
        JsonNode link = parameter.value().path("link");
        if (absent(id) && absent(link)) {
            missing(parameter, "id or link");
        }
        if (!absent(id) && !id.isString() && !id.isIntegralNumber()) {
            invalid(parameter.label() + " id must be a string", parameter.valuePointer() + "/id");
        }
        optionalString(parameter, "link");
        optionalString(parameter, "filename");
    }

    private void location(Parameter parameter) {
        if (!isObject(parameter)) {
            return;
        }
        degrees(parameter, "latitude", ValueRule.LATITUDE);
        degrees(parameter, "longitude", ValueRule.LONGITUDE);
        optionalString(parameter, "name");
        optionalString(parameter, "address");
    }

    /// Strings are looked at among the values; here the numbers.
    private void degrees(Parameter parameter, String field, ValueRule rule) {
        JsonNode value = parameter.value().path(field);
        String label = parameter.label() + " " + field;
        String pointer = parameter.valuePointer() + "/" + field;
        if (absent(value)) {
            missing(parameter, field);
        } else if (value.isNumber()) {
            double limit = rule == ValueRule.LATITUDE ? 90 : 180;
            if (!(Math.abs(value.doubleValue()) <= limit)) {
                invalid(label + " is not a " + field, pointer);
            }
        } else if (!value.isString()) {
            invalid(label + " must be a number", pointer);
        }
    }

    private void currency(Parameter parameter) {
        if (!isObject(parameter)) {
            return;
        }
        strings(parameter, "fallback_value", "code");
        required(parameter, "amount_1000");
    }

    private void offer(Parameter parameter) {
        if (isObject(parameter)) {
            required(parameter, "expiration_time_ms");
        }
    }

    private void required(Parameter parameter, String field) {
        JsonNode value = parameter.value().path(field);
        if (absent(value)) {
            missing(parameter, field);
        } else {
            number(value, parameter.label() + " " + field, parameter.valuePointer() + "/" + field);
        }
    }

    private void tapTargets(Parameter parameter) {
        JsonNode targets = parameter.value();
        if (!targets.isArray() || targets.size() != 1 || !targets.path(0).isObject()) {
            invalid(parameter.label() + " must be a list of one object with url and title", parameter.valuePointer());
            return;
        }
        for (String field : new String[] {"url", "title"}) {
            string(
                    targets.path(0).path(field),
                    parameter.label() + " " + field,
                    parameter.valuePointer() + "/0/" + field);
        }
    }

    private void strings(Parameter parameter, String... fields) {
        if (!isObject(parameter)) {
            return;
        }
        for (String field : fields) {
            JsonNode value = parameter.value().path(field);
            if (absent(value)) {
                missing(parameter, field);
            } else {
                string(value, parameter.label() + " " + field, parameter.valuePointer() + "/" + field);
            }
        }
    }

    private void optionalString(Parameter parameter, String field) {
        JsonNode value = parameter.value().path(field);
        if (!absent(value)) {
            string(value, parameter.label() + " " + field, parameter.valuePointer() + "/" + field);
        }
    }

    private void string(JsonNode value, String label, String pointer) {
        if (!value.isString()) {
            invalid(label + (absent(value) ? " has no value" : " must be a string"), pointer);
        }
    }

    /// A string is let through: it may hold an embedding, and its digits are looked at among the values.
    private void number(JsonNode value, String label, String pointer) {
        boolean whole = value.isIntegralNumber() && value.canConvertToLong() && value.longValue() >= 0;
        if (!whole && !value.isString()) {
            invalid(label + " must be a whole number", pointer);
        }
    }

    boolean isObject(Parameter parameter) {
        if (parameter.value().isObject()) {
            return true;
        }
        invalid(parameter.label() + " must hold an object " + parameter.type(), parameter.valuePointer());
        return false;
    }

    private void missing(Parameter parameter, String field) {
        faults.add(Faults.MISSING_PARAMETER, parameter.valuePointer(), parameter.label() + " has no " + field);
    }

    private void invalid(String detail, String pointer) {
        faults.add(Faults.INVALID_VALUE, pointer, detail);
    }

    static boolean absent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    private static String shown(String name) {
        return Faults.shown(name);
    }

    private static int depth(JsonNode node, int above) {
        int deepest = above;
        if (above <= Limits.NESTING) {
            for (JsonNode child : node) {
                deepest = Math.max(deepest, depth(child, above + 1));
            }
        }
        return deepest;
    }
}
