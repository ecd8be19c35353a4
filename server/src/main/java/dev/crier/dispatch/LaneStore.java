package dev.crier.dispatch;

import dev.crier.db.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// SQL for who owns a lane, and for its windows. Every statement that begins an attempt checks the epoch.
final class LaneStore {
    private final Database database;

    LaneStore(Database database) {
        this.database = database;
    }

    /// Takes the lane if it is free, ours already (we are back after a crash), or its owner's lease has run out.
    Optional<Long> acquire(UUID channelId, String owner, Duration lease) throws SQLException {
        return database.inTransaction(connection -> {
            try (PreparedStatement acquire = connection.prepareStatement("""
                    INSERT INTO lane AS l (channel_id, owner, epoch, lease_until)
                    VALUES (?, ?, 1, now() + make_interval(secs => ?))
                    ON CONFLICT (channel_id) DO UPDATE
                       SET owner = excluded.owner, epoch = l.epoch + 1, lease_until = excluded.lease_until
                     WHERE l.owner = excluded.owner OR l.lease_until < now()
                    RETURNING epoch""")) {
                acquire.setObject(1, channelId);
                acquire.setString(2, owner);
                acquire.setDouble(3, lease.toMillis() / 1e3);
                try (ResultSet row = acquire.executeQuery()) {
                    return row.next() ? Optional.of(row.getLong(1)) : Optional.empty();
                }
            }
        });
    }

    boolean renew(UUID channelId, long epoch, Duration lease) throws SQLException {
        return database.inTransaction(connection -> {
            try (PreparedStatement renew = connection.prepareStatement("""
                    UPDATE lane SET lease_until = now() + make_interval(secs => ?) WHERE channel_id = ? AND epoch = ?""")) {
                renew.setDouble(1, lease.toMillis() / 1e3);
                renew.setObject(2, channelId);
                renew.setLong(3, epoch);
                return renew.executeUpdate() == 1;
            }
        });
    }

    /// Gives the lane up, so that another node need not wait for the lease to end.
    void give(UUID channelId, long epoch) throws SQLException {
        database.inTransaction(connection -> {
            try (PreparedStatement give = connection.prepareStatement(
                    "UPDATE lane SET lease_until = now() - interval '1 s' WHERE channel_id = ? AND epoch = ?")) {
                give.setObject(1, channelId);
                give.setLong(2, epoch);
                return give.executeUpdate();
            }
        });
    }

    /// A window's row.
    record WindowRow(UUID broadcastId, int firstSeq, int count, long epoch) {
        AttemptJournal.Key key() {
            return new AttemptJournal.Key(broadcastId, firstSeq, epoch);
        }
    }

    /// Claims users `window.firstSeq` and following for the window's epoch: the promise that is durable before the
    /// first byte leaves. False if the lane is lost, the broadcast no longer runs, or somebody was faster.
    static boolean claim(Connection connection, UUID channelId, WindowRow window) throws SQLException {
        try (PreparedStatement claim = connection.prepareStatement("""
                WITH moved AS (
                  UPDATE progress p SET next_seq = p.next_seq + ?
                    FROM lane l, broadcast b
                   WHERE p.broadcast_id = ? AND p.next_seq = ?
                     AND b.id = p.broadcast_id AND b.status = 'running'
                     AND l.channel_id = ? AND l.epoch = ?
                  RETURNING p.broadcast_id)
                INSERT INTO send_window (broadcast_id, first_seq, count, channel_id, epoch)
                SELECT broadcast_id, ?, ?, ?, ? FROM moved""")) {
            claim.setInt(1, window.count());
            claim.setObject(2, window.broadcastId());
            claim.setInt(3, window.firstSeq());
            claim.setObject(4, channelId);
            claim.setLong(5, window.epoch());
            claim.setInt(6, window.firstSeq());
            claim.setInt(7, window.count());
            claim.setObject(8, channelId);
            claim.setLong(9, window.epoch());
            return claim.executeUpdate() == 1;
        }
    }

    /// Windows of the lane that are not this epoch's: left by a crash, by another owner, or given back (epoch 0).
    /// Given-back ones only while their broadcast runs; the others at once, to find out what is in doubt.
    List<WindowRow> foreign(UUID channelId, long epoch, int limit) throws SQLException {
        return database.inTransaction(connection -> {
            try (PreparedStatement select = connection.prepareStatement("""
                    SELECT w.broadcast_id, w.first_seq, w.count, w.epoch
                      FROM send_window w JOIN broadcast b ON b.id = w.broadcast_id
                     WHERE w.channel_id = ? AND w.epoch <> ? AND (w.epoch <> 0 OR b.status = 'running')
                     ORDER BY w.broadcast_id, w.first_seq LIMIT ?""")) {
                select.setObject(1, channelId);
                select.setLong(2, epoch);
                select.setInt(3, limit);
                return rows(select);
            }
        });
    }

