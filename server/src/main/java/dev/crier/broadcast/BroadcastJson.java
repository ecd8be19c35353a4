package dev.crier.broadcast;

import dev.crier.api.Json;
import dev.crier.api.Times;
import tools.jackson.databind.node.ObjectNode;

/// A broadcast as the API shows it.
final class BroadcastJson {
    private BroadcastJson() {}

    /// Without its per-user lists.
    static ObjectNode summary(Broadcast broadcast) {
        ObjectNode json = Json.object()
                .put("id", broadcast.id().toString())
                .put("status", broadcast.state().wire())
                .put("name", broadcast.name());
        if (broadcast.templateName() != null) {
            ObjectNode template = json.putObject("template").put("name", broadcast.templateName());
            if (broadcast.templateLanguage() != null) {
                template.put("language", broadcast.templateLanguage());
            }
        }
        json.put("inserted_at", Times.wire(broadcast.insertedAt()));
        if (broadcast.scheduledAt() != null) {
            json.put("scheduled_at", Times.wire(broadcast.scheduledAt()));
        }
        if (broadcast.finishedAt() != null) {
            json.put("finished_at", Times.wire(broadcast.finishedAt()));
        }
        if (broadcast.maxPerSecond() != null) {
            json.put("max_per_second", broadcast.maxPerSecond());
        }
        if (broadcast.audience() != null) {
            json.set("audience", broadcast.audience());
            json.put("gathered_at", broadcast.gatheredAt() == null ? null : Times.wire(broadcast.gatheredAt()));
        }
        if (broadcast.cause() != null) {
            json.set("cause", broadcast.cause());
        }
        Broadcast.Statistics statistics = broadcast.statistics();
        json.putObject("statistics")
                .put("total", statistics.total())
                .put("pending", statistics.pending())
                .put("sent", statistics.sent())
                .put("delivered", statistics.delivered())
                .put("read", statistics.read())
                .put("success", statistics.success())
                .put("failed", statistics.failed())
                .put("cancelled", 0); // deprecated by the original API; always 0
        return json;
    }
}
