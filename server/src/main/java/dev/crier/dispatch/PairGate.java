package dev.crier.dispatch;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;

/// Meta's pair rate: one message in 6 s to the same person, with bursts of up to 45 borrowed from the future.
///
/// A generic cell rate algorithm per person: all that is kept is the time at which the debt is paid.
final class PairGate {
    private static final long INTERVAL_NANOS = Duration.ofSeconds(6).toNanos();
    private static final int BURST = 45;

    /// A debt lives at most 45 × 6 s.
    private static final Duration MEMORY = Duration.ofSeconds(BURST * 6L);

    /// People remembered; for more than these Meta's own answer (131056) is the gate.
    private static final int MAX_PEOPLE = 200_000;

    private final Cache<String, Long> paidAt = Caffeine.newBuilder()
            .executor(Runnable::run) // its upkeep is shorter than handing it to another thread
            .maximumSize(MAX_PEOPLE)
            .expireAfterWrite(MEMORY)
            .build();

    /// Counts a message to `person` and returns 0, or returns the nanoseconds until one may leave.
    long take(String person, long now) {
        long[] wait = new long[1];
        paidAt.asMap().compute(person, (key, before) -> {
            long debt = before == null ? now : Math.max(before, now);
            wait[0] = Math.max(0, debt - now - (BURST - 1) * INTERVAL_NANOS);
            return wait[0] > 0 ? before : Long.valueOf(debt + INTERVAL_NANOS);
        });
        return wait[0];
    }
}
