package dev.crier.client;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A template in one language.
///
/// @param id WhatsApp's
/// @param status such as `APPROVED`, `PENDING`, `REJECTED`
/// @param statusReason why it was rejected: `sentence` and `fix` for people
/// @param components its definition
public record Template(
        String id,
        String name,
        String language,
        @Nullable String category,
        String status,
        @Nullable String quality,
        @Nullable String rejectedReason,
        @Nullable JsonNode statusReason,
        @Nullable JsonNode categoryChange,
        JsonNode components,
        @Nullable String parameterFormat,
        @Nullable Instant syncedAt) {
    /// Whether WhatsApp is still to decide.
    public boolean isInReview() {
        return status.equals("PENDING") || status.equals("IN_APPEAL");
    }
}
