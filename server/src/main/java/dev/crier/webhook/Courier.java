package dev.crier.webhook;

import dev.crier.api.Ids;
import dev.crier.db.Database;
import dev.crier.db.SqlErrors;
import dev.crier.webhook.DeliveryStore.Batch;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings events to the endpoints of a bot's owner: at least once, and for each person in the order in which things
/// happened.
///
/// **Outbox.** Whoever changes something writes an event in the same transaction, if the bot has a webhook for it; the
/// statement that makes the change looks that up itself. [FanOut] makes a delivery of it for each webhook.
///
/// **Order.** Of a person's events only the oldest that waits is tried. While it fails the others wait and spend no
/// tries; other people's go on. Its pauses grow as the contract says.
///
/// **An endpoint that is down** fails everybody. When several people's first tries in a row have failed, it is left
/// alone but for one probe after each pause, and the first that it takes opens the way for all who waited. A delivery
/// is given up (`failed`) only if its tries are spent *and* the endpoint took others meanwhile: then the event is at
/// fault. So an endpoint that was away for two days gets every event, in order. One that takes nothing for five days is
/// disabled, and what waits stays until somebody enables it again.
///
/// **Apart from each other.** Each endpoint has rounds of its own, in virtual threads; a round is bounded in people,
/// events, bytes and time.
public final class Courier implements AutoCloseable {
    /// Rounds at once. Each holds 256 KB at most, and an endpoint has one at a time.
    private static final int MAX_ROUNDS = 1_024;

    /// Batches of the outbox in one run, so that rounds begin meanwhile.
    private static final int BATCHES_PER_RUN = 20;

    private static final Duration STOP_LIMIT = Duration.ofSeconds(12);
    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

    private final FanOut fanOut;
    private final DeliveryStore deliveries;
    private final WebhookStore webhooks;
    private final WebhookClient client;
    private final Round round;
    private final Clock clock;
    private final DeliveryTally tally = new DeliveryTally();
    private final Map<UUID, Thread> rounds = new ConcurrentHashMap<>();
    private volatile boolean closed;

    public Courier(Database database, WebhookStore webhooks, Networks networks, DeliveryPolicy policy, Clock clock) {
        this(
                database,
                webhooks,
                new WebhookClient(networks, clock),
                new Round.Rules(policy, DeliveryPolicy.Dice.of(RandomGenerator.getDefault())),
                clock);
    }

    Courier(Database database, WebhookStore webhooks, WebhookClient client, Round.Rules rules, Clock clock) {
        this.fanOut = new FanOut(database, clock);
        this.deliveries = new DeliveryStore(database, webhooks);
        this.webhooks = webhooks;
        this.client = client;
        this.round = new Round(deliveries, client, rules, clock, tally);
        this.clock = clock;
    }

    public DeliveryTally tally() {
        return tally;
    }

    /// Fans out what has happened and starts a round for each endpoint with something due.
    public void runOnce() throws SQLException {
        for (int i = 0; i < BATCHES_PER_RUN && fanOut.runOnce() == FanOut.BATCH; i++) {
            start();
        }
        start();
    }

    private void start() throws SQLException {
        int room = MAX_ROUNDS - rounds.size();
        if (room <= 0 || closed) {
            return;
        }
        for (UUID webhookId : deliveries.ready(clock.instant(), room)) {
            Thread thread = Thread.ofVirtual().name("webhook-" + webhookId).unstarted(() -> run(webhookId));
            if (rounds.putIfAbsent(webhookId, thread) == null) {
                thread.start();
            }
        }
    }

    /// Rounds follow each other while there is something due: an endpoint need not wait for the next run.
    private void run(UUID webhookId) {
        try {
            while (!closed) {
                Optional<Batch> batch = deliveries.claim(webhookId, Ids.next(), clock.instant());
                if (batch.isEmpty()) {
                    return;
                }
                round.run(batch.get());
            }
        } catch (InterruptedException e) {
            // Its claims end by themselves.
            Thread.currentThread().interrupt();
        } catch (SQLException | RuntimeException e) {
            if (SqlErrors.unavailable(e)) {
                LOG.warn("Webhook {} waits for the database: {}", webhookId, e.getMessage());
            } else {
                LOG.error("A round of webhook {} failed; it comes again", webhookId, e);
            }
        } finally {
            rounds.remove(webhookId);
        }
    }

    /// Waits until no round runs; for tests, which move the clock between.
    void settle() throws InterruptedException {
        for (Thread thread : rounds.values()) {
            thread.join();
        }
    }

    /// Sends a test event to the webhook at once, whatever waits and whether it is enabled.
    Attempt test(Webhook webhook) throws InterruptedException {
        Instant now = clock.instant();
        return client.post(new WebhookClient.Letter(
                URI.create(webhook.url()),
                Ids.next(),
                EventBodies.test(webhook.botId(), now),
                webhooks.keys(webhook.id(), now)));
    }

    @Override
    public void close() throws IOException {
        closed = true;
        long end = System.nanoTime() + STOP_LIMIT.toNanos();
        try {
            for (Thread thread : rounds.values()) {
                thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        client.close();
    }
}
