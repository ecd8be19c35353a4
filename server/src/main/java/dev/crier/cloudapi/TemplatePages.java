package dev.crier.cloudapi;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Walks the pages of `GET /{waba}/message_templates`.
///
/// Graph links pages by an absolute `next`. Only its query is taken and put behind our own address: so the token never
/// goes to a host that an answer names, and a proxy's or sandbox's other name does no harm.
final class TemplatePages {
    /// With a hundred to a page more than Meta's highest limit of 6,000 templates in some languages.
    private static final int MAX_PAGES = 300;

    private static final String PAGE_SIZE = "100";
    private static final String FIELDS = "id,name,language,status,category,sub_category,parameter_format,components,"
            + "quality_score,rejected_reason,previous_category,correct_category,message_send_ttl_seconds";

    private TemplatePages() {}

    /// How one page is got.
    interface Fetch {
        JsonNode page(URI uri) throws GraphException;
    }

    static List<JsonNode> read(Endpoint endpoint, Map<String, String> filters, Fetch fetch) throws GraphException {
        URI own = endpoint.templates();
        Map<String, String> first = new LinkedHashMap<>(Map.of("limit", PAGE_SIZE, "fields", FIELDS));
        first.putAll(filters);
        List<JsonNode> templates = new ArrayList<>();
        URI uri = query(own, first);
        for (int pages = 0; pages < MAX_PAGES; pages++) {
            JsonNode page = fetch.page(uri);
            JsonNode data = page.path("data");
            if (!data.isArray()) {
                throw GraphException.unusable("a list of templates without data");
            }
            data.values().stream().filter(JsonNode::isObject).forEach(templates::add);
            String next = WireJson.string(page.path("paging"), "next");
            if (next == null || data.isEmpty()) {
                return List.copyOf(templates);
            }
            uri = rerooted(own, next);
        }
        throw GraphException.unusable("more than " + MAX_PAGES + " pages of templates");
    }

    private static URI rerooted(URI own, String next) throws GraphException {
        String query = queryOf(next);
        if (query == null) {
            throw GraphException.unusable("a link to the next page that is not an address");
        }
        String kept = Arrays.stream(query.split("&"))
                .filter(pair -> !pair.startsWith("access_token="))
                .collect(Collectors.joining("&"));
        return URI.create(own + "?" + kept);
    }

    private static @Nullable String queryOf(String address) {
        try {
            return URI.create(address).getRawQuery();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    static URI query(URI own, Map<String, String> parameters) {
        return URI.create(parameters.entrySet().stream()
                .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
                .collect(Collectors.joining("&", own + "?", "")));
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
