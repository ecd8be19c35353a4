package dev.crier.cloudapi;

import dev.crier.cloudapi.SendOutcome.Accepted;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/// Reads what a Graph answer says: an accepted send, an error, how long to wait. Pure functions on bytes and headers.
final class GraphAnswer {
    /// No throttle holds a number for longer than this by header alone, whatever a gateway writes.
    static final Duration MAX_RETRY_AFTER = Duration.ofHours(24);

    private GraphAnswer() {}

    /// The acceptance in a 2xx body, null if it names no wamid. What was read completely counts even if the rest of
    /// the body is missing: Meta would not name a wamid for a message it did not take.
    static @Nullable Accepted accepted(byte[] body) {
        AcceptedReader reader = new AcceptedReader();
        try (JsonParser parser = WireJson.parser(body)) {
            reader.read(parser);
        } catch (JacksonException e) {
            // What the reader holds was complete before this.
        }
        return reader.accepted();
    }

    /// The `error` object of a body, null if there is none with a numeric code.
    static @Nullable GraphError error(byte[] body, int httpStatus) {
        try {
            JsonNode error = WireJson.MAPPER.readTree(body).path("error");
            return error.path("code").isInt() ? error(error, httpStatus) : null;
        } catch (JacksonException e) {
            return null;
        }
    }

    private static GraphError error(JsonNode error, int httpStatus) {
        JsonNode subcode = error.path("error_subcode");
        String title = WireJson.string(error, "message");
        return new GraphError(
                error.path("code").intValue(),
                subcode.isInt() ? Integer.valueOf(subcode.intValue()) : null,
                httpStatus,
                title == null ? "" : title,
                details(error.path("error_data")),
                error.path("is_transient").booleanValue(false),
                WireJson.string(error, "error_user_title"),
                WireJson.string(error, "error_user_msg"),
                WireJson.string(error, "fbtrace_id"));
    }

    /// `error_data` is an object, or in older answers a plain string.
    private static @Nullable String details(JsonNode data) {
        return data.isString() ? data.stringValue() : WireJson.string(data, "details");
    }

    /// `Retry-After` in seconds or as a date; zero if absent, past or not understood.
    static Duration retryAfter(@Nullable String header, Instant now) {
        if (header == null) {
            return Duration.ZERO;
        }
        String value = header.strip();
        try {
            Duration wait = value.chars().allMatch(Character::isDigit)
                    ? Duration.ofSeconds(Long.parseLong(value))
                    : Duration.between(now, ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME));
            return bounded(wait);
        } catch (DateTimeException | NumberFormatException e) {
            return Duration.ZERO;
        }
    }

    /// The longest `estimated_time_to_regain_access` (minutes) of an `x-business-use-case-usage` header, else zero.
    static Duration regainAccess(@Nullable String header) {
        if (header == null) {
            return Duration.ZERO;
        }
        long minutes = 0;
        try {
            for (JsonNode account : WireJson.MAPPER.readTree(header).values()) {
                for (JsonNode usage : account.values()) {
                    minutes = Math.max(
                            minutes,
                            usage.path("estimated_time_to_regain_access").longValue(0));
                }
            }
        } catch (JacksonException e) {
            return Duration.ZERO;
        }
        return bounded(Duration.ofMinutes(Math.min(minutes, MAX_RETRY_AFTER.toMinutes())));
    }

    private static Duration bounded(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(MAX_RETRY_AFTER) > 0 ? MAX_RETRY_AFTER : wait;
    }

    /// Picks wamid, status and recipient out of the stream, first of each.
    private static final class AcceptedReader {
        private @Nullable String wamid;
        private @Nullable String messageStatus;
        private @Nullable String waId;
        private @Nullable String userId;

        void read(JsonParser parser) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return;
            }
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                boolean list = parser.nextToken() == JsonToken.START_ARRAY;
                if (list && ("messages".equals(name) || "contacts".equals(name))) {
                    items(parser);
                } else {
                    parser.skipChildren();
                }
            }
        }

        private void items(JsonParser parser) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (parser.currentToken() == JsonToken.START_OBJECT) {
                    item(parser);
                } else {
                    parser.skipChildren();
                }
            }
        }

        private void item(JsonParser parser) {
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                parser.nextToken();
                String value = WireJson.string(parser);
                switch (name) {
                    case "id" -> wamid = first(wamid, value);
                    case "message_status" -> messageStatus = first(messageStatus, value);
                    case "wa_id" -> waId = first(waId, value);
                    case "user_id" -> userId = first(userId, value);
                    default -> {}
                }
            }
        }

        private static @Nullable String first(@Nullable String held, @Nullable String value) {
            return held == null && value != null && !value.isBlank() ? value : held;
        }

        @Nullable
        Accepted accepted() {
            return wamid == null ? null : new Accepted(wamid, messageStatus, waId, userId);
        }
    }
}
