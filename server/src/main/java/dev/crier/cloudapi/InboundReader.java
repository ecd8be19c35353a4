package dev.crier.cloudapi;

import dev.crier.cloudapi.WebhookPayload.InboundMessage;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/// Reads one object of `messages`: what a person wrote or tapped.
final class InboundReader {
    private InboundReader() {}

    /// One of the `contacts` beside the messages: who the people are.
    record Contact(
            @Nullable String waId,
            @Nullable String userId,
            @Nullable String name,
            @Nullable String username) {
        /// Reads the object at the current token. A batch of statuses brings as many contacts, so without a tree.
        static Contact read(JsonParser parser) {
            String waId = null;
            String userId = null;
            Profile profile = Profile.NONE;
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                parser.nextToken();
                switch (name) {
                    case "wa_id" -> waId = WireJson.string(parser);
                    case "user_id" -> userId = WireJson.string(parser);
                    case "profile" -> profile = Profile.read(parser);
                    default -> parser.skipChildren();
                }
            }
            return new Contact(waId, userId, profile.name(), profile.username());
        }

        private boolean is(@Nullable String from, @Nullable String fromUserId) {
            return (from != null && from.equals(waId)) || (fromUserId != null && fromUserId.equals(userId));
        }
    }

    /// What a person shows of themselves.
    private record Profile(@Nullable String name, @Nullable String username) {
        private static final Profile NONE = new Profile(null, null);

        private static Profile read(JsonParser parser) {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                parser.skipChildren();
                return NONE;
            }
            String shown = null;
            String username = null;
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                parser.nextToken();
                switch (name) {
                    case "name" -> shown = WireJson.string(parser);
                    case "username" -> username = WireJson.string(parser);
                    default -> parser.skipChildren();
                }
            }
            return new Profile(shown, username);
        }
    }

    /// The people of one value.
    ///
    /// @param messages how many messages they wrote in all
    record People(List<Contact> contacts, int messages) {
        private static final Contact NOBODY = new Contact(null, null, null, null);

        /// The contact that names the sender, or the only one, unless it could be of another message.
        private Contact sender(@Nullable String from, @Nullable String fromUserId) {
            for (Contact contact : contacts) {
                if (contact.is(from, fromUserId)) {
                    return contact;
                }
            }
            boolean anonymous = from == null && fromUserId == null;
            return contacts.size() == 1 && (messages == 1 || anonymous) ? contacts.getFirst() : NOBODY;
        }
    }

    /// The record, null if it does not say which message, what kind and when.
    static @Nullable InboundMessage message(JsonNode raw, String phoneNumberId, People people) {
        String id = WireJson.string(raw, "id");
        String type = WireJson.string(raw, "type");
        Instant at = WireJson.instant(WireJson.id(raw, "timestamp"));
        if (id == null || id.isEmpty() || type == null || at == null) {
            return null;
        }
        String from = WireJson.id(raw, "from");
        String fromUserId = WireJson.string(raw, "from_user_id");
        Contact contact = people.sender(from, fromUserId);
        return new InboundMessage(
                phoneNumberId,
                id,
                from == null ? contact.waId() : from,
                fromUserId == null ? contact.userId() : fromUserId,
                contact.name(),
                contact.username(),
                at,
                type,
                text(raw, type),
                payload(raw, type),
                WireJson.string(raw.path("context"), "id"),
                raw);
    }

    private static @Nullable String text(JsonNode raw, String type) {
        return switch (type) {
            case "text" -> WireJson.string(raw.path("text"), "body");
            case "button" -> WireJson.string(raw.path("button"), "text");
            case "interactive" -> {
                JsonNode reply = reply(raw);
                String title = WireJson.string(reply, "title");
                yield title == null ? WireJson.string(reply, "body") : title;
            }
            default -> WireJson.string(raw.path(type), "caption");
        };
    }

    private static @Nullable String payload(JsonNode raw, String type) {
        if ("button".equals(type)) {
            return WireJson.string(raw.path("button"), "payload");
        }
        JsonNode reply = "interactive".equals(type) ? reply(raw) : raw.path("");
        String id = WireJson.string(reply, "id");
        return id == null ? WireJson.string(reply, "response_json") : id;
    }

    /// `interactive` names its own content: `{"type":"list_reply","list_reply":{…}}`.
    private static JsonNode reply(JsonNode raw) {
        JsonNode interactive = raw.path("interactive");
        String kind = WireJson.string(interactive, "type");
        return interactive.path(kind == null ? "" : kind);
    }
}
