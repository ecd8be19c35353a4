package dev.crier.cloudapi;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Where 360dialog differs from Meta beyond addresses and header: the list of templates, and refusals of its own.
final class Dialog360 {
    /// Carries the number's key.
    static final String KEY_HEADER = "D360-API-KEY";

    private static final int PAGE_SIZE = 100;

    /// As for Meta: more than an account may have.
    private static final int MAX_PAGES = 300;

    /// Meta's code for a token that is not valid, and for a parameter that is wrong.
    private static final int BAD_TOKEN = 190;

    private static final int BAD_PARAMETER = 100;

    private Dialog360() {}

    /// All templates, in Meta's shape, or those of one name.
    static List<JsonNode> templates(Endpoint endpoint, Map<String, String> filters, TemplatePages.Fetch fetch)
            throws GraphException {
        List<JsonNode> templates = new ArrayList<>();
        for (int page = 0; page < MAX_PAGES; page++) {
            URI uri = TemplatePages.query(
                    endpoint.templates(),
                    Map.of("limit", Integer.toString(PAGE_SIZE), "offset", Integer.toString(page * PAGE_SIZE)));
            JsonNode rows = fetch.page(uri).path("waba_templates");
            if (!rows.isArray()) {
                throw GraphException.unusable("a list of templates without waba_templates");
            }
            rows.values().stream()
                    .filter(JsonNode::isObject)
                    .map(Dialog360::asMeta)
                    .filter(row -> fits(row, filters))
                    .forEach(templates::add);
            if (rows.size() < PAGE_SIZE) {
                return List.copyOf(templates);
            }
        }
        throw GraphException.unusable("more than " + MAX_PAGES + " pages of templates");
    }

    /// It has no filters that we know of, so ours are applied to what it lists.
    private static boolean fits(JsonNode row, Map<String, String> filters) {
        return filters.entrySet().stream()
                .allMatch(filter -> filter.getValue()
                        .equalsIgnoreCase(row.path(filter.getKey()).asString("")));
    }

    /// Its words in Meta's: the status in capitals, and Meta's id, which webhooks name, before its own.
    static ObjectNode asMeta(JsonNode row) {
        ObjectNode template = row.deepCopy().asObject();
        String status = row.path("status").asString("").toUpperCase(Locale.ROOT);
        if (!status.isEmpty()) {
            template.put("status", status.equals("SUBMITTED") ? "PENDING" : status);
        }
        String metaId = WireJson.id(row, "external_id");
        if (metaId != null && !metaId.isBlank()) {
            template.put("id", metaId);
        }
        String score = WireJson.string(row, "quality_score");
        if (score != null) {
            template.putObject("quality_score").put("score", score.toUpperCase(Locale.ROOT));
        }
        return template;
    }

    /// A refusal by 360dialog itself, before Meta saw the request: `{"meta":{"developer_message":…}}`. Null if the
    /// body is no such thing.
    static @Nullable GraphError error(byte[] body, int httpStatus) {
        if (httpStatus < 400 || httpStatus >= 500 || httpStatus == 429) {
            return null;
        }
        try {
            JsonNode meta = WireJson.MAPPER.readTree(body).path("meta");
            String message = WireJson.string(meta, "developer_message");
            if (!meta.isObject()) {
                return null;
            }
            int code = httpStatus == 401 || httpStatus == 403 ? BAD_TOKEN : BAD_PARAMETER;
            return GraphError.of(code, httpStatus, message == null ? "360dialog refused it" : message);
        } catch (JacksonException e) {
            return null;
        }
    }
}
