package dev.crier.sandbox.fault;

import java.util.concurrent.atomic.AtomicLong;

/** Seeded randomness that many threads may draw from (SplitMix64). */
public final class Dice {
    private static final long GAMMA = 0x9E3779B97F4A7C15L;
    private final long seed;
    private final AtomicLong state;

    public Dice(long seed) {
        this.seed = seed;
        this.state = new AtomicLong(seed);
    }

    /** Begins the same sequence again. */
    void reset() {
        state.set(seed);
    }

    /** True with the given probability; a rate of 0 draws nothing. */
    public boolean roll(double rate) {
        return rate > 0 && next() < rate;
    }

    /** A number from 0 (inclusive) to bound (exclusive). */
    public int below(int bound) {
        return (int) (next() * bound);
    }

    private double next() {
        long z = state.addAndGet(GAMMA);
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return ((z ^ (z >>> 31)) >>> 11) * 0x1.0p-53;
    }
}
