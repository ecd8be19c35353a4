package dev.crier.broadcast;

import dev.crier.broadcast.BroadcastStore.StoredChunk;
import dev.crier.db.Database;
import dev.crier.message.Change;
import dev.crier.message.MessageId;
import dev.crier.message.MessageStore;
import dev.crier.message.Reason;
import dev.crier.message.Stage;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Overwrites what stored broadcasts hold of people who were erased: number, ids, reference and parameters. The user
/// stays in the report as somebody without a name; whoever was still to get a message is a failure, and gets none.
///
/// No index leads from a person to their broadcasts (it would be paid for with every message), so the chunks of a bot
/// are walked through in order, for all who wait at its beginning together. Bots take turns, and one node at a time
/// walks through a bot. The place is kept, so a restart goes on where it was.
///
/// A request that was being accepted when the person went may add a chunk where the walk has been already. So an hour
/// later there is a second one, which is short: only broadcasts that had not finished by then are of interest.
public final class TraceEraser {
    private static final int CHUNKS_PER_STEP = 50;

    /// A chunk is about 40 kB; those behind the one that ends a step are not fetched for nothing.
    private static final int CHUNKS_PER_FETCH = 10;

    /// Their messages, a thousand each at most, and the counters of their broadcasts are locked until the step ends.
    private static final int REWRITTEN_PER_STEP = 5;

    private static final int PEOPLE_PER_WALK = 5_000;

    /// The longest time in which users of a broadcast are looked up and stored.
    private static final int LONGEST_ACCEPT_SECONDS = 3_600;

    /// Times and ids are of different clocks.
    private static final int SLACK_SECONDS = 24 * 3_600;

    /// Then others have their turn, and a server that stops need not wait for the end of a walk.
    private static final Duration LONGEST_RUN = Duration.ofSeconds(3);

    private final Database database;
    private final Clock clock;

