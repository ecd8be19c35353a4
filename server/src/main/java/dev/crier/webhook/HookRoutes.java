package dev.crier.webhook;

import dev.crier.account.Bot;
import dev.crier.account.Gatekeeper;
import dev.crier.api.Address;
import dev.crier.api.Answers;
import dev.crier.api.Body;
import dev.crier.api.Json;
import dev.crier.api.Page;
import dev.crier.api.Times;
import io.helidon.http.Method;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Webhooks over the API: `/api/bot/{bot_id}/webhooks`.
public final class HookRoutes {
    private static final String ROOT = "/api/bot/{bot_id}/webhooks";
    private static final String ONE = ROOT + "/{id}";

    /// A URL and some words; a replay names up to 1,000 ids.
    private static final long MAX_BODY_BYTES = 64 * 1024;

    private final Gatekeeper gate;
    private final HookDesk desk;

    public HookRoutes(Gatekeeper gate, HookDesk desk) {
        this.gate = gate;
        this.desk = desk;
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
        desk.list(bot.id()).stream().map(HookRoutes::json).forEach(list::add);
        Answers.json(response, answer);
    }

    private void create(ServerRequest request, ServerResponse response) {
        Bot bot = gate.admitAdministrator(request);
        HookDesk.Made made = desk.create(bot.id(), body(request));
        Answers.json(response, json(made.webhook()).put("secret", made.secret().reveal()));
    }

    private void show(ServerRequest request, ServerResponse response) {
        Answers.json(response, json(webhook(gate.admitAdministrator(request), request)));
    }

    private void change(ServerRequest request, ServerResponse response) {
        Bot bot = gate.admitAdministrator(request);
        Webhook before = webhook(bot, request);
        Answers.json(response, json(desk.change(before, body(request))));
    }

    private void delete(ServerRequest request, ServerResponse response) {
        Bot bot = gate.admitAdministrator(request);
        desk.delete(webhook(bot, request));
        Answers.json(response, Json.object().put("result", "OK"));
    }

    private void rotate(ServerRequest request, ServerResponse response) {
        Bot bot = gate.admitAdministrator(request);
        HookDesk.Made rotated = desk.rotate(webhook(bot, request));
        Answers.json(
                response, json(rotated.webhook()).put("secret", rotated.secret().reveal()));
    }

    private void test(ServerRequest request, ServerResponse response) throws InterruptedException {
        Attempt attempt = desk.test(webhook(gate.admitAdministrator(request), request));
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
        List<DeliveryLog.Entry> found = desk.deliveries(webhook, status, page);
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
        DeliveryLog.Replayed replayed = desk.replay(webhook, body(request));
        Answers.json(response, Json.object().put("replayed", replayed.count()).put("more", replayed.more()));
    }

    private static ObjectNode body(ServerRequest request) {
        return Json.readObject(Body.json(request, MAX_BODY_BYTES));
    }

    private Webhook webhook(Bot bot, ServerRequest request) {
        return desk.find(bot.id(), request.path().pathParameters().get("id"));
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
