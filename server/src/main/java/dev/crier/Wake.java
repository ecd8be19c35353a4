package dev.crier;

import java.util.concurrent.atomic.AtomicReference;

/// Tells the lanes that there is something new. Whoever accepts messages is built before the lanes are.
final class Wake implements Runnable {
    private static final Runnable NOBODY = () -> {};

    private final AtomicReference<Runnable> target = new AtomicReference<>(NOBODY);

    void reaches(Runnable lanes) {
        target.set(lanes);
    }

    @Override
    public void run() {
        target.get().run();
    }
}
