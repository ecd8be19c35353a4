package dev.crier.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// When a delivery that failed is tried again, and when we stop.
///
/// @param delays the pauses before the second, third, … try of a delivery, as the contract has them; one more try than
///     pauses
/// @param pauses how long an endpoint that is down is left alone before the next probe; the last one repeats
/// @param downAfter that many people's first tries in a row fail before an endpoint counts as down: fewer may be events
///     that it cannot digest, and those must not hold up others
/// @param longestRetryAfter an endpoint that asks for more gets this
/// @param disableAfter failures and no success for so long disable a webhook
public record DeliveryPolicy(
        List<Duration> delays,
        List<Duration> pauses,
        int downAfter,
        Duration longestRetryAfter,
        Duration disableAfter) {
    public static final DeliveryPolicy DEFAULT = new DeliveryPolicy(
            List.of(
                    Duration.ofSeconds(5),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(30),
                    Duration.ofHours(2),
                    Duration.ofHours(5),
                    Duration.ofHours(10),
                    Duration.ofHours(10)),
            List.of(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofMinutes(2), Duration.ofMinutes(10)),
            5,
            Duration.ofHours(10),
            Duration.ofDays(5));

    /// What failed together must not come back together. Only ever later: a pause is at least what it says.
    private static final double JITTER = 0.1;

    public DeliveryPolicy {
        delays = List.copyOf(delays);
        pauses = List.copyOf(pauses);
        if (delays.isEmpty() || pauses.isEmpty()) {
            throw new IllegalArgumentException("a policy needs pauses");
        }
    }

    /// Chance, as an argument.
    interface Dice {
        /// From 0 to less than 1.
        double roll();

        static Dice of(RandomGenerator random) {
            return random::nextDouble;
        }
    }

    int maxTries() {
        return delays.size() + 1;
    }

    /// The pause after `tries` tries; beyond the last of the list, which repeats, since a delivery waits as long as its
    /// endpoint takes nothing at all.
    Duration after(int tries, Dice dice) {
        return jittered(delays.get(Math.clamp(tries - 1L, 0, delays.size() - 1)), dice);
    }

    Duration pause(int pause, Dice dice) {
        return jittered(pauses.get(Math.clamp(pause - 1L, 0, pauses.size() - 1)), dice);
    }

    Duration bounded(Duration retryAfter) {
        return retryAfter.compareTo(longestRetryAfter) > 0 ? longestRetryAfter : retryAfter;
    }

    /// A delivery has failed for good when its tries are spent and the endpoint took others since the first of them.
    /// Otherwise it is the endpoint that fails, and nothing is given up for that.
    boolean isSpent(int tries, Instant firstTriedAt, @Nullable Instant succeededAt) {
        return tries >= maxTries() && succeededAt != null && !succeededAt.isBefore(firstTriedAt);
    }

    private static Duration jittered(Duration base, Dice dice) {
        return base.plusNanos((long) (base.toNanos() * JITTER * dice.roll()));
    }
}
