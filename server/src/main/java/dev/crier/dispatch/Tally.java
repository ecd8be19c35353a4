package dev.crier.dispatch;

import dev.crier.message.Stage;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/// How many attempts ended how, since this process started.
public final class Tally {
    private final Map<Outcome, LongAdder> counts = new EnumMap<>(Outcome.class);

    Tally() {
        for (Outcome outcome : Outcome.values()) {
            counts.put(outcome, new LongAdder());
        }
    }

    /// The end of an attempt, as the metrics name it.
    public enum Outcome {
        ACCEPTED,
        FAILED,
        /// For the next try.
        WAITING,
        IN_DOUBT,
        /// Held back by Meta's throttle, or by our own gate for a person.
        THROTTLED;

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public long of(Outcome outcome) {
        return adder(outcome).sum();
    }

    /// What concerns a broadcast or a number as a whole is the end of no message and is not counted.
    void add(Sender.Verdict verdict) {
        switch (verdict) {
            case Sender.Verdict.Accepted ignored -> add(Outcome.ACCEPTED);
            case Sender.Verdict.Suppress ignored -> add(Outcome.FAILED);
            case Sender.Verdict.InDoubt ignored -> add(Outcome.IN_DOUBT);
            case Sender.Verdict.SlowDown ignored -> add(Outcome.THROTTLED);
            case Sender.Verdict.Outcome outcome -> {
                boolean waits = outcome.change().stage() == Stage.WAITING;
                Outcome waiting = outcome.change().isFree() ? Outcome.THROTTLED : Outcome.WAITING;
                add(waits ? waiting : Outcome.FAILED);
            }
            case Sender.Verdict.Unreachable ignored -> {}
            case Sender.Verdict.StopBroadcast ignored -> {}
            case Sender.Verdict.HoldNumber ignored -> {}
            case Sender.Verdict.Halted ignored -> {}
        }
    }

    private void add(Outcome outcome) {
        adder(outcome).increment();
    }

    private LongAdder adder(Outcome outcome) {
        return Objects.requireNonNull(counts.get(outcome));
    }
}
