package dev.crier.client;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Where events of the bot are posted to.
///
/// @param event which ones: `action`, `user_action`, `operator_action`, `action_status`, `user_changes`; empty: all
/// @param secret what events are signed with: whole in the answer that made it, else its end
/// @param state such as `ok` or `failing`
/// @param disabled by whom and when; null if it is not
public record Webhook(
        String id,
        String url,
        String event,
        boolean enabled,
        @Nullable Secret secret,
        @Nullable String state,
        @Nullable Instant failingSince,
        @Nullable Instant lastSuccessAt,
        @Nullable Disabled disabled,
        @Nullable Instant insertedAt,
        @Nullable Instant updatedAt) {
    public record Disabled(String reason, Instant at) {}

    /// An event on its way, or arrived.
    ///
    /// @param status `waiting`, `delivered` or `failed`
    /// @param answerStatus the HTTP status of the last answer
    /// @param event the body that is posted
    public record Delivery(
            String id,
            String type,
            String status,
            int tries,
            Instant insertedAt,
            @Nullable Instant triedAt,
            @Nullable Instant dueAt,
            @Nullable Integer answerStatus,
            @Nullable String answer,
            @Nullable String error,
            tools.jackson.databind.JsonNode event) {}

    /// How many deliveries are posted once more.
    ///
    /// @param more there was more than one request replays; ask again
    public record Replayed(int replayed, boolean more) {}
}
