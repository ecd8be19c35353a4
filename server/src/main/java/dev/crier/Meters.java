package dev.crier;

import dev.crier.broadcast.Lateness;
import dev.crier.db.Database;
import dev.crier.dispatch.Dispatcher;
import dev.crier.dispatch.Tally.Outcome;
import dev.crier.dispatch.Unowned;
import dev.crier.inbound.StatusApplier;
import dev.crier.ops.Metrics;
import dev.crier.template.TemplateStore;
import dev.crier.webhook.DeliverySweeper;
import dev.crier.webhook.DeliveryTally;
import java.util.function.LongSupplier;

/// The metrics of ours, each with the sentence that Prometheus shows.
final class Meters {
    private Meters() {}

    static Metrics of(
            Database database,
            Dispatcher dispatcher,
            StatusApplier statuses,
            Unowned unowned,
            TemplateStore templates,
            Lateness lateness) {
        Metrics metrics = new Metrics()
                .gauge("crier.lanes", "Sending numbers that this node owns", dispatcher::lanes)
                .gauge("crier.in.flight", "Requests to WhatsApp that wait for their answer", dispatcher::inFlight)
                .gauge("crier.send.rate", "Messages per second that the pacers allow now", dispatcher::rate)
                .gauge(
                        "crier.unwritten.results",
                        "Outcomes of sends that are not yet in the database",
                        dispatcher::unwritten)
                .gauge("crier.unwritten.statuses", "Statuses from webhooks that wait for a commit", statuses::waiting)
                .gauge("crier.db.connections.active", "Connections to the database in use", database::activeConnections)
                .gauge(
                        "crier.unowned.messages",
                        "Messages of running broadcasts whose lane nobody has had for a minute; must always be 0",
                        unowned::messages)
                .gauge(
                        "crier.schedule.lateness.seconds",
                        "How late the last scheduled broadcast started",
                        lateness::lastSeconds)
                .counter(
                        "crier.webhook.statuses",
                        "Statuses that webhooks brought, duplicates and all",
                        statuses::received)
                .counter(
                        "crier.template.category.changes",
                        "Categories of templates, and with them prices, that WhatsApp changed or announced to change",
                        templates::categoryChanges);
        for (Outcome outcome : Outcome.values()) {
            metrics.counter(
                    "crier.messages",
                    "Attempts to send a message, by how they ended",
                    () -> dispatcher.tally().of(outcome),
                    "outcome",
                    outcome.wire());
        }
        return metrics;
    }

    static Metrics webhooks(Metrics metrics, DeliveryTally tally, DeliverySweeper deliveries) {
        outcome(metrics, "delivered", tally::delivered);
        outcome(metrics, "postponed", tally::postponed);
        outcome(metrics, "failed", tally::failed);
        return metrics.counter(
                        "crier.webhooks.disabled",
                        "Webhooks that Crier disabled since their endpoint was gone or took nothing for days",
                        tally::disabled)
                .gauge("crier.webhook.waiting", "Events that wait for a customer's endpoint", deliveries::waiting)
                .gauge(
                        "crier.webhook.oldest.seconds",
                        "Age of the oldest event that waits for a customer's endpoint",
                        deliveries::oldestSeconds);
    }

    private static void outcome(Metrics metrics, String outcome, LongSupplier value) {
        metrics.counter(
                "crier.webhook.deliveries",
                "Tries to deliver an event to a customer's endpoint, by how they ended",
                value,
                "outcome",
                outcome);
    }
}
