package dev.crier.message;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/// SQL for messages that wait for something: their next try, or the end of their grace time.
public final class RetryStore {
    private RetryStore() {}

    /// A message whose next attempt has begun.
    ///
    /// @param attempt the number of the attempt that begins
    /// @param tries tries before this one
    /// @param freeAttempts attempts before this one that a throttle ended
    public record Due(UUID broadcastId, int seq, int attempt, int tries, int freeAttempts) {}

    /// Begins the next attempt of up to `limit` waiting messages of running broadcasts of the channel.
    ///
    /// `due_at` stays set while an attempt runs, so that those which a crash left behind are found by its index. A
    /// message that waits without a reason waits by [#again] and has its attempt's number already.
    public static List<Due> begin(Connection connection, UUID channelId, long epoch, Instant now, int limit)
            throws SQLException {
        try (PreparedStatement begin = connection.prepareStatement("""
                UPDATE message m SET stage = 0, attempts = m.attempts + (m.reason IS NOT NULL)::int, updated_at = ?
                  FROM (SELECT d.broadcast_id, d.seq FROM message d JOIN broadcast b ON b.id = d.broadcast_id
                         WHERE d.due_at <= ? AND d.stage = 4 AND b.channel_id = ? AND b.status = 'running'
                           AND EXISTS (SELECT FROM lane WHERE channel_id = ? AND epoch = ?)
                         ORDER BY d.due_at LIMIT ? FOR UPDATE OF d SKIP LOCKED) AS due
                 WHERE m.broadcast_id = due.broadcast_id AND m.seq = due.seq
                RETURNING m.broadcast_id, m.seq, m.attempts, m.free_attempts, m.forgiven""")) {
            OffsetDateTime time = OffsetDateTime.ofInstant(now, ZoneOffset.UTC);
            begin.setObject(1, time);
            begin.setObject(2, time);
            begin.setObject(3, channelId);
            begin.setObject(4, channelId);
            begin.setLong(5, epoch);
            begin.setInt(6, limit);
            List<Due> due = new ArrayList<>();
            try (ResultSet row = begin.executeQuery()) {
                while (row.next()) {
                    int attempt = row.getInt(3);
                    int freeAttempts = row.getInt(4);
                    due.add(new Due(
                            row.getObject(1, UUID.class),
                            row.getInt(2),
                            attempt,
                            attempt - 1 - freeAttempts - row.getInt(5),
                            freeAttempts));
                }
            }
            return due;
        }
    }

    /// Lets the messages of a broadcast that failed for one of `reasons` be tried anew, with all their tries; returns
    /// how many. Their next attempt is counted here, so that late news of the last one cannot undo this.
    public static int again(Connection connection, UUID broadcastId, Collection<Reason> reasons) throws SQLException {
        try (PreparedStatement again =
                connection.prepareStatement("""
                WITH failed AS (
                  UPDATE message m SET stage = 4, attempts = attempts + 1, forgiven = attempts - free_attempts,
                                     reason = NULL, code = NULL, details = NULL, failed_at = NULL, due_at = now(),
                                     updated_at = now()
                   WHERE broadcast_id = ? AND stage IN (2, 5) AND reason = ANY (?)
                  RETURNING m.broadcast_id, m.seq, %1$s, old.attempts AS was_attempts, old.failed_at AS was_failed_at,
                            old.code AS was_code, old.details AS was_details, new.attempts, new.updated_at),
                counted AS (%2$s), told AS (%3$s),
                total AS (SELECT count(*)::int AS n FROM failed)
                UPDATE progress SET failed = failed - n FROM total WHERE broadcast_id = ? RETURNING n""".formatted(Figures.MOVED, Figures.count("failed"), History.RETRIED))) {
            again.setObject(1, broadcastId);
            again.setArray(
                    2,
                    connection.createArrayOf(
                            "text", reasons.stream().map(Reason::wire).toArray(String[]::new)));
            again.setObject(3, broadcastId);
            try (ResultSet row = again.executeQuery()) {
                return row.next() ? row.getInt(1) : 0;
            }
        }
    }

    /// Attempts at retries that an earlier owner of the lane began and never recorded.
    public static List<MessageId> abandoned(Connection connection, UUID channelId) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT m.broadcast_id, m.seq, m.attempts FROM message m JOIN broadcast b ON b.id = m.broadcast_id
                 WHERE m.due_at IS NOT NULL AND m.stage = 0 AND b.channel_id = ?""")) {
            select.setObject(1, channelId);
            List<MessageId> abandoned = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    abandoned.add(new MessageId(row.getObject(1, UUID.class), row.getInt(2), row.getInt(3)));
                }
            }
            return abandoned;
        }
    }

    /// A message whose grace time has ended without news.
    ///
    /// @param onUnknown what its broadcast wants then
    public record Unsettled(MessageId id, String onUnknown) {}

    public static List<Unsettled> graceEnded(Connection connection, Instant now, int limit) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT m.broadcast_id, m.seq, m.attempts, b.on_unknown
                  FROM message m JOIN broadcast b ON b.id = m.broadcast_id
                 WHERE m.due_at <= ? AND m.stage = 1 ORDER BY m.due_at LIMIT ? FOR UPDATE OF m SKIP LOCKED""")) {
            select.setObject(1, OffsetDateTime.ofInstant(now, ZoneOffset.UTC));
            select.setInt(2, limit);
            List<Unsettled> unsettled = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    unsettled.add(new Unsettled(
                            new MessageId(row.getObject(1, UUID.class), row.getInt(2), row.getInt(3)),
                            row.getString(4)));
                }
            }
            return unsettled;
        }
    }
}
