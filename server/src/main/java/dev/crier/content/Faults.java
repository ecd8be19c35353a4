package dev.crier.content;

import dev.crier.api.Fault;
import java.util.ArrayList;
import java.util.List;

/// Collects faults; the one place for the codes of this room.
final class Faults {
    static final String BUTTON_INDEX = "button_index";
    static final String BUTTON_SUB_TYPE = "button_sub_type";
    static final String CARD_COUNT = "card_count";
    static final String CARD_INDEX = "card_index";
    static final String DUPLICATE_COMPONENT = "duplicate_component";
    static final String HEADER_FORMAT = "header_format";
    static final String INVALID_VALUE = "invalid_value";
    static final String MISSING_COMPONENT = "missing_component";
    static final String MISSING_PARAMETER = "missing_parameter";
    static final String PARAMETER_COUNT = "parameter_count";
    static final String PARAMETER_NAME = "parameter_name";
    static final String PARAMETER_TYPE = "parameter_type";
    static final String STATIC_COMPONENT = "static_component";
    static final String TOO_MANY = "too_many";
    static final String UNKNOWN_COMPONENT = "unknown_component";
    static final String UNKNOWN_PARAMETER = "unknown_parameter";
    static final String UNKNOWN_PARAMETER_NAME = "unknown_parameter_name";
    static final String UNSUPPORTED_MUSTACHE = "unsupported_mustache";
    static final String VALUE_TOO_LONG = "value_too_long";

    private final List<Fault> found = new ArrayList<>();

    void add(String code, String pointer, String detail) {
        found.add(new Fault(code, detail, pointer));
    }

    void add(Fault fault) {
        found.add(fault);
    }

    List<Fault> list() {
        return List.copyOf(found);
    }

    /// `1 parameter`, `5 parameters`.
    static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /// What a client wrote, short enough to be shown in a sentence.
    static String shown(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
