package dev.crier.api;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Times on the wire: ISO 8601 in UTC with `Z`, to the millisecond.
public final class Times {
    /// PostgreSQL's times end far behind, but before what a Java time can be.
    private static final int FIRST_YEAR = 1970;

    private static final int LAST_YEAR = 9999;

    private Times() {}

    /// The time that an ISO 8601 text with its offset from UTC stands for; empty if it is none, or is in a year that no
    /// calendar of ours has.
    public static Optional<Instant> parse(String text) {
        try {
            OffsetDateTime time = OffsetDateTime.parse(text.strip());
            boolean sane = time.getYear() >= FIRST_YEAR && time.getYear() <= LAST_YEAR;
            return sane ? Optional.of(time.toInstant()) : Optional.empty();
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    public static String wire(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
