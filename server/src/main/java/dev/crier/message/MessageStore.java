package dev.crier.message;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// The one door to a message's stage: every change goes through [#apply], which counts what it moved.
///
/// Rows are locked in the order of their keys and counters after them, so writers that run side by side (results of
/// sends, webhooks) wait for each other but never in a circle.
public final class MessageStore {
    /// Whether the incoming row says more than the stored one: the order of [Stage], with attempts before it.
    private static final String WINS = """
            ((excluded.stage >= 6 AND excluded.stage > m.stage)
             OR (m.stage < 6 AND (excluded.attempts, excluded.stage) > (m.attempts, m.stage)))""";

    /// A loser may still know a time or the wamid that the winner did not. Who was erased has the wamid '': news that
    /// come later do not bring the real one back, which holds the number, nor Meta's words.
    private static final String APPLY = """
            WITH written AS (
              INSERT INTO message AS m (broadcast_id, seq, stage, attempts, free_attempts, code, due_at, sent_at,
                                        delivered_at, read_at, failed_at, updated_at, reason, details, wamid,
                                        country, pricing)
              SELECT i.broadcast_id, i.seq, i.stage, i.attempt, i.free, i.code,
                     'epoch'::timestamptz + i.due_at * '1 us'::interval,
                     'epoch'::timestamptz + i.sent_at * '1 us'::interval,
                     'epoch'::timestamptz + i.delivered_at * '1 us'::interval,
                     'epoch'::timestamptz + i.read_at * '1 us'::interval,
                     'epoch'::timestamptz + i.failed_at * '1 us'::interval,
                     'epoch'::timestamptz + i.at * '1 us'::interval, i.reason, i.details, i.wamid,
                     i.country, i.pricing
                FROM unnest(?::uuid[], ?::int[], ?::smallint[], ?::smallint[], ?::smallint[], ?::int[],
                            ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
                            ?::bigint[], ?::text[], ?::text[], ?::text[], ?::smallint[], ?::smallint[])
                     AS i (broadcast_id, seq, stage, attempt, free, code, due_at, sent_at, delivered_at, read_at,
                           failed_at, at, reason, details, wamid, country, pricing)
                JOIN broadcast b ON b.id = i.broadcast_id AND i.seq < b.total
               ORDER BY i.broadcast_id, i.seq
              ON CONFLICT (broadcast_id, seq) DO UPDATE SET
                stage = CASE WHEN NOT %1$s THEN m.stage ELSE excluded.stage END,
                attempts = GREATEST(m.attempts, excluded.attempts),
                free_attempts = m.free_attempts + CASE WHEN %1$s THEN excluded.free_attempts ELSE 0 END,
                code = CASE WHEN %1$s THEN excluded.code ELSE m.code END,
                due_at = CASE WHEN NOT %1$s THEN m.due_at WHEN excluded.stage IN (1, 4) THEN excluded.due_at END,
                reason = CASE WHEN %1$s THEN excluded.reason ELSE m.reason END,
                details = CASE WHEN NOT %1$s THEN m.details WHEN m.wamid = '' THEN NULL ELSE excluded.details END,
                wamid = CASE WHEN m.wamid = '' THEN '' WHEN %1$s THEN COALESCE(excluded.wamid, m.wamid)
                             ELSE COALESCE(m.wamid, excluded.wamid) END,
                sent_at = LEAST(m.sent_at, excluded.sent_at),
                delivered_at = LEAST(m.delivered_at, excluded.delivered_at),
                read_at = LEAST(m.read_at, excluded.read_at),
                failed_at = COALESCE(excluded.failed_at, m.failed_at),
                updated_at = CASE WHEN %1$s THEN excluded.updated_at ELSE m.updated_at END,
                country = COALESCE(m.country, excluded.country),
                pricing = CASE WHEN %1$s THEN COALESCE(excluded.pricing, m.pricing)
                               ELSE COALESCE(m.pricing, excluded.pricing) END
              WHERE %1$s
                 OR (m.sent_at IS NULL AND excluded.sent_at IS NOT NULL)
                 OR (m.delivered_at IS NULL AND excluded.delivered_at IS NOT NULL)
                 OR (m.failed_at IS NULL AND excluded.failed_at IS NOT NULL)
                 OR (m.wamid IS NULL AND excluded.wamid IS NOT NULL)
                 OR (m.pricing IS NULL AND excluded.pricing IS NOT NULL)
              RETURNING new.broadcast_id AS broadcast_id, new.seq AS seq, %3$s),
            counted AS (%4$s)
            SELECT broadcast_id,
                   count(*) FILTER (WHERE is_now = 3) - count(*) FILTER (WHERE was = 3) AS sent,
                   count(*) FILTER (WHERE is_now = 6) - count(*) FILTER (WHERE was = 6) AS delivered,
                   count(*) FILTER (WHERE is_now = 7) - count(*) FILTER (WHERE was = 7) AS read,
                   count(*) FILTER (WHERE is_now IN (2, 5)) - count(*) FILTER (WHERE was IN (2, 5)) AS failed,
                   %2$s AS told
              FROM written GROUP BY broadcast_id ORDER BY broadcast_id""".formatted(WINS, StatusEvents.TOLD, Figures.MOVED, Figures.count("written"));

