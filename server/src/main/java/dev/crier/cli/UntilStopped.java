package dev.crier.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Keeps a program up until SIGINT or SIGTERM, and the JVM up until the program has closed what it has open.
public final class UntilStopped implements AutoCloseable {
    /// After this long the JVM goes all the same; recovery at the next start deals with what is left.
    private static final Duration CLOSE_LIMIT = Duration.ofMinutes(1);

    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    /// Thrown into waits when the program is to end.
    public static final class StoppedException extends RuntimeException {
        StoppedException() {
            super("Stopped", null, false, false);
        }
    }

    private UntilStopped() {}

    public static UntilStopped begin() {
        UntilStopped until = new UntilStopped();
        Runtime.getRuntime().addShutdownHook(new Thread(until::end, "stop"));
        return until;
    }

    private void end() {
        stop.countDown();
        try {
            if (!closed.await(CLOSE_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                System.err.println("crier: stopping took too long; the next start recovers");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Returns when the program is to end.
    public void await() throws InterruptedException {
        stop.await();
    }

    /// A pause that ends early, by an exception, when the program is to end.
    public void pause(Duration pause) throws InterruptedException {
        if (stop.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new StoppedException();
        }
    }

    /// Everything is closed.
    @Override
    public void close() {
        closed.countDown();
    }
}
