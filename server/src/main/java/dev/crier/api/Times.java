package dev.crier.api;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Times on the wire: ISO 8601 in UTC with `Z`, to the millisecond.
public final class Times {
    private Times() {}

    public static String wire(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
