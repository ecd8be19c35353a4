package dev.crier.cloudapi;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends exchanges that take too long: a server that sends a byte now and then outlasts every socket timeout.
///
/// One look at all of them now and then, not a timer for each: to set and clear one costs more than the rest of a send
/// that takes a millisecond.
final class CutOff implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CutOff.class);
    private static final long MAX_LOOK_MILLIS = 1_000;

    private final Set<Running> running = ConcurrentHashMap.newKeySet();
    private final long limitNanos;
    private final ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("graph-watchdog").factory());

    CutOff(Duration limit) {
        this.limitNanos = limit.toNanos();
        long every = Math.clamp(limit.toMillis() / 10, 1, MAX_LOOK_MILLIS);
        var _ = watchdog.scheduleWithFixedDelay(this::look, every, every, TimeUnit.MILLISECONDS);
    }

    /// Cuts the request off when its time is up, unless it is closed before.
    Running guard(HttpUriRequestBase request) {
        Running guarded = new Running(request, System.nanoTime() + limitNanos);
        running.add(guarded);
        return guarded;
    }

    private void look() {
        long now = System.nanoTime();
        for (Running each : running) {
            if (now - each.endsAt >= 0) {
                cancel(each);
            }
        }
    }

    /// The watchdog must survive whatever happens to one request.
    private static void cancel(Running overdue) {
        try {
            overdue.request.cancel();
        } catch (RuntimeException e) {
            LOG.debug("A request could not be cut off: {}", e.toString());
        }
    }

    @Override
    public void close() {
        watchdog.shutdownNow();
    }

    /// A request that may still be cut off.
    final class Running implements AutoCloseable {
        private final HttpUriRequestBase request;
        private final long endsAt;

        private Running(HttpUriRequestBase request, long endsAt) {
            this.request = request;
            this.endsAt = endsAt;
        }

        @Override
        public void close() {
            running.remove(this);
        }
    }
}
