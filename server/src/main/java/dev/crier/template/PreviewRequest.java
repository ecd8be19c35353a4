package dev.crier.template;

import dev.crier.api.Fault;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.template.TemplateStore.StoredTemplate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Shows a template filled with the components and params of a request; the faults are those of a broadcast.
final class PreviewRequest {
    private PreviewRequest() {}

    static Preview preview(StoredTemplate template, ObjectNode body) {
        TemplateStructure structure = TemplateStructure.parse(template.definition());
        @Nullable JsonNode components = body.get("components");
        refuse(ComponentsValidator.validate(structure, components, "/components"));
        CompiledMessage message = CompiledMessage.compile(structure, template.language(), components);
        return switch (message.render(params(body.path("params")), Map.of())) {
            case RenderResult.Rendered rendered -> Preview.of(structure, rendered);
            case RenderResult.InvalidParams invalid -> throw problem(invalid.faults());
            case RenderResult.MissingParams missing ->
                throw problem(missing.keys().stream()
                        .map(key -> new Fault(Faults.MISSING_PARAMETER, "no value for " + key, "/params"))
                        .toList());
        };
    }

    private static Map<String, String> params(JsonNode params) {
        Map<String, String> values = new HashMap<>();
        for (var entry : params.properties()) {
            if (entry.getValue().isValueNode() && !entry.getValue().isNull()) {
                values.put(entry.getKey().strip(), entry.getValue().asString());
            }
        }
        return values;
    }

    private static void refuse(List<Fault> faults) {
        if (!faults.isEmpty()) {
            throw problem(faults);
        }
    }

    private static RuntimeException problem(List<Fault> faults) {
        return Problem.of(ProblemCode.INVALID_TEMPLATE, Faults.count(faults.size(), "problem"), faults);
    }
}
