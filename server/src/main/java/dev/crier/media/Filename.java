package dev.crier.media;

import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import org.jspecify.annotations.Nullable;

/// What a file may be called, as a send may carry it.
final class Filename {
    private static final int MAX_CHARS = 240;

    private Filename() {}

    /// The name as given, or one made of the type.
    static String of(@Nullable String given, MediaKind kind, String type) {
        if (given == null || given.isBlank()) {
            return kind.wire() + "." + type.substring(type.indexOf('/') + 1).replaceAll("[^a-z0-9]", "");
        }
        boolean printable = given.codePoints()
                .allMatch(c -> !Character.isISOControl(c)
                        && Character.getType(c) != Character.SURROGATE
                        && c != '/'
                        && c != '\\'
                        && c != '"');
        if (given.length() > MAX_CHARS || !printable) {
            throw Problem.of(
                    ProblemCode.INVALID_REQUEST,
                    "filename may have at most %d characters, without slashes, quotes and control characters"
                            .formatted(MAX_CHARS));
        }
        return given.strip();
    }
}
