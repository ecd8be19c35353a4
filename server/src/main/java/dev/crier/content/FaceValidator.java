package dev.crier.content;

import dev.crier.content.TemplateStructure.Card;
import dev.crier.content.TemplateStructure.Header;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// Matches header, body and buttons, of the message or of one card, with what is sent for them.
final class FaceValidator {
    private final Card face;
    private final ParameterFormat format;
    private final String prefix;
    private final int bodyLimit;
    private final Faults faults;
    private final Set<String> seen = new HashSet<>();

    /// @param prefix how sentences about it begin: empty for the message, `card 1 ` for a card
    FaceValidator(Card face, ParameterFormat format, String prefix, int bodyLimit, Faults faults) {
        this.face = face;
        this.format = format;
        this.prefix = prefix;
        this.bodyLimit = bodyLimit;
        this.faults = faults;
    }

    /// Checks the component if it is of a kind that a face has; says whether it was.
    boolean check(String type, JsonNode component, String pointer) {
        switch (type) {
            case "header" -> header(component, pointer);
            case "body" -> body(component, pointer);
            case "footer" -> footer(component, pointer);
            case "button" -> button(component, pointer);
            default -> {
                return false;
            }
        }
        return true;
    }

    /// Whether this is the first of its kind.
    boolean first(String kind, String pointer) {
        if (seen.add(kind)) {
            return true;
        }
        faults.add(Faults.DUPLICATE_COMPONENT, pointer, prefix + kind + " is given twice");
        return false;
    }

    boolean wasGiven(String kind) {
        return seen.contains(kind);
    }

    /// The parameters as a list; an empty one if there are none, or if they are no list, which is then a fault.
    JsonNode parameters(JsonNode component, String label, String pointer) {
        JsonNode parameters = component.path("parameters");
        if (ParameterShape.absent(parameters)) {
            return MissingNode.getInstance();
        }
        if (!parameters.isArray()) {
            faults.add(Faults.INVALID_VALUE, pointer + "/parameters", label + ": parameters must be a list");
            return MissingNode.getInstance();
        }
        if (parameters.size() > Limits.PARAMETERS) {
            String detail = "%s: %d parameters, at most %d are looked at"
                    .formatted(label, parameters.size(), Limits.PARAMETERS);
            faults.add(Faults.TOO_MANY, pointer + "/parameters", detail);
            return MissingNode.getInstance();
        }
        return parameters;
    }

    private void header(JsonNode component, String pointer) {
        String label = prefix + "header";
        Header header = face.header();
        if (!first("header", pointer)) {
            return;
        }
        if (header.kind() == HeaderKind.NONE) {
            faults.add(Faults.UNKNOWN_COMPONENT, pointer, label + ": the template has no header");
            return;
        }
        JsonNode parameters = parameters(component, label, pointer);
        String below = pointer + "/parameters";
        if (header.kind() == HeaderKind.TEXT && !header.text().hasVariables()) {
            takesNothing(parameters, label, below);
        } else if (header.kind() == HeaderKind.TEXT) {
            new TextParameters(faults, format, ValueRule.TEXT)
                    .check(header.text(), parameters, label, below, Limits.HEADER_CHARACTERS);
        } else if (header.kind().alwaysSent()) {
            mediaHeader(header.kind(), parameters, label, below);
        }
    }

    private void mediaHeader(HeaderKind kind, JsonNode parameters, String label, String pointer) {
        if (parameters.size() != 1) {
            faults.add(Faults.PARAMETER_COUNT, pointer, TextParameters.countSentence(label, 1, parameters.size()));
        }
        for (int i = 0; i < parameters.size(); i++) {
            Parameter parameter = Parameter.of(parameters.path(i), label, pointer + "/" + i);
            if (kind.takes(parameter.type())) {
                new ParameterShape(faults).check(parameter, ValueRule.TEXT);
            } else {
                String detail = TextParameters.typeSentence(parameter, kind.wire());
                faults.add(Faults.HEADER_FORMAT, parameter.pointer(), detail);
            }
        }
    }