    public TraceEraser(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// Where a walk through the chunks of a bot is, and for whom it is.
    private record Walk(
            UUID botId,
            OffsetDateTime since,
            UUID broadcastId,
            int firstSeq,
            OffsetDateTime beganAt,
            Set<UUID> people) {}

    /// A chunk.
    ///
    /// @param single of an action or a reply, whose content was for this one person
    private record Found(UUID broadcastId, boolean single, StoredChunk chunk) {}

    /// What a step has looked at.
    ///
    /// @param found chunks with some of the people
    /// @param last the chunk that it ended with; null: there was none
    /// @param atEnd whether there are none behind it
    private record Look(List<Found> found, @Nullable Found last, boolean atEnd) {}

    /// The place of an erased person.
    private record Trace(UUID broadcastId, int seq) {}

    /// Looks through some chunks; true while there is more to do.
    public boolean step() throws SQLException {
        return database.inTransaction(connection -> {
            begin(connection);
            Optional<Walk> next = next(connection);
            if (next.isEmpty()) {
                return false;
            }
            Walk walk = next.get();
            Look look = look(connection, walk);
            settle(connection, look.found(), rewrite(connection, look.found(), walk.people()));
            if (look.atEnd()) {
                forgetDeliveries(connection, walk);
                end(connection, walk);
            } else if (look.last() != null) {
                move(connection, walk, look.last());
            }
            return true;
        });
    }

    /// Until nothing is left, or others should have their turn.
    public void runOnce() throws SQLException {
        long start = System.nanoTime();
        boolean more = true;
        while (more && System.nanoTime() - start < LONGEST_RUN.toNanos()) {
            more = step();
        }
    }

    /// Walks for everybody whose time has come, in bots that have none. A broadcast that had finished when a contact
    /// came to be cannot name it; nor can, in the second walk, one that had finished when the person went.
    private static void begin(Connection connection) throws SQLException {
        try (PreparedStatement begin = connection.prepareStatement("""
                WITH due AS (
                  SELECT e.bot_id, e.contact_id,
                         CASE WHEN e.walked THEN e.asked_at
                              ELSE COALESCE(uuid_extract_timestamp(e.contact_id), '-infinity') END AS since
                    FROM (SELECT DISTINCT bot_id FROM erasure WHERE look_again_at <= now()) AS b
                   CROSS JOIN LATERAL (SELECT * FROM erasure e
                                        WHERE e.bot_id = b.bot_id AND e.look_again_at <= now()
                                        ORDER BY e.look_again_at, e.contact_id LIMIT ?) AS e
                   WHERE NOT EXISTS (SELECT FROM erasure_walk w WHERE w.bot_id = b.bot_id)),
                begun AS (
                  INSERT INTO erasure_walk (bot_id, since)
                  SELECT bot_id, min(since) - make_interval(secs => ?) FROM due GROUP BY bot_id ORDER BY bot_id
                  ON CONFLICT DO NOTHING RETURNING bot_id)
                UPDATE erasure e SET walking = true FROM due JOIN begun ON begun.bot_id = due.bot_id
                 WHERE e.bot_id = due.bot_id AND e.contact_id = due.contact_id""")) {
            begin.setInt(1, PEOPLE_PER_WALK);
            begin.setInt(2, SLACK_SECONDS);
            begin.executeUpdate();
        }
    }

    /// The walk whose last step was longest ago; ours until the transaction ends.
    private static Optional<Walk> next(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT bot_id, since, broadcast_id, first_seq, began_at FROM erasure_walk
                 ORDER BY stepped_at, bot_id LIMIT 1 FOR UPDATE SKIP LOCKED""");
                ResultSet row = select.executeQuery()) {
            if (!row.next()) {
                return Optional.empty();
            }
            UUID botId = row.getObject(1, UUID.class);
            return Optional.of(new Walk(
                    botId,
                    row.getObject(2, OffsetDateTime.class),
                    row.getObject(3, UUID.class),
                    row.getInt(4),
                    row.getObject(5, OffsetDateTime.class),
                    people(connection, botId)));
        }
    }

    private static Set<UUID> people(Connection connection, UUID botId) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT contact_id FROM erasure WHERE bot_id = ? AND walking")) {
            select.setObject(1, botId);
            Set<UUID> people = new HashSet<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    people.add(row.getObject(1, UUID.class));
                }
            }
            return people;
        }
    }

    private static Look look(Connection connection, Walk walk) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT c.broadcast_id, b.kind <> 'broadcast', c.first_seq, c.count, c.users
                  FROM chunk c JOIN broadcast b ON b.id = c.broadcast_id
                 WHERE b.bot_id = ? AND (b.finished_at IS NULL OR b.finished_at >= ?)
                   AND (c.broadcast_id, c.first_seq) > (?, ?)
                 ORDER BY c.broadcast_id, c.first_seq LIMIT ?""")) {
            select.setObject(1, walk.botId());
            select.setObject(2, walk.since());
            select.setObject(3, walk.broadcastId());
            select.setInt(4, walk.firstSeq());
            select.setInt(5, CHUNKS_PER_STEP);
            select.setFetchSize(CHUNKS_PER_FETCH);
            List<Found> found = new ArrayList<>();
            @Nullable Found last = null;
            int count = 0;
            try (ResultSet row = select.executeQuery()) {
                while (found.size() < REWRITTEN_PER_STEP && row.next()) {
                    StoredChunk chunk = new StoredChunk(row.getInt(3), row.getInt(4), row.getBytes(5));
                    last = new Found(row.getObject(1, UUID.class), row.getBoolean(2), chunk);
                    count++;
                    if (ChunkCodec.mayName(chunk.users(), walk.people())) {
                        found.add(last);
                    }
                }
            }
            return new Look(found, last, found.size() < REWRITTEN_PER_STEP && count < CHUNKS_PER_STEP);
        }
    }

    /// Overwrites the people in their chunks; returns their places, in order.
    private static List<Trace> rewrite(Connection connection, List<Found> chunks, Set<UUID> people)
            throws SQLException {
        List<Trace> traces = new ArrayList<>();
        for (Found found : chunks) {
            List<Recipient> before = found.chunk().recipients();
            List<Recipient> after = new ArrayList<>(before.size());
            for (Recipient recipient : before) {
                @Nullable UUID contactId = recipient.contactId();
                if (contactId != null && people.contains(contactId)) {
                    traces.add(new Trace(found.broadcastId(), recipient.seq()));
                    after.add(new Recipient(
                            recipient.seq(), contactId, null, null, null, null, recipient.language(), Map.of(), false));
                } else {
                    after.add(recipient);
                }
            }
            if (!after.equals(before)) {
                write(connection, found, after);
            }
        }
        return traces;
    }

    private static void write(Connection connection, Found found, List<Recipient> recipients) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE chunk SET users = ? WHERE broadcast_id = ? AND first_seq = ?")) {
            update.setBytes(1, ChunkCodec.encode(recipients));
            update.setObject(2, found.broadcastId());
            update.setInt(3, found.chunk().firstSeq());
            update.executeUpdate();
        }
    }

    /// Nobody waits for what will never be sent, and what is stored of the messages names nobody. Locks are taken in
    /// the order of [MessageStore]: messages, broadcasts, counters.
    private void settle(Connection connection, List<Found> chunks, List<Trace> traces) throws SQLException {
        if (traces.isEmpty()) {
            return;
        }
        List<Change> failures = failures(connection, traces);
        forgetContents(
                connection,
                chunks.stream().filter(Found::single).map(Found::broadcastId).toArray());
        MessageStore.apply(connection, failures);
        anonymise(connection, traces);
    }

    /// For those who are still to be sent to. Who is being sent to now has no row yet, perhaps: a send that succeeds
    /// says more than this failure.
    private List<Change> failures(Connection connection, List<Trace> traces) throws SQLException {
        Map<Trace, Change> failures = new HashMap<>();
        traces.forEach(trace -> failures.put(trace, failure(trace, 0)));
        try (PreparedStatement lock = connection.prepareStatement("""
                SELECT m.broadcast_id, m.seq, m.stage, m.attempts
                  FROM message m JOIN unnest(?::uuid[], ?::int[]) AS t (broadcast_id, seq)
                    ON m.broadcast_id = t.broadcast_id AND m.seq = t.seq
                 ORDER BY m.broadcast_id, m.seq FOR UPDATE OF m""")) {
            bind(connection, lock, traces);
            try (ResultSet row = lock.executeQuery()) {
                while (row.next()) {
                    Trace trace = new Trace(row.getObject(1, UUID.class), row.getInt(2));
                    if (row.getShort(3) == Stage.WAITING.rank()) {
                        failures.put(trace, failure(trace, row.getInt(4)));
                    } else {
                        failures.remove(trace);
                    }
                }
            }
        }
        return List.copyOf(failures.values());
    }

    private Change failure(Trace trace, int attempt) {
        return Change.failed(
                new MessageId(trace.broadcastId(), trace.seq(), attempt),
                new Change.Failure(Reason.OPTOUT),
                clock.instant());
    }

    /// Actions and replies say what was written to this person alone.
    private static void forgetContents(Connection connection, Object[] broadcasts) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE broadcast SET params = '{}', content = CASE WHEN jsonb_exists(content, 'text')
                                                                   THEN jsonb_build_object('text', '')
                                                                   ELSE content - 'components' END
                 WHERE id = ANY (?) AND kind IN ('action', 'reply')""")) {
            update.setArray(1, connection.createArrayOf("uuid", broadcasts));
            update.executeUpdate();
        }
    }

    /// The id of a message holds the number that it went to, and so may what Meta says about a failure. A wamid of ''
    /// is none, and stays: Meta's later news do not bring the id back. They find the message by our own.
    private static void anonymise(Connection connection, List<Trace> traces) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE message m SET wamid = '', details = NULL
                  FROM unnest(?::uuid[], ?::int[]) AS t (broadcast_id, seq)
                 WHERE m.broadcast_id = t.broadcast_id AND m.seq = t.seq
                   AND (m.wamid IS DISTINCT FROM '' OR m.details IS NOT NULL)""")) {
            bind(connection, update, traces);
            update.executeUpdate();
        }
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE message_event e SET wamid = NULL, details = NULL, trace = NULL
                  FROM unnest(?::uuid[], ?::int[]) AS t (broadcast_id, seq)
                 WHERE e.broadcast_id = t.broadcast_id AND e.seq = t.seq""")) {
            bind(connection, update, traces);
            update.executeUpdate();
        }
    }

    private static void bind(Connection connection, PreparedStatement statement, List<Trace> traces)
            throws SQLException {
        Object[] broadcasts = traces.stream().map(Trace::broadcastId).toArray();
        Object[] seqs = traces.stream().map(Trace::seq).toArray();
        statement.setArray(1, connection.createArrayOf("uuid", broadcasts));
        statement.setArray(2, connection.createArrayOf("int4", seqs));
    }

    /// Events that were on their way when the person went, and those of messages, which learned only in their delivery
    /// whom they are about. That somebody is gone is still told.
    private static void forgetDeliveries(Connection connection, Walk walk) throws SQLException {
        for (String delete : List.of("""
                DELETE FROM webhook_event
                 WHERE bot_id = ? AND contact_id = ANY (?) AND data ->> 'change' IS DISTINCT FROM 'erased'""", """
                DELETE FROM webhook_delivery d USING webhook w
                 WHERE w.bot_id = ? AND d.webhook_id = w.id AND d.person = ANY (?)
                   AND (d.type <> 'user_changes'
                        OR d.body::jsonb #>> '{user_changes,change}' IS DISTINCT FROM 'erased')""")) {
            try (PreparedStatement statement = connection.prepareStatement(delete)) {
                statement.setObject(1, walk.botId());
                statement.setArray(
                        2, connection.createArrayOf("uuid", walk.people().toArray()));
                statement.executeUpdate();
            }
        }
    }

    /// Whoever was erased long before the walk began is done.
    private static void end(Connection connection, Walk walk) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("""
                DELETE FROM erasure WHERE bot_id = ? AND walking AND asked_at + make_interval(secs => ?) <= ?""")) {
            delete.setObject(1, walk.botId());
            delete.setInt(2, LONGEST_ACCEPT_SECONDS);
            delete.setObject(3, walk.beganAt());
            delete.executeUpdate();
        }
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE erasure SET walking = false, walked = true, look_again_at = asked_at + make_interval(secs => ?)
                 WHERE bot_id = ? AND walking""")) {
            update.setInt(1, LONGEST_ACCEPT_SECONDS);
            update.setObject(2, walk.botId());
            update.executeUpdate();
        }
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM erasure_walk WHERE bot_id = ?")) {
            delete.setObject(1, walk.botId());
            delete.executeUpdate();
        }
    }

    private static void move(Connection connection, Walk walk, Found to) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE erasure_walk SET broadcast_id = ?, first_seq = ?, stepped_at = clock_timestamp()
                 WHERE bot_id = ?""")) {
            update.setObject(1, to.broadcastId());
            update.setInt(2, to.chunk().firstSeq());
            update.setObject(3, walk.botId());
            update.executeUpdate();
        }
    }
}
