package dev.crier.client;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What became of one person's message.
///
/// @param seq the person's place in the broadcast, from 0; null where statuses come without it
/// @param ref the caller's own reference
/// @param status `pending`, `sent`, `delivered`, `read` or `failure`
/// @param inDoubt whether the outcome of an attempt is unknown
/// @param reason of a failure, for programs, such as `optout`
/// @param details of a failure, for people
/// @param error what WhatsApp said
public record MessageStatus(
        @Nullable Integer seq,
        @Nullable String userId,
        @Nullable String phone,
        @Nullable String ref,
        String status,
        boolean inDoubt,
        @Nullable String reason,
        @Nullable String details,
        @Nullable WhatsappError error,
        @Nullable String messageId,
        int attempts,
        @Nullable Instant updatedAt) {
    /// An error of WhatsApp's.
    public record WhatsappError(
            int code, @Nullable String title, @Nullable String details) {}

    public boolean isFailure() {
        return status.equals("failure");
    }
}
