package dev.crier.broadcast;

import dev.crier.account.AccountStore;
import dev.crier.account.Bot;
import dev.crier.api.Json;
import dev.crier.contact.Segment;
import dev.crier.db.Database;
import dev.crier.db.SqlErrors;
import dev.crier.message.Change;
import dev.crier.message.Country;
import dev.crier.message.MessageId;
import dev.crier.message.MessageStore;
import dev.crier.message.Reason;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// Starts the broadcasts that are for a segment of the contacts: who is in it at that moment becomes its users.
///
/// All of it is one transaction, so a crash or a broken connection gathers nobody, and it is done again. It holds no
/// lock on the broadcast: a pause or a cancel takes effect at once, and what was gathered is thrown away.
public final class Gatherer {
    private static final Logger LOG = LoggerFactory.getLogger(Gatherer.class);

    /// One node gathers them one after the other; the others wait for the next run.
    private static final int BROADCASTS_PER_RUN = 20;

    private static final int MAX_MEMBERS = 5_000_000;
    private static final int FAILURES_PER_STATEMENT = 5_000;

    private static final JsonNode TOO_LARGE = Json.object()
            .put("reason", "audience_too_large")
            .put("sentence", "More than " + MAX_MEMBERS + " contacts are in the audience.")
            .put("fix", "Cancel it, and send it in parts: a broadcast for each tag, for instance.");

    private final Database database;
    private final AccountStore accounts;
    private final Acceptor acceptor;
    private final Lateness lateness;
    private final Clock clock;
    private final Runnable wake;

    /// @param wake tells the lanes that there is something to send
    public Gatherer(
            Database database,
            AccountStore accounts,
            Acceptor acceptor,
            Lateness lateness,
            Clock clock,
            Runnable wake) {
        this.lateness = lateness;
        this.database = database;
        this.accounts = accounts;
        this.acceptor = acceptor;
        this.clock = clock;
        this.wake = wake;
    }

    /// Starts what is due; returns how many broadcasts.
    public int runOnce() throws SQLException {
        int started = 0;
        for (UUID id : database.inTransaction(Gatherer::due)) {
            try {
                Optional<Members> gathered = database.inTransaction(connection -> gather(connection, id));
                if (gathered.isPresent()) {
                    started++;
                    gathered.get().fail(clock.instant());
                }
            } catch (SQLException | RuntimeException e) {
                if (SqlErrors.unavailable(e)) {
                    throw e;
                }
                LOG.error("The audience of broadcast {} could not be gathered; it is paused", id, e);
                database.inTransaction(connection -> pause(connection, id, BroadcastStore.DEFECT));
            }
        }
        if (started > 0) {
            wake.run();
        }
        return started;
    }

