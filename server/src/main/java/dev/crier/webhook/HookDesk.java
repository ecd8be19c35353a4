package dev.crier.webhook;

import dev.crier.api.Fault;
import dev.crier.api.Ids;
import dev.crier.api.Page;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.api.ProblemException;
import dev.crier.cloudapi.Secret;
import dev.crier.db.Database;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// What an owner can do with webhooks, whether over the API or in the Studio.
public final class HookDesk {
    private static final List<String> STATUSES = List.of("waiting", "delivered", "failed");

    private final WebhookStore webhooks;
    private final DeliveryLog log;
    private final Courier courier;
    private final Networks networks;
    private final Clock clock;

    public HookDesk(Database database, WebhookStore webhooks, Courier courier, Networks networks, Clock clock) {
        this.webhooks = webhooks;
        this.log = new DeliveryLog(database);
        this.courier = courier;
        this.networks = networks;
        this.clock = clock;
    }

    /// A webhook with its new secret, which is shown this once.
    public record Made(Webhook webhook, Secret secret) {}

    public List<Webhook> list(UUID botId) {
        return webhooks.list(botId);
    }

    /// The bot's webhook of that id, or the answer that there is none.
    public Webhook find(UUID botId, String id) {
        return Optional.ofNullable(Ids.parse(id))
                .flatMap(known -> webhooks.find(botId, known))
                .orElseThrow(HookDesk::unknown);
    }

    private static ProblemException unknown() {
        return Problem.of(ProblemCode.WEBHOOK_NOT_FOUND, "This bot has no webhook with that id");
    }

    /// Makes one, with a secret of its own.
    ///
    /// @param body `url`, `event`, `enabled`
    public Made create(UUID botId, ObjectNode body) {
        WebhookStore.Draft draft = WebhookReader.read(body, null, networks);
        Secret secret = Signer.newSecret();
        return new Made(webhooks.create(botId, draft, secret), secret);
    }

    public Webhook change(Webhook before, ObjectNode body) {
        WebhookStore.Draft old = new WebhookStore.Draft(before.url(), before.event(), before.enabled());
        WebhookStore.Draft draft = WebhookReader.read(body, old, networks);
        return webhooks.change(before.botId(), before.id(), draft, clock.instant())
                .orElseThrow(HookDesk::unknown);
    }

    public void delete(Webhook webhook) {
        if (!webhooks.delete(webhook.botId(), webhook.id())) {
            throw unknown();
        }
    }

    /// A new secret; the old one signs beside it for a day.
    public Made rotate(Webhook webhook) {
        Secret secret = Signer.newSecret();
        return new Made(
                webhooks.rotate(webhook.botId(), webhook.id(), secret, clock.instant())
                        .orElseThrow(HookDesk::unknown),
                secret);
    }

    /// Sends a test event at once, whatever waits and whether it is enabled.
    public Attempt test(Webhook webhook) throws InterruptedException {
        return courier.test(webhook);
    }

    /// Newest first, one more than the page has if there are more.
    ///
    /// @param status `waiting`, `delivered`, `failed`; null: all
    public List<DeliveryLog.Entry> deliveries(Webhook webhook, @Nullable String status, Page page) throws SQLException {
        if (status != null && !STATUSES.contains(status)) {
            Fault fault = new Fault("invalid_value", "status must be one of " + String.join(", ", STATUSES));
            throw Problem.of(ProblemCode.INVALID_REQUEST, fault.detail(), List.of(fault));
        }
        return log.list(webhook.id(), status, page);
    }

    public DeliveryLog.Entry delivery(Webhook webhook, UUID id) throws SQLException {
        return log.find(webhook.id(), id)
                .orElseThrow(() -> Problem.of(ProblemCode.NOT_FOUND, "This webhook has no delivery with that id"));
    }

    /// Puts deliveries back in line.
    ///
    /// @param body `deliveries` (ids), `from` and `to` (times), or `"failed": true`
    public DeliveryLog.Replayed replay(Webhook webhook, ObjectNode body) throws SQLException {
        return log.replay(webhook.id(), ReplayReader.read(body), clock.instant());
    }
}
