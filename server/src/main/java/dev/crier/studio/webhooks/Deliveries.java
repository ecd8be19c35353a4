package dev.crier.studio.webhooks;

import dev.crier.api.Json;
import dev.crier.api.Page;
import dev.crier.studio.Form;
import dev.crier.studio.Show;
import dev.crier.studio.Visit;
import dev.crier.webhook.DeliveryLog;
import dev.crier.webhook.HookDesk;
import dev.crier.webhook.Webhook;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// The log of a webhook's deliveries as its page shows it, and what is sent again from there.
final class Deliveries {
    private final HookDesk desk;

    Deliveries(HookDesk desk) {
        this.desk = desk;
    }

    /// A part of the log: `deliveries`, `status` and the address of the part after it, `next`.
    Map<String, Object> of(Visit visit, Webhook webhook) throws SQLException {
        Page page = Page.of(visit.request());
        String status = visit.query("status");
        List<DeliveryLog.Entry> found = desk.deliveries(webhook, status.isEmpty() ? null : status, page);
        Map<String, Object> values = new HashMap<>();
        values.put("status", status);
        values.put("deliveries", found.stream().limit(page.limit()).toList());
        values.put("isFirst", page.after() == null);
        if (found.size() > page.limit()) {
            values.put(
                    "next",
                    "?status=" + Show.encoded(status) + "&after="
                            + found.get(page.limit() - 1).id() + "#log");
        }
        return values;
    }

    /// Sends again what the form names: one delivery, the failed ones, or those of a time; returns what was done.
    String replay(Visit visit, Webhook webhook) throws SQLException {
        DeliveryLog.Replayed replayed = desk.replay(webhook, chosen(visit.form()));
        String done = Show.count(replayed.count(), "delivery is", "deliveries are") + " sent again";
        return replayed.more() ? done + "; there are more, send again" : done;
    }

    private static ObjectNode chosen(Form form) {
        ObjectNode body = Json.object();
        switch (form.text("what")) {
            case "one" -> body.putArray("deliveries").add(form.text("delivery"));
            case "failed" -> body.put("failed", true);
            default -> {
                put(body, form, "from");
                put(body, form, "to");
            }
        }
        return body;
    }

    /// A browser writes a time without its zone; what cannot be read goes on as it is, for the reader to refuse.
    private static void put(ObjectNode body, Form form, String name) {
        String written = form.text(name);
        if (written.isEmpty()) {
            return;
        }
        try {
            body.put(
                    name,
                    LocalDateTime.parse(written)
                            .atZone(ZoneId.of(form.text("zone")))
                            .toInstant()
                            .toString());
        } catch (DateTimeException e) {
            body.put(name, written);
        }
    }
}
