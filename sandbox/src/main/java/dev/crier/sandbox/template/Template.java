package dev.crier.sandbox.template;

import dev.crier.sandbox.wire.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A message template (§3.2). Immutable; a change of state makes a new one.
 *
 * @param edits times of the edits made while approved, in epoch milliseconds
 */
public record Template(
        String id,
        String wabaId,
        String name,
        String language,
        Status status,
        String category,
        @Nullable String previousCategory,
        String rejectedReason,
        boolean named,
        ArrayNode components,
        @Nullable Long ttlSeconds,
        Shape shape,
        int pauses,
        boolean pausedByPacing,
        List<Long> edits) {

    /** The states a template can be in (§3.4). */
    public enum Status {
        PENDING,
        APPROVED,
        REJECTED,
        PAUSED,
        DISABLED,
        DELETED
    }

    public Template with(Status next) {
        return with(next, rejectedReason, category);
    }

    public Template with(Status next, String reason, String nextCategory) {
        String previous = nextCategory.equals(category) ? previousCategory : category;
        return new Template(
                id,
                wabaId,
                name,
                language,
                next,
                nextCategory,
                previous,
                reason,
                named,
                components,
                ttlSeconds,
                shape,
                pauses,
                pausedByPacing,
                edits);
    }

    Template paused(boolean byPacing) {
        return new Template(
                id,
                wabaId,
                name,
                language,
                Status.PAUSED,
                category,
                previousCategory,
                rejectedReason,
                named,
                components,
                ttlSeconds,
                shape,
                byPacing ? pauses : pauses + 1,
                byPacing,
                edits);
    }

    Template edited(ArrayNode nextComponents, String nextCategory, @Nullable Long nextTtl, List<Long> nextEdits) {
        return new Template(
                id,
                wabaId,
                name,
                language,
                Status.PENDING,
                nextCategory,
                previousCategory,
                "NONE",
                named,
                nextComponents,
                nextTtl,
                Shape.of(nextComponents, named),
                pauses,
                false,
                nextEdits);
    }

    public ObjectNode json() {
        ObjectNode json = Json.object()
                .put("name", name)
                .put("parameter_format", named ? "NAMED" : "POSITIONAL")
                .put("language", language)
                .put("status", status.name())
                .put("category", category)
                .put("id", id);
        json.set("components", components);
        if (previousCategory != null) {
            json.put("previous_category", previousCategory);
        }
        json.put("rejected_reason", rejectedReason);
        if (ttlSeconds != null) {
            json.put("message_send_ttl_seconds", ttlSeconds);
        }
        boolean rated = status != Status.PENDING && status != Status.REJECTED;
        json.putObject("quality_score").put("score", rated && pauses > 0 ? "RED" : rated ? "GREEN" : "UNKNOWN");
        json.put("source", "USER_CREATED");
        return json;
    }
}
