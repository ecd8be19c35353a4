package dev.crier.sandbox.limit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Unique users reached per account in a rolling 24 h (§6.3). Meta counts per portfolio; an account of the sandbox is its own
 * portfolio.
 */
public final class MessagingTier {
    private static final long WINDOW_NANOS = TimeUnit.HOURS.toNanos(24);

    private final Map<String, LinkedHashMap<String, Long>> users = new LinkedHashMap<>();

    /** Counts a user; false when that would exceed the limit. A limit of 0 counts nothing. */
    public synchronized boolean take(String wabaId, String user, long limit, long nowNanos) {
        if (limit <= 0) {
            return true;
        }
        LinkedHashMap<String, Long> seen = users.computeIfAbsent(wabaId, id -> new LinkedHashMap<>());
        while (!seen.isEmpty() && nowNanos - seen.firstEntry().getValue() >= WINDOW_NANOS) {
            seen.pollFirstEntry();
        }
        if (!seen.containsKey(user) && seen.size() >= limit) {
            return false;
        }
        seen.putLast(user, nowNanos);
        return true;
    }

    public synchronized void reset() {
        users.clear();
    }
}
