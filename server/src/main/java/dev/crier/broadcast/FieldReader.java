package dev.crier.broadcast;

import dev.crier.api.Fault;
import dev.crier.api.Problem;
import dev.crier.api.Texts;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads single fields of a request; what is wrong becomes a fault, and the reading goes on.
record FieldReader(List<Fault> faults) {
    private static final int MAX_PARAMS = 200;
    private static final int MAX_KEY_CHARS = 100;

    /// Beyond, a number has more zeros than an amount can have, and a billion of them would fill the memory.
    private static final int MAX_SCALE = 30;

    /// WhatsApp's longest text is a body of 1,024; a link may have 2,000.
    private static final int MAX_VALUE_CHARS = 4_096;

    void fault(String code, String detail, String pointer) {
        if (faults.size() < Problem.MAX_FAULTS) {
            faults.add(new Fault(code, detail, pointer));
        }
    }

    /// True once there are so many faults that reading on would only waste time.
    boolean full() {
        return faults.size() >= Problem.MAX_FAULTS;
    }

    /// Text, or a number taken as text; null if absent, JSON's null or wrong.
    @Nullable
    String text(JsonNode holder, String name, String pointer, int maxChars) {
        @Nullable JsonNode value = holder.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isString() && !value.isNumber()) {
            fault("invalid_type", name + " must be a string", pointer + "/" + name);
            return null;
        }
        String text = written(value);
        if (text.length() > maxChars) {
            fault("too_long", name + " may have at most " + maxChars + " characters", pointer + "/" + name);
            return null;
        }
        @Nullable String problem = Texts.problem(text);
        if (problem != null) {
            fault("invalid_text", name + " " + problem, pointer + "/" + name);
            return null;
        }
        return text;
    }

    /// A map of parameters: text, number or boolean as text; null stands for absent.
    Map<String, String> params(@Nullable JsonNode params, String pointer) {
        if (params == null || params.isNull()) {
            return Map.of();
        }
        if (!params.isObject()) {
            fault("invalid_type", "params must be an object", pointer);
            return Map.of();
        }
        if (params.size() > MAX_PARAMS) {
            fault("too_many", "params may have at most " + MAX_PARAMS + " entries", pointer);
            return Map.of();
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (var entry : params.properties()) {
            @Nullable String value = param(entry.getKey(), entry.getValue(), pointer);
            if (value != null) {
                values.put(entry.getKey().strip(), value);
            }
        }
        return values;
    }

    private @Nullable String param(String key, JsonNode value, String pointer) {
        if (value.isNull()) {
            return null;
        }
        @Nullable String keyProblem = Texts.problem(key);
        if (key.length() > MAX_KEY_CHARS || keyProblem != null) {
            fault("invalid_key", "a parameter's name is too long or holds what text cannot hold", pointer);
            return null;
        }
        if (value.isContainer()) {
            fault("invalid_type", "a parameter must be a string, number or boolean", below(pointer, key));
            return null;
        }
        String text = written(value);
        if (text.length() > MAX_VALUE_CHARS) {
            fault("too_long", "a parameter may have at most " + MAX_VALUE_CHARS + " characters", below(pointer, key));
            return null;
        }
        @Nullable String problem = Texts.problem(text);
        if (problem != null) {
            fault("invalid_text", "the parameter " + problem, below(pointer, key));
            return null;
        }
        return text;
    }

    private static String below(String pointer, String key) {
        return pointer + "/" + Texts.escape(key);
    }

    /// As the caller wrote it: no exponent that they did not write, no digit lost.
    private static String written(JsonNode value) {
        if (!value.isNumber()) {
            return value.asString();
        }
        BigDecimal number = value.decimalValue();
        boolean sane = Math.abs(number.scale()) <= MAX_SCALE;
        return sane ? number.toPlainString() : number.toString();
    }
}
