package dev.crier.studio.webhooks;

import dev.crier.account.Role;
import dev.crier.api.Fault;
import dev.crier.api.Json;
import dev.crier.api.ProblemException;
import dev.crier.studio.Form;
import dev.crier.studio.Pages;
import dev.crier.studio.Visit;
import dev.crier.webhook.Attempt;
import dev.crier.webhook.HookDesk;
import dev.crier.webhook.Webhook;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/// Webhooks: the list, and one of them with its form, its secret, its test and its log.
public final class WebhookPages {
    private static final String ROOT = "/studio/bot/{bot_id}/webhooks";
    private static final String ONE = ROOT + "/{id}";
    private static final String SHOWN_ONCE =
            "Its signing secret was shown once; whoever missed it makes a new one on the webhook's page";

    private final Pages pages;
    private final HookDesk desk;
    private final Deliveries deliveries;

    public WebhookPages(Pages pages, HookDesk desk) {
        this.pages = pages;
        this.desk = desk;
        this.deliveries = new Deliveries(desk);
    }

    public void register() {
        pages.get(ROOT, Role.VIEWER, this::list)
                .get(ROOT + "/new", Role.ADMINISTRATOR, visit -> edit(visit, 200, Map.of()))
                .post(ROOT, Role.ADMINISTRATOR, this::create)
                .get(ONE, Role.VIEWER, visit -> show(visit, 200, Map.of()))
                .get(ONE + "/edit", Role.ADMINISTRATOR, visit -> edit(visit, 200, Map.of("webhook", webhook(visit))))
                .post(ONE, Role.ADMINISTRATOR, this::change)
                .post(ONE + "/delete", Role.ADMINISTRATOR, this::delete)
                .post(ONE + "/secret", Role.ADMINISTRATOR, this::rotate)
                .post(ONE + "/test", Role.ADMINISTRATOR, this::test)
                .post(ONE + "/replay", Role.ADMINISTRATOR, this::replay)
                .get(ONE + "/deliveries/{delivery_id}", Role.VIEWER, this::delivery);
    }

    private Webhook webhook(Visit visit) {
        return desk.find(visit.botId(), visit.path("id"));
    }

    private static String at(Visit visit, Webhook webhook) {
        return visit.at("/webhooks/" + webhook.id());
    }

    private void list(Visit visit) {
        visit.page("webhooks/list", Map.of("webhooks", desk.list(visit.botId())));
    }

    private void edit(Visit visit, int status, Map<String, Object> values) {
        Map<String, Object> all = new HashMap<>(Map.of("form", Form.EMPTY, "faults", Map.<String, String>of()));
        all.putAll(values);
        visit.page(status, "webhooks/edit", all);
    }

    private void show(Visit visit, int status, Map<String, Object> more) throws Exception {
        Webhook webhook = webhook(visit);
        Map<String, Object> values = new HashMap<>(deliveries.of(visit, webhook));
        values.put("webhook", webhook);
        values.putAll(more);
        visit.page(status, "webhooks/webhook", values);
    }

    private static ObjectNode body(Form form) {
        return Json.object()
                .put("url", form.text("url"))
                .put("event", form.text("event"))
                .put("enabled", form.has("enabled"));
    }

    /// The faults of the API's own reader, each beside its field.
    private static Map<String, String> faults(ProblemException e) {
        Map<String, String> faults = new LinkedHashMap<>();
        for (Fault fault : e.problem().errors()) {
            String pointer = fault.pointer();
            faults.putIfAbsent(pointer == null ? "" : pointer.replaceFirst("^/", ""), fault.detail());
        }
        if (faults.isEmpty()) {
            faults.put("url", e.problem().detail());
        }
        return faults;
    }

    private void create(Visit visit) throws Exception {
        Optional<HookDesk.Made> made;
        try {
            made = visit.once(() -> desk.create(visit.botId(), body(visit.form())));
        } catch (ProblemException e) {
            edit(visit, 422, Map.of("form", visit.form(), "faults", faults(e)));
            return;
        }
        if (made.isEmpty()) {
            visit.redirect(visit.at("/webhooks"), "The webhook was made by this form already. " + SHOWN_ONCE);
            return;
        }
        Webhook webhook = made.get().webhook();
        visit.audit("webhook.created", host(webhook), webhook.event().wire());
        showSecret(visit, made.get(), true);
    }

    /// The page itself shows the secret, this once.
    private static void showSecret(Visit visit, HookDesk.Made made, boolean isNew) {
        visit.page(
                "webhooks/secret",
                Map.of("webhook", made.webhook(), "secret", made.secret().reveal(), "isNew", isNew));
    }

    private void change(Visit visit) {
        Webhook before = webhook(visit);
        Webhook after;
        try {
            after = desk.change(before, body(visit.form()));
        } catch (ProblemException e) {
            edit(visit, 422, Map.of("webhook", before, "form", visit.form(), "faults", faults(e)));
            return;
        }
        visit.audit("webhook.changed", host(after), after.enabled() ? "enabled" : "disabled");
        visit.redirect(at(visit, after), "The webhook is saved");
    }

    private void delete(Visit visit) {
        Webhook webhook = webhook(visit);
        desk.delete(webhook);
        visit.audit("webhook.deleted", host(webhook), "");
        visit.redirect(visit.at("/webhooks"), "The webhook is deleted");
    }

    private void rotate(Visit visit) {
        Webhook webhook = webhook(visit);
        Optional<HookDesk.Made> made = visit.once(() -> desk.rotate(webhook));
        if (made.isEmpty()) {
            visit.redirect(at(visit, webhook), "The new secret was made by this form already. " + SHOWN_ONCE);
            return;
        }
        visit.audit("webhook.secret_rotated", host(webhook), "");
        showSecret(visit, made.get(), false);
    }

    private void test(Visit visit) throws Exception {
        Webhook webhook = webhook(visit);
        Attempt attempt = desk.test(webhook);
        visit.audit("webhook.tested", host(webhook), attempt.isSuccess() ? "delivered" : "failed");
        if (visit.isPart()) {
            visit.send(visit.render("webhooks/attempt", Map.of("attempt", attempt)));
        } else {
            show(visit, 200, Map.of("attempt", attempt));
        }
    }

    private void replay(Visit visit) throws Exception {
        Webhook webhook = webhook(visit);
        String done;
        try {
            done = deliveries.replay(visit, webhook);
        } catch (ProblemException e) {
            show(visit, 422, Map.of("problem", e.problem()));
            return;
        }
        visit.audit("webhook.replayed", host(webhook), done);
        visit.redirect(at(visit, webhook), done);
    }

    private void delivery(Visit visit) throws Exception {
        Webhook webhook = webhook(visit);
        UUID id = visit.uuid("delivery_id");
        visit.page("webhooks/delivery", Map.of("webhook", webhook, "delivery", desk.delivery(webhook, id)));
    }

    /// What the audit log calls it: the rest of an address may hold a secret, and would be there for ever.
    private static String host(Webhook webhook) {
        return java.net.URI.create(webhook.url()).getHost() + " (" + webhook.id() + ")";
    }
}