    /// By the database's clock, so that nodes agree.
    private static List<UUID> due(Connection connection) throws SQLException {
        List<UUID> due = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT b.id FROM broadcast_audience a JOIN broadcast b ON b.id = a.broadcast_id
                 WHERE a.gathered_at IS NULL AND b.status = 'scheduled'
                   AND (b.scheduled_at IS NULL OR b.scheduled_at <= now())
                 ORDER BY b.scheduled_at NULLS FIRST, b.id LIMIT ?""")) {
            select.setInt(1, BROADCASTS_PER_RUN);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    due.add(row.getObject(1, UUID.class));
                }
            }
        }
        return due;
    }

    private Optional<Members> gather(Connection connection, UUID id) throws SQLException {
        Optional<Task> claimed = claim(connection, id);
        Optional<Bot> bot = claimed.flatMap(task -> accounts.bot(task.botId()));
        if (claimed.isEmpty() || bot.isEmpty()) {
            return Optional.empty();
        }
        Optional<Draft> found = Draft.find(connection, claimed.get().botId(), id, false);
        if (found.isEmpty() || !isScheduled(connection, id)) {
            return Optional.empty();
        }
        Draft draft = found.get();
        Audience audience = acceptor.audience(bot.get(), draft.marketing(), draft.variants());
        audience.remember(connection, id, new IdSet());
        Members members = new Members(connection, draft);
        boolean whole = audience.gather(connection, claimed.get().segment(), draft.content(), draft.total(), members);
        if (members.tooMany()) {
            connection.rollback();
            pause(connection, id, TOO_LARGE);
            return Optional.empty();
        }
        if (!whole || !start(connection, id, members.finish())) {
            connection.rollback();
            return Optional.empty();
        }
        Finisher.finishIfDone(connection, id);
        return Optional.of(members);
    }

    private record Task(UUID botId, Segment segment) {}

    /// Ours until the transaction ends; empty if another node gathers it, or has.
    private static Optional<Task> claim(Connection connection, UUID id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT bot_id, segment FROM broadcast_audience
                 WHERE broadcast_id = ? AND gathered_at IS NULL FOR UPDATE SKIP LOCKED""")) {
            select.setObject(1, id);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                JsonNode segment = Json.parseOwn(row.getString("segment"));
                return Optional.of(new Task(row.getObject("bot_id", UUID.class), Segment.of(segment)));
            }
        }
    }

    private static boolean isScheduled(Connection connection, UUID id) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT status = 'scheduled' FROM broadcast WHERE id = ?")) {
            select.setObject(1, id);
            try (ResultSet row = select.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    /// Why somebody gets nothing, and where they are.
    private record Fate(Reason reason, @Nullable Country country) {}

    /// Writes members as users of the broadcast.
    private final class Members implements Audience.Sink {
        private final Connection connection;
        private final UUID id;
        private final Map<Fate, IntStream.Builder> failed = new HashMap<>();
        private final ChunkWriter chunks;
        private final int before;

        Members(Connection connection, Draft draft) {
            this.connection = connection;
            this.id = draft.id();
            this.before = draft.total();
            this.chunks = new ChunkWriter(connection, draft.id(), draft.total());
        }

        @Override
        public boolean take(List<Audience.Resolved> batch) throws SQLException {
            for (Audience.Resolved each : batch) {
                chunks.add(each.recipient());
            }
            for (Audience.Resolved each : batch) {
                if (each.failure() != null) {
                    Fate fate = new Fate(each.failure(), each.recipient().country());
                    failed.computeIfAbsent(fate, any -> IntStream.builder())
                            .add(each.recipient().seq());
                }
            }
            return !tooMany() && isScheduled(connection, id);
        }

        boolean tooMany() {
            return chunks.nextSeq() > MAX_MEMBERS;
        }

        /// Tells those who get nothing, in steps, and only when it runs already: a pause or a cancel does not wait for
        /// this. Whom a crash leaves out, the lane tells when their turn comes.
        void fail(Instant now) throws SQLException {
            for (Map.Entry<Fate, IntStream.Builder> each : failed.entrySet()) {
                Change.Failure failure = new Change.Failure(each.getKey().reason());
                List<Change> changes = new ArrayList<>(FAILURES_PER_STATEMENT);
                for (int seq : each.getValue().build().toArray()) {
                    changes.add(Change.failed(new MessageId(id, seq, 0), failure, now)
                            .in(each.getKey().country()));
                    if (changes.size() == FAILURES_PER_STATEMENT) {
                        apply(changes);
                        changes.clear();
                    }
                }
                apply(changes);
            }
        }

        private void apply(List<Change> changes) throws SQLException {
            database.inTransaction(connection -> {
                MessageStore.apply(connection, changes);
                return changes.size();
            });
        }

        /// How many were written.
        int finish() throws SQLException {
            chunks.flush();
            return chunks.nextSeq() - before;
        }
    }

    private static int pause(Connection connection, UUID id, JsonNode cause) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE broadcast SET status = 'paused', cause = ?::jsonb WHERE id = ? AND status = 'scheduled'")) {
            update.setString(1, cause.toString());
            update.setObject(2, id);
            return update.executeUpdate();
        }
    }

    /// Lets it run with those who were gathered; false if it was paused or cancelled meanwhile.
    private boolean start(Connection connection, UUID id, int added) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                WITH started AS (
                  UPDATE broadcast SET status = 'running', total = total + ?
                   WHERE id = ? AND status = 'scheduled' RETURNING id, scheduled_at)
                UPDATE broadcast_audience a SET gathered_at = now() FROM started WHERE a.broadcast_id = started.id
                RETURNING extract(epoch FROM clock_timestamp() - started.scheduled_at)""")) {
            update.setInt(1, added);
            update.setObject(2, id);
            return lateness.started(update) == 1;
        }
    }
}
