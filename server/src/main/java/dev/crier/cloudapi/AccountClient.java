package dev.crier.cloudapi;

import dev.crier.cloudapi.Endpoint.Dialect;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Asks about the number, the account, the token, and where the account's webhooks go; and points those here.
public final class AccountClient {
    private static final String NUMBER_FIELDS = "id,display_phone_number,verified_name,quality_rating,status,"
            + "name_status,code_verification_status,throughput,platform_type,"
            + "whatsapp_business_manager_messaging_limit,health_status";
    private static final String ACCOUNT_FIELDS = "id,name,account_review_status";
    private static final String APP = "whatsapp_business_api_data";

    /// 360dialog signs nothing; it sends a header that we choose.
    public static final String SHARED_SECRET_HEADER = "X-Crier-Verify-Token";

    private final GraphClient graph;

    public AccountClient(GraphClient graph) {
        this.graph = graph;
    }

    /// Who gets the account's webhooks, and where.
    ///
    /// @param apps names of the apps that are subscribed
    /// @param callbacks addresses that were set for this account or number alone
    public record Subscription(List<String> apps, List<String> callbacks) {
        public Subscription {
            apps = List.copyOf(apps);
            callbacks = List.copyOf(callbacks);
        }
    }

    /// The account as Meta sees it.
    public record Account(@Nullable String name, @Nullable String review) {}

    /// The number: quality, status, throughput, messaging limit.
    public NumberReport number(Endpoint endpoint) throws GraphException {
        return switch (endpoint.dialect()) {
            case GRAPH ->
                NumberReport.ofGraph(
                        graph.get(endpoint, fields(endpoint.under(endpoint.phoneNumberId()), NUMBER_FIELDS)));
            case DIALOG_360 -> NumberReport.ofHealthStatus(graph.get(endpoint, endpoint.below("health_status")));
        };
    }

    /// Whether the token is valid, until when and for what. 360dialog's keys do not end.
    public TokenReport token(Endpoint endpoint) throws GraphException {
        requireGraph(endpoint, "360dialog does not say more about a key than whether it takes it");
        URI uri = TemplatePages.query(
                endpoint.under("debug_token"),
                Map.of("input_token", endpoint.accessToken().reveal()));
        return TokenReport.of(graph.get(endpoint, uri));
    }

    public Account account(Endpoint endpoint) throws GraphException {
        requireGraph(endpoint, "360dialog does not show the account by its API");
        JsonNode json = graph.get(endpoint, fields(endpoint.under(endpoint.wabaId()), ACCOUNT_FIELDS));
        return new Account(WireJson.string(json, "name"), WireJson.string(json, "account_review_status"));
    }

    /// Ids of the account's numbers, the first hundred.
    public List<String> numbersOf(Endpoint endpoint) throws GraphException {
        requireGraph(endpoint, "360dialog's key belongs to one number");
        URI uri = TemplatePages.query(
                endpoint.under(endpoint.wabaId(), "phone_numbers"), Map.of("fields", "id", "limit", "100"));
        List<String> ids = new ArrayList<>();
        for (JsonNode number : graph.get(endpoint, uri).path("data").values()) {
            String id = WireJson.id(number, "id");
            if (id != null) {
                ids.add(id);
            }
        }
        return ids;
    }

    public Subscription subscription(Endpoint endpoint) throws GraphException {
        if (endpoint.dialect() == Dialect.DIALOG_360) {
            String url = WireJson.string(graph.get(endpoint, webhookAt360(endpoint)), "url");
            boolean isSet = url != null && !url.isBlank();
            return new Subscription(isSet ? List.of("360dialog") : List.of(), isSet ? List.of(url) : List.of());
        }
        List<String> apps = new ArrayList<>();
        List<String> callbacks = new ArrayList<>();
        URI uri = endpoint.under(endpoint.wabaId(), "subscribed_apps");
        for (JsonNode app : graph.get(endpoint, uri).path("data").values()) {
            String name = WireJson.string(app.path(APP), "name");
            String callback = WireJson.string(app, "override_callback_uri");
            apps.add(name == null ? "an app without a name" : name);
            if (callback != null) {
                callbacks.add(callback);
            }
        }
        return new Subscription(apps, callbacks);
    }

    /// Has the account's webhooks sent to `callback`. Meta calls it at once to see whether it knows the token.
    public void subscribe(Endpoint endpoint, URI callback, Secret verifyToken) throws GraphException {
        ObjectNode body = WireJson.MAPPER.createObjectNode();
        switch (endpoint.dialect()) {
            case GRAPH -> {
                body.put("override_callback_uri", callback.toString()).put("verify_token", verifyToken.reveal());
                graph.post(endpoint, endpoint.under(endpoint.wabaId(), "subscribed_apps"), body);
            }
            case DIALOG_360 -> {
                body.put("url", callback.toString());
                body.putObject("headers").put(SHARED_SECRET_HEADER, verifyToken.reveal());
                graph.post(endpoint, webhookAt360(endpoint), body);
            }
        }
    }

    private static URI webhookAt360(Endpoint endpoint) {
        return endpoint.below("v1", "configs", "webhook");
    }

    private static URI fields(URI uri, String fields) {
        return TemplatePages.query(uri, Map.of("fields", fields));
    }

    private static void requireGraph(Endpoint endpoint, String otherwise) throws GraphException {
        if (endpoint.dialect() == Dialect.DIALOG_360) {
            throw GraphException.notOffered(otherwise);
        }
    }
}
