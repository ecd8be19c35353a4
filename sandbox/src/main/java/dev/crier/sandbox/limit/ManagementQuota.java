package dev.crier.sandbox.limit;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Management calls per account in the running hour (§6.4); sends do not count. */
public final class ManagementQuota {
    private static final long HOUR_NANOS = TimeUnit.HOURS.toNanos(1);

    private record Hour(long startNanos, long calls) {}

    private final Map<String, Hour> hours = new ConcurrentHashMap<>();

    /** Counts a call and says whether it is within the limit; 0 = no limit. */
    public boolean take(String wabaId, long limit, long nowNanos) {
        Hour hour = hours.compute(
                wabaId,
                (id, old) -> old == null || nowNanos - old.startNanos() >= HOUR_NANOS
                        ? new Hour(nowNanos, 1)
                        : new Hour(old.startNanos(), old.calls() + 1));
        return limit <= 0 || hour.calls() <= limit;
    }

    /** Share of the limit used, in percent, as the usage headers show it. */
    public long percent(String wabaId, long limit) {
        Hour hour = hours.get(wabaId);
        return hour == null || limit <= 0 ? 0 : Math.min(100, hour.calls() * 100 / limit);
    }

    /** Minutes until the hour is over, for a caller beyond the limit; 0 for others. */
    public long minutesToRegainAccess(String wabaId, long limit, long nowNanos) {
        Hour hour = hours.get(wabaId);
        if (hour == null || limit <= 0 || hour.calls() <= limit) {
            return 0;
        }
        return 1 + TimeUnit.NANOSECONDS.toMinutes(Math.max(0, HOUR_NANOS - (nowNanos - hour.startNanos())));
    }

    public void reset() {
        hours.clear();
    }
}
