package dev.crier.studio.broadcasts;

import dev.crier.broadcast.Broadcast;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// How fast a broadcast moves while somebody looks at it: over the last seconds, so that it is calm and still true.
final class Pulse {
    private static final long SPAN_NANOS = 10_000_000_000L;
    private static final long SHORTEST_NANOS = 3_000_000_000L;
    private static final double NANOS = 1e9;

    private record Beat(long atNanos, int done) {}

    private final Deque<Beat> beats = new ArrayDeque<>();

    /// Messages a second; empty while it is too early to say.
    Optional<Double> beat(Broadcast broadcast) {
        long now = System.nanoTime();
        int done = broadcast.statistics().total() - broadcast.statistics().pending();
        beats.addLast(new Beat(now, done));
        while (now - beats.getFirst().atNanos() > SPAN_NANOS) {
            beats.removeFirst();
        }
        Beat first = beats.getFirst();
        long span = now - first.atNanos();
        return span < SHORTEST_NANOS || done <= first.done()
                ? Optional.empty()
                : Optional.of((done - first.done()) / (span / NANOS));
    }
}
