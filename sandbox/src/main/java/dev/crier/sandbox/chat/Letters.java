package dev.crier.sandbox.chat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The newest things that people said, in order. */
public final class Letters {
    static final int LIMIT = 5_000;

    private final Deque<Said> kept = new ArrayDeque<>();

    public synchronized void add(Said said) {
        if (kept.size() >= LIMIT) {
            kept.removeFirst();
        }
        kept.addLast(said);
    }

    synchronized List<Said> all() {
        return List.copyOf(kept);
    }

    public synchronized void reset() {
        kept.clear();
    }
}
