package dev.crier.client;

/// A text that must not be shown: it prints as `[redacted]`.
///
/// @param reveal the text itself
public record Secret(String reveal) {
    @Override
    public String toString() {
        return "[redacted]";
    }
}
