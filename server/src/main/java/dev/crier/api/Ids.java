package dev.crier.api;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// UUIDv7: ordered by time, so that keys land at the end of their index.
public final class Ids {
    private static final TimeBasedEpochGenerator GENERATOR = Generators.timeBasedEpochGenerator();

    private Ids() {}

    public static UUID next() {
        return GENERATOR.generate();
    }

    /// The smallest id that can have been made at that moment.
    public static UUID firstOf(Instant time) {
        return new UUID(time.toEpochMilli() << 16, 0L);
    }

    /// `text` as a UUID in its canonical form, or null.
    public static @Nullable UUID parse(String text) {
        if (text.length() != 36) {
            return null;
        }
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
