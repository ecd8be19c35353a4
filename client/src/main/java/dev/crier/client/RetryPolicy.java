package dev.crier.client;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// How often, and how long apart, a request is repeated that can be repeated without harm.
///
/// @param attempts in all, the first one included; 1 repeats nothing
/// @param firstPause before the first repetition; each further one is twice as long
/// @param longestPause no pause is longer; a server that asks for more by `Retry-After` is taken at its word, and the
///     request fails
public record RetryPolicy(int attempts, Duration firstPause, Duration longestPause) {
    /// A quarter of a minute in all: a restart of the server or of its database passes unnoticed.
    public static final RetryPolicy DEFAULT = new RetryPolicy(6, Duration.ofMillis(500), Duration.ofSeconds(15));

    public static final RetryPolicy NONE = new RetryPolicy(1, Duration.ofMillis(1), Duration.ofMillis(1));

    private static final int MAX_ATTEMPTS = 100;

    public RetryPolicy {
        if (attempts < 1 || attempts > MAX_ATTEMPTS) {
            throw new IllegalArgumentException("attempts must be 1 to " + MAX_ATTEMPTS);
        }
        if (!firstPause.isPositive() || longestPause.compareTo(firstPause) < 0) {
            throw new IllegalArgumentException("firstPause must be positive and not longer than longestPause");
        }
    }

    /// Whether there is to be another attempt.
    ///
    /// @param asked by the server's `Retry-After`
    boolean allows(int attempt, @Nullable Duration asked) {
        return attempt < attempts && (asked == null || asked.compareTo(longestPause) <= 0);
    }

    /// How long to wait after attempt number `attempt`: between half and all of the pause, so that many clients do not
    /// come at once.
    Duration pause(int attempt, @Nullable Duration asked) {
        long doubled = firstPause.toMillis() << Math.min(attempt - 1, 20);
        long bounded = Math.min(doubled, longestPause.toMillis());
        Duration pause = Duration.ofMillis(ThreadLocalRandom.current().nextLong(bounded / 2, bounded + 1));
        return asked == null || pause.compareTo(asked) > 0 ? pause : asked;
    }
}
