package dev.crier.cloudapi;

import dev.crier.cloudapi.InboundReader.Contact;
import dev.crier.cloudapi.InboundReader.People;
import dev.crier.cloudapi.WebhookPayload.InboundMessage;
import dev.crier.cloudapi.WebhookPayload.NumberError;
import dev.crier.cloudapi.WebhookPayload.StatusUpdate;
import dev.crier.cloudapi.WebhookPayload.UserPreference;
import dev.crier.cloudapi.WebhookPayload.WebhookError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/// Reads the `value` of a `messages` or `user_preferences` change as it streams by, and emits records at its end:
/// only then the number's id and the contacts are known for sure, for JSON has no order.
final class ValueReader {
    private String phoneNumberId = "";
    private final List<Contact> contacts = new ArrayList<>();
    private final List<StatusReader> statuses = new ArrayList<>();
    private final List<JsonNode> messages = new ArrayList<>();
    private final List<JsonNode> preferences = new ArrayList<>();
    private final List<WebhookError> errors = new ArrayList<>();
    private int skipped;

    /// Where the records of all values of a payload gather.
    static final class Sink {
        final List<StatusUpdate> statuses = new ArrayList<>();
        final List<InboundMessage> messages = new ArrayList<>();
        final List<UserPreference> preferences = new ArrayList<>();
        final List<NumberError> numberErrors = new ArrayList<>();
        int skipped;

        private <T> void add(List<T> records, @Nullable T made) {
            if (made == null) {
                skipped++;
            } else {
                records.add(made);
            }
        }
    }

    private ValueReader() {}

    /// Reads the object at the current token; the parser then stands at its end.
    static ValueReader read(JsonParser parser) {
        ValueReader value = new ValueReader();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            switch (name) {
                case "metadata" -> value.metadata(parser);
                case "statuses" -> value.skip(WireJson.eachObject(parser, value::status));
                case "contacts" -> value.skip(WireJson.eachObject(parser, value::contact));
                case "messages" -> value.skip(WireJson.eachObject(parser, value::message));
                case "user_preferences" -> value.skip(WireJson.eachObject(parser, value::preference));
                case "errors" -> value.skip(StatusReader.errors(parser, value.errors));
                default -> parser.skipChildren();
            }
        }
        return value;
    }

    void emit(Sink sink) {
        sink.skipped += skipped;
        for (StatusReader status : statuses) {
            sink.add(sink.statuses, status.update(phoneNumberId));
        }
        People people = new People(contacts, messages.size());
        for (JsonNode message : messages) {
            sink.add(sink.messages, InboundReader.message(message, phoneNumberId, people));
        }
        for (JsonNode preference : preferences) {
            sink.add(sink.preferences, userPreference(preference));
        }
        for (WebhookError error : errors) {
            sink.numberErrors.add(new NumberError(phoneNumberId, error));
        }
    }

    private void metadata(JsonParser parser) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            skip(1);
            return;
        }
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            String text = WireJson.string(parser);
            if ("phone_number_id".equals(name) && text != null) {
                phoneNumberId = text;
            }
        }
    }

    private void status(JsonParser parser) {
        StatusReader status = new StatusReader();
        skip(status.read(parser));
        statuses.add(status);
    }

    /// Not `skipped += read(…)`: that would forget what the reading itself skipped.
    private void skip(int pieces) {
        skipped += pieces;
    }

    private void contact(JsonParser parser) {
        contacts.add(Contact.read(parser));
    }

    private void message(JsonParser parser) {
        messages.add(WireJson.tree(parser));
    }

    private void preference(JsonParser parser) {
        preferences.add(WireJson.tree(parser));
    }

    private @Nullable UserPreference userPreference(JsonNode node) {
        String waId = WireJson.id(node, "wa_id");
        String userId = WireJson.string(node, "user_id");
        String category = WireJson.string(node, "category");
        String value = WireJson.string(node, "value");
        Instant at = WireJson.instant(WireJson.id(node, "timestamp"));
        if ((waId == null && userId == null) || category == null || value == null || at == null) {
            return null;
        }
        return new UserPreference(phoneNumberId, waId, userId, category, value, at, WireJson.string(node, "detail"));
    }
}
