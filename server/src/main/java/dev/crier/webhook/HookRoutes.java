package dev.crier.webhook;

import dev.crier.account.Bot;
import dev.crier.account.Gatekeeper;
import dev.crier.api.Address;
import dev.crier.api.Answers;
import dev.crier.api.Body;
import dev.crier.api.Fault;
import dev.crier.api.Ids;
import dev.crier.api.Json;
import dev.crier.api.Page;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.api.ProblemException;
import dev.crier.api.Times;
import dev.crier.cloudapi.Secret;
import dev.crier.db.Database;
import io.helidon.http.Method;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Webhooks over the API: `/api/bot/{bot_id}/webhooks`.
public final class HookRoutes {
    private static final String ROOT = "/api/bot/{bot_id}/webhooks";
    private static final String ONE = ROOT + "/{id}";

    /// A URL and some words; a replay names up to 1,000 ids.
    private static final long MAX_BODY_BYTES = 64 * 1024;

    private static final List<String> STATUSES = List.of("waiting", "delivered", "failed");

    private final Gatekeeper gate;
    private final WebhookStore webhooks;
    private final DeliveryLog log;
    private final Courier courier;
    private final Networks networks;
    private final Clock clock;

    public HookRoutes(
            Gatekeeper gate,
            Database database,
            WebhookStore webhooks,
            Courier courier,
            Networks networks,
            Clock clock) {
        this.gate = gate;
        this.webhooks = webhooks;
        this.log = new DeliveryLog(database);
        this.courier = courier;
        this.networks = networks;
        this.clock = clock;
    }

    public void register(HttpRouting.Builder routing) {
        Address.at(ROOT).get(this::list).post(this::create).register(routing);
        Address.at(ONE + "/deliveries").get(this::deliveries).register(routing);
        Address.at(ONE + "/replay").post(this::replay).register(routing);
        Address.at(ONE + "/test").post(this::test).register(routing);
        Address.at(ONE + "/secret").post(this::rotate).register(routing);
        Address.at(ONE)
                .get(this::show)
                .on(Method.PUT, this::change)
                .on(Method.DELETE, this::delete)
                .register(routing);
    }

    private void list(ServerRequest request, ServerResponse response) {
        Bot bot = gate.admitAdministrator(request);
        ObjectNode answer = Json.object();
        ArrayNode list = answer.putArray("webhooks");
        webhooks.list(bot.id()).stream().map(HookRoutes::json).forEach(list::add);
        Answers.json(response, answer);
    }

    private void create(ServerRequest request, ServerResponse response) {
        Bot bot = gate.admitAdministrator(request);
        WebhookStore.Draft draft = WebhookReader.read(body(request), null, networks);
        Secret secret = Signer.newSecret();
        Webhook made = webhooks.create(bot.id(), draft, secret);
        Answers.json(response, json(made).put("secret", secret.reveal()));
    }

    private void show(ServerRequest request, ServerResponse response) {
        Answers.json(response, json(webhook(gate.admitAdministrator(request), request)));
    }

    private void change(ServerRequest request, ServerResponse response) {
        Bot bot = gate.admitAdministrator(request);
        Webhook before = webhook(bot, request);
        WebhookStore.Draft old = new WebhookStore.Draft(before.url(), before.event(), before.enabled());
        WebhookStore.Draft draft = WebhookReader.read(body(request), old, networks);
        Webhook after =
                webhooks.change(bot.id(), before.id(), draft, clock.instant()).orElseThrow(HookRoutes::unknown);
        Answers.json(response, json(after));
    }

    private void delete(ServerRequest request, ServerResponse response) {
        Bot bot = gate.admitAdministrator(request);
        if (!webhooks.delete(bot.id(), id(request))) {
            throw unknown();
        }
        Answers.json(response, Json.object().put("result", "OK"));
    }

    private void rotate(ServerRequest request, ServerResponse response) {
        Bot bot = gate.admitAdministrator(request);
        Secret secret = Signer.newSecret();
        Webhook rotated =
                webhooks.rotate(bot.id(), id(request), secret, clock.instant()).orElseThrow(HookRoutes::unknown);
        Answers.json(response, json(rotated).put("secret", secret.reveal()));
    }

