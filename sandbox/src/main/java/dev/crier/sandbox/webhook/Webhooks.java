package dev.crier.sandbox.webhook;

import dev.crier.sandbox.account.Account;
import dev.crier.sandbox.account.Callback;
import dev.crier.sandbox.fault.Settings;
import dev.crier.sandbox.ledger.Counters;
import dev.crier.sandbox.ledger.Ledger;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import tools.jackson.databind.node.ObjectNode;

/**
 * Webhooks of all accounts. Every account has a few lanes, each with one worker; events of one message stay in one lane, so
 * their order holds unless it is shuffled on purpose. Whoever plans an event counts it as pending first; it is counted out
 * when it was acknowledged or dropped.
 */
public final class Webhooks implements AutoCloseable {
    private static final int LANES = 4;
    private static final int EVENTS_PER_ACCOUNT = 1_000_000;

    private final Map<String, List<Outbox>> lanes = new ConcurrentHashMap<>();
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final CallbackClient client;
    private final Settings settings;
    private final Ledger ledger;

    public Webhooks(CallbackClient client, Settings settings, Ledger ledger) {
        this.client = client;
        this.settings = settings;
        this.ledger = ledger;
    }

    /** Counts a change as pending and queues it. */
    public void tell(Account account, String field, ObjectNode value, String orderKey) {
        Counters counters = ledger.counters();
        counters.webhooksPending.incrementAndGet();
        queue(new Event.Change(counters, account, field, value, orderKey));
    }

    /** Queues an event that is already counted as pending. */
    public void queue(Event event) {
        List<Outbox> outboxes = lanes.computeIfAbsent(event.account().wabaId(), id -> open(event.account()));
        outboxes.get(Math.floorMod(event.orderKey().hashCode(), LANES)).add(event);
    }

    /** Posts an event that is already counted as pending before going on; if that fails it is queued like any other. */
    public void postNow(Event event) throws InterruptedException {
        Callback callback = event.account().callback();
        if (callback != null && client.post(event.account(), callback, Payloads.body(List.of(event)))) {
            event.counters().webhooksDelivered.increment();
            event.counters().webhooksPending.decrementAndGet();
        } else {
            queue(event);
        }
    }

    private List<Outbox> open(Account account) {
        List<Outbox> opened = IntStream.range(0, LANES)
                .mapToObj(lane -> new Outbox(account, client, settings, ledger, EVENTS_PER_ACCOUNT / LANES))
                .toList();
        opened.forEach(workers::execute);
        return opened;
    }

    @Override
    public void close() {
        workers.shutdownNow();
        client.close();
    }
}
