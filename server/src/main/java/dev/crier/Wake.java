package dev.crier;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Tells the lanes that there is something new. Whoever accepts messages is built before the lanes are.
final class Wake implements Runnable {
    private final AtomicReference<@Nullable Runnable> target = new AtomicReference<>();

    void reaches(Runnable lanes) {
        target.set(lanes);
    }

    @Override
    public void run() {
        @Nullable Runnable lanes = target.get();
        if (lanes != null) {
            lanes.run();
        }
    }
}
