package dev.crier.client;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A broadcast without the statuses of its people.
///
/// @param status `draft`, `scheduled`, `running`, `paused`, `finished` or `cancelled`
/// @param cause why the server paused it, with `details` for people; null if it did not
/// @param retried how many messages are to be sent again, in the answer to a retry
public record Broadcast(
        String id,
        String status,
        @Nullable String name,
        @Nullable TemplateName template,
        Instant insertedAt,
        @Nullable Instant scheduledAt,
        @Nullable Instant finishedAt,
        @Nullable BigDecimal maxPerSecond,
        @Nullable JsonNode cause,
        Statistics statistics,
        @Nullable Integer retried) {
    private static final Set<String> OVER = Set.of("finished", "cancelled");

    /// Which template, in which language.
    ///
    /// @param language null: each person's own
    public record TemplateName(String name, @Nullable String language) {}

    /// How many people have which status now.
    ///
    /// @param success sent, delivered or read
    public record Statistics(int total, int pending, int sent, int delivered, int read, int success, int failed) {}

    /// Whether nobody is pending any more. Messages may still be delivered and read after that.
    public boolean isOver() {
        return OVER.contains(status) && statistics.pending() == 0;
    }

    public boolean isDraft() {
        return status.equals("draft");
    }

    /// Why the server paused it, in a sentence; null if it did not.
    public @Nullable String causeText() {
        return cause == null ? null : cause.path("details").asString(cause.toString());
    }
}
