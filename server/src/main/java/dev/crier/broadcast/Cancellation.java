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
    private static final int WINDOWS_PER_STEP = 10;

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

    private static int settle(Connection connection, UUID id, Instant now) throws SQLException {
        List<MessageId> users = new ArrayList<>(ofWindows(connection, id));
        users.addAll(unclaimed(connection, id));
        users.addAll(waiting(connection, id));
        Change.Failure cancelled = new Change.Failure(Reason.CANCELLED);
        MessageStore.apply(
                connection,
                users.stream().map(user -> Change.failed(user, cancelled, now)).toList());
        if (users.isEmpty()) {
            finish(connection, id);
        }
        return users.size();
    }

    /// Users without a row in windows that a lane has given back. The windows end here, exactly these: another may be
    /// given back meanwhile.
    private static List<MessageId> ofWindows(Connection connection, UUID id) throws SQLException {
        return users(connection, id, """
                WITH this (id) AS (SELECT ?::uuid), ended AS (
                  DELETE FROM send_window w
                   USING (SELECT g.broadcast_id, g.first_seq FROM send_window g, this
                           WHERE g.broadcast_id = this.id AND g.epoch = 0 LIMIT %d FOR UPDATE OF g) AS g
                   WHERE w.broadcast_id = g.broadcast_id AND w.first_seq = g.first_seq AND w.epoch = 0
                  RETURNING w.first_seq, w.count)
                SELECT u.seq, 0
                  FROM this, ended, generate_series(ended.first_seq, ended.first_seq + ended.count - 1) AS u (seq)
                 WHERE NOT EXISTS (SELECT FROM message m WHERE m.broadcast_id = this.id AND m.seq = u.seq)""".formatted(WINDOWS_PER_STEP));
    }

    /// Users whom no window ever covered; the cursor moves over them.
    private static List<MessageId> unclaimed(Connection connection, UUID id) throws SQLException {
        return users(connection, id, """
                WITH this (id) AS (SELECT ?::uuid), moved AS (
                  UPDATE progress p SET next_seq = LEAST(b.total, p.next_seq + %d)
                    FROM broadcast b, this
                   WHERE p.broadcast_id = this.id AND b.id = this.id AND p.next_seq < b.total
                  RETURNING old.next_seq AS first, new.next_seq AS next)
                SELECT u.seq, 0 FROM this, moved, generate_series(moved.first, moved.next - 1) AS u (seq)
                 WHERE NOT EXISTS (SELECT FROM message m WHERE m.broadcast_id = this.id AND m.seq = u.seq)""".formatted(USERS_PER_STEP));
    }

    private static List<MessageId> waiting(Connection connection, UUID id) throws SQLException {
        return users(connection, id, """
                SELECT seq, attempts FROM message WHERE broadcast_id = ? AND stage = 4 ORDER BY seq LIMIT %d""".formatted(USERS_PER_STEP));
    }

    private static List<MessageId> users(Connection connection, UUID id, String sql) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setObject(1, id);
            List<MessageId> users = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    users.add(new MessageId(id, row.getInt(1), row.getInt(2)));
                }
            }
            return users;
        }
    }

    /// Nobody waits any more; what is in flight or in doubt settles by itself, and then so does the broadcast.
    private static void finish(Connection connection, UUID id) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE broadcast b SET finished_at = now() FROM progress p
                 WHERE b.id = ? AND p.broadcast_id = b.id
                   AND p.sent + p.delivered + p.read + p.failed >= b.total""")) {
            update.setObject(1, id);
            update.executeUpdate();
        }
    }
}
