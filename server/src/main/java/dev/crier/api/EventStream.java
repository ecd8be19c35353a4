package dev.crier.api;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// Server-sent events: what a source says, at once and then whenever it says something else.
///
/// A stream ends when the source has ended, the listener is gone or its time is up. A client's `EventSource` then
/// connects again by itself, and gets the state of that moment.
public final class EventStream {
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);
    private static final Duration LONGEST = Duration.ofMinutes(15);

    private final Semaphore listeners;

    /// @param maxListeners each costs a look at its source twice a second
    public EventStream(int maxListeners) {
        this.listeners = new Semaphore(maxListeners);
    }

    /// What there is to say.
    ///
    /// @param isLast nothing will follow
    public record Event(String name, String data, boolean isLast) {}

    /// Says how things are; empty: there is nothing (any more) to listen to.
    public interface Source {
        Optional<Event> look();
    }

    public void send(ServerResponse response, Source source) throws IOException {
        if (!trySend(response, source)) {
            throw Problem.of(ProblemCode.UNAVAILABLE, "Too many listeners; ask now and then instead");
        }
    }

    /// As [#send]; false, and nothing sent, if there is no room for one more listener.
    public boolean trySend(ServerResponse response, Source source) throws IOException {
        if (!listeners.tryAcquire()) {
            return false;
        }
        try {
            stream(response, source);
            return true;
        } finally {
            listeners.release();
        }
    }

    /// Sends what there is to say now, and lets the browser come again by itself.
    public static void once(ServerResponse response, Source source, Duration pause) throws IOException {
        Optional<Event> now = source.look();
        response.header(HeaderNames.CONTENT_TYPE, "text/event-stream");
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        try (OutputStream out = response.outputStream()) {
            out.write(("retry: " + pause.toMillis() + "\n\n").getBytes(StandardCharsets.UTF_8));
            if (now.isPresent()) {
                write(out, now.get());
            }
        }
    }

    private static void stream(ServerResponse response, Source source) throws IOException {
        try {
            response.header(HeaderNames.CONTENT_TYPE, "text/event-stream");
            response.header(HeaderNames.CACHE_CONTROL, "no-store");
            OutputStream out = response.outputStream();
            run(out, source);
            out.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // The answer has begun, so there is no other way to say that it cannot go on; the listener comes again.
            throw new CloseConnectionException("the source of a stream failed", e);
        }
    }

    private static void run(OutputStream out, Source source) throws IOException, InterruptedException {
        long end = System.nanoTime() + LONGEST.toNanos();
        long wroteAt = System.nanoTime();
        Optional<Event> told = Optional.empty();
        while (System.nanoTime() - end < 0) {
            Optional<Event> now = source.look();
            if (now.isEmpty()) {
                return;
            }
            if (!now.equals(told)) {
                write(out, now.get());
                told = now;
                wroteAt = System.nanoTime();
            } else if (System.nanoTime() - wroteAt > KEEP_ALIVE.toNanos()) {
                out.write(":\n\n".getBytes(StandardCharsets.UTF_8)); // shows us a listener that is gone
                out.flush();
                wroteAt = System.nanoTime();
            }
            if (now.get().isLast()) {
                return;
            }
            Thread.sleep(LOOK);
        }
    }

    private static void write(OutputStream out, Event event) throws IOException {
        String data = event.data().replace("\r", "").replace("\n", "\ndata: ");
        out.write(("event: " + event.name() + "\ndata: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
