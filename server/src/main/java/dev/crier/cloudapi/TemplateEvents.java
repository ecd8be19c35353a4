package dev.crier.cloudapi;

import dev.crier.cloudapi.WebhookPayload.FieldChange;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads the four webhook fields that tell about templates into one small record.
public final class TemplateEvents {
    private TemplateEvents() {}

    /// What changed.
    public enum Kind {
        /// The status: `event` is `APPROVED`, `REJECTED`, `PAUSED`, `DISABLED`, …
        STATUS,
        /// The quality: `event` is the new score, `GREEN`, `YELLOW`, `RED` or `UNKNOWN`.
        QUALITY,
        /// The category, and with it the price: `event` is the new one.
        CATEGORY,
        /// Meta means to change the category: `event` is the one to come.
        CATEGORY_ANNOUNCED,
        /// The text itself was changed; `event` is `UPDATED`.
        COMPONENTS
    }

    /// One change of one template in one language.
    ///
    /// @param templateId Meta's id
    /// @param language with `_`, as sends need it; webhooks may spell it `en-US`
    /// @param event in upper case, see [Kind]
    /// @param previous the quality or category before
    /// @param category the template's category, where a status change tells it
    /// @param reason why, such as `SCAM` or `FIRST_PAUSE`
    /// @param detail Meta's sentence about it
    /// @param at the entry's time
    public record TemplateChange(
            String wabaId,
            Kind kind,
            String templateId,
            String name,
            String language,
            String event,
            @Nullable String previous,
            @Nullable String category,
            @Nullable String reason,
            @Nullable String detail,
            @Nullable Instant at) {}

    /// The change, empty if the field is not about templates or does not say which one or what.
    public static Optional<TemplateChange> read(FieldChange change) {
        return switch (change.field()) {
            case "message_template_status_update" -> status(change);
            case "message_template_quality_update" ->
                simple(change, Kind.QUALITY, "new_quality_score", "previous_quality_score");
            case "template_category_update" -> category(change);
            case "message_template_components_update" -> made(change, Kind.COMPONENTS, "UPDATED", null, null, null);
            default -> Optional.empty();
        };
    }

    private static Optional<TemplateChange> status(FieldChange change) {
        JsonNode value = change.value();
        JsonNode pause = value.path("other_info");
        JsonNode rejection = value.path("rejection_info");
        String reason = firstOf(known(value, "reason"), known(pause, "title"));
        String detail = firstOf(
                WireJson.string(pause, "description"),
                firstOf(WireJson.string(rejection, "recommendation"), WireJson.string(rejection, "reason")));
        return made(change, Kind.STATUS, WireJson.string(value, "event"), null, reason, detail);
    }

    /// An announcement names the category to come, and at times the present one as `new_category`.
    private static Optional<TemplateChange> category(FieldChange change) {
        JsonNode value = change.value();
        boolean announced = value.hasNonNull("correct_category") && !value.hasNonNull("previous_category");
        return announced
                ? simple(change, Kind.CATEGORY_ANNOUNCED, "correct_category", "new_category")
                : simple(change, Kind.CATEGORY, "new_category", "previous_category");
    }

    private static Optional<TemplateChange> simple(FieldChange change, Kind kind, String event, String previous) {
        JsonNode value = change.value();
        return made(change, kind, WireJson.string(value, event), WireJson.string(value, previous), null, null);
    }

    private static Optional<TemplateChange> made(
            FieldChange change,
            Kind kind,
            @Nullable String event,
            @Nullable String previous,
            @Nullable String reason,
            @Nullable String detail) {
        JsonNode value = change.value();
        String id = WireJson.id(value, "message_template_id");
        String name = WireJson.string(value, "message_template_name");
        String language = WireJson.string(value, "message_template_language");
        if (id == null || name == null || language == null || event == null) {
            return Optional.empty();
        }
        return Optional.of(new TemplateChange(
                change.wabaId(),
                kind,
                id,
                name,
                language.replace('-', '_'),
                event.toUpperCase(Locale.ROOT),
                previous,
                WireJson.string(value, "message_template_category"),
                reason,
                WireText.bounded(detail, GraphError.MAX_DETAILS_CHARS),
                change.time()));
    }

    /// Meta writes `NONE` for "no reason".
    private static @Nullable String known(JsonNode object, String name) {
        String text = WireJson.string(object, name);
        return "NONE".equals(text) ? null : text;
    }

    private static @Nullable String firstOf(@Nullable String one, @Nullable String other) {
        return one == null ? other : one;
    }
}
