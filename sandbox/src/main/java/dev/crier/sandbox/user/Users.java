package dev.crier.sandbox.user;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** What users did: opened a 24-hour window with a number (§6.7), or stopped marketing of an account (§4.5). */
public final class Users {
    private static final long WINDOW_NANOS = TimeUnit.HOURS.toNanos(24);
    private static final int SWEEP_ABOVE = 1_000_000;

    private record Key(String scope, String user) {}

    private final Map<Key, Long> lastInbound = new ConcurrentHashMap<>();
    private final Set<Key> stopped = ConcurrentHashMap.newKeySet();

    public void wrote(String phoneNumberId, String user, long nowNanos) {
        if (lastInbound.size() > SWEEP_ABOVE) {
            lastInbound.values().removeIf(at -> nowNanos - at >= WINDOW_NANOS);
        }
        lastInbound.put(new Key(phoneNumberId, user), nowNanos);
    }

    public boolean windowOpen(String phoneNumberId, String user, long nowNanos) {
        Long at = lastInbound.get(new Key(phoneNumberId, user));
        return at != null && nowNanos - at < WINDOW_NANOS;
    }

    public void stopMarketing(String wabaId, String user) {
        stopped.add(new Key(wabaId, user));
    }

    public void resumeMarketing(String wabaId, String user) {
        stopped.remove(new Key(wabaId, user));
    }

    public boolean hasStoppedMarketing(String wabaId, String user) {
        return !stopped.isEmpty() && stopped.contains(new Key(wabaId, user));
    }

    public void reset() {
        lastInbound.clear();
        stopped.clear();
    }
}
