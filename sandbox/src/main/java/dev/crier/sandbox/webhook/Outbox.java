package dev.crier.sandbox.webhook;

import dev.crier.sandbox.account.Account;
import dev.crier.sandbox.account.Callback;
import dev.crier.sandbox.fault.Behaviour;
import dev.crier.sandbox.fault.Knob;
import dev.crier.sandbox.fault.Settings;
import dev.crier.sandbox.ledger.Ledger;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * One lane of webhooks of an account. A worker takes what is waiting, up to {@code webhook_batch} events, posts it, and
 * repeats the same POST until it is acknowledged: at once, then with growing pauses up to a cap, for seven days (§4.2).
 */
final class Outbox implements Runnable {
    private static final long KEEN_NANOS = TimeUnit.MINUTES.toNanos(10);
    private static final long GIVE_UP_NANOS = TimeUnit.DAYS.toNanos(7);
    private static final long PATIENT_PAUSE_MS = TimeUnit.MINUTES.toMillis(1);
    private static final long AT_ONCE_MS = 0;

    /** Pause between posts in which events gather, so that a busy number sends few large posts, not many small ones. */
    private static final long GATHER_MS = 5;

    private final Account account;
    private final CallbackClient client;
    private final Settings settings;
    private final Ledger ledger;
    private final BlockingQueue<Event> queue;

    Outbox(Account account, CallbackClient client, Settings settings, Ledger ledger, int limit) {
        this.account = account;
        this.client = client;
        this.settings = settings;
        this.ledger = ledger;
        this.queue = new LinkedBlockingQueue<>(limit);
    }

    /** Queues an event; one that finds the lane full is dropped and counted. */
    void add(Event event) {
        if (!queue.offer(event)) {
            event.counters().webhooksDropped.increment();
            event.counters().webhooksPending.decrementAndGet();
        }
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                List<Event> batch = new ArrayList<>();
                batch.add(queue.take());
                queue.drainTo(batch, (int) settings.now().count(Knob.WEBHOOK_BATCH) - 1);
                dropStale(batch);
                if (!batch.isEmpty()) {
                    deliver(batch);
                    if (queue.size() < settings.now().count(Knob.WEBHOOK_BATCH)) {
                        TimeUnit.MILLISECONDS.sleep(GATHER_MS);
                    }
                }
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private void deliver(List<Event> batch) throws InterruptedException {
        if (settings.roll(Knob.SHUFFLE_WEBHOOKS)) {
            shuffle(batch);
        }
        byte[] body = Payloads.body(batch);
        long start = System.nanoTime();
        for (int failures = 0; ; failures++) {
            Callback callback = account.callback();
            if (callback == null || stale(batch.getFirst()) || System.nanoTime() - start > GIVE_UP_NANOS) {
                finish(batch, Outcome.DROPPED);
                return;
            }
            if (client.post(account, callback, body)) {
                if (settings.roll(Knob.DUPLICATE_WEBHOOK)) {
                    client.post(account, callback, body);
                }
                finish(batch, Outcome.DELIVERED);
                return;
            }
            TimeUnit.MILLISECONDS.sleep(pauseMillis(settings.now(), failures, System.nanoTime() - start));
        }
    }

    /** Changes the order within the POST, and lets one event wait for the next POST. */
    private void shuffle(List<Event> batch) {
        for (int i = batch.size() - 1; i > 0; i--) {
            int other = settings.dice().below(i + 1);
            Event swapped = batch.get(i);
            batch.set(i, batch.get(other));
            batch.set(other, swapped);
        }
        if (batch.size() > 1 && queue.offer(batch.getLast())) {
            batch.removeLast();
        }
    }

    static long pauseMillis(Behaviour behaviour, int failures, long elapsedNanos) {
        if (failures == 0) {
            return AT_ONCE_MS;
        }
        if (elapsedNanos > KEEN_NANOS) {
            return PATIENT_PAUSE_MS;
        }
        long first = Math.max(1, behaviour.count(Knob.WEBHOOK_RETRY_MS));
        long cap = Math.max(1, behaviour.count(Knob.WEBHOOK_RETRY_CAP_MS));
        return Math.min(cap, first << Math.min(failures - 1, 20));
    }

    /** Drops events from before a reset; those that stay were all born with the present counters. */
    private void dropStale(List<Event> batch) {
        List<Event> old = batch.stream().filter(this::stale).toList();
        finish(old, Outcome.DROPPED);
        batch.removeIf(this::stale);
    }

    private boolean stale(Event event) {
        return event.counters() != ledger.counters();
    }

    private enum Outcome {
        DELIVERED,
        DROPPED
    }

    private static void finish(List<Event> batch, Outcome outcome) {
        for (Event event : batch) {
            switch (outcome) {
                case DELIVERED -> event.counters().webhooksDelivered.increment();
                case DROPPED -> event.counters().webhooksDropped.increment();
            }
            event.counters().webhooksPending.decrementAndGet();
        }
    }
}