    /// Channels for which there is something to do: users whom nobody claimed, windows that an earlier epoch left or
    /// gave back, retries that are due. One question for all lanes: idle numbers cost nothing each.
    Set<UUID> withNews(Instant now) throws SQLException {
        return database.inTransaction(connection -> {
            try (PreparedStatement select = connection.prepareStatement("""
                    SELECT b.channel_id FROM broadcast b JOIN progress p ON p.broadcast_id = b.id
                     WHERE b.status = 'running' AND p.next_seq < b.total
                    UNION
                    SELECT w.channel_id FROM send_window w JOIN lane l ON l.channel_id = w.channel_id
                      JOIN broadcast b ON b.id = w.broadcast_id
                     WHERE w.epoch <> l.epoch AND (w.epoch <> 0 OR b.status = 'running')
                    UNION
                    SELECT b.channel_id FROM broadcast b
                     WHERE b.status = 'running'
                       AND EXISTS (SELECT FROM message m
                                    WHERE m.broadcast_id = b.id AND m.due_at <= ? AND m.stage = 4)""")) {
                select.setObject(1, OffsetDateTime.ofInstant(now, ZoneOffset.UTC));
                Set<UUID> channels = new HashSet<>();
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        channels.add(row.getObject(1, UUID.class));
                    }
                }
                return channels;
            }
        });
    }

    /// Every window there is; at start, to tidy the journal.
    List<WindowRow> all() throws SQLException {
        return database.inTransaction(connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement("SELECT broadcast_id, first_seq, count, epoch FROM send_window")) {
                return rows(select);
            }
        });
    }

    private static List<WindowRow> rows(PreparedStatement select) throws SQLException {
        List<WindowRow> windows = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                windows.add(new WindowRow(row.getObject(1, UUID.class), row.getInt(2), row.getInt(3), row.getLong(4)));
            }
        }
        return windows;
    }

    /// Hands a window from the epoch in `from` to `toEpoch`; false if the lane or the window is no longer ours to hand.
    static boolean hand(Connection connection, UUID channelId, WindowRow from, long toEpoch, long owner)
            throws SQLException {
        try (PreparedStatement hand = connection.prepareStatement("""
                UPDATE send_window SET epoch = ?
                 WHERE broadcast_id = ? AND first_seq = ? AND epoch = ?
                   AND EXISTS (SELECT FROM lane WHERE channel_id = ? AND epoch = ?)""")) {
            hand.setLong(1, toEpoch);
            hand.setObject(2, from.broadcastId());
            hand.setInt(3, from.firstSeq());
            hand.setLong(4, from.epoch());
            hand.setObject(5, channelId);
            hand.setLong(6, owner);
            return hand.executeUpdate() == 1;
        }
    }

    /// Deletes windows whose last message has been recorded, in the transaction that records it.
    static void close(Connection connection, List<WindowRow> windows) throws SQLException {
        if (windows.isEmpty()) {
            return;
        }
        try (PreparedStatement close = connection.prepareStatement("""
                DELETE FROM send_window w USING unnest(?::uuid[], ?::int[], ?::bigint[]) AS c (id, seq, epoch)
                 WHERE w.broadcast_id = c.id AND w.first_seq = c.seq AND w.epoch = c.epoch""")) {
            close.setArray(
                    1,
                    connection.createArrayOf(
                            "uuid", windows.stream().map(WindowRow::broadcastId).toArray()));
            close.setArray(
                    2,
                    connection.createArrayOf(
                            "int4", windows.stream().map(WindowRow::firstSeq).toArray()));
            close.setArray(
                    3,
                    connection.createArrayOf(
                            "int8", windows.stream().map(WindowRow::epoch).toArray()));
            close.executeUpdate();
        }
    }

    /// Which users of a window have a row already.
    static java.util.BitSet recorded(Connection connection, WindowRow window) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT seq FROM message WHERE broadcast_id = ? AND seq >= ? AND seq < ?")) {
            select.setObject(1, window.broadcastId());
            select.setInt(2, window.firstSeq());
            select.setInt(3, window.firstSeq() + window.count());
            java.util.BitSet recorded = new java.util.BitSet(window.count());
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    recorded.set(row.getInt(1) - window.firstSeq());
                }
            }
            return recorded;
        }
    }
}
