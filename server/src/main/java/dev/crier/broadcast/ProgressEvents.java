package dev.crier.broadcast;

import dev.crier.api.EventStream;
import dev.crier.api.EventStream.Event;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

/// A broadcast's progress as server-sent events, one at once and one after each change: `progress` while it has
/// something to do, `finished` when everybody has been dealt with.
///
/// Statuses come in for days after that, so the stream goes on; it ends when everybody has read the message.
final class ProgressEvents {
    /// Each listener costs a look at one row a time.
    private static final int MAX_LISTENERS = 200;

    private final EventStream stream = new EventStream(MAX_LISTENERS);

    /// Writes to `response` until the broadcast is at rest, the listener is gone or its time is up.
    void stream(ServerResponse response, Supplier<Optional<Broadcast>> source) throws IOException {
        stream.send(response, () -> source.get().map(ProgressEvents::event));
    }

    private static Event event(Broadcast broadcast) {
        return new Event(
                isOver(broadcast) ? "finished" : "progress",
                BroadcastJson.summary(broadcast).toString(),
                isAtRest(broadcast));
    }

    private static boolean isOver(Broadcast broadcast) {
        boolean ended = broadcast.state() == State.FINISHED || broadcast.state() == State.CANCELLED;
        return ended && broadcast.statistics().pending() == 0;
    }

    private static boolean isAtRest(Broadcast broadcast) {
        Broadcast.Statistics statistics = broadcast.statistics();
        return isOver(broadcast) && statistics.sent() == 0 && statistics.delivered() == 0;
    }
}
