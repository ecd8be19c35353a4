package dev.crier.webhook;

import java.util.concurrent.atomic.LongAdder;

/// What became of tries to deliver, counted since the start.
public final class DeliveryTally {
    private final LongAdder delivered = new LongAdder();
    private final LongAdder postponed = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder disabled = new LongAdder();

    void count(String status) {
        switch (status) {
            case "delivered" -> delivered.increment();
            case "failed" -> failed.increment();
            default -> postponed.increment();
        }
    }

    void countDisabled() {
        disabled.increment();
    }

    /// Events that endpoints took.
    public long delivered() {
        return delivered.sum();
    }

    /// Tries that failed and after which another one is due.
    public long postponed() {
        return postponed.sum();
    }

    /// Events whose tries are spent.
    public long failed() {
        return failed.sum();
    }

    /// Webhooks that Crier disabled.
    public long disabled() {
        return disabled.sum();
    }
}
