package dev.crier.cloudapi;

import dev.crier.cloudapi.WebhookPayload.Kind;
import dev.crier.cloudapi.WebhookPayload.Pricing;
import dev.crier.cloudapi.WebhookPayload.StatusUpdate;
import dev.crier.cloudapi.WebhookPayload.WebhookError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads one object of `statuses`. This is the hot path of intake: a broadcast of a million comes back as three
/// million of these, so no tree is built.
final class StatusReader {
    private @Nullable String wamid;
    private @Nullable String status;
    private @Nullable Instant at;
    private @Nullable String recipientId;
    private @Nullable String recipientUserId;
    private @Nullable String callbackData;
    private @Nullable Pricing pricing;
    private List<WebhookError> errors = List.of();
    private int skipped;

    /// Reads the object at the current token; returns how many of its pieces were wrong-typed.
    int read(JsonParser parser) {
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            switch (name) {
                case "id" -> wamid = text(parser);
                case "status" -> status = text(parser);
                case "timestamp" -> at = WireJson.instant(text(parser));
                case "recipient_id" -> recipientId = text(parser);
                case "recipient_user_id" -> recipientUserId = text(parser);
                case "biz_opaque_callback_data" -> callbackData = text(parser);
                case "pricing" -> pricing(parser);
                case "errors" -> {
                    errors = new ArrayList<>();
                    skipped += errors(parser, errors);
                }
                default -> parser.skipChildren();
            }
        }
        return skipped;
    }

    /// The record, null if it does not say which message, what and when.
    @Nullable
    StatusUpdate update(String phoneNumberId) {
        if (wamid == null || wamid.isEmpty() || status == null || at == null) {
            return null;
        }
        return new StatusUpdate(
                phoneNumberId, wamid, Kind.of(status), at, recipientId, recipientUserId, callbackData, errors, pricing);
    }

    private @Nullable String text(JsonParser parser) {
        boolean absent = parser.currentToken() == JsonToken.VALUE_NULL;
        String text = WireJson.string(parser);
        if (text == null && !absent) {
            skipped++;
        }
        return text;
    }

    private void pricing(JsonParser parser) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            text(parser);
            return;
        }
        String category = null;
        String type = null;
        Boolean billable = null;
        String model = null;
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            JsonToken token = parser.nextToken();
            switch (name) {
                case "category" -> category = text(parser);
                case "type" -> type = text(parser);
                case "pricing_model" -> model = text(parser);
                case "billable" -> {
                    billable = token.isBoolean() ? Boolean.valueOf(token == JsonToken.VALUE_TRUE) : null;
                    parser.skipChildren();
                }
                default -> parser.skipChildren();
            }
        }
        pricing = new Pricing(category, type, billable, model);
    }

    /// Reads an `errors` array into the list; returns how many pieces were no errors with a code.
    static int errors(JsonParser parser, List<WebhookError> into) {
        int[] without = {0};
        int others = WireJson.eachObject(parser, each -> {
            WebhookError error = error(each);
            if (error == null) {
                without[0]++;
            } else {
                into.add(error);
            }
        });
        return others + without[0];
    }

    private static @Nullable WebhookError error(JsonParser parser) {
        Integer code = null;
        String title = null;
        String message = null;
        String details = null;
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            switch (name) {
                case "code" -> code = code(WireJson.string(parser));
                case "title" -> title = WireJson.string(parser);
                case "message" -> message = WireJson.string(parser);
                case "error_data" -> details = details(parser);
                default -> parser.skipChildren();
            }
        }
        String shown = title == null ? message : title;
        return code == null ? null : new WebhookError(code, shown == null ? "" : shown, details);
    }

    private static @Nullable Integer code(@Nullable String digits) {
        try {
            return digits == null ? null : Integer.valueOf(digits);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable String details(JsonParser parser) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return WireJson.string(parser);
        }
        String details = null;
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            String text = WireJson.string(parser);
            details = "details".equals(name) ? text : details;
        }
        return details;
    }
}
