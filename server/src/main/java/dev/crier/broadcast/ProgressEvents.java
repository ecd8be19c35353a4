package dev.crier.broadcast;

import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/// A broadcast's progress as server-sent events, one at once and one after each change: `progress` while it has
/// something to do, `finished` when everybody has been dealt with.
///
/// Statuses come in for days after that, so the stream goes on; it ends when everybody has read the message, or after
/// a while. A client's `EventSource` then connects again by itself, and gets the state of that moment.
final class ProgressEvents {
    /// Each listener costs a look at one row a second.
    private static final int MAX_LISTENERS = 200;

    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);
    private static final Duration LONGEST = Duration.ofMinutes(15);

    private final Semaphore listeners = new Semaphore(MAX_LISTENERS);

    /// Writes to `response` until the broadcast is at rest, the listener is gone or its time is up.
    void stream(ServerResponse response, Supplier<Optional<Broadcast>> source) throws IOException {
        if (!listeners.tryAcquire()) {
            throw Problem.of(ProblemCode.UNAVAILABLE, "Too many listeners; ask for the broadcast now and then instead");
        }
        try {
            response.header(HeaderNames.CONTENT_TYPE, "text/event-stream");
            response.header(HeaderNames.CACHE_CONTROL, "no-store");
            OutputStream out = response.outputStream();
            run(out, source);
            out.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            listeners.release();
        }
    }

    private static void run(OutputStream out, Supplier<Optional<Broadcast>> source)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + LONGEST.toNanos();
        long wroteAt = System.nanoTime();
        Optional<ObjectNode> told = Optional.empty();
        while (System.nanoTime() - end < 0) {
            Optional<Broadcast> now = source.get();
            if (now.isEmpty()) {
                return;
            }
            ObjectNode summary = BroadcastJson.summary(now.get());
            boolean atRest = isAtRest(now.get());
            if (atRest || told.isEmpty() || !told.get().equals(summary)) {
                write(out, isOver(now.get()) ? "finished" : "progress", summary.toString());
                told = Optional.of(summary);
                wroteAt = System.nanoTime();
            } else if (System.nanoTime() - wroteAt > KEEP_ALIVE.toNanos()) {
                out.write(":\n\n".getBytes(StandardCharsets.UTF_8)); // shows us a listener that is gone
                out.flush();
                wroteAt = System.nanoTime();
            }
            if (atRest) {
                return;
            }
            Thread.sleep(LOOK);
        }
    }

    private static boolean isOver(Broadcast broadcast) {
        boolean ended = broadcast.state() == State.FINISHED || broadcast.state() == State.CANCELLED;
        return ended && broadcast.statistics().pending() == 0;
    }

    private static boolean isAtRest(Broadcast broadcast) {
        Broadcast.Statistics statistics = broadcast.statistics();
        return isOver(broadcast) && statistics.sent() == 0 && statistics.delivered() == 0;
    }

    private static void write(OutputStream out, String event, String data) throws IOException {
        out.write(("event: " + event + "\ndata: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
