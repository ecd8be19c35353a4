package dev.crier.content;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// JSON as tests write it: with single quotes.
final class Json {
    static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    static JsonNode json(String text) {
        return MAPPER.readTree(text.replace('\'', '"'));
    }

    static JsonNode json(byte[] bytes) {
        return MAPPER.readTree(bytes);
    }

    static TemplateStructure template(String components) {
        return TemplateStructure.parse(json(
                "{'name':'order_update','language':'en_US','category':'UTILITY','components':[" + components + "]}"));
    }

    static List<String> codes(TemplateStructure structure, String components) {
        return ComponentsValidator.validate(structure, json(components), "/template/components").stream()
                .map(fault -> fault.code())
                .toList();
    }

    static List<String> details(TemplateStructure structure, String components) {
        return ComponentsValidator.validate(structure, json(components), "/template/components").stream()
                .map(fault -> fault.detail())
                .toList();
    }

    static List<String> pointers(TemplateStructure structure, String components) {
        return ComponentsValidator.validate(structure, json(components), "/template/components").stream()
                .map(fault -> fault.pointer())
                .toList();
    }
}
