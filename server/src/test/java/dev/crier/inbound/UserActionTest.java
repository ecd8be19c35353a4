package dev.crier.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.api.Ids;
import dev.crier.api.Json;
import dev.crier.cloudapi.WebhookPayload.InboundMessage;
import dev.crier.db.TestDatabase;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What people write becomes an event for the bot's webhooks, with the message and once.
class UserActionTest {
    private static final TestDatabase DB = TestDatabase.fresh();
    private static final Scene SCENE = new Scene(DB.database());

    @AfterAll
    static void end() {
        SCENE.close();
        DB.close();
    }

    private static InboundMessage message(String id, String type) {
        return new InboundMessage(
                "", id, "31612340001", null, "Ann", null, Scene.NOW, type, "Yes", "yes-1", "wamid.ours", Json.object());
    }

    private static List<JsonNode> events() {
        return DB.database()
                .jdbi()
                .withHandle(handle -> handle.select(
                                "SELECT data || jsonb_build_object('bot', bot_id, 'user', contact_id) FROM webhook_event"
                                        + " WHERE type = 'user_action' ORDER BY id")
                        .mapTo(String.class)
                        .map(Json::parseOwn)
                        .list());
    }

    private static void webhook(UUID bot, String event) {
        DB.database().jdbi().useHandle(handle -> handle.execute("""
                INSERT INTO webhook (id, bot_id, url, event, enabled, secret, secret_hint)
                VALUES (?, ?, 'https://example.com', ?, true, '', '')""", Ids.next(), bot, event));
    }

    @Test
    void a_message_is_told_once_to_a_bot_that_wants_it_and_a_system_message_is_not() {
        UUID bot = SCENE.receiver.bot().id();
        webhook(bot, "operator_action");
        webhook(SCENE.receiver("en").bot().id(), "user_action");
        SCENE.messages.apply(SCENE.receiver, message("wamid.before", "text"));
        assertThat(events()).isEmpty();

        webhook(bot, "action");
        webhook(bot, "");
        SCENE.messages.apply(SCENE.receiver, message("wamid.button", "button"));
        SCENE.messages.apply(SCENE.receiver, message("wamid.button", "button"));
        SCENE.messages.apply(SCENE.receiver, message("wamid.system", "system"));
        assertThat(events()).hasSize(1);
        JsonNode event = events().getFirst();
        assertThat(event.path("message_id").asString()).isEqualTo("wamid.button");
        assertThat(event.path("type").asString()).isEqualTo("button");
        assertThat(event.path("text").asString()).isEqualTo("Yes");
        assertThat(event.path("payload").asString()).isEqualTo("yes-1");
        assertThat(event.path("context_id").asString()).isEqualTo("wamid.ours");
        assertThat(event.path("bot").asString()).isEqualTo(bot.toString());
        assertThat(event.path("user").asString())
                .isEqualTo(SCENE.contact(SCENE.receiver, "+31612340001").id().toString());
    }
}
