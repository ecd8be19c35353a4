package dev.crier.studio.home;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/// How many messages a second were dealt with lately, from looks at a counter. Not for several threads at once.
final class Speed {
    /// Long enough that a batch of results is no peak, short enough to be "now".
    private static final Duration SPAN = Duration.ofSeconds(5);

    private final Deque<Look> looks = new ArrayDeque<>();

    private record Look(Instant at, long count) {}

    /// Takes a look; the messages per second since the looks of a few seconds ago, 0 at the first.
    double at(Instant now, long count) {
        // A broadcast that has left the list takes its count along; then counting begins anew.
        if (!looks.isEmpty() && count < looks.getLast().count()) {
            looks.clear();
        }
        looks.addLast(new Look(now, count));
        while (looks.size() > 2 && Duration.between(looks.getFirst().at(), now).compareTo(SPAN) > 0) {
            looks.removeFirst();
        }
        Duration passed = Duration.between(looks.getFirst().at(), now);
        return passed.isZero() || passed.isNegative()
                ? 0
                : (count - looks.getFirst().count()) / (passed.toNanos() / 1e9);
    }
}
