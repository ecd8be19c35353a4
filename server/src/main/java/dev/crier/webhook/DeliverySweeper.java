package dev.crier.webhook;

import dev.crier.api.Ids;
import dev.crier.db.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/// Forgets deliveries that nobody will ask for any more, and counts those that wait.
public final class DeliverySweeper {
    /// Delivered ones hold what people wrote; a week is enough to see and replay them.
    static final Duration DELIVERED_KEPT = Duration.ofDays(7);

    /// Failed ones, and those that wait for a webhook that is disabled: somebody has to notice and act.
    static final Duration FAILED_KEPT = Duration.ofDays(30);

    private static final int BATCH = 5_000;
    private static final int BATCHES_PER_RUN = 20;

    /// Counting stops here; nobody needs the exact number of so many.
    private static final int MOST_COUNTED = 1_000_000;

    private final Database database;
    private final Clock clock;
    private volatile Backlog backlog = new Backlog(0, null);

    public DeliverySweeper(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    private record Backlog(
            long waiting, @org.jspecify.annotations.Nullable Instant oldest) {}

    /// Events that wait for their endpoint, as of the last run.
    public long waiting() {
        return backlog.waiting();
    }

    /// How long the oldest of them has waited.
    public double oldestSeconds() {
        Instant oldest = backlog.oldest();
        return oldest == null
                ? 0
                : Math.max(0, Duration.between(oldest, clock.instant()).toMillis() / 1000.0);
    }

    /// Looks at the backlog, and deletes some of what is old.
    public void runOnce() throws SQLException {
        backlog = database.inTransaction(DeliverySweeper::count);
        Instant now = clock.instant();
        sweep("""
                DELETE FROM webhook_delivery WHERE id IN (
                  SELECT id FROM webhook_delivery WHERE id < ? AND status = 'delivered' ORDER BY id LIMIT ?)""", now.minus(DELIVERED_KEPT));
        sweep("""
                DELETE FROM webhook_delivery WHERE id IN (
                  SELECT d.id FROM webhook_delivery d JOIN webhook w ON w.id = d.webhook_id
                   WHERE d.id < ? AND (d.status = 'failed' OR NOT w.enabled) ORDER BY d.id LIMIT ?)""", now.minus(FAILED_KEPT));
        sweepDeleted();
    }

    private static Backlog count(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT count(*), (SELECT id FROM webhook_delivery WHERE status = 'waiting' ORDER BY id LIMIT 1)
                  FROM (SELECT FROM webhook_delivery WHERE status = 'waiting' LIMIT ?) AS waiting""")) {
            select.setInt(1, MOST_COUNTED);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                UUID oldest = row.getObject(2, UUID.class);
                return new Backlog(row.getLong(1), oldest == null ? null : DeliveryLog.timeOf(oldest));
            }
        }
    }

    private void sweep(String sql, Instant before) throws SQLException {
        for (int i = 0; i < BATCHES_PER_RUN; i++) {
            int deleted = database.inTransaction(connection -> {
                try (PreparedStatement delete = connection.prepareStatement(sql)) {
                    delete.setObject(1, Ids.firstOf(before));
                    delete.setInt(2, BATCH);
                    return delete.executeUpdate();
                }
            });
            if (deleted < BATCH) {
                return;
            }
        }
    }

    /// What a deleted webhook left behind, and at last its row.
    private void sweepDeleted() throws SQLException {
        for (int i = 0; i < BATCHES_PER_RUN; i++) {
            int left = database.inTransaction(
                    connection -> run(connection, """
                            DELETE FROM webhook_delivery WHERE id IN (
                              SELECT d.id FROM webhook w JOIN webhook_delivery d ON d.webhook_id = w.id
                               WHERE w.deleted_at IS NOT NULL LIMIT %d)""".formatted(BATCH)) + run(connection, """
                            DELETE FROM webhook_queue WHERE (webhook_id, person) IN (
                              SELECT q.webhook_id, q.person FROM webhook w JOIN webhook_queue q ON q.webhook_id = w.id
                               WHERE w.deleted_at IS NOT NULL LIMIT %d)""".formatted(BATCH)));
            if (left == 0) {
                // A fan-out that began before the deletion has ended long since.
                database.inTransaction(connection ->
                        run(connection, "DELETE FROM webhook WHERE deleted_at < now() - interval '10 minutes'"));
                return;
            }
        }
    }

    private static int run(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            return statement.executeUpdate();
        }
    }
}
