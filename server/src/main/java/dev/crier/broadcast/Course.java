package dev.crier.broadcast;

import dev.crier.cloudapi.ErrorCatalogue;
import dev.crier.message.Reason;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// How the messages of a broadcast came along over time, counted from its own rows.
///
/// @param begin of the first step; null: nothing has happened yet
/// @param steps in order, each as long as the others; sums from the beginning up to the end of the step
public record Course(@Nullable Instant begin, Duration step, List<Step> steps) {
    public Course {
        steps = List.copyOf(steps);
    }

    /// How many had come so far by the end of a step: whoever has read a message got it, too.
    public record Step(long accepted, long delivered, long read, long failed) {}

    /// Messages that failed for the same cause.
    ///
    /// @param code Meta's; null: Crier found it
    public record Failures(Reason reason, @Nullable Integer code, long messages) {
        public String sentence() {
            return code == null
                    ? reason.sentence()
                    : ErrorCatalogue.async(code).entry().sentence();
        }

        /// What Meta's catalogue says to do; empty for what is no error of Meta's.
        public String fix() {
            return code == null ? "" : ErrorCatalogue.async(code).entry().fix();
        }
    }

    private static final int MOST_CAUSES = 200;

    /// The most frequent first.
    static List<Failures> failures(Connection connection, UUID broadcastId) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT reason, code, count(*) FROM message
                 WHERE broadcast_id = ? AND stage IN (2, 5) AND reason IS NOT NULL
                 GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT ?""")) {
            select.setObject(1, broadcastId);
            select.setInt(2, MOST_CAUSES);
            List<Failures> failures = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    int code = row.getInt(2);
                    boolean hasCode = !row.wasNull();
                    failures.add(new Failures(Reason.of(row.getString(1)), hasCode ? code : null, row.getLong(3)));
                }
            }
            return failures;
        }
    }

    /// Seconds are the smallest step: Meta tells no more.
    static Course of(Connection connection, UUID broadcastId, int steps) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                WITH happened AS (
                  SELECT e.kind, extract(epoch FROM e.at)::bigint AS at, count(*) AS n
                    FROM message m, LATERAL (VALUES
                      (0, LEAST(m.sent_at, m.delivered_at, m.read_at)),
                      (1, CASE WHEN m.stage IN (6, 7) THEN COALESCE(m.delivered_at, m.read_at) END),
                      (2, CASE WHEN m.stage = 7 THEN m.read_at END),
                      (3, CASE WHEN m.stage IN (2, 5) THEN COALESCE(m.failed_at, m.updated_at) END)) AS e (kind, at)
                   WHERE m.broadcast_id = ? AND e.at IS NOT NULL GROUP BY 1, 2),
                span AS (SELECT min(at) AS first, GREATEST(1, ceil((max(at) - min(at) + 1) / ?::numeric))::bigint AS step
                           FROM happened)
                SELECT first, step, kind, (at - first) / step AS bucket, sum(n)::bigint
                  FROM happened, span GROUP BY 1, 2, 3, 4""")) {
            select.setObject(1, broadcastId);
            select.setInt(2, steps);
            try (ResultSet row = select.executeQuery()) {
                return read(row, steps);
            }
        }
    }

    private static Course read(ResultSet row, int steps) throws SQLException {
        long[][] counts = new long[steps][4];
        @Nullable Instant begin = null;
        Duration step = Duration.ofSeconds(1);
        int last = -1;
        while (row.next()) {
            begin = Instant.ofEpochSecond(row.getLong(1));
            step = Duration.ofSeconds(row.getLong(2));
            int bucket = (int) Math.min(steps - 1L, row.getLong(4));
            counts[bucket][row.getInt(3)] += row.getLong(5);
            last = Math.max(last, bucket);
        }
        List<Step> sums = new ArrayList<>(last + 1);
        long[] so = new long[4];
        for (int i = 0; i <= last; i++) {
            for (int kind = 0; kind < so.length; kind++) {
                so[kind] += counts[i][kind];
            }
            sums.add(new Step(so[0], so[1], so[2], so[3]));
        }
        return new Course(begin, step, sums);
    }
}
