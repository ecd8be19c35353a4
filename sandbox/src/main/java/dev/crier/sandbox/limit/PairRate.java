package dev.crier.sandbox.limit;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * One message per 6 s from a number to a user, with bursts of up to 45 borrowed from the future (§6.2). This is GCRA: per
 * pair only the theoretical arrival time of the next message is kept.
 */
public final class PairRate {
    static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(6);
    static final int BURST = 45;
    private static final long TOLERANCE_NANOS = INTERVAL_NANOS * (BURST - 1);
    private static final int SWEEP_ABOVE = 200_000;

    private record Pair(String phoneNumberId, String user) {}

    private final Map<Pair, Long> arrivals = new ConcurrentHashMap<>();

    /** Counts a message of the pair; false when it comes too early. */
    public boolean take(String phoneNumberId, String user, long nowNanos) {
        if (arrivals.size() > SWEEP_ABOVE) {
            arrivals.values().removeIf(due -> due - nowNanos <= 0);
        }
        boolean[] taken = {false};
        arrivals.compute(new Pair(phoneNumberId, user), (pair, due) -> {
            long start = due == null || due - nowNanos < 0 ? nowNanos : due;
            taken[0] = start - nowNanos <= TOLERANCE_NANOS;
            return taken[0] ? Long.valueOf(start + INTERVAL_NANOS) : due;
        });
        return taken[0];
    }

    public void reset() {
        arrivals.clear();
    }
}
