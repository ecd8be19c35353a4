package dev.crier.broadcast;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// What to do with a message whose outcome stayed unknown for the grace time.
public enum OnUnknown {
    /// Never risk a second message: report `outcome_unknown`. The default.
    HOLD,
    /// Rather twice than never: send again. For one-time codes.
    RETRY,
    /// As HOLD, without waiting for the grace time: the caller wants an answer now.
    FAIL;

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<OnUnknown> of(String wire) {
        return Stream.of(values()).filter(each -> each.wire().equals(wire)).findFirst();
    }
}
