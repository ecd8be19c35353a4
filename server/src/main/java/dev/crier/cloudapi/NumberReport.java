package dev.crier.cloudapi;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A sending number as Meta, or the provider before it, sees it. What nobody told is null.
///
/// @param id Meta's id of the number
/// @param wabaId the account it belongs to
/// @param displayNumber as people write it
/// @param verifiedName the name that people see
/// @param status `CONNECTED`, `PENDING`, `FLAGGED`, …
/// @param quality how people take its messages: `GREEN`, `YELLOW`, `RED` or `UNKNOWN`
/// @param messagingLimit people a day: `TIER_2K`
/// @param throughput `STANDARD` or `HIGH`
/// @param canSend `AVAILABLE`, `LIMITED` or `BLOCKED`
public record NumberReport(
        @Nullable String id,
        @Nullable String wabaId,
        @Nullable String displayNumber,
        @Nullable String verifiedName,
        @Nullable String status,
        String quality,
        @Nullable String messagingLimit,
        @Nullable String throughput,
        @Nullable String canSend) {
    private static final int MAX_CHARS = 200;
    private static final String UNKNOWN = "UNKNOWN";

    static NumberReport ofGraph(JsonNode json) {
        String quality = word(json, "quality_rating");
        String limit = word(json, "whatsapp_business_manager_messaging_limit");
        return new NumberReport(
                WireText.bounded(WireJson.id(json, "id"), MAX_CHARS),
                null,
                WireText.bounded(WireJson.string(json, "display_phone_number"), MAX_CHARS),
                WireText.bounded(WireJson.string(json, "verified_name"), MAX_CHARS),
                word(json, "status"),
                quality == null ? UNKNOWN : quality,
                limit == null ? word(json, "messaging_limit_tier") : limit,
                word(json.path("throughput"), "level"),
                word(json.path("health_status"), "can_send_message"));
    }

    /// 360dialog passes on Meta's summary of everything that a send needs.
    static NumberReport ofHealthStatus(JsonNode json) {
        JsonNode health = json.path("health_status");
        String can = word(health, "can_send_message");
        return new NumberReport(
                entity(health, "PHONE_NUMBER"), entity(health, "WABA"), null, null, can, UNKNOWN, null, null, can);
    }

    private static @Nullable String entity(JsonNode health, String type) {
        for (JsonNode entity : health.path("entities").values()) {
            if (type.equals(word(entity, "entity_type"))) {
                return WireText.bounded(WireJson.id(entity, "id"), MAX_CHARS);
            }
        }
        return null;
    }

    private static @Nullable String word(JsonNode json, String name) {
        String word = WireText.bounded(WireJson.string(json, name), MAX_CHARS);
        return word == null || word.isBlank() ? null : word.toUpperCase(Locale.ROOT);
    }
}
