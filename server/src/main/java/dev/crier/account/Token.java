package dev.crier.account;

/// An authorization key in full, as its owner sees it once. Never stored, never logged.
public record Token(String value) {
    /// Lets a secret scanner, and a reader of a config file, recognise a key of ours.
    private static final String PREFIX = "crier_";

    public static Token generate() {
        return new Token(PREFIX + Secrets.next());
    }

    byte[] hash() {
        return Secrets.hash(value);
    }

    /// What is shown of it afterwards.
    String hint() {
        return value.substring(value.length() - 4);
    }

    @Override
    public String toString() {
        return "[redacted]";
    }
}
