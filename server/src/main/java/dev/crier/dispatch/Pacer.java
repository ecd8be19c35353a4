package dev.crier.dispatch;

import java.time.Duration;

/// How fast a number sends: a token bucket whose rate learns.
///
/// The rate never exceeds what Meta grants the number (the cap). Meta may grant less at times; then it answers with
/// throttles. A throttle sets the rate to a tenth below what was really accepted in the last second, and from there it
/// returns on a cubic curve: quickly up to the old rate, slowly around it, then faster to find out whether there is
/// more
/// (the idea of TCP CUBIC, RFC 9438). So it spends most of its time just below the limit. Throttles of requests that
/// were under way when the rate fell are the same news and are ignored.
///
/// Not thread-safe for taking: the lane's foreman alone takes. Results come from any thread. Times are nanoseconds of
/// one monotonic clock.
final class Pacer {
    /// Below it a number would stand still; one message in ten seconds is enough to notice that Meta is back.
    private static final double MIN_RATE = 0.1;

    private static final double DECREASE = 0.9;
    private static final double DEEPEST_DECREASE = 0.5;

    /// Growth past the old rate follows the cap too: from a fiftieth of it the cap is reached in three quarters of a
    /// minute, while the first seconds still go up by little.
    private static final double PROBE_OF_CAP = 0.02;

    /// Seconds until the curve is back at the rate of the throttle.
    private static final double RECOVERY_SECONDS = 10;

    /// Tokens that may gather: a twentieth of a second, so that a busy core does not cost throughput.
    private static final double BURST_SECONDS = 0.05;

    private static final double SECOND = 1e9;

    private final AcceptedRate accepted = new AcceptedRate();
    private double cap;
    private double rate;
    private double tokens = 1;
    private long refilledAt;
    private long pausedUntil;
    private long decreasedAt;
    private double rateAtThrottle;
    private boolean recovering;

    Pacer(double cap, long now) {
        this.cap = cap;
        this.rate = cap;
        this.refilledAt = now;
        this.pausedUntil = now;
        this.decreasedAt = now;
    }

    /// What Meta grants the number may change (80 → 1,000 after an upgrade).
    synchronized void cap(double messagesPerSecond) {
        if (messagesPerSecond != cap) {
            cap = messagesPerSecond;
            rate = recovering ? Math.min(rate, cap) : cap;
        }
    }

    /// Nanoseconds until a message may leave; 0: now.
    synchronized long waitNanos(long now) {
        refill(now);
        long pause = Math.max(0, pausedUntil - now);
        long token = tokens >= 1 ? 0 : (long) Math.ceil((1 - tokens) / rate * SECOND);
        return Math.max(pause, token);
    }

    /// Takes what [#waitNanos] said is there.
    synchronized void take(long now) {
        refill(now);
        tokens -= 1;
    }

    synchronized void accepted(long now) {
        accepted.add(now);
    }

    /// Meta said: too fast.
    ///
    /// @param startedAt when the refused request was started
    /// @param retryAfter what Meta asked for; zero if nothing
    synchronized void throttled(long startedAt, long now, Duration retryAfter) {
        if (retryAfter.isPositive()) {
            pausedUntil = Math.max(pausedUntil, now + retryAfter.toNanos());
        }
        if (startedAt < decreasedAt) {
            return;
        }
        double really = Math.max(accepted.perSecond(now), rate * DEEPEST_DECREASE);
        rateAtThrottle = Math.max(MIN_RATE, Math.min(rate, really));
        rate = Math.max(MIN_RATE, rateAtThrottle * DECREASE);
        decreasedAt = now;
        recovering = true;
        tokens = Math.min(tokens, 0);
    }

    /// Nothing at all leaves for so long: the other side is away.
    synchronized void pause(long now, Duration duration) {
        pausedUntil = Math.max(pausedUntil, now + duration.toNanos());
    }

    synchronized double rate(long now) {
        refill(now);
        return rate;
    }

    private void refill(long now) {
        if (recovering) {
            double t = (now - decreasedAt) / SECOND - RECOVERY_SECONDS;
            double height = (1 - DECREASE) * rateAtThrottle;
            double steepness = t < 0 ? height : Math.max(height, PROBE_OF_CAP * cap);
            double grown = rateAtThrottle + steepness * Math.pow(t / RECOVERY_SECONDS, 3);
            rate = Math.min(cap, Math.max(MIN_RATE, Math.max(grown, rateAtThrottle * DECREASE)));
            recovering = rate < cap;
        }
        double burst = Math.max(1, rate * BURST_SECONDS);
        tokens = Math.min(burst, tokens + (now - refilledAt) / SECOND * rate);
        refilledAt = now;
    }

    /// Accepted messages of the last second, in tenths.
    private static final class AcceptedRate {
        private static final int SLICES = 10;
        private static final long SLICE_NANOS = 100_000_000L;

        private final int[] counts = new int[SLICES];
        private long slice = Long.MIN_VALUE;
        private long firstSlice = Long.MIN_VALUE;

        void add(long now) {
            advance(now);
            counts[Math.floorMod(slice, SLICES)]++;
        }

        double perSecond(long now) {
            advance(now);
            int sum = 0;
            for (int count : counts) {
                sum += count;
            }
            long covered = Math.min(SLICES, slice - firstSlice + 1);
            return sum * (double) SLICES / covered;
        }

        private void advance(long now) {
            long current = Math.floorDiv(now, SLICE_NANOS);
            if (slice == Long.MIN_VALUE) {
                slice = current;
                firstSlice = current;
            }
            for (long next = slice + 1; next <= current && next <= slice + SLICES; next++) {
                counts[Math.floorMod(next, SLICES)] = 0;
            }
            slice = Math.max(slice, current);
        }
    }
}
