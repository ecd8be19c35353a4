package dev.crier.content;

import dev.crier.api.Fault;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Shows a template filled with the components and params of a request; the faults are those of a broadcast.
public final class PreviewRequest {
    private PreviewRequest() {}

    /// The message as its recipient will read it, or the problem that a broadcast with it would have.
    ///
    /// @param language the code that Meta is told
    public static Preview preview(TemplateStructure structure, String language, ObjectNode body) {
        @Nullable JsonNode components = body.get("components");
        refuse(ComponentsValidator.validate(structure, components, "/components"));
        CompiledMessage message = CompiledMessage.compile(structure, language, components);
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
