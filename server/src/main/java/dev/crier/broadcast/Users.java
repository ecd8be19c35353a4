package dev.crier.broadcast;

import dev.crier.broadcast.BroadcastStore.StoredChunk;
import dev.crier.message.MessageReader;
import dev.crier.message.MessageReader.Row;
import dev.crier.message.Reason;
import dev.crier.message.Status;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Goes through the users of a broadcast in their order, with what is known of each; a chunk in memory at a time.
///
/// Chunks in which nobody fits the filter are skipped by the database, which has their rows but not their users.
final class Users {
    /// By the index of reasons: a failure has one.
    private static final String FAILED = """
            WITH asked (id, from_seq, stages, reasons) AS (VALUES (?::uuid, ?::int, ?::smallint[], ?::text[]))
            SELECT min(m.seq) FROM asked, unnest(asked.reasons) AS r (wanted) CROSS JOIN LATERAL (
                   SELECT m.seq FROM message m
                    WHERE m.broadcast_id = asked.id AND m.reason = r.wanted AND m.seq >= asked.from_seq
                      AND m.stage = ANY (asked.stages)
                    ORDER BY m.seq LIMIT 1) AS m""";

    /// What the counters say that nobody is, is not looked for.
    private static final String ENDED = """
            WITH asked (id, from_seq, stages) AS (VALUES (?::uuid, ?::int, ?::smallint[]))
            SELECT m.seq FROM asked CROSS JOIN LATERAL (
                   SELECT m.seq FROM message m
                    WHERE m.broadcast_id = asked.id AND m.seq >= asked.from_seq AND m.stage = ANY (asked.stages)
                      AND (SELECT CASE (SELECT stages[1] FROM asked) WHEN 3 THEN p.sent WHEN 6 THEN p.delivered ELSE p.read END
                             FROM progress p WHERE p.broadcast_id = (SELECT id FROM asked)) > 0
                    ORDER BY m.seq LIMIT 1) AS m""";

    /// Whoever is tried again or in doubt has something due. Somebody without a row is pending too; those before
    /// `next_seq`
    /// have rows, unless they are in a window.
    private static final String PENDING = """
            WITH asked (id, from_seq, stages) AS (VALUES (?::uuid, ?::int, ?::smallint[])),
            open AS MATERIALIZED (
              SELECT a.*, p.next_seq FROM asked a JOIN broadcast b ON b.id = a.id JOIN progress p ON p.broadcast_id = b.id
               WHERE p.sent + p.delivered + p.read + p.failed < b.total)
            SELECT found.seq FROM open o CROSS JOIN LATERAL (
                   SELECT GREATEST(c.first_seq, o.from_seq) AS seq FROM chunk c
                    WHERE c.broadcast_id = o.id AND c.first_seq + c.count > o.from_seq
                      AND (EXISTS (SELECT FROM message m
                                    WHERE m.broadcast_id = c.broadcast_id AND m.seq >= GREATEST(c.first_seq, o.from_seq)
                                      AND m.seq < c.first_seq + c.count AND m.stage = ANY (o.stages)
                                      AND m.due_at IS NOT NULL)
                           OR ((c.first_seq + c.count > o.next_seq
                                OR EXISTS (SELECT FROM send_window w
                                            WHERE w.broadcast_id = c.broadcast_id AND w.first_seq < c.first_seq + c.count
                                              AND w.first_seq + w.count > c.first_seq))
                               AND (SELECT count(*) FROM message m
                                     WHERE m.broadcast_id = c.broadcast_id AND m.seq >= c.first_seq
                                       AND m.seq < c.first_seq + c.count) < c.count))
                    ORDER BY c.first_seq LIMIT 1) AS found""";

    private Users() {}

    /// Takes a user; false: that was enough.
    @FunctionalInterface
    interface Visitor {
        boolean visit(Recipient recipient, @Nullable Row row) throws SQLException;
    }

    /// Shows `visitor` the users from `fromSeq` on that fit. The caller's transaction is one snapshot, so that what it
    /// reads of several chunks agrees.
    static void visit(Connection connection, UUID broadcastId, MessageFilter filter, int fromSeq, Visitor visitor)
            throws SQLException {
        int seq = fromSeq;
        OptionalInt at = next(connection, broadcastId, filter, seq);
        while (at.isPresent()) {
            Optional<StoredChunk> found = BroadcastStore.chunkAt(connection, broadcastId, at.getAsInt());
            if (found.isEmpty()) {
                return;
            }
            StoredChunk chunk = found.get();
            int from = Math.max(seq, chunk.firstSeq());
            int end = chunk.firstSeq() + chunk.count();
            Map<Integer, Row> rows = MessageReader.range(connection, broadcastId, from, end, filter.stages());
            // With a filter, whoever has another row than those that were read does not fit.
            BitSet others =
                    filter.stages() == null ? new BitSet() : MessageReader.recorded(connection, broadcastId, from, end);
            for (Recipient recipient : chunk.recipients()) {
                @Nullable Row row = rows.get(recipient.seq());
                boolean isOther = row == null && others.get(recipient.seq());
                boolean wanted = recipient.seq() >= seq && !isOther && filter.fits(recipient, row);
                if (wanted && !visitor.visit(recipient, row)) {
                    return;
                }
            }
            seq = end;
            at = next(connection, broadcastId, filter, seq);
        }
    }

    /// Where the next user is, from `fromSeq` on, whose chunk may have somebody who fits; simply `fromSeq` if everybody
    /// may.
    private static OptionalInt next(Connection connection, UUID broadcastId, MessageFilter filter, int fromSeq)
            throws SQLException {
        Short @Nullable [] stages = filter.stages();
        if (stages == null) {
            return OptionalInt.of(fromSeq);
        }
        boolean failed = filter.status() == null || filter.status() == Status.FAILURE;
        try (PreparedStatement select =
                connection.prepareStatement(failed ? FAILED : filter.status() == Status.PENDING ? PENDING : ENDED)) {
            select.setObject(1, broadcastId);
            select.setInt(2, fromSeq);
            select.setArray(3, connection.createArrayOf("int2", stages));
            if (failed) {
                Stream<Reason> reasons =
                        filter.reason() == null ? Stream.of(Reason.values()) : Stream.of(filter.reason());
                select.setArray(
                        4,
                        connection.createArrayOf(
                                "text", reasons.map(Reason::wire).toArray()));
            }
            try (ResultSet row = select.executeQuery()) {
                @Nullable Integer seq = row.next() ? row.getObject(1, Integer.class) : null;
                return seq == null ? OptionalInt.empty() : OptionalInt.of(seq);
            }
        }
    }
}