    private void test(ServerRequest request, ServerResponse response) throws InterruptedException {
        Attempt attempt = courier.test(webhook(gate.admitAdministrator(request), request));
        Answers.json(
                response,
                Json.object()
                        .put("delivered", attempt.isSuccess())
                        .put("status", attempt.status())
                        .put("answer", attempt.answer())
                        .put("error", attempt.error())
                        .put("took_ms", attempt.took().toMillis()));
    }

    private void deliveries(ServerRequest request, ServerResponse response) throws SQLException {
        Webhook webhook = webhook(gate.admitAdministrator(request), request);
        Page page = Page.of(request);
        @Nullable String status = request.query().first("status").asOptional().orElse(null);
        if (status != null && !STATUSES.contains(status)) {
            Fault fault = new Fault("invalid_value", "status must be one of " + String.join(", ", STATUSES));
            throw Problem.of(ProblemCode.INVALID_REQUEST, fault.detail(), List.of(fault));
        }
        List<DeliveryLog.Entry> found = log.list(webhook.id(), status, page);
        ObjectNode answer = Json.object();
        ArrayNode list = answer.putArray("deliveries");
        found.stream().limit(page.limit()).map(HookRoutes::json).forEach(list::add);
        if (found.size() > page.limit()) {
            answer.put("next", found.get(page.limit() - 1).id().toString());
        }
        Answers.json(response, answer);
    }

    private void replay(ServerRequest request, ServerResponse response) throws SQLException {
        Webhook webhook = webhook(gate.admitAdministrator(request), request);
        DeliveryLog.Replayed replayed = log.replay(webhook.id(), ReplayReader.read(body(request)), clock.instant());
        Answers.json(response, Json.object().put("replayed", replayed.count()).put("more", replayed.more()));
    }

    private static ObjectNode body(ServerRequest request) {
        return Json.readObject(Body.json(request, MAX_BODY_BYTES));
    }

    private Webhook webhook(Bot bot, ServerRequest request) {
        return webhooks.find(bot.id(), id(request)).orElseThrow(HookRoutes::unknown);
    }

    private static UUID id(ServerRequest request) {
        UUID id = Ids.parse(request.path().pathParameters().get("id"));
        if (id == null) {
            throw unknown();
        }
        return id;
    }

    private static ProblemException unknown() {
        return Problem.of(ProblemCode.WEBHOOK_NOT_FOUND, "This bot has no webhook with that id");
    }

    private static ObjectNode json(Webhook webhook) {
        ObjectNode json = Json.object()
                .put("id", webhook.id().toString())
                .put("url", webhook.url())
                .put("event", webhook.event().wire())
                .put("enabled", webhook.enabled())
                .put("secret", Signer.masked(webhook.secretHint()))
                .put("state", webhook.state())
                .put("failing_since", wire(webhook.health().failingSince()))
                .put("last_success_at", wire(webhook.health().succeededAt()));
        Webhook.Disabled disabled = webhook.disabled();
        if (disabled == null) {
            json.putNull("disabled");
        } else {
            json.putObject("disabled").put("reason", disabled.reason()).put("at", Times.wire(disabled.at()));
        }
        return json.put("inserted_at", Times.wire(webhook.createdAt()))
                .put("updated_at", Times.wire(webhook.updatedAt()));
    }

    private static ObjectNode json(DeliveryLog.Entry entry) {
        ObjectNode json = Json.object()
                .put("id", entry.id().toString())
                .put("type", entry.type())
                .put("status", entry.status())
                .put("tries", entry.tries())
                .put("inserted_at", Times.wire(DeliveryLog.timeOf(entry.id())))
                .put("tried_at", wire(entry.triedAt()))
                .put("due_at", wire(entry.dueAt()))
                .put("answer_status", entry.answerStatus())
                .put("answer", entry.answer())
                .put("error", entry.error());
        json.set("event", Json.parseOwn(entry.body()));
        return json;
    }

    private static @Nullable String wire(@Nullable Instant time) {
        return time == null ? null : Times.wire(time);
    }
}
