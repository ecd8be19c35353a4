package dev.crier.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crier.api.ProblemException;
import dev.crier.broadcast.Conversation;
import dev.crier.broadcast.Conversation.Line;
import dev.crier.broadcast.Conversation.Ours;
import dev.crier.broadcast.Conversation.Part;
import dev.crier.broadcast.Conversation.Theirs;
import dev.crier.message.Change;
import dev.crier.message.MessageId;
import dev.crier.message.MessageStore;
import dev.crier.message.Status;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What one person and a bot said to each other.
@SuppressWarnings("NullAway.Init")
class ConversationTest {
    private static Api api;
    private static Conversation conversation;
    private static int people;

    private final UUID id = UUID.randomUUID();
    private final String phone = "+316%08d".formatted(40_000_000 + people++);

    @BeforeAll
    static void start() {
        api = new Api();
        api.template(api.customer.botId(), Api.resource("greeting.json"));
        conversation = new Conversation(api.database);
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    private void met() {
        api.sql(
                "INSERT INTO contact (bot_id, id, phone, last_inbound_at) VALUES (?, ?, ?, now())",
                api.customer.botId(),
                id,
                phone);
    }

    private void writes(String type, @Nullable String text, String payload, int secondsAgo) {
        api.sql(
                "INSERT INTO inbound_message (bot_id, wamid, contact_id, type, text, payload, sent_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?::jsonb, now() - make_interval(secs => ?))",
                api.customer.botId(),
                "wamid." + UUID.randomUUID(),
                id,
                type,
                text == null ? "" : text,
                payload,
                secondsAgo);
    }

    private String send(String action) {
        var answer = api.post("/api/bot/{bot}/user/" + phone + "/operator_action", action);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().path("id").asString();
    }

    private String greet(String name) {
        return send("""
                {"type":"template","payload":{"template_type":"text","template_id":"greeting","parameters":{"1":"%s"}}}""".formatted(name));
    }

    private Part page(@Nullable String after, int limit) throws SQLException {
        return conversation.page(api.customer.botId(), id, after, limit);
    }

    @Test
    void what_was_said_on_both_sides_stands_in_order_and_is_rendered_again() throws SQLException {
        met();
        writes("text", "Where is my order?", "{}", 60);
        writes("image", "This one", "{\"image\":{\"caption\":\"This one\"}}", 50);
        String greeted = greet("Ann");
        String replied = send("{\"type\":\"text\",\"payload\":{\"message\":\"On its way\"}}");
        api.database.inTransaction(connection -> {
            MessageStore.apply(
                    connection,
                    List.of(Change.sent(new MessageId(UUID.fromString(greeted), 0, 1), "wamid.X=", Instant.now())));
            return greeted;
        });

        List<Line> lines = page(null, 20).lines();

        assertThat(lines).hasSize(4);
        assertThat(lines.get(0))
                .isInstanceOfSatisfying(
                        Theirs.class, line -> assertThat(line.text()).isEqualTo("Where is my order?"));
        assertThat(lines.get(1))
                .isInstanceOfSatisfying(
                        Theirs.class, line -> assertThat(line.what()).isEqualTo("Photo"));
        Ours template = (Ours) lines.stream()
                .filter(line -> line instanceof Ours ours && ours.text() == null)
                .findFirst()
                .orElseThrow();
        assertThat(template.preview()).isNotNull();
        assertThat(String.valueOf(template.preview())).contains("Ann");
        assertThat(template.status()).isEqualTo(Status.SENT);
        assertThat(template.broadcastId()).hasToString(greeted);
        Ours reply = (Ours) lines.stream()
                .filter(line -> line instanceof Ours ours && ours.text() != null)
                .findFirst()
                .orElseThrow();
        assertThat(reply.text()).isEqualTo("On its way");
        assertThat(reply.broadcastId()).hasToString(replied);
    }

    @Test
    void parts_lead_to_each_line_once() throws SQLException {
        met();
        for (int i = 0; i < 5; i++) {
            writes("text", "Message " + i, "{}", 100 - i);
            greet("Guest " + i);
        }
        List<Line> all = new ArrayList<>();
        @Nullable String after = null;
        int parts = 0;
        do {
            Part part = page(after, 3);
            all.addAll(0, part.lines());
            after = part.next();
            parts++;
        } while (after != null && parts < 20);
        assertThat(all).hasSize(10).doesNotHaveDuplicates();
        assertThat(all.stream().map(Line::at)).isSorted();
    }

    @Test
    void a_part_that_nobody_gave_out_is_refused() {
        met();
        for (String after : List.of("nonsense", "AAAA", "LSA5OTk5OTk5OTk5OTk5OTk5IDAgeA", "%%%")) {
            assertThatThrownBy(() -> page(after, 10)).as(after).isInstanceOf(ProblemException.class);
        }
    }

    @Test
    void every_kind_of_message_has_words() throws SQLException {
        met();
        writes("reaction", null, "{\"reaction\":{\"emoji\":\"👍\"}}", 9);
        writes("audio", null, "{\"audio\":{\"voice\":true}}", 8);
        writes("document", null, "{\"document\":{\"filename\":\"bill.pdf\"}}", 7);
        writes("location", null, "{\"location\":{\"latitude\":52.1,\"longitude\":5.2,\"name\":\"Here\"}}", 6);
        writes("contacts", null, "{\"contacts\":[{\"name\":{\"formatted_name\":\"Carl\"}}]}", 5);
        writes("interactive", "Yes", "{\"interactive\":{\"type\":\"button_reply\"}}", 4);
        writes("never_heard_of", null, "{\"type\":\"never_heard_of\"}", 3);
        assertThat(page(null, 20).lines().stream().map(line -> ((Theirs) line).what()))
                .containsExactly(
                        "Reaction",
                        "Voice message",
                        "Document bill.pdf",
                        "Location",
                        "Contact card",
                        "Button",
                        "Message of the kind never_heard_of");
    }

    @Test
    void its_stamp_tells_when_to_look_again() throws SQLException {
        met();
        UUID bot = api.customer.botId();
        String greeted = greet("Ann");
        Part part = page(null, 20);
        String before = conversation.stamp(bot, id, part);
        assertThat(conversation.stamp(bot, id, part)).isEqualTo(before);
        api.database.inTransaction(connection -> {
            MessageStore.apply(
                    connection,
                    List.of(Change.sent(new MessageId(UUID.fromString(greeted), 0, 1), "wamid.Y=", Instant.now())));
            return greeted;
        });
        String sent = conversation.stamp(bot, id, part);
        assertThat(sent).isNotEqualTo(before);
        writes("text", "Thanks", "{}", 0);
        assertThat(conversation.stamp(bot, id, part)).isNotEqualTo(sent);
    }
}
