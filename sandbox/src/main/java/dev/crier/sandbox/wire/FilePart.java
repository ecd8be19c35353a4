package dev.crier.sandbox.wire;

import org.jspecify.annotations.Nullable;

/** An uploaded file: its content was counted and hashed, then thrown away. */
public record FilePart(
        String name, @Nullable String filename, @Nullable String contentType, long size, String sha256) {}
