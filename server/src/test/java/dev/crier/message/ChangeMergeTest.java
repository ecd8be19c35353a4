package dev.crier.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.account.AccountStore;
import dev.crier.broadcast.TestBroadcasts;
import dev.crier.channel.ChannelStore;
import dev.crier.channel.Vault;
import dev.crier.cloudapi.Endpoint;
import dev.crier.cloudapi.Secret;
import dev.crier.db.TestDatabase;
import dev.crier.message.Change.Failure;
import dev.crier.message.Change.Times;
import java.net.URI;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// Changes merge: [Change#merge] and [MessageStore]'s SQL keep the same rule, in any order and with repetitions.
class ChangeMergeTest {
    private static final int RUNS = 60;
    private static final int USERS = 8;
    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");
    private static final TestDatabase DB = TestDatabase.fresh();
    private static final UUID BOT;
    private static final UUID CHANNEL;

    static {
        AccountStore accounts = new AccountStore(DB.database());
        BOT = accounts.createBot(accounts.createEnvironment("test"), "Bot", List.of("en"), null);
        Secret secret = new Secret("x");
        Endpoint endpoint = new Endpoint(URI.create("http://127.0.0.1:1"), "v26.0", "number", "waba", secret);
        CHANNEL = new ChannelStore(DB.database(), Vault.of("MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="))
                .connect(BOT, new ChannelStore.Connection(endpoint, secret, secret, 80));
    }

    @AfterAll
    static void end() {
        DB.close();
    }

    private static UUID broadcast() throws SQLException {
        return TestBroadcasts.running(DB.database(), BOT, CHANNEL, USERS);
    }

    private static void apply(List<Change> changes) throws SQLException {
        applyEach(List.of(changes));
    }

    /// One batch after the other, by a statement each, in one transaction: there are thousands.
    private static void applyEach(List<List<Change>> batches) throws SQLException {
        DB.database().inTransaction(connection -> {
            for (List<Change> batch : batches) {
                MessageStore.apply(connection, batch);
            }
            return batches.size();
        });
    }

    /// Batches with one change of a message at most: each message's changes come singly and in this order.
    private static List<List<Change>> singly(List<Change> changes) {
        List<List<Change>> rounds = new ArrayList<>();
        Map<Integer, Integer> seen = new HashMap<>();
        for (Change change : changes) {
            int round = seen.merge(change.seq(), 1, Integer::sum);
            if (round > rounds.size()) {
                rounds.add(new ArrayList<>());
            }
            rounds.get(round - 1).add(change);
        }
        return rounds;
    }

    private static List<List<Change>> inBatches(List<Change> changes, Random random) {
        List<List<Change>> batches = new ArrayList<>();
        for (int from = 0; from < changes.size(); ) {
            int to = Math.min(changes.size(), from + 1 + random.nextInt(8));
            batches.add(changes.subList(from, to));
            from = to;
        }
        return batches;
    }

    /// All that may be said of the messages of a broadcast, in the order in which it happened: up to two attempts that
    /// ended in a retry, then one whose news come from all sides. As in life one attempt at most is delivered.
    private static List<Change> story(UUID broadcast, long seed) {
        Random random = new Random(seed);
        List<Change> story = new ArrayList<>();
        for (int seq = 0; seq < USERS; seq++) {
            int attempts = 1 + random.nextInt(3);
            for (int attempt = 1; attempt < attempts; attempt++) {
                retried(story, new MessageId(broadcast, seq, attempt), random);
            }
            last(story, new MessageId(broadcast, seq, attempts), random);
        }
        return story;
    }

    private static void retried(List<Change> story, MessageId id, Random random) {
        if (random.nextBoolean()) {
            story.add(Change.inDoubt(id, at(id, 50), at(id, 0)));
        }
        if (random.nextInt(4) == 0) {
            story.add(Change.givenUp(id, at(id, 1)));
        }
        Failure failure = new Failure(Reason.PROVIDER_UNAVAILABLE, 100 + id.attempt(), "try " + id.attempt());
        story.add(
                random.nextBoolean()
                        ? Change.throttled(id, failure, at(id, 60), at(id, 3))
                        : Change.waiting(id, failure, 4, at(id, 60), at(id, 3)));
    }

    private static void last(List<Change> story, MessageId id, Random random) {
        String wamid = "wamid." + id.seq() + "." + id.attempt();
        if (random.nextBoolean()) {
            story.add(Change.inDoubt(id, at(id, 50), at(id, 0)));
        }
        story.add(Change.sent(id, wamid, at(id, 2)));
        Failure failure = new Failure(Reason.RECIPIENT_UNREACHABLE, 131026, "away");
        switch (random.nextInt(5)) {
            case 0 -> {}
            case 1 -> story.add(Change.failed(id, failure, at(id, 4)));
            case 2 -> story.add(delivered(id, wamid));
            case 3 -> {
                story.add(delivered(id, wamid));
                story.add(read(id, wamid));
            }
            default -> {
                story.add(Change.failed(id, failure, at(id, 4)));
                story.add(read(id, wamid));
            }
        }
    }

