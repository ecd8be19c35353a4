package dev.crier.dispatch;

import dev.crier.db.Database;
import dev.crier.db.GroupCommit;
import dev.crier.dispatch.LaneStore.WindowRow;
import dev.crier.message.Change;
import dev.crier.message.MessageStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Makes the results of sends durable, in batches; a window's row goes with the last result of the window.
///
/// If the database is away results wait here, and with them the lanes: nothing is sent whose outcome has no place.
final class Results implements AutoCloseable {
    /// @param window that the message leaves with this result; null for a retry, whose row exists
    private record Result(Change change, @Nullable Window window) {}

    /// Nobody waits for a result. At a thousand messages a second twenty are in doubt if the machine dies meanwhile.
    private static final Duration GATHER = Duration.ofMillis(20);

    private final GroupCommit<Result> commits;

    Results(Database database) {
        this.commits = new GroupCommit<>("results", database, GroupCommit.OnOutage.KEEP_TRYING, GATHER, Results::write);
    }

    void record(Change change, @Nullable Window window) {
        CompletableFuture<Void> durable = commits.submit(new Result(change, window));
        if (window != null) {
            var _ = durable.whenComplete((done, refused) -> {
                if (refused == null) {
                    window.recorded();
                } else {
                    window.spoil();
                }
            });
        }
    }

    /// Waits until all that was recorded so far is durable; false if that takes longer than `limit`.
    boolean flush(Duration limit) throws InterruptedException {
        try {
            commits.barrier().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        }
    }

    int waiting() {
        return commits.waiting();
    }

    private static void write(Connection connection, List<Result> batch) throws SQLException {
        List<Change> changes = new ArrayList<>(batch.size());
        Map<Window, Integer> counts = new HashMap<>();
        for (Result result : batch) {
            changes.add(result.change());
            if (result.window() != null) {
                counts.merge(result.window(), 1, Integer::sum);
            }
        }
        MessageStore.apply(connection, changes);
        List<WindowRow> ended = new ArrayList<>();
        counts.forEach((window, count) -> {
            if (window.endsWith(count)) {
                ended.add(window.row());
            }
        });
        LaneStore.close(connection, ended);
    }

    @Override
    public void close() {
        commits.close();
    }
}
