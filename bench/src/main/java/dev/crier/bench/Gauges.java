package dev.crier.bench;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// Reads what each process uses during a phase.
final class Gauges implements AutoCloseable {
    private static final Duration SAMPLE_EVERY = Duration.ofMillis(250);

    private final ProcessTree server;
    private final ProcessTree postgres;
    private final ProcessTree sink;
    private final ProcessTree bench = new ProcessTree(ProcessHandle.current().pid());
    private final AtomicLong postgresPeak = new AtomicLong();
    private final Thread sampler = Thread.ofPlatform().name("sampler").daemon().unstarted(this::sample);

    Gauges(long server, long postgres, long sink) {
        this.server = new ProcessTree(server);
        this.postgres = new ProcessTree(postgres);
        this.sink = new ProcessTree(sink);
        sampler.start();
    }

    /// CPU seconds of each process.
    record Cpu(double server, double postgres, double sink, double bench) {
        private Cpu minus(Cpu before) {
            return new Cpu(
                    server - before.server, postgres - before.postgres, sink - before.sink, bench - before.bench);
        }
    }

    /// What a phase took.
    ///
    /// @param count of what it did
    /// @param serverPeakBytes largest resident set of the server in the phase
    record Usage(long count, double seconds, Cpu cpu, long serverPeakBytes, long postgresPeakBytes) {
        double perSecond() {
            return count / seconds;
        }

        double per100k(double cpuSeconds) {
            return cpuSeconds * 100_000 / count;
        }

        Usage withSeconds(double other) {
            return new Usage(count, other, cpu, serverPeakBytes, postgresPeakBytes);
        }
    }

    /// Something that is measured.
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    Usage measure(long count, Work work) throws Exception {
        server.forgetPeak();
        postgresPeak.set(postgres.residentBytes());
        Cpu before = cpu();
        long startedAt = System.nanoTime();
        work.run();
        double seconds = (System.nanoTime() - startedAt) / 1e9;
        Cpu used = cpu().minus(before);
        return new Usage(count, seconds, used, server.peakBytes(), postgresPeak.get());
    }

    private Cpu cpu() {
        return new Cpu(server.ownCpuSeconds(), postgres.cpuSeconds(), sink.ownCpuSeconds(), bench.ownCpuSeconds());
    }

    private void sample() {
        try {
            while (true) {
                Thread.sleep(SAMPLE_EVERY);
                long now = postgres.residentBytes();
                postgresPeak.accumulateAndGet(now, Math::max);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        sampler.interrupt();
    }
}
