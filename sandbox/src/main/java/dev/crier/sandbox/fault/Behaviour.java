package dev.crier.sandbox.fault;

import dev.crier.sandbox.wire.Json;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** How the sandbox behaves now: one value per {@link Knob}. Immutable; a change makes a new one. */
public final class Behaviour {
    private final Map<Knob, Double> values;

    private Behaviour(Map<Knob, Double> values) {
        this.values = values;
    }

    public static Behaviour initial() {
        Map<Knob, Double> values = new EnumMap<>(Knob.class);
        for (Knob knob : Knob.values()) {
            values.put(knob, knob.initial());
        }
        return new Behaviour(values);
    }

    public double rate(Knob knob) {
        return values.getOrDefault(knob, knob.initial());
    }

    public long count(Knob knob) {
        return (long) rate(knob);
    }

    public boolean on(Knob knob) {
        return rate(knob) != 0;
    }

    /** Applies a partial change; unknown fields and bad values are all named in one exception. */
    public Behaviour with(ObjectNode change) {
        Map<Knob, Double> next = new EnumMap<>(values);
        List<String> problems = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : change.properties()) {
            var knob = Knob.named(entry.getKey());
            if (knob.isEmpty()) {
                problems.add(entry.getKey() + ": no such field");
                continue;
            }
            OptionalDouble value = value(knob.get(), entry.getValue());
            if (value.isPresent()) {
                next.put(knob.get(), value.getAsDouble());
            } else {
                problems.add(entry.getKey() + ": " + expected(knob.get()));
            }
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
        return new Behaviour(next);
    }

    public ObjectNode json() {
        ObjectNode json = Json.object();
        for (Knob knob : Knob.values()) {
            switch (knob.kind()) {
                case COUNT -> json.put(knob.field(), count(knob));
                case RATE -> json.put(knob.field(), rate(knob));
                case SWITCH -> json.put(knob.field(), on(knob));
            }
        }
        return json;
    }

    private static OptionalDouble value(Knob knob, JsonNode node) {
        if (knob.kind() == Knob.Kind.SWITCH) {
            return toggle(node);
        }
        if (!node.isNumber() || (knob.kind() == Knob.Kind.COUNT && node.doubleValue() % 1 != 0)) {
            return OptionalDouble.empty();
        }
        double value = node.doubleValue();
        return value >= knob.min() && value <= knob.max() ? OptionalDouble.of(value) : OptionalDouble.empty();
    }

    private static OptionalDouble toggle(JsonNode node) {
        if (node.isBoolean()) {
            return OptionalDouble.of(node.booleanValue() ? 1 : 0);
        }
        return switch (node.isString() ? node.stringValue() : "") {
            case "on", "true" -> OptionalDouble.of(1);
            case "off", "false" -> OptionalDouble.of(0);
            default -> OptionalDouble.empty();
        };
    }

    private static String expected(Knob knob) {
        return switch (knob.kind()) {
            case COUNT -> "a whole number from %d to %d".formatted((long) knob.min(), (long) knob.max());
            case RATE -> "a number from 0 to 1";
            case SWITCH -> "true, false, \"on\" or \"off\"";
        };
    }
}
