package dev.crier.broadcast;

import dev.crier.account.Bot;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.api.ProblemException;
import dev.crier.db.Database;
import dev.crier.message.Reason;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// What can be asked of stored broadcasts, and the commands they take. What is not possible is a
/// [dev.crier.api.ProblemException].
public final class Broadcasts {
    private final Database database;
    private final BroadcastStore store;
    private final Acceptor acceptor;
    private final Runnable wake;

    /// @param wake tells the lanes that a broadcast may or may no longer be sent
    public Broadcasts(Database database, Acceptor acceptor, Runnable wake) {
        this.database = database;
        this.store = new BroadcastStore(database);
        this.acceptor = acceptor;
        this.wake = wake;
    }

    /// Newest first, those before `after` if it is given.
    public List<Broadcast> list(UUID botId, Set<State> states, @Nullable UUID after, int limit) {
        return store.list(botId, states, after, limit);
    }

    public Broadcast find(UUID botId, UUID id) {
        return store.find(botId, id).orElseThrow(Broadcasts::notFound);
    }

    static Broadcast find(Connection connection, UUID botId, UUID id) {
        return BroadcastStore.find(Jdbi.create(connection).open(), botId, id).orElseThrow(Broadcasts::notFound);
    }

    /// The broadcast after the command.
    public Broadcast command(UUID botId, UUID id, State.Command command) {
        boolean moved = store.command(botId, id, command);
        Broadcast broadcast = find(botId, id);
        if (!moved) {
            throw impossible(command, broadcast.state());
        }
        wake.run();
        return broadcast;
    }

    /// Lets messages that failed for one of `reasons` be tried again; returns how many.
    public int retry(UUID botId, UUID id, Collection<Reason> reasons) throws SQLException {
        Broadcast before = find(botId, id);
        int count = store.retry(botId, id, reasons)
                .orElseThrow(() -> Problem.of(
                        ProblemCode.WRONG_STATE,
                        "The broadcast is " + before.state().wire()
                                + "; failed messages are tried again while it is running, paused or finished"));
        wake.run();
        return count;
    }

    /// What starting it now would do.
    public DryRun dryRun(Bot bot, UUID id) throws SQLException {
        Broadcast broadcast = find(bot.id(), id);
        if (!State.Command.START.from().contains(broadcast.state())) {
            throw impossible(State.Command.START, broadcast.state());
        }
        return acceptor.dryRunOf(bot, id).orElseThrow(Broadcasts::notFound);
    }

    private static ProblemException impossible(State.Command command, State state) {
        String possible = Stream.of(State.Command.values())
                .filter(each -> each.from().contains(state))
                .map(State.Command::wire)
                .collect(Collectors.joining(", "));
        return Problem.of(
                ProblemCode.WRONG_STATE,
                "The broadcast is " + state.wire() + ", so it cannot take " + command.wire() + "; possible: "
                        + (possible.isEmpty() ? "nothing more" : possible));
    }

    static ProblemException notFound() {
        return Problem.of(ProblemCode.BROADCAST_NOT_FOUND, "This bot has no broadcast with that id");
    }

    public List<Course.Failures> failures(UUID botId, UUID id) throws SQLException {
        return database.inSnapshot(connection ->
                Course.failures(connection, find(connection, botId, id).id()));
    }

    public Course course(UUID botId, UUID id, int steps) throws SQLException {
        return database.inSnapshot(
                connection -> Course.of(connection, find(connection, botId, id).id(), steps));
    }
}