    /// Tries that are spent turn a retry into a failure; the stored row knows how many of its attempts were free.
    private static final String SPENT = """
            WITH spent AS (
              UPDATE message m SET stage = 5, due_at = NULL, failed_at = m.updated_at
                FROM unnest(?::uuid[], ?::int[], ?::smallint[]) AS i (broadcast_id, seq, max_tries)
               WHERE m.broadcast_id = i.broadcast_id AND m.seq = i.seq AND m.stage = 4
                 AND m.attempts - m.free_attempts - m.forgiven >= i.max_tries
              RETURNING m.broadcast_id, m.seq, %2$s),
            counted AS (%3$s)
            SELECT broadcast_id, seq, %1$s AS wanted FROM spent""".formatted(StatusEvents.WANTED, Figures.MOVED, Figures.count("spent"));

    private MessageStore() {}

    /// Merges `changes` into the rows and moves the counters, all in the transaction of `connection`.
    /// Changes for broadcasts that do not exist are dropped.
    public static void apply(Connection connection, Collection<Change> changes) throws SQLException {
        List<Change> merged = folded(changes);
        if (merged.isEmpty()) {
            return;
        }
        Map<UUID, int[]> moved = new java.util.TreeMap<>();
        StatusEvents events = new StatusEvents();
        try (PreparedStatement apply = connection.prepareStatement(APPLY)) {
            bind(connection, apply, merged);
            try (ResultSet row = apply.executeQuery()) {
                while (row.next()) {
                    moved.put(row.getObject("broadcast_id", UUID.class), new int[] {
                        row.getInt("sent"), row.getInt("delivered"), row.getInt("read"), row.getInt("failed")
                    });
                    events.add(row.getObject("broadcast_id", UUID.class), row.getArray("told"));
                }
            }
        }
        Set<History.Key> spent = spend(connection, merged, moved, events);
        events.write(connection);
        History.write(connection, changes, spent);
        reopen(connection, merged);
        count(connection, moved);
    }

    /// A webhook may tell of a failure, to be tried again, when its broadcast has finished: then it runs again. If it
    /// was
    /// cancelled, [dev.crier.broadcast.Cancellation] has to look at it once more.
    private static void reopen(Connection connection, List<Change> changes) throws SQLException {
        Object[] waiting = changes.stream()
                .filter(change -> change.stage() == Stage.WAITING)
                .map(Change::broadcastId)
                .distinct()
                .toArray();
        if (waiting.length == 0) {
            return;
        }
        try (PreparedStatement reopen = connection.prepareStatement("""
                UPDATE broadcast b
                   SET status = CASE status WHEN 'finished' THEN 'running' ELSE status END, finished_at = NULL
                 WHERE id = ANY (?) AND status IN ('finished', 'cancelled')
                   AND EXISTS (SELECT FROM message m WHERE m.broadcast_id = b.id AND m.stage = 4)""")) {
            reopen.setArray(1, connection.createArrayOf("uuid", waiting));
            reopen.executeUpdate();
        }
    }

    /// One change for each message, in the order of the keys.
    private static List<Change> folded(Collection<Change> changes) {
        Map<History.Key, Change> byKey = HashMap.newHashMap(changes.size());
        for (Change change : changes) {
            byKey.merge(new History.Key(change.broadcastId(), change.seq()), change, Change::merge);
        }
        List<Change> folded = new ArrayList<>(byKey.values());
        folded.sort(Comparator.comparing(Change::broadcastId).thenComparingInt(Change::seq));
        return folded;
    }

