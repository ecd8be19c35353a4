package dev.crier.webhook;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which events a webhook wants, by the contract's names.
public enum EventFilter {
    ALL,
    /// Whatever either side of a conversation does.
    ACTION,
    USER_ACTION,
    OPERATOR_ACTION,
    ACTION_STATUS,
    USER_CHANGES;

    boolean wants(String type) {
        return switch (this) {
            case ALL -> true;
            case ACTION -> type.equals(USER_ACTION.wire()) || type.equals(OPERATOR_ACTION.wire());
            case USER_ACTION, OPERATOR_ACTION, ACTION_STATUS, USER_CHANGES -> type.equals(wire());
        };
    }

    /// The name on the wire and in the database; all is the empty one.
    public String wire() {
        return this == ALL ? "" : name().toLowerCase(Locale.ROOT);
    }

    static Optional<EventFilter> of(String wire) {
        return Stream.of(values()).filter(each -> each.wire().equals(wire)).findFirst();
    }

    static String names() {
        return Stream.of(values()).map(each -> "\"" + each.wire() + "\"").collect(Collectors.joining(", "));
    }
}
