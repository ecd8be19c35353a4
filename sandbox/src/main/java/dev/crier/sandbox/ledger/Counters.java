package dev.crier.sandbox.ledger;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * What happened since the start or the last reset. Webhook events keep the counters they were born with: a reset puts new
 * ones in place, and events of the old ones are dropped without touching the new numbers.
 */
public final class Counters {
    public final LongAdder accepted = new LongAdder();
    public final LongAdder rejected = new LongAdder();
    public final LongAdder throttled = new LongAdder();
    public final LongAdder lostResponses = new LongAdder();
    public final LongAdder webhooksDelivered = new LongAdder();
    public final LongAdder webhooksDropped = new LongAdder();

    /** Events planned or queued and not yet acknowledged; exact, so that a test can wait for 0. */
    public final AtomicLong webhooksPending = new AtomicLong();
}
