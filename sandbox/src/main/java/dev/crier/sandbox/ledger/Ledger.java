package dev.crier.sandbox.ledger;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Every accepted send in order: a ring of the newest entries. A writer takes its number first and puts the entry into its
 * slot later, so a reader stops at the first number that is not there yet; it never skips an entry that is about to appear.
 * Numbers go on over a reset, so that message ids never repeat.
 */
public final class Ledger {
    private final AtomicReferenceArray<@Nullable Entry> ring;
    private final AtomicLong last = new AtomicLong();
    private volatile Counters counters = new Counters();
    private volatile long clearedUpTo;

    public Ledger(int limit) {
        this.ring = new AtomicReferenceArray<>(limit);
    }

    public long nextNumber() {
        return last.incrementAndGet();
    }

    public void put(Entry entry) {
        ring.set(slot(entry.n()), entry);
    }

    public Optional<Entry> find(long n) {
        if (n <= clearedUpTo || n > last.get()) {
            return Optional.empty();
        }
        Entry entry = ring.get(slot(n));
        return entry != null && entry.n() == n ? Optional.of(entry) : Optional.empty();
    }

    /** The newest number taken; its entry may not be there yet. */
    public long lastNumber() {
        return last.get();
    }

    /** The first number that may still be there. */
    public long oldest() {
        return Math.max(clearedUpTo, last.get() - ring.length()) + 1;
    }

    public Counters counters() {
        return counters;
    }

    public void reset() {
        clearedUpTo = last.get();
        counters = new Counters();
        for (int i = 0; i < ring.length(); i++) {
            ring.set(i, null);
        }
    }

    private int slot(long n) {
        return (int) (n % ring.length());
    }
}
