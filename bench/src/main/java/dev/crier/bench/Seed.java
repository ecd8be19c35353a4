package dev.crier.bench;

import dev.crier.Stores;
import dev.crier.broadcast.ChunkWriter;
import dev.crier.broadcast.Recipient;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Fills a database with what a large installation has gathered: a bot with a million contacts and five million
/// messages, and beside it one with very many small broadcasts.
///
/// Messages go in as COPY, chunks of users by the class that makes them when a request is accepted.
final class Seed {
    private static final int CUSTOMERS = 1_000_000;
    private static final int ACTIONS = 5_000;
    private static final int NOISE = 100_000;
    private static final int USERS_OF_NOISE = 2;
    private static final Duration HISTORY = Duration.ofDays(90);

    /// One reads while PostgreSQL writes what the other has made.
    private static final int WORKERS = 2;

    private static final String BROADCAST = "broadcast (id, bot_id, channel_id, kind, name, status, template_name,"
            + " template_language, marketing, content, params, total, on_unknown, inserted_at, finished_at)";

    private static final List<String> TABLES = List.of(
            "contact",
            "broadcast",
            "progress",
            "chunk",
            "message",
            "message_event",
            "figure",
            "inbound_message",
            "consent_event",
            "audit_event",
            "webhook_delivery");

    private final Stores stores;
    private final int scale;
    private final int customers;
    private final Instant end = Instant.now().truncatedTo(ChronoUnit.HOURS);
    private final Instant firstBroadcast = end.minus(HISTORY);

    /// The last contact is older than the first broadcast.
    private final Instant firstContact = firstBroadcast.minus(Duration.ofDays(240));

    private final AtomicLong wamids = new AtomicLong();

    /// @param scale 1: all; 100: a hundredth of it
    Seed(Stores stores, int scale) {
        this.stores = stores;
        this.scale = scale;
        this.customers = CUSTOMERS / scale;
    }

    /// The day before all broadcasts.
    static LocalDate firstDay() {
        return LocalDate.now(ZoneOffset.UTC).minusDays(HISTORY.toDays());
    }

    /// A bot and its sending number.
    record Owner(UUID botId, UUID channelId) {}

    void fill(Owner main, Owner noise) throws Exception {
        stores.database().ensurePartitions(YearMonth.from(firstBroadcast.atZone(ZoneOffset.UTC)));
        String content = content(main.botId());
        List<Mailing> mailings = Mailing.all(firstBroadcast, end, scale);
        transaction(connection -> broadcasts(connection, main, content, mailings));
        List<Step> steps = new ArrayList<>();
        mailings.stream()
                .sorted(Comparator.comparingInt(Mailing::total).reversed())
                .forEach(mailing -> steps.add(connection -> messages(connection, mailing)));
        steps.add(1, connection -> contacts(connection, main.botId()));
        steps.add(connection -> actions(connection, main, content));
        steps.add(connection -> noise(connection, noise, content));
        together(steps);
        History history = new History(main.botId());
        together(history.steps());
        tidy();
    }

    /// A part of the work, in a transaction of its own.
    @FunctionalInterface
    interface Step {
        void run(Connection connection) throws SQLException;
    }

    private void transaction(Step step) throws SQLException {
        var _ = stores.database().inTransaction(connection -> {
            step.run(connection);
            return true;
        });
    }

