package dev.crier.broadcast;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/// How late scheduled broadcasts start, by the database's clock.
public final class Lateness {
    private volatile double lastSeconds;

    /// Runs a statement that starts broadcasts and returns the seconds by which each is late, NULL if it had no time to
    /// keep; tells how many started.
    public int started(PreparedStatement statement) throws SQLException {
        int started = 0;
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                started++;
                double seconds = row.getDouble(1);
                if (!row.wasNull()) {
                    lastSeconds = seconds;
                }
            }
        }
        return started;
    }

    /// Of the last one that had a time to keep.
    public double lastSeconds() {
        return lastSeconds;
    }
}
