package dev.crier.content;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Matches the parameters of a text, a header or a body, with the variables in it.
final class TextParameters {
    private static final Set<String> TYPES = Set.of("text", "currency", "date_time");

    private final Faults faults;
    private final ParameterFormat format;
    private final ValueRule rule;

    TextParameters(Faults faults, ParameterFormat format, ValueRule rule) {
        this.faults = faults;
        this.format = format;
        this.rule = rule;
    }

    /// @param label what the text is called, such as `body`
    /// @param limit characters of the text after substitution
    void check(TemplateText text, JsonNode parameters, String label, String pointer, int limit) {
        List<Parameter> given = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            given.add(Parameter.of(parameters.path(i), label, i, pointer));
        }
        Map<String, Parameter> byVariable = new HashMap<>();
        if (format == ParameterFormat.NAMED) {
            named(text, given, byVariable, label, pointer);
        } else {
            positional(text, given, byVariable, label, pointer);
        }
        for (Parameter parameter : given) {
            value(parameter);
        }
        length(text, byVariable, label, pointer, limit);
    }

    private void positional(
            TemplateText text, List<Parameter> given, Map<String, Parameter> byVariable, String label, String pointer) {
        int expected = text.variables().size();
        if (given.size() != expected) {
            faults.add(Faults.PARAMETER_COUNT, pointer, countSentence(label, expected, given.size()));
        }
        for (int i = 0; i < given.size(); i++) {
            Parameter parameter = given.get(i);
            if (!ParameterShape.absent(parameter.node().path("parameter_name"))) {
                String detail =
                        parameter.label() + ": the template's parameters are positional, without parameter_name";
                faults.add(Faults.PARAMETER_NAME, parameter.pointer() + "/parameter_name", detail);
            }
            if (i < expected) {
                byVariable.put(text.variables().get(i), parameter);
            }
        }
    }

    private void named(
            TemplateText text, List<Parameter> given, Map<String, Parameter> byVariable, String label, String pointer) {
        for (Parameter parameter : given) {
            JsonNode name = parameter.node().path("parameter_name");
            if (!name.isString()) {
                String detail = parameter.label() + ": the template's parameters are named, parameter_name is missing";
                faults.add(Faults.PARAMETER_NAME, parameter.pointer(), detail);
            } else if (!text.variables().contains(name.stringValue())) {
                String detail = "%s: the template has no parameter of this name".formatted(parameter.label());
                faults.add(Faults.UNKNOWN_PARAMETER_NAME, parameter.pointer() + "/parameter_name", detail);
            } else if (byVariable.putIfAbsent(name.stringValue(), parameter) != null) {
                faults.add(
                        Faults.PARAMETER_NAME,
                        parameter.pointer() + "/parameter_name",
                        parameter.label() + " is given twice");
            }
        }
        for (String variable : text.variables()) {
            if (!byVariable.containsKey(variable)) {
                faults.add(Faults.MISSING_PARAMETER, pointer, label + ": parameter " + variable + " is missing");
            }
        }
    }

    private void value(Parameter parameter) {
        if (TYPES.contains(parameter.type())) {
            new ParameterShape(faults).check(parameter, rule);
        } else {
            faults.add(Faults.PARAMETER_TYPE, parameter.pointer(), typeSentence(parameter, "text"));
        }
    }

    private void length(TemplateText text, Map<String, Parameter> byVariable, String label, String pointer, int limit) {
        int characters = text.fixedCharacters();
        for (Map.Entry<String, Parameter> entry : byVariable.entrySet()) {
            String least = Mustache.compile(entry.getValue().text()).withEach("");
            characters += text.occurrences(entry.getKey()) * least.codePointCount(0, least.length());
        }
        if (characters > limit) {
            faults.add(ValueRule.tooLong(characters, limit, label, pointer));
        }
    }

    static String countSentence(String label, int expected, int got) {
        return "%s: expected %s, got %d".formatted(label, Faults.count(expected, "parameter"), got);
    }

    static String typeSentence(Parameter parameter, String expected) {
        String got = parameter.type().isEmpty() ? "none" : Faults.shown(parameter.type());
        return "%s: expected type %s, got %s".formatted(parameter.label(), expected, got);
    }
}
