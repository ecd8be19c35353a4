package dev.crier.broadcast;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// Where a broadcast is on its way, and where it may go. docs/state-machine.md has the picture.
public enum State {
    DRAFT,
    SCHEDULED,
    RUNNING,
    PAUSED,
    FINISHED,
    CANCELLED;

    /// What a caller can ask for.
    public enum Command {
        START,
        PAUSE,
        RESUME,
        CANCEL;

        public Set<State> from() {
            return switch (this) {
                case START -> EnumSet.of(DRAFT, SCHEDULED);
                case PAUSE -> EnumSet.of(SCHEDULED, RUNNING);
                case RESUME -> EnumSet.of(PAUSED);
                case CANCEL -> EnumSet.of(DRAFT, SCHEDULED, RUNNING, PAUSED);
            };
        }

        public State to() {
            return switch (this) {
                case START, RESUME -> RUNNING;
                case PAUSE -> PAUSED;
                case CANCEL -> CANCELLED;
            };
        }

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static State of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
