package dev.crier.sandbox.message;

import dev.crier.sandbox.graph.ErrorCatalogue;
import dev.crier.sandbox.ledger.Counters;
import dev.crier.sandbox.ledger.Entry;
import dev.crier.sandbox.message.Course.Step;
import dev.crier.sandbox.webhook.Event;
import dev.crier.sandbox.webhook.Webhooks;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Walks accepted messages through their statuses. Per message only the next step is on the clock. */
final class Statuses {
    /** Conversations are in webhooks of messages sent with v23 and older (§4.3). */
    private static final int LAST_VERSION_WITH_CONVERSATION = 23;

    /** A message on its way. The counters are those of its acceptance; after a reset they are no longer the ledger's. */
    record Journey(Message message, String wamid, Entry entry, Counters counters, List<Step> steps) {}

    private final Webhooks webhooks;
    private final ScheduledExecutorService clock;

    Statuses(Webhooks webhooks, ScheduledExecutorService clock) {
        this.webhooks = webhooks;
        this.clock = clock;
    }

    /** Counts all statuses of the journey as pending and starts it. */
    void start(Journey journey) {
        journey.counters().webhooksPending.addAndGet(journey.steps().size());
        schedule(journey, 0);
    }

    /** Posts the first status before it returns, and starts the rest. */
    void startEarly(Journey journey) throws InterruptedException {
        journey.counters().webhooksPending.addAndGet(journey.steps().size());
        if (!journey.steps().isEmpty()) {
            webhooks.postNow(event(journey, journey.steps().getFirst()));
            schedule(journey, 1);
        }
    }

    private void schedule(Journey journey, int index) {
        if (index < journey.steps().size()) {
            var _ = clock.schedule(
                    () -> step(journey, index), journey.steps().get(index).afterMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void step(Journey journey, int index) {
        webhooks.queue(event(journey, journey.steps().get(index)));
        schedule(journey, index + 1);
    }

    private static Event.Status event(Journey journey, Step step) {
        journey.entry().becomes(step.status(), step.errorCode());
        Message message = journey.message();
        return new Event.Status(
                journey.counters(),
                message.number(),
                message.request().recipient(),
                journey.wamid(),
                step.status(),
                Instant.now().getEpochSecond(),
                message.request().callbackData(),
                step.priced() ? message.pricingCategory() : null,
                message.request().major() <= LAST_VERSION_WITH_CONVERSATION,
                step.errorCode() == 0 ? null : ErrorCatalogue.known(step.errorCode()));
    }
}
