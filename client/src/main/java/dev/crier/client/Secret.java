package dev.crier.client;

import com.fasterxml.jackson.annotation.JsonCreator;

/// A text that must not be shown: it prints as `[redacted]`.
///
/// @param reveal the text itself
public record Secret(String reveal) {
    /// As answers have it: a plain text.
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Secret of(String text) {
        return new Secret(text);
    }

    @Override
    public String toString() {
        return "[redacted]";
    }
}
