package dev.crier.dispatch;

import java.time.Duration;

/// The right to send for a number, until a moment of the monotonic clock.
///
/// The moment is counted from before the database was asked, less a margin: when the database believes that the lease
/// has ended, its owner has long stopped.
final class Lease {
    static final Duration LENGTH = Duration.ofSeconds(15);
    static final Duration RENEW_EVERY = Duration.ofSeconds(4);
    private static final Duration MARGIN = Duration.ofSeconds(3);

    private final long epoch;
    private volatile long endsAt;
    private volatile boolean lost;

    Lease(long epoch, long askedAt) {
        this.epoch = epoch;
        this.endsAt = askedAt + LENGTH.minus(MARGIN).toNanos();
    }

    long epoch() {
        return epoch;
    }

    boolean holds() {
        return !lost && System.nanoTime() - endsAt < 0;
    }

    void renewed(long askedAt) {
        endsAt = askedAt + LENGTH.minus(MARGIN).toNanos();
    }

    /// For good: a renewal that is on its way changes nothing.
    void lost() {
        lost = true;
    }
}
