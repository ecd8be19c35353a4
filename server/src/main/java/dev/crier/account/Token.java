package dev.crier.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/// An authorization key in full, as its owner sees it once. Never stored, never logged.
public record Token(String value) {
    /// Lets a secret scanner, and a reader of a config file, recognise a key of ours.
    private static final String PREFIX = "crier_";

    private static final int RANDOM_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    public static Token generate() {
        byte[] random = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(random);
        return new Token(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random));
    }

    /// A key is 256 random bits: one fast hash hides it as well as a slow one would.
    byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
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
