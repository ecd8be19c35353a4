package dev.crier.sandbox.message;

import dev.crier.sandbox.fault.Behaviour;
import dev.crier.sandbox.fault.Knob;
import dev.crier.sandbox.fault.Settings;
import dev.crier.sandbox.template.TemplateLife;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Pacing (§6.5): the first messages of a template go out, the rest is held until a verdict. A good one releases the held and
 * lets later ones pass; a bad one fails them and pauses the template.
 */
final class Pacing {
    /** What pacing says of one message: how long it is held (0 = not), and whether it fails then. */
    record Verdict(long heldMillis, boolean dropped) {
        static final Verdict PASS = new Verdict(0, false);
    }

    private record State(long sent, long verdictAtNanos, boolean bad) {}

    private static final long UNDECIDED = Long.MAX_VALUE;

    private final Map<String, State> states = new ConcurrentHashMap<>();
    private final Settings settings;
    private final TemplateLife life;
    private final ScheduledExecutorService clock;

    Pacing(Settings settings, TemplateLife life, ScheduledExecutorService clock) {
        this.settings = settings;
        this.life = life;
        this.clock = clock;
    }

    Verdict count(String templateId, long nowNanos) {
        Behaviour behaviour = settings.now();
        if (!behaviour.on(Knob.PACING)) {
            return Verdict.PASS;
        }
        State state = states.compute(templateId, (id, old) -> next(id, old, behaviour, nowNanos));
        if (state == null || state.verdictAtNanos() == UNDECIDED || state.verdictAtNanos() <= nowNanos) {
            return Verdict.PASS;
        }
        return new Verdict(TimeUnit.NANOSECONDS.toMillis(state.verdictAtNanos() - nowNanos) + 1, state.bad());
    }

    private State next(String id, @org.jspecify.annotations.Nullable State old, Behaviour behaviour, long nowNanos) {
        long sent = old == null ? 1 : old.sent() + 1;
        if (old != null && old.verdictAtNanos() != UNDECIDED) {
            boolean pausedAndBack = old.bad() && old.verdictAtNanos() <= nowNanos;
            return pausedAndBack ? new State(1, UNDECIDED, false) : new State(sent, old.verdictAtNanos(), old.bad());
        }
        if (sent <= behaviour.count(Knob.PACING_SAMPLE)) {
            return new State(sent, UNDECIDED, false);
        }
        boolean bad = settings.roll(Knob.PACING_BAD);
        long wait = behaviour.count(Knob.PACING_MS);
        if (bad) {
            var _ = clock.schedule(() -> life.pauseByPacing(id), wait, TimeUnit.MILLISECONDS);
        }
        return new State(sent, nowNanos + TimeUnit.MILLISECONDS.toNanos(wait), bad);
    }

    void reset() {
        states.clear();
    }
}
