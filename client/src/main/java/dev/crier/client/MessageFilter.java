package dev.crier.client;

import org.jspecify.annotations.Nullable;

/// Which messages of a broadcast to list.
///
/// @param status null: any
/// @param reason of failures; null: any
/// @param ref the caller's own reference; null: any
public record MessageFilter(
        @Nullable String status,
        @Nullable String reason,
        @Nullable String ref) {
    public static final MessageFilter ALL = new MessageFilter(null, null, null);
    public static final MessageFilter FAILURES = new MessageFilter("failure", null, null);
}