    private static Change delivered(MessageId id, String wamid) {
        return Change.told(id, Stage.DELIVERED, null, wamid, new Times(null, at(id, 5), null, null), at(id, 5));
    }

    private static Change read(MessageId id, String wamid) {
        return Change.told(id, Stage.READ, null, wamid, new Times(null, null, at(id, 6), null), at(id, 6));
    }

    private static Instant at(MessageId id, int second) {
        return START.plusSeconds(100L * id.attempt() + second);
    }

    /// Without what depends on the order by its nature: the time of a failure that was proven wrong, and how many
    /// throttles there were, which is counted as they come.
    private static List<Map<String, @Nullable Object>> rows(UUID broadcast) {
        return DB.database()
                .jdbi()
                .withHandle(handle -> handle.select("""
                                SELECT seq, stage, attempts, code, due_at, sent_at, delivered_at, read_at, updated_at,
                                       reason, details, wamid
                                  FROM message WHERE broadcast_id = ? ORDER BY seq""", broadcast).mapToMap().list());
    }

    private static Map<String, @Nullable Object> counters(UUID broadcast) {
        return DB.database()
                .jdbi()
                .withHandle(handle -> handle.select(
                                "SELECT sent, delivered, read, failed FROM progress WHERE broadcast_id = ?", broadcast)
                        .mapToMap()
                        .one());
    }

    /// The counters as the rows say.
    private static Map<String, @Nullable Object> counted(UUID broadcast) {
        return DB.database()
                .jdbi()
                .withHandle(handle -> handle.select("""
                                SELECT (count(*) FILTER (WHERE stage = 3))::int AS sent,
                                       (count(*) FILTER (WHERE stage = 6))::int AS delivered,
                                       (count(*) FILTER (WHERE stage = 7))::int AS read,
                                       (count(*) FILTER (WHERE stage IN (2, 5)))::int AS failed
                                  FROM message WHERE broadcast_id = ?""", broadcast).mapToMap().one());
    }

    private static List<Change> shuffledTwice(List<Change> story, Random random) {
        List<Change> twice = new ArrayList<>(story);
        twice.addAll(story);
        Collections.shuffle(twice, random);
        return twice;
    }

    @Test
    void any_order_any_batches_and_any_repetition_end_as_the_run_in_order_does() throws SQLException {
        for (long seed = 0; seed < RUNS; seed++) {
            UUID inOrder = broadcast();
            applyEach(singly(story(inOrder, seed)));
            UUID shuffled = broadcast();
            Random random = new Random(~seed);
            applyEach(inBatches(shuffledTwice(story(shuffled, seed), random), random));
            assertThat(rows(shuffled)).as("seed %d", seed).isEqualTo(rows(inOrder));
            assertThat(counters(shuffled)).as("seed %d", seed).isEqualTo(counters(inOrder));
            assertThat(counters(shuffled)).as("seed %d", seed).isEqualTo(counted(shuffled));
        }
    }

    @Test
    void folding_in_memory_and_merging_in_the_database_are_the_same() throws SQLException {
        for (long seed = 0; seed < RUNS; seed++) {
            UUID oneByOne = broadcast();
            applyEach(singly(shuffledTwice(story(oneByOne, seed), new Random(~seed))));
            UUID folded = broadcast();
            Map<Integer, Change> bySeq = new HashMap<>();
            for (Change change : shuffledTwice(story(folded, seed), new Random(~seed))) {
                bySeq.merge(change.seq(), change, Change::merge);
            }
            apply(List.copyOf(bySeq.values()));
            assertThat(rows(folded)).as("seed %d", seed).isEqualTo(rows(oneByOne));
            assertThat(counters(folded)).as("seed %d", seed).isEqualTo(counters(oneByOne));
        }
    }

    @Test
    void in_order_a_throttle_costs_no_try_and_spent_tries_end_in_failure() throws SQLException {
        UUID broadcast = broadcast();
        Failure failure = new Failure(Reason.PROVIDER_UNAVAILABLE);
        for (int attempt = 1; attempt <= 3; attempt++) {
            MessageId id = new MessageId(broadcast, 0, attempt);
            apply(List.of(Change.throttled(id, failure, at(id, 9), at(id, 0))));
        }
        for (int attempt = 4; attempt <= 5; attempt++) {
            MessageId id = new MessageId(broadcast, 0, attempt);
            apply(List.of(Change.waiting(id, failure, 3, at(id, 9), at(id, 0))));
            assertThat(counters(broadcast)).containsEntry("failed", 0);
        }
        MessageId id = new MessageId(broadcast, 0, 6);
        apply(List.of(Change.waiting(id, failure, 3, at(id, 9), at(id, 0))));
        assertThat(counters(broadcast)).containsEntry("failed", 1).isEqualTo(counted(broadcast));
    }
}
