package dev.crier.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// A broadcast's progress by server-sent events. Where there are none, since a proxy swallows them or too many listen,
/// it asks now and then; where a connection ends it connects again.
final class Follower implements Iterator<Broadcast> {
    private static final Duration ASK_EVERY = Duration.ofSeconds(1);

    /// An event holds one summary of a broadcast.
    private static final int MAX_EVENT_CHARS = 1024 * 1024;

    private final Broadcasts broadcasts;
    private final String id;
    private @Nullable BufferedReader events;
    private boolean asking;
    private boolean over;
    private @Nullable Broadcast last;
    private @Nullable Broadcast next;
    private volatile boolean closed;

    Follower(Broadcasts broadcasts, String id) {
        this.broadcasts = broadcasts;
        this.id = id;
    }

    @Override
    public boolean hasNext() {
        while (next == null && !over && !closed) {
            Broadcast now = asking || last == null ? ask() : listen();
            if (now != null && !now.equals(last)) {
                next = now;
                last = now;
                over = now.isOver();
            }
        }
        return next != null;
    }

    @Override
    public Broadcast next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException();
        }
        Broadcast broadcast = next;
        next = null;
        return broadcast;
    }

    /// The first look is by a plain request, which says at once what is wrong.
    private Broadcast ask() {
        if (last != null) {
            Http.pause(ASK_EVERY);
        }
        return broadcasts.get(id);
    }

    /// The next event; null if the connection ended, or there is none.
    private @Nullable Broadcast listen() {
        try {
            BufferedReader lines = events;
            if (lines == null) {
                lines = new BufferedReader(new InputStreamReader(broadcasts.openEvents(id), StandardCharsets.UTF_8));
                events = lines;
            }
            Broadcast event = event(lines);
            if (event == null) {
                hangUp();
            }
            return event;
        } catch (NoAnswerException | JacksonException | IOException e) {
            hangUp();
            // The next look tells whether the server is gone, after the retries of a plain request.
            Http.pause(ASK_EVERY);
            return broadcasts.get(id);
        } catch (CrierException e) {
            asking = true;
            return null;
        }
    }

    private static @Nullable Broadcast event(BufferedReader lines) throws IOException {
        StringBuilder data = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("data:")) {
                data.append(line, line.startsWith("data: ") ? 6 : 5, line.length())
                        .append('\n');
            } else if (line.isEmpty() && !data.isEmpty()) {
                return ClientJson.MAPPER.readValue(data.toString(), Broadcast.class);
            }
            if (data.length() > MAX_EVENT_CHARS) {
                throw new IOException("an event is too long");
            }
        }
        return null;
    }

    private void hangUp() {
        BufferedReader lines = events;
        events = null;
        if (lines != null) {
            try {
                lines.close();
            } catch (IOException e) {
                // It is of no use any more.
            }
        }
    }

    void close() {
        closed = true;
        hangUp();
    }
}
