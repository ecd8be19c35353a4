package dev.crier.broadcast;

import dev.crier.broadcast.BroadcastStore.StoredChunk;
import dev.crier.message.MessageReader;
import dev.crier.message.MessageReader.Row;
import dev.crier.message.Status;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
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
            Optional<StoredChunk> found = BroadcastStore.chunkAt(connection, broadcastId, at.getAsInt());
            if (found.isEmpty()) {
                return;
            }
            StoredChunk chunk = found.get();
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

    /// Where the next chunk is with somebody from `fromSeq` on who may fit; simply `fromSeq` if everybody may.
    private static OptionalInt next(Connection connection, UUID broadcastId, MessageFilter filter, int fromSeq)
            throws SQLException {
        Short @Nullable [] stages = filter.stages();
        if (stages == null) {
            return OptionalInt.of(fromSeq);
        }
        String rows = "SELECT FROM message m WHERE m.broadcast_id = c.broadcast_id"
                + " AND m.seq >= GREATEST(c.first_seq, ?) AND m.seq < c.first_seq + c.count"
                + " AND m.stage = ANY (?) AND (?::text IS NULL OR m.reason = ?)";
        // Somebody without a row is pending too.
        String rowless = filter.status() == Status.PENDING
                ? " OR (SELECT count(*) FROM message m WHERE m.broadcast_id = c.broadcast_id"
                        + " AND m.seq >= c.first_seq AND m.seq < c.first_seq + c.count) < c.count"
                : "";
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT first_seq FROM chunk c WHERE broadcast_id = ? AND first_seq + count > ? AND (EXISTS (" + rows
                        + ")" + rowless + ") ORDER BY first_seq LIMIT 1")) {
            @Nullable
            String reason = filter.reason() == null ? null : filter.reason().wire();
            select.setObject(1, broadcastId);
            select.setInt(2, fromSeq);
            select.setInt(3, fromSeq);
            select.setArray(4, connection.createArrayOf("int2", stages));
            select.setString(5, reason);
            select.setString(6, reason);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? OptionalInt.of(row.getInt(1)) : OptionalInt.empty();
            }
        }
    }
}
