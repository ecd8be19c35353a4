package dev.crier.message;

import java.util.Locale;

/// A message's status as the API reports it.
public enum Status {
    PENDING,
    SENT,
    DELIVERED,
    READ,
    FAILURE;

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
