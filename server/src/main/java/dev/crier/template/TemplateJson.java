package dev.crier.template;

import dev.crier.api.Json;
import dev.crier.api.Times;
import dev.crier.template.TemplateStore.StoredTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A template as the API shows it.
final class TemplateJson {
    private TemplateJson() {}

    static ObjectNode of(StoredTemplate template) {
        ObjectNode json = Json.object()
                .put("id", template.metaId())
                .put("name", template.name())
                .put("language", template.language())
                .put("category", template.category())
                .put("status", template.status());
        if (template.quality() != null) {
            json.put("quality", template.quality());
        }
        if (template.rejectedReason() != null) {
            json.put("rejected_reason", template.rejectedReason());
        }
        if (template.rejectedReason() != null || template.statusDetail() != null) {
            json.set("status_reason", reason(template));
        }
        if (template.categoryChange() != null) {
            json.set("category_change", template.categoryChange());
        }
        JsonNode components = template.definition().path("components");
        json.set("components", components.isArray() ? components : Json.MAPPER.createArrayNode());
        if (template.definition().hasNonNull("parameter_format")) {
            json.set("parameter_format", template.definition().get("parameter_format"));
        }
        return json.put("synced_at", Times.wire(template.syncedAt()));
    }

    private static ObjectNode reason(StoredTemplate template) {
        Rejection rejection = Rejection.of(template.rejectedReason());
        ObjectNode json = Json.object()
                .put("reason", template.rejectedReason())
                .put("sentence", rejection.sentence())
                .put("fix", rejection.fix());
        return template.statusDetail() == null ? json : json.put("detail", template.statusDetail());
    }
}
