package dev.crier.client;

import dev.crier.client.Http.Repeat;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Webhooks of the bot.
public final class Webhooks {
    private static final String ROOT = "/webhooks";

    private final Http http;

    Webhooks(Http http) {
        this.http = http;
    }

    public List<Webhook> list() {
        return Lists.of(http.get(ROOT, WebhookList.class).webhooks());
    }

    private record WebhookList(@Nullable List<Webhook> webhooks) {}

    public Webhook get(String id) {
        return http.get(at(id), Webhook.class);
    }

    /// Its secret is in the answer, this once.
    ///
    /// @param event empty: all
    public Webhook create(String url, String event) {
        ObjectNode body = ClientJson.object().put("url", url).put("event", event);
        return http.send("POST", ROOT, Repeat.UNSENT, body, Webhook.class);
    }

    /// Null: as it is.
    public Webhook update(String id, @Nullable String url, @Nullable String event, @Nullable Boolean enabled) {
        ObjectNode body = ClientJson.object();
        if (url != null) {
            body.put("url", url);
        }
        if (event != null) {
            body.put("event", event);
        }
        if (enabled != null) {
            body.put("enabled", enabled);
        }
        return http.send("PUT", at(id), Repeat.ALWAYS, body, Webhook.class);
    }

    public void delete(String id) {
        var _ = http.send("DELETE", at(id), Repeat.UNSENT, null, JsonNode.class);
    }

    /// A new secret, in the answer this once. For a while events are signed with both, see [WebhookVerifier].
    public Webhook rotateSecret(String id) {
        return http.send("POST", at(id) + "/secret", Repeat.UNSENT, null, Webhook.class);
    }

    /// The newest first, fetched page by page while they are read.
    ///
    /// @param status `waiting`, `delivered` or `failed`; null: any
    public Stream<Webhook.Delivery> deliveries(String id, @Nullable String status) {
        return Pages.stream(after -> {
            String query = Http.query("status", status, "limit", Pages.LIMIT, "after", after);
            DeliveryPage page = http.get(at(id) + "/deliveries" + query, DeliveryPage.class);
            return new Pages.Page<>(Lists.of(page.deliveries()), page.next());
        });
    }

    private record DeliveryPage(
            @Nullable List<Webhook.Delivery> deliveries,
            @Nullable String next) {}

    /// Posts these deliveries once more.
    public Webhook.Replayed replay(String id, Collection<String> deliveries) {
        ObjectNode body = ClientJson.object();
        deliveries.forEach(body.putArray("deliveries")::add);
        return replay(id, body);
    }

    /// Posts those of a time once more.
    public Webhook.Replayed replay(String id, Instant from, Instant to) {
        return replay(id, ClientJson.object().put("from", from.toString()).put("to", to.toString()));
    }

    /// Posts those that failed for good once more.
    public Webhook.Replayed replayFailed(String id) {
        return replay(id, ClientJson.object().put("failed", true));
    }

    private Webhook.Replayed replay(String id, ObjectNode which) {
        return http.send("POST", at(id) + "/replay", Repeat.UNSENT, which, Webhook.Replayed.class);
    }

    private static String at(String id) {
        return ROOT + "/" + Http.segment(id);
    }
}
