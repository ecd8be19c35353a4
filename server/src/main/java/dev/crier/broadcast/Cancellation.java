package dev.crier.broadcast;

import dev.crier.db.Database;
import dev.crier.message.Change;
import dev.crier.message.MessageId;
import dev.crier.message.MessageStore;
import dev.crier.message.Reason;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// Tells each user of a cancelled broadcast to whom nothing was sent: `failure`, reason `cancelled`.
///
/// The command itself only changes the state, so it takes effect at once whatever the size. Users whom a lane still
/// holds come when the lane has given their window back.
public final class Cancellation {
    private static final int USERS_PER_STEP = 5_000;

    private final Database database;

    public Cancellation(Database database) {
        this.database = database;
    }

    /// Settles some users of each cancelled broadcast; returns how many.
    public int runOnce(Instant now) throws SQLException {
        List<UUID> cancelled = database.inTransaction(Cancellation::unsettled);
        int settled = 0;
        for (UUID id : cancelled) {
            settled += database.inTransaction(connection -> settle(connection, id, now));
        }
        return settled;
    }

    private static List<UUID> unsettled(Connection connection) throws SQLException {
        List<UUID> ids = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT id FROM broadcast WHERE status = 'cancelled' AND finished_at IS NULL""");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                ids.add(row.getObject(1, UUID.class));
            }
        }
        return ids;
    }

    /// Waiting retries, users of windows that were given back, and users whom nobody claimed.
    private static int settle(Connection connection, UUID id, Instant now) throws SQLException {
        List<Change> changes = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT u.seq, COALESCE(m.attempts, 0)
                  FROM (SELECT generate_series(w.first_seq, w.first_seq + w.count - 1) AS seq
                          FROM send_window w WHERE w.broadcast_id = ? AND w.epoch = 0
                        UNION ALL
                        SELECT generate_series(p.next_seq, b.total - 1)
                          FROM broadcast b JOIN progress p ON p.broadcast_id = b.id WHERE b.id = ?
                        UNION ALL
                        SELECT seq FROM message WHERE broadcast_id = ? AND stage = 4) AS u
                  LEFT JOIN message m ON m.broadcast_id = ? AND m.seq = u.seq
                 WHERE m.seq IS NULL OR m.stage = 4 LIMIT ?""")) {
            for (int i = 1; i <= 4; i++) {
                select.setObject(i, id);
            }
            select.setInt(5, USERS_PER_STEP);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    changes.add(Change.failed(
                            new MessageId(id, row.getInt(1), row.getInt(2)),
                            new Change.Failure(Reason.CANCELLED),
                            now));
                }
            }
        }
        MessageStore.apply(connection, changes);
        if (changes.isEmpty()) {
            finish(connection, id);
        }
        return changes.size();
    }

    /// The windows hold nobody any more; once nothing is in flight or in doubt either, the broadcast is settled.
    private static void finish(Connection connection, UUID id) throws SQLException {
        try (PreparedStatement delete =
                        connection.prepareStatement("DELETE FROM send_window WHERE broadcast_id = ? AND epoch = 0");
                PreparedStatement update = connection.prepareStatement("""
                        UPDATE broadcast b SET finished_at = now() FROM progress p
                         WHERE b.id = ? AND p.broadcast_id = b.id
                           AND p.sent + p.delivered + p.read + p.failed >= b.total""")) {
            delete.setObject(1, id);
            delete.executeUpdate();
            update.setObject(1, id);
            update.executeUpdate();
        }
    }
}
