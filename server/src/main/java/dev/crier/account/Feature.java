package dev.crier.account;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// What can be ordered for a bot.
public enum Feature {
    WHATSAPP_BROADCASTING("Whatsapp Broadcasting");

    private final String title;

    Feature(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }

    /// The name in the database and on the command line.
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Feature> of(String wire) {
        return Stream.of(values())
                .filter(feature -> feature.wire().equals(wire.toLowerCase(Locale.ROOT)))
                .findFirst();
    }
}
