package dev.crier.cli;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;

/// How fast something goes, and how long the rest takes at that: by what was done in the last half minute.
final class Pace {
    private static final Duration WINDOW = Duration.ofSeconds(30);

    /// Less says nothing yet.
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private record Sample(long nanos, long done) {}

    private final Deque<Sample> samples = new ArrayDeque<>();

    /// @param nanos of a clock that only goes forward
    /// @param done in all until then
    void note(long nanos, long done) {
        samples.addLast(new Sample(nanos, done));
        while (samples.size() > 2 && nanos - samples.getFirst().nanos() > WINDOW.toNanos()) {
            samples.removeFirst();
        }
    }

    /// A second; 0 as long as nothing can be said.
    double perSecond() {
        if (samples.size() < 2) {
            return 0;
        }
        long nanos = samples.getLast().nanos() - samples.getFirst().nanos();
        long done = samples.getLast().done() - samples.getFirst().done();
        return nanos < SHORTEST.toNanos() || done <= 0 ? 0 : done * 1e9 / nanos;
    }

    /// How long `rest` takes; empty as long as nothing can be said.
    Optional<Duration> left(long rest) {
        double pace = perSecond();
        return pace == 0 ? Optional.empty() : Optional.of(Duration.ofMillis((long) Math.ceil(rest / pace * 1_000)));
    }

    /// `40/s`, `0.5/s`
    static String text(double perSecond) {
        return perSecond >= 10 ? Math.round(perSecond) + "/s" : String.format(Locale.ROOT, "%.1f/s", perSecond);
    }

    /// `45 s`, `12 min`, `3 h 20 min`
    static String text(Duration time) {
        long seconds = Math.max(1, time.toSeconds());
        if (seconds < 100) {
            return seconds + " s";
        }
        long minutes = (seconds + 30) / 60;
        return minutes < 100 ? minutes + " min" : minutes / 60 + " h " + minutes % 60 + " min";
    }
}
