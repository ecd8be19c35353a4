package dev.crier.webhook;

import dev.crier.api.Json;
import dev.crier.api.Times;
import dev.crier.cloudapi.ErrorCatalogue;
import dev.crier.message.Stage;
import dev.crier.message.Status;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Events as the endpoint reads them: every name on this wire is here.
final class EventBodies {
    /// A person has one conversation with a bot.
    private static final String CONVERSATION = "main";

    private EventBodies() {}

    /// A row of the outbox.
    record Event(
            long id,
            UUID botId,
            String type,
            @Nullable UUID contactId,
            @Nullable UUID broadcastId,
            int seq,
            Instant at,
            String json) {
        static Event read(ResultSet row) throws SQLException {
            return new Event(
                    row.getLong("id"),
                    row.getObject("bot_id", UUID.class),
                    row.getString("type"),
                    row.getObject("contact_id", UUID.class),
                    row.getObject("broadcast_id", UUID.class),
                    row.getInt("seq"),
                    row.getTimestamp("happened_at").toInstant(),
                    row.getString("data"));
        }

        JsonNode data() {
            return Json.parseOwn(json);
        }
    }

    static String body(Event event, Recipients.Recipient who) {
        String user = who.userId() == null ? null : who.userId().toString();
        ObjectNode body = frame(event.type(), event.botId(), event.at())
                .put("user_id", user)
                .put("conversation_id", CONVERSATION)
                .put("conversation_uuid", user);
        body.putObject("channel").put("type", "whatsapp");
        body.set(
                event.type(),
                switch (event.type()) {
                    case "action_status" -> status(event, who);
                    case "user_action" -> userAction(event);
                    case "operator_action" -> operatorAction(event);
                    case "user_changes" -> userChanges(event);
                    default -> throw new IllegalStateException("no such event: " + event.type());
                });
        return body.toString();
    }

    /// What the owner has sent to see whether it arrives.
    static String test(UUID botId, Instant at) {
        ObjectNode body = frame("test", botId, at);
        body.putObject("test").put("message", "Crier can reach this endpoint");
        return body.toString();
    }

    private static ObjectNode frame(String type, UUID botId, Instant at) {
        return Json.object()
                .put("type", type)
                .put("event_created", Times.wire(at))
                .put("bot_id", botId.toString());
    }

    /// A message of a broadcast is named by both, since it has no id of its own; an action by the id that it answered.
    private static ObjectNode status(Event event, Recipients.Recipient who) {
        JsonNode data = event.data();
        String broadcast = String.valueOf(event.broadcastId());
        boolean isBroadcast = data.path("kind").asString("").equals("broadcast");
        Status status = Stage.of((short) data.path("stage").asInt()).status();
        ObjectNode json = Json.object()
                .put("action_id", isBroadcast ? broadcast + ":" + event.seq() : broadcast)
                .put("status", status.wire())
                .put("time", Times.wire(event.at()))
                .put("broadcast_id", isBroadcast ? broadcast : null)
                .put("ref", who.ref())
                .put("message_id", text(data, "message_id"));
        if (status != Status.FAILURE) {
            return json.putNull("reason").putNull("details");
        }
        json.put("reason", text(data, "reason"));
        if (!data.hasNonNull("code")) {
            return json.put("details", text(data, "details"));
        }
        ErrorCatalogue.Entry entry =
                ErrorCatalogue.async(data.path("code").asInt()).entry();
        json.put("details", entry.sentence());
        json.putObject("error")
                .put("code", data.path("code").asInt())
                .put("title", entry.title())
                .put("details", text(data, "details"));
        return json;
    }

    private static ObjectNode userAction(Event event) {
        JsonNode data = event.data();
        return Json.object()
                .put("action_id", text(data, "message_id"))
                .put("type", text(data, "type"))
                .put("time", Times.wire(event.at()))
                .put("message_id", text(data, "message_id"))
                .put("text", text(data, "text"))
                .put("payload", text(data, "payload"))
                .put("context_message_id", text(data, "context_id"));
    }

    private static ObjectNode operatorAction(Event event) {
        JsonNode data = event.data();
        boolean isTemplate = data.hasNonNull("template");
        ObjectNode json = Json.object()
                .put("action_id", String.valueOf(event.broadcastId()))
                .put("type", isTemplate ? "template" : "text")
                .put("time", Times.wire(event.at()));
        ObjectNode payload = json.putObject("payload");
        if (isTemplate) {
            payload.put("template_id", text(data, "template")).put("language_code", text(data, "language"));
        } else {
            payload.put("message", text(data, "text"));
        }
        return json;
    }

    private static ObjectNode userChanges(Event event) {
        JsonNode data = event.data();
        ObjectNode json = Json.object().put("change", text(data, "change")).put("time", Times.wire(event.at()));
        json.set("fields", data.path("fields"));
        json.set("user", data.path("user"));
        return json;
    }

    private static @Nullable String text(JsonNode data, String name) {
        return data.hasNonNull(name) ? data.path(name).asString() : null;
    }
}