    private void body(JsonNode component, String pointer) {
        if (first("body", pointer)) {
            String label = prefix + "body";
            JsonNode parameters = parameters(component, label, pointer);
            new TextParameters(faults, format, face.bodyRule())
                    .check(face.body(), parameters, label, pointer + "/parameters", bodyLimit);
        }
    }

    /// Real clients send a footer along; without parameters it says nothing and is left out of what Meta gets.
    private void footer(JsonNode component, String pointer) {
        if (first("footer", pointer)) {
            String label = prefix + "footer";
            takesNothing(parameters(component, label, pointer), label, pointer + "/parameters");
        }
    }

    private void takesNothing(JsonNode parameters, String label, String pointer) {
        if (!parameters.isEmpty()) {
            faults.add(Faults.STATIC_COMPONENT, pointer, label + " takes no parameters, got " + parameters.size());
        }
    }

    private void button(JsonNode component, String pointer) {
        int index = index(component.path("index"));
        if (index < 0 || index >= face.buttons().size()) {
            faults.add(Faults.BUTTON_INDEX, pointer + "/index", indexSentence(component.path("index")));
            return;
        }
        Button button = face.buttons().get(index);
        String label = label(index, button);
        if (!first("button " + index, pointer)) {
            return;
        }
        String subType = Parameter.lower(component.path("sub_type"));
        if (!fits(button, subType)) {
            String got = subType.isEmpty() ? "none" : Faults.shown(subType);
            String detail = "%s: expected sub_type %s, got %s".formatted(label, button.subType(), got);
            faults.add(Faults.BUTTON_SUB_TYPE, pointer + "/sub_type", detail);
            return;
        }
        JsonNode parameters = parameters(component, label, pointer);
        new ButtonParameters(faults).check(button, parameters, label, pointer + "/parameters");
    }

    /// A send may call the one-time code by its own name; Meta is told `url`.
    private static boolean fits(Button button, String subType) {
        return subType.equals(button.subType())
                || (button instanceof Button.Otp && subType.equals("otp"))
                || button instanceof Button.Other;
    }

    private String indexSentence(JsonNode index) {
        String got = ParameterShape.absent(index)
                ? "none"
                : Faults.shown(index.isString() ? index.stringValue() : index.toString());
        int last = face.buttons().size() - 1;
        String has = last < 0 ? "no buttons" : last == 0 ? "only button 0" : "buttons 0 to " + last;
        return "%sbutton: the template has %s, got index %s".formatted(prefix, has, got);
    }

    /// A number or a string of digits; -1 for anything else.
    static int index(JsonNode node) {
        if (node.isIntegralNumber() && node.canConvertToInt()) {
            return node.intValue();
        }
        String text = node.isString() ? node.stringValue().strip() : "";
        return TemplateText.isNumber(text) ? Integer.parseInt(text) : -1;
    }

    private String label(int index, Button button) {
        return "%sbutton %d (%s)".formatted(prefix, index, button.kind());
    }

    /// Faults for what the template needs and the send left out.
    void missing(String pointer) {
        Header header = face.header();
        if (!seen.contains("header")
                && (header.kind().alwaysSent() || header.text().hasVariables())) {
            needs("header (" + header.kind().wire() + ")", 1, pointer);
        }
        int variables = face.body().variables().size();
        if (!seen.contains("body") && variables > 0) {
            needs("body", variables, pointer);
        }
        for (int i = 0; i < face.buttons().size(); i++) {
            Button button = face.buttons().get(i);
            int needed = ButtonParameters.needed(button);
            if (needed > 0 && !seen.contains("button " + i)) {
                needs("button " + i + " (" + button.kind() + ")", needed, pointer);
            }
        }
    }

    private void needs(String what, int number, String pointer) {
        String detail = prefix + what + " needs " + Faults.count(number, "parameter");
        faults.add(Faults.MISSING_COMPONENT, pointer, detail);
    }
}
