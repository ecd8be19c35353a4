package dev.crier.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.UUID;

/// At most `limit` requests of one key in any `period` (a sliding window, so no burst at its edges).
public final class RateLimit {
    /// Keys remembered at once; beyond it the longest idle one is forgotten.
    private static final int MAX_KEYS = 10_000;

    private final int limit;
    private final Duration period;
    private final Clock clock;
    private final Cache<UUID, ArrayDeque<Long>> seen;

    public RateLimit(int limit, Duration period, Clock clock) {
        this.limit = limit;
        this.period = period;
        this.clock = clock;
        this.seen = Caffeine.newBuilder()
                .maximumSize(MAX_KEYS)
                .expireAfterAccess(period.multipliedBy(2))
                .build();
    }

    /// Counts a request of `key`, or refuses it with the seconds until the next is welcome.
    public void take(UUID key) {
        ArrayDeque<Long> times = seen.get(key, id -> new ArrayDeque<>());
        synchronized (times) {
            long now = clock.millis();
            long start = now - period.toMillis();
            while (!times.isEmpty() && times.getFirst() <= start) {
                times.removeFirst();
            }
            if (times.size() >= limit) {
                long waitMillis = times.getFirst() + period.toMillis() - now;
                int seconds = (int) Math.max(1, (waitMillis + 999) / 1000);
                throw new ProblemException(new Problem(
                        ProblemCode.RATE_LIMITED,
                        "At most " + limit + " such requests in " + period.toSeconds() + " s; come again in " + seconds
                                + " s",
                        List.of(),
                        seconds));
            }
            times.addLast(now);
        }
    }
}
