package dev.crier.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.UUID;
import javax.sql.DataSource;

/// Monthly partitions of `message` and `message_event`, by the time inside of the broadcast's UUIDv7: retention drops a
/// table, not rows.
final class Partitions {
    /// The current month and two more, so that a process that runs on never writes to the default partition.
    private static final int MONTHS_AHEAD = 2;

    private Partitions() {}

    /// @param first the month to begin with
    static void ensure(DataSource pool, YearMonth first) throws SQLException {
        YearMonth last = YearMonth.now(ZoneOffset.UTC).plusMonths(MONTHS_AHEAD);
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            for (YearMonth month = first; !month.isAfter(last); month = month.plusMonths(1)) {
                statement.execute(create("message", month) + " WITH (fillfactor = 75)");
                statement.execute(create("message_event", month));
            }
        }
    }

    private static String create(String table, YearMonth month) {
        return "CREATE TABLE IF NOT EXISTS " + table + "_" + month.toString().replace('-', '_') + " PARTITION OF "
                + table + " FOR VALUES FROM ('" + firstId(month) + "') TO ('" + firstId(month.plusMonths(1)) + "')";
    }

    /// The smallest UUIDv7 of the month: 48 bits of milliseconds, then zeros.
    static UUID firstId(YearMonth month) {
        Instant start = month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        return new UUID(start.toEpochMilli() << 16, 0L);
    }
}
