package dev.crier.message;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/// When a message that definitely failed, for a reason that may pass, is tried again.
///
/// @param delays the pauses before the second, third, … try; one more try than pauses
/// @param grace how long an unknown outcome may stay unknown
public record RetryPolicy(List<Duration> delays, Duration grace) {
    public static final RetryPolicy DEFAULT = new RetryPolicy(
            List.of(Duration.ofSeconds(15), Duration.ofMinutes(1), Duration.ofMinutes(5)), Duration.ofMinutes(30));

    /// Throttles cost no try, yet even they end: 4^4 s each from the fifth on, so after more than an hour.
    public static final int MAX_FREE_ATTEMPTS = 20;

    private static final int MAX_PAIR_EXPONENT = 4;
    private static final double JITTER = 0.2;

    public RetryPolicy {
        delays = List.copyOf(delays);
    }

    public int maxTries() {
        return delays.size() + 1;
    }

    /// The pause after `tries` tries, give or take a fifth: what failed together must not come back together.
    public Duration after(int tries, RandomGenerator random) {
        if (delays.isEmpty()) {
            return Duration.ZERO;
        }
        Duration base = delays.get(Math.clamp(tries - 1L, 0, delays.size() - 1));
        return jittered(base, random);
    }

    /// Meta's own rule for a pair that is too fast: 4^x seconds.
    public Duration afterPairThrottle(int freeAttempts, RandomGenerator random) {
        long seconds = (long) Math.pow(4, Math.min(freeAttempts, MAX_PAIR_EXPONENT));
        return jittered(Duration.ofSeconds(seconds), random);
    }

    private static Duration jittered(Duration base, RandomGenerator random) {
        double factor = 1 + JITTER * (2 * random.nextDouble() - 1);
        return Duration.ofNanos((long) (base.toNanos() * factor));
    }
}
