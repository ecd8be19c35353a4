package dev.crier.broadcast;

import dev.crier.broadcast.BroadcastStore.StoredChunk;
import dev.crier.message.MessageReader;
import dev.crier.message.MessageReader.Row;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Goes through the users of a broadcast in their order, with what is known of each; a chunk in memory at a time.
///
/// Chunks in which nobody fits the filter are skipped by the database, which has their rows but not their users.
final class Users {
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
            StoredChunk chunk = BroadcastStore.chunkAt(connection, broadcastId, at.getAsInt())
                    .orElseThrow();
            int end = chunk.firstSeq() + chunk.count();
            Map<Integer, Row> rows = MessageReader.range(connection, broadcastId, Math.max(seq, chunk.firstSeq()), end);
            for (Recipient recipient : chunk.recipients()) {
                @Nullable Row row = rows.get(recipient.seq());
                boolean wanted = recipient.seq() >= seq && filter.fits(recipient, row);
                if (wanted && !visitor.visit(recipient, row)) {
                    return;
                }
            }
            seq = end;
            at = next(connection, broadcastId, filter, seq);
        }
    }

    /// The first user of the next chunk with somebody from `fromSeq` on who may fit.
    private static OptionalInt next(Connection connection, UUID broadcastId, MessageFilter filter, int fromSeq)
            throws SQLException {
        short @Nullable [] stages = filter.stages();
        String rows =
                "SELECT FROM message m WHERE m.broadcast_id = c.broadcast_id AND m.seq >= GREATEST(c.first_seq, ?)"
                        + " AND m.seq < c.first_seq + c.count AND m.stage = ANY (?) AND (?::text IS NULL OR m.reason = ?)";
        String condition = switch (filter.status()) {
            case PENDING ->
                // Somebody without a row is pending too.
                "AND (EXISTS (" + rows + ") OR (SELECT count(*) FROM message m"
                        + " WHERE m.broadcast_id = c.broadcast_id AND m.seq >= c.first_seq"
                        + " AND m.seq < c.first_seq + c.count) < c.count)";
            case null, default -> stages == null ? "" : "AND EXISTS (" + rows + ")";
        };
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT first_seq FROM chunk c WHERE broadcast_id = ? AND first_seq + count > ? " + condition
                        + " ORDER BY first_seq LIMIT 1")) {
            select.setObject(1, broadcastId);
            select.setInt(2, fromSeq);
            if (stages != null) {
                Short[] boxed = new Short[stages.length];
                java.util.Arrays.setAll(boxed, i -> stages[i]);
                @Nullable
                String reason = filter.reason() == null ? null : filter.reason().wire();
                select.setInt(3, fromSeq);
                select.setArray(4, connection.createArrayOf("int2", boxed));
                select.setString(5, reason);
                select.setString(6, reason);
            }
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? OptionalInt.of(row.getInt(1)) : OptionalInt.empty();
            }
        }
    }
}
