package dev.crier.webhook;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How an endpoint does. Several people's first tries that fail, one after the other, with no success between, are the
/// endpoint's failure and no longer the events': then it counts as down.
///
/// @param failures first tries that failed since the last success
/// @param failingSince the first failure since the last success
/// @param pauses how often it was found down, one after the other; 0: it is not down
/// @param pausedUntil nothing is sent before
public record Health(
        int failures,
        @Nullable Instant failingSince,
        @Nullable Instant succeededAt,
        int pauses,
        @Nullable Instant pausedUntil) {
    static final Health NEW = new Health(0, null, null, 0, null);

    /// While an endpoint is down only one probe at a time goes to it.
    public boolean isDown() {
        return pauses > 0;
    }

    /// What one round of deliveries showed.
    ///
    /// @param failedAtFirst failures that were the first try of their delivery
    /// @param comeAgain the latest time that an answer asked us to wait for, already bounded
    record Findings(
            int successes,
            int failures,
            int failedAtFirst,
            @Nullable Instant comeAgain) {}

    Health after(Findings found, DeliveryPolicy policy, DeliveryPolicy.Dice dice, Instant now) {
        if (found.successes() > 0) {
            return new Health(0, null, now, 0, found.comeAgain());
        }
        if (found.failures() == 0) {
            return this;
        }
        int failed = failures + found.failedAtFirst();
        boolean down = isDown() || failed >= policy.downAfter();
        int pausesNow = down ? pauses + 1 : 0;
        Instant until = down ? now.plus(policy.pause(pausesNow, dice)) : null;
        return new Health(
                failed,
                failingSince == null ? now : failingSince,
                succeededAt,
                pausesNow,
                later(until, found.comeAgain()));
    }

    private static @Nullable Instant later(@Nullable Instant a, @Nullable Instant b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return a.isAfter(b) ? a : b;
    }
}
