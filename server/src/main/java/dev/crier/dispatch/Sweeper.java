package dev.crier.dispatch;

import dev.crier.broadcast.Cancellation;
import dev.crier.broadcast.Finisher;
import dev.crier.broadcast.Lateness;
import dev.crier.broadcast.OnUnknown;
import dev.crier.db.Database;
import dev.crier.message.Change;
import dev.crier.message.Change.Failure;
import dev.crier.message.MessageStore;
import dev.crier.message.Reason;
import dev.crier.message.RetryPolicy;
import dev.crier.message.RetryStore;
import dev.crier.message.RetryStore.Unsettled;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/// What time alone brings about: scheduled broadcasts start, unknown outcomes end, cancelled ones are told to their
/// users, broadcasts in which nobody is pending finish. Every node may do it; each step is one transaction that another
/// node's cannot double.
public final class Sweeper {
    private static final int UNSETTLED_PER_RUN = 1_000;

    private final Database database;
    private final RetryPolicy policy;
    private final Finisher finisher;
    private final Cancellation cancellation;
    private final Clock clock;
    private final Lateness lateness;
    private final Runnable wake;

    public Sweeper(Database database, RetryPolicy policy, Lateness lateness, Clock clock, Runnable wake) {
        this.lateness = lateness;
        this.database = database;
        this.policy = policy;
        this.finisher = new Finisher(database);
        this.cancellation = new Cancellation(database);
        this.clock = clock;
        this.wake = wake;
    }

    public void runOnce() throws SQLException {
        if (startScheduled() > 0) {
            wake.run();
        }
        settleUnknown(clock.instant());
        cancellation.runOnce(clock.instant());
        finisher.runOnce();
    }

    /// By the database's clock, so that nodes agree. Those for a segment of the contacts are the
    /// [dev.crier.broadcast.Gatherer]'s.
    private int startScheduled() throws SQLException {
        return database.inTransaction(connection -> {
            try (PreparedStatement start = connection.prepareStatement("""
                    UPDATE broadcast b SET status = 'running'
                     WHERE b.status = 'scheduled' AND b.scheduled_at <= now()
                       AND NOT EXISTS (SELECT FROM broadcast_audience a
                                        WHERE a.broadcast_id = b.id AND a.gathered_at IS NULL)
                    RETURNING extract(epoch FROM now() - b.scheduled_at)""")) {
                return lateness.started(start);
            }
        });
    }

    private void settleUnknown(Instant now) throws SQLException {
        database.inTransaction(connection -> {
            List<Unsettled> ended = RetryStore.graceEnded(connection, now, UNSETTLED_PER_RUN);
            MessageStore.apply(
                    connection, ended.stream().map(each -> settled(each, now)).toList());
            return ended.size();
        });
    }

    private Change settled(Unsettled message, Instant now) {
        boolean again = OnUnknown.RETRY.wire().equals(message.onUnknown());
        return again
                ? Change.waiting(message.id(), new Failure(Reason.OUTCOME_UNKNOWN), policy.maxTries(), now, now)
                : Change.givenUp(message.id(), now);
    }
}
