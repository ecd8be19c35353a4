package dev.crier.sandbox.limit;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A token bucket per number that holds one second's worth (§6.1). */
public final class Throughput {
    private static final double NANOS = 1e9;
    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

    /** Takes a token of a number; false when the number is over its rate. A rate of 0 never refuses. */
    public boolean take(String phoneNumberId, long perSecond, long nowNanos) {
        return perSecond <= 0
                || buckets.computeIfAbsent(phoneNumberId, id -> new Bucket(perSecond, nowNanos))
                        .take(perSecond, nowNanos);
    }

    public void reset() {
        buckets.clear();
    }

    private static final class Bucket {
        private double tokens;
        private long filledAt;

        Bucket(long perSecond, long nowNanos) {
            this.tokens = (double) perSecond;
            this.filledAt = nowNanos;
        }

        synchronized boolean take(long perSecond, long nowNanos) {
            long passed = Math.max(0, nowNanos - filledAt);
            tokens = Math.min((double) perSecond, tokens + (double) passed * perSecond / NANOS);
            filledAt = Math.max(filledAt, nowNanos);
            if (tokens < 1) {
                return false;
            }
            tokens -= 1;
            return true;
        }
    }
}
