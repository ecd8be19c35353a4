package dev.crier.cloudapi;

/// A token or app secret that does not show itself in logs, exception texts or a debugger's `toString`.
public record Secret(String value) {
    public Secret {
        if (value.isBlank()) {
            throw new IllegalArgumentException("A secret must not be blank");
        }
    }

    /// The secret itself, for the one place that puts it on the wire or into a Mac.
    public String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return "[redacted]";
    }
}
