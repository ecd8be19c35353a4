package dev.crier.broadcast;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A broadcast without its users and content: what a list shows.
///
/// @param cause why it is paused, if Crier paused it
/// @param audience the segment it is for, if it is for one
/// @param gatheredAt when the audience became its users
public record Broadcast(
        UUID id,
        UUID botId,
        UUID channelId,
        Kind kind,
        String name,
        State state,
        @Nullable JsonNode cause,
        @Nullable String templateName,
        @Nullable String templateLanguage,
        @Nullable Instant scheduledAt,
        Instant insertedAt,
        @Nullable Instant finishedAt,
        @Nullable BigDecimal maxPerSecond,
        @Nullable JsonNode audience,
        @Nullable Instant gatheredAt,
        Statistics statistics) {

    /// What made it: a broadcast of the API, an operator action, or a reply of ours.
    public enum Kind {
        BROADCAST,
        ACTION,
        REPLY;

        public String wire() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /// How many users have which status *now*.
    public record Statistics(int total, int sent, int delivered, int read, int failed) {
        public int pending() {
            return total - sent - delivered - read - failed;
        }

        public int success() {
            return sent + delivered + read;
        }
    }
}
