package dev.crier.ops;

import dev.crier.db.SqlErrors;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs a step again and again, with a pause between; a step that fails is logged and comes again.
public final class Periodic implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Periodic.class);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;

    private Periodic(String name, Duration pause, Step step) {
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(() -> run(name, pause, step));
    }

    /// What is done each time.
    @FunctionalInterface
    public interface Step {
        void run() throws Exception;
    }

    public static Periodic start(String name, Duration pause, Step step) {
        Periodic periodic = new Periodic(name, pause, step);
        periodic.thread.start();
        return periodic;
    }

    private void run(String name, Duration pause, Step step) {
        try {
            do {
                try {
                    step.run();
                } catch (Exception e) {
                    if (SqlErrors.unavailable(e)) {
                        LOG.warn("{} waits for the database: {}", name, e.getMessage());
                    } else {
                        LOG.error("{} failed; it goes on", name, e);
                    }
                }
            } while (!stop.await(pause.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop.countDown();
        try {
            thread.join(STOP_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