    private static void bind(Connection connection, PreparedStatement apply, List<Change> changes) throws SQLException {
        Columns columns = new Columns(connection, changes);
        int i = 1;
        apply.setArray(i++, columns.ids());
        apply.setArray(i++, columns.ints(Change::seq));
        apply.setArray(i++, columns.shorts(c -> c.stage().rank()));
        apply.setArray(i++, columns.shorts(c -> (short) c.attempt()));
        apply.setArray(i++, columns.shorts(c -> (short) (c.isFree() ? 1 : 0)));
        apply.setArray(
                i++, columns.ints(c -> c.failure() == null ? null : c.failure().code()));
        apply.setArray(i++, columns.times(Change::dueAt));
        apply.setArray(i++, columns.times(c -> c.times().sent()));
        apply.setArray(i++, columns.times(c -> c.times().delivered()));
        apply.setArray(i++, columns.times(c -> c.times().read()));
        apply.setArray(i++, columns.times(c -> c.times().failed()));
        apply.setArray(i++, columns.times(Change::at));
        apply.setArray(
                i++,
                columns.texts(
                        c -> c.failure() == null ? null : c.failure().reason().wire()));
        apply.setArray(
                i++, columns.texts(c -> c.failure() == null ? null : c.failure().details()));
        apply.setArray(i++, columns.texts(Change::wamid));
        apply.setArray(i++, columns.shorts(c -> code(c.facts().country())));
        apply.setArray(i, columns.shorts(c -> code(c.facts().pricing())));
    }

    private static @Nullable Short code(@Nullable Country country) {
        return country == null ? null : country.code();
    }

    private static @Nullable Short code(@Nullable Pricing pricing) {
        return pricing == null ? null : pricing.code();
    }

    /// Returns the messages whose tries were spent.
    private static Set<History.Key> spend(
            Connection connection, List<Change> changes, Map<UUID, int[]> moved, StatusEvents events)
            throws SQLException {
        List<Change> limited = changes.stream()
                .filter(c -> c.stage() == Stage.WAITING && c.maxTries() > 0)
                .toList();
        if (limited.isEmpty()) {
            return Set.of();
        }
        Set<History.Key> ended = new HashSet<>();
        try (PreparedStatement spent = connection.prepareStatement(SPENT)) {
            Columns columns = new Columns(connection, limited);
            spent.setArray(1, columns.ids());
            spent.setArray(2, columns.ints(Change::seq));
            spent.setArray(3, columns.shorts(c -> (short) c.maxTries()));
            try (ResultSet row = spent.executeQuery()) {
                while (row.next()) {
                    History.Key key = new History.Key(row.getObject(1, UUID.class), row.getInt(2));
                    ended.add(key);
                    moved.computeIfAbsent(key.broadcastId(), id -> new int[4])[3]++;
                    if (row.getBoolean("wanted")) {
                        events.add(key.broadcastId(), key.seq());
                    }
                }
            }
        }
        return ended;
    }

    private static void count(Connection connection, Map<UUID, int[]> moved) throws SQLException {
        try (PreparedStatement count = connection.prepareStatement("""
                UPDATE progress SET sent = sent + ?, delivered = delivered + ?, read = read + ?, failed = failed + ?
                 WHERE broadcast_id = ?""")) {
            for (var entry : moved.entrySet()) {
                for (int i = 0; i < 4; i++) {
                    count.setInt(i + 1, entry.getValue()[i]);
                }
                count.setObject(5, entry.getKey());
                count.addBatch();
            }
            count.executeBatch();
        }
    }

    /// Arrays of one column of a batch, typed, since the driver sends only those in binary. A time travels as its
    /// microseconds: as a text it would cost both sides more than all the rest of the row.
    record Columns(Connection connection, List<Change> changes) {
        Array ids() throws SQLException {
            return of("uuid", UUID[]::new, Change::broadcastId);
        }

        Array ints(Function<Change, @Nullable Integer> column) throws SQLException {
            return of("int4", Integer[]::new, column);
        }

        Array shorts(Function<Change, @Nullable Short> column) throws SQLException {
            return of("int2", Short[]::new, column);
        }

        Array texts(Function<Change, @Nullable String> column) throws SQLException {
            return of("text", String[]::new, column);
        }

        Array times(Function<Change, @Nullable Instant> column) throws SQLException {
            return of("int8", Long[]::new, change -> {
                @Nullable Instant time = column.apply(change);
                return time == null ? null : ChronoUnit.MICROS.between(Instant.EPOCH, time);
            });
        }

        private <T> Array of(String type, IntFunction<@Nullable T[]> array, Function<Change, @Nullable T> column)
                throws SQLException {
            @Nullable T[] values = array.apply(changes.size());
            for (int i = 0; i < values.length; i++) {
                values[i] = column.apply(changes.get(i));
            }
            return connection.createArrayOf(type, values);
        }
    }
}
