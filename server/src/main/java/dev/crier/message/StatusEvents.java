package dev.crier.message;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The messages of one batch whose status, as people see it, has changed: events for the webhooks of their bots,
/// written in the transaction of the change.
///
/// Which messages those are comes back from the very statement that changes them, and only where some bot has a webhook
/// for it. So nothing more is asked of the database while nobody has, and a webhook sees all that commits after it.
final class StatusEvents {
    /// Whether any bot listens: looked up once in a statement.
    static final String WANTED =
            "(SELECT EXISTS (SELECT FROM webhook WHERE enabled AND event IN ('', 'action_status')))";

    /// For each broadcast of the batch, the users to tell of; NULL if nobody listens.
    static final String TOLD = """
            array_agg(seq) FILTER (
              WHERE %s
                AND is_now NOT IN (0, 1, 4) AND is_now <> COALESCE(was, 0)
                AND NOT (is_now IN (2, 5) AND COALESCE(was, 0) IN (2, 5)))""".formatted(WANTED);

    /// Rows of a message are locked by now, so the ids of one message's events follow the order of its changes.
    private static final String WRITE = """
            INSERT INTO webhook_event (bot_id, type, broadcast_id, seq, happened_at, data)
            SELECT b.bot_id, 'action_status', m.broadcast_id, m.seq,
                   COALESCE(CASE m.stage WHEN 3 THEN m.sent_at WHEN 6 THEN m.delivered_at WHEN 7 THEN m.read_at
                                         ELSE m.failed_at END, m.updated_at),
                   jsonb_build_object('stage', m.stage, 'message_id', NULLIF(m.wamid, ''), 'reason', m.reason,
                                      'code', m.code, 'details', m.details, 'kind', b.kind)
              FROM unnest(?::uuid[], ?::int[]) AS i (broadcast_id, seq)
              JOIN broadcast b ON b.id = i.broadcast_id
              JOIN message m ON m.broadcast_id = i.broadcast_id AND m.seq = i.seq
             WHERE EXISTS (SELECT FROM webhook w
                            WHERE w.bot_id = b.bot_id AND w.enabled AND w.event IN ('', 'action_status'))
             ORDER BY m.broadcast_id, m.seq""";

    private final List<UUID> broadcasts = new ArrayList<>();
    private final List<Integer> seqs = new ArrayList<>();

    void add(UUID broadcastId, @Nullable Array told) throws SQLException {
        if (told != null) {
            for (Integer seq : (Integer[]) told.getArray()) {
                add(broadcastId, seq);
            }
        }
    }

    void add(UUID broadcastId, int seq) {
        broadcasts.add(broadcastId);
        seqs.add(seq);
    }

    void write(Connection connection) throws SQLException {
        if (seqs.isEmpty()) {
            return;
        }
        try (PreparedStatement write = connection.prepareStatement(WRITE)) {
            write.setArray(1, connection.createArrayOf("uuid", broadcasts.toArray(UUID[]::new)));
            write.setArray(2, connection.createArrayOf("int4", seqs.toArray(Integer[]::new)));
            write.executeUpdate();
        }
    }
}
