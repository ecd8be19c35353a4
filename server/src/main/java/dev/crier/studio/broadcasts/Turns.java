package dev.crier.studio.broadcasts;

import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Heavy work that only so many do at once. The others wait for a while, and are then told to come again.
final class Turns {
    /// Whoever presses a button waits so long before they press it again.
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Semaphore free;
    private final Duration patience;
    private final String busy;

    /// @param busy what those are told who waited in vain
    Turns(int atOnce, Duration patience, String busy) {
        this.free = new Semaphore(atOnce);
        this.patience = patience;
        this.busy = busy;
    }

    /// The work, and what it may throw.
    @FunctionalInterface
    interface Work<T, E extends Exception> {
        T run() throws E;
    }

    <T, E extends Exception> T take(Work<T, E> work) throws E {
        if (!acquired()) {
            throw Problem.of(ProblemCode.UNAVAILABLE, busy);
        }
        try {
            return work.run();
        } finally {
            free.release();
        }
    }

    private boolean acquired() {
        try {
            return free.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