    private void together(List<Step> steps) throws Exception {
        try (ExecutorService workers = Executors.newFixedThreadPool(WORKERS)) {
            List<Future<?>> running = new ArrayList<>();
            for (Step step : steps) {
                running.add(workers.submit(() -> {
                    transaction(step);
                    return true;
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        }
    }

    /// The template as a broadcast has it, by the bot's own template.
    private String content(UUID botId) {
        String definition = stores.templates()
                .named(botId, Delivery.TEMPLATE)
                .getFirst()
                .definition()
                .toString();
        return "{\"name\": \"" + Delivery.TEMPLATE + "\", \"default_language\": \"en\", \"components\": "
                + Delivery.COMPONENTS + ", \"definitions\": {\"en\": " + definition + "}}";
    }

    private void contacts(Connection connection, UUID botId) throws SQLException {
        try (CopyLines copy = new CopyLines(
                connection,
                "contact (bot_id, id, phone, first_name, last_name, email, locale, external_id, tags, user_data,"
                        + " whatsapp_optout, last_inbound_at, created_at, updated_at)")) {
            for (int number = 0; number < customers; number++) {
                Customer customer = new Customer(number);
                Instant made = customer.madeAt(firstContact);
                copy.row(
                        botId,
                        customer.id(firstContact),
                        customer.phone(),
                        customer.firstName(),
                        customer.lastName(),
                        customer.email(),
                        customer.locale(),
                        customer.externalId(),
                        customer.tags(),
                        customer.userData(),
                        customer.optout(),
                        customer.wrote() ? end.minusSeconds(1 + number % (7L * 86_400)) : null,
                        made,
                        made);
            }
        }
    }

    private static void broadcasts(Connection connection, Owner owner, String content, List<Mailing> mailings)
            throws SQLException {
        try (CopyLines copy = new CopyLines(connection, BROADCAST)) {
            for (Mailing mailing : mailings) {
                copy.row(broadcast(owner, "broadcast", content, mailing));
            }
        }
        try (CopyLines copy = new CopyLines(connection, "progress (broadcast_id, next_seq)")) {
            for (Mailing mailing : mailings) {
                copy.row(mailing.id(), mailing.reached());
            }
        }
    }

    private static @Nullable Object[] broadcast(Owner owner, String kind, String content, Mailing mailing) {
        return new @Nullable Object[] {
            mailing.id(),
            owner.botId(),
            owner.channelId(),
            kind,
            mailing.name(),
            mailing.status(),
            Delivery.TEMPLATE,
            "en",
            false,
            content,
            "{\"name\": \"Customer\"}",
            mailing.total(),
            "hold",
            mailing.at(),
            mailing.finishedAt()
        };
    }

    private void messages(Connection connection, Mailing mailing) throws SQLException {
        ChunkWriter chunks = new ChunkWriter(connection, mailing.id(), 0);
        for (int seq = 0; seq < mailing.total(); seq++) {
            chunks.add(recipient(mailing, seq));
        }
        chunks.flush();
        long first = wamids.getAndAdd(mailing.total());
        try (CopyLines copy = new CopyLines(connection, "message " + Mailing.COLUMNS)) {
            for (int seq = 0; seq < mailing.reached(); seq++) {
                copy.row(mailing.row(seq, mailing.user(seq, customers), first + seq));
            }
        }
    }

    private Recipient recipient(Mailing mailing, int seq) {
        Customer to = mailing.user(seq, customers);
        Map<String, String> params = Map.of("date", "Tuesday 24 November 2026", "track", "NL-3SABCD-" + seq);
        return new Recipient(
                seq,
                to.id(firstContact),
                null,
                to.phone(),
                null,
                "order-" + mailing.number() + "-" + seq,
                null,
                params,
                mailing.fate(seq).attempts() > 0);
    }

    /// Messages to one person each; the first contact has every tenth of them.
    private void actions(Connection connection, Owner owner, String content) throws SQLException {
        List<Mailing> actions = new ArrayList<>();
        for (int i = 0; i < ACTIONS; i++) {
            Instant at = end.minus(HISTORY.multipliedBy(i + 1).dividedBy(ACTIONS + 1));
            actions.add(new Mailing(1_000 + i, Customer.idAt(at, 1_000 + i), at, "finished", 1, 1));
        }
        try (CopyLines copy = new CopyLines(connection, BROADCAST)) {
            for (Mailing action : actions) {
                copy.row(broadcast(owner, "action", content, action));
            }
        }
        for (Mailing action : actions) {
            ChunkWriter chunk = new ChunkWriter(connection, action.id(), 0);
            chunk.add(new Recipient(
                    0,
                    addressee(action).id(firstContact),
                    null,
                    addressee(action).phone(),
                    null,
                    null,
                    null,
                    Map.of(),
                    true));
            chunk.flush();
        }
        finish(connection, actions, action -> addressee(action));
    }

    private Customer addressee(Mailing action) {
        return new Customer(action.number() % 10 == 0 ? 0 : action.number() * 199 % customers);
    }

    /// The rows of messages of small broadcasts, and their figures.
    private void finish(Connection connection, List<Mailing> small, java.util.function.Function<Mailing, Customer> to)
            throws SQLException {
        try (CopyLines copy = new CopyLines(connection, "message " + Mailing.COLUMNS)) {
            for (Mailing each : small) {
                for (int seq = 0; seq < each.total(); seq++) {
                    copy.row(each.row(seq, to.apply(each), wamids.getAndIncrement()));
                }
            }
        }
        try (CopyLines copy = new CopyLines(connection, "progress (broadcast_id, next_seq)")) {
            for (Mailing each : small) {
                copy.row(each.id(), each.total());
            }
        }
    }

    private void noise(Connection connection, Owner owner, String content) throws SQLException {
        List<Mailing> small = new ArrayList<>();
        int count = NOISE / scale;
        for (int i = 0; i < count; i++) {
            Instant at = end.minus(HISTORY.multipliedBy(i + 1).dividedBy(count + 1));
            UUID id = Customer.idAt(at, 10_000 + i);
            small.add(new Mailing(10_000 + i, id, at, "finished", USERS_OF_NOISE, USERS_OF_NOISE));
        }
        try (CopyLines copy = new CopyLines(connection, BROADCAST)) {
            for (Mailing each : small) {
                copy.row(broadcast(owner, "broadcast", content, each));
            }
        }
        for (Mailing each : small) {
            ChunkWriter chunk = new ChunkWriter(connection, each.id(), 0);
            for (int seq = 0; seq < each.total(); seq++) {
                Customer to = new Customer((each.number() * USERS_OF_NOISE + seq) % customers);
                UUID stranger = Customer.idAt(firstContact, each.number() * 10L + seq);
                chunk.add(new Recipient(seq, stranger, null, to.phone(), null, null, null, Map.of(), true));
            }
            chunk.flush();
        }
        finish(connection, small, each -> new Customer(each.number() % customers));
    }

    /// What autovacuum does for an installation in its own time. None of it goes in a transaction.
    private void tidy() throws SQLException {
        try (Handle handle = stores.database().jdbi().open();
                Statement vacuum = handle.getConnection().createStatement()) {
            for (String table : TABLES) {
                vacuum.execute("VACUUM (ANALYZE) " + table);
            }
        }
    }
}
