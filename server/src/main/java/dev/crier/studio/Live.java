package dev.crier.studio;

import dev.crier.api.EventStream;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// Parts of pages that follow what happens, as many as the server and each of its members may have.
///
/// Beyond that a page works as well: its browser asks every few seconds instead, which it does by itself.
final class Live {
    /// For the server: each looks at the database twice a second.
    static final int MAX = 300;

    /// Of one member, on all of their devices. A browser opens six connections to a server at most, and a page has one
    /// stream; so this is two browsers full of pages, and no member takes more than a twenty-fifth of all.
    static final int MAX_OF_ONE = 12;

    /// Until a browser without a stream asks again.
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final EventStream streams = new EventStream(MAX);
    private final Map<UUID, Integer> counts = new ConcurrentHashMap<>();

    void send(UUID memberId, ServerResponse response, EventStream.Source source) throws IOException {
        boolean isSent = false;
        if (counts.merge(memberId, 1, Integer::sum) <= MAX_OF_ONE) {
            try {
                isSent = streams.trySend(response, source);
            } finally {
                leave(memberId);
            }
        } else {
            leave(memberId);
        }
        if (!isSent) {
            EventStream.once(response, source, PAUSE);
        }
    }

    private void leave(UUID memberId) {
        counts.computeIfPresent(memberId, (_, count) -> count == 1 ? null : count - 1);
    }
}
