package dev.crier.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.account.AccountStore;
import dev.crier.api.Ids;
import dev.crier.api.Json;
import dev.crier.channel.ChannelStore;
import dev.crier.channel.Vault;
import dev.crier.channel.WhatsappChannel;
import dev.crier.cloudapi.Endpoint;
import dev.crier.cloudapi.Secret;
import dev.crier.contact.Contact;
import dev.crier.contact.Optout;
import dev.crier.contact.OptoutCheck;
import dev.crier.db.TestDatabase;
import dev.crier.message.Change;
import dev.crier.message.MessageId;
import dev.crier.message.MessageReader;
import dev.crier.message.MessageStore;
import dev.crier.message.Reason;
import dev.crier.message.Stage;
import java.net.URI;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class TraceEraserTest {
    private static final TestDatabase DB = TestDatabase.fresh();
    private static final AccountStore ACCOUNTS = new AccountStore(DB.database());
    private static final ChannelStore CHANNELS =
            new ChannelStore(DB.database(), Vault.of(Base64.getEncoder().encodeToString(new byte[32])));

    private final UUID bot = ACCOUNTS.createBot(ACCOUNTS.createEnvironment("test"), "Bot", List.of("en"), null);
    private final TraceEraser eraser = new TraceEraser(DB.database(), Clock.systemUTC());

    @AfterAll
    static void end() {
        DB.close();
    }

    private UUID broadcast(int users) throws SQLException {
        Endpoint endpoint =
                new Endpoint(URI.create("http://127.0.0.1:9"), "v24.0", "n" + bot, "waba", new Secret("token"));
        UUID channel = CHANNELS.connect(
                bot, new ChannelStore.Connection(endpoint, new Secret("app"), new Secret("verify"), 80));
        return TestBroadcasts.running(DB.database(), bot, channel, users);
    }

    private List<Recipient> recipients(UUID broadcast) throws SQLException {
        return DB.database()
                .inTransaction(connection -> BroadcastStore.chunkAt(connection, broadcast, 0))
                .orElseThrow()
                .recipients();
    }

    /// What DELETE does, seen from here.
    private void erase(UUID contactId) {
        DB.database().jdbi().useHandle(handle -> {
            handle.execute("DELETE FROM contact WHERE bot_id = ? AND id = ?", bot, contactId);
            handle.execute("INSERT INTO former_contact (bot_id, id) VALUES (?, ?)", bot, contactId);
            handle.execute("INSERT INTO erasure (bot_id, contact_id) VALUES (?, ?)", bot, contactId);
        });
    }

    private long count(String sql, Object... arguments) {
        return DB.database()
                .jdbi()
                .withHandle(handle ->
                        handle.select(sql, arguments).mapTo(Long.class).one());
    }

    private static UUID contact(Recipient recipient) {
        return Objects.requireNonNull(recipient.contactId());
    }

    @Test
    void an_erased_person_leaves_a_user_without_number_who_gets_nothing() throws SQLException {
        UUID broadcast = broadcast(5);
        List<Recipient> before = recipients(broadcast);
        erase(contact(before.get(2)));
        eraser.runOnce();
        List<Recipient> after = recipients(broadcast);
        assertThat(after.get(2))
                .isEqualTo(new Recipient(2, before.get(2).contactId(), null, null, null, null, null, Map.of(), false));
        assertThat(after.get(1)).isEqualTo(before.get(1));
        assertThat(after).hasSize(5);
        assertThat(count(
                        "SELECT count(*) FROM message WHERE broadcast_id = ? AND stage = 5 AND reason = 'optout'",
                        broadcast))
                .isEqualTo(1);
        assertThat(count("SELECT failed FROM progress WHERE broadcast_id = ?", broadcast))
                .isEqualTo(1);
    }

    @Test
    void what_was_sent_stays_sent_and_loses_the_id_that_holds_the_number() throws SQLException {
        UUID broadcast = broadcast(3);
        Instant now = Instant.now();
        DB.database().inTransaction(connection -> {
            MessageStore.apply(
                    connection,
                    List.of(
                            Change.sent(new MessageId(broadcast, 0, 1), "wamid.0", now),
                            Change.waiting(
                                    new MessageId(broadcast, 1, 1),
                                    new Change.Failure(Reason.RATE_LIMITED),
                                    4,
                                    now,
                                    now)));
            return true;
        });
        recipients(broadcast).forEach(recipient -> erase(contact(recipient)));
        eraser.runOnce();
        assertThat(count("SELECT count(*) FROM message WHERE broadcast_id = ? AND wamid <> ''", broadcast))
                .isZero();
        assertThat(count("SELECT count(*) FROM message WHERE broadcast_id = ? AND stage = 3", broadcast))
                .isEqualTo(1);
        assertThat(count("SELECT sent FROM progress WHERE broadcast_id = ?", broadcast))
                .isEqualTo(1);
        assertThat(count("SELECT failed FROM progress WHERE broadcast_id = ?", broadcast))
                .isEqualTo(2);
        assertThat(count("SELECT count(*) FROM message WHERE broadcast_id = ? AND due_at IS NOT NULL", broadcast))
                .isZero();
    }

    @Test
    void the_walk_ends_and_is_forgotten_when_no_request_can_still_name_the_person() throws SQLException {
        UUID broadcast = broadcast(2);
        UUID gone = contact(recipients(broadcast).getFirst());
        erase(gone);
        eraser.runOnce();
        assertThat(count("SELECT count(*) FROM erasure WHERE contact_id = ?", gone))
                .isEqualTo(1);
        DB.database()
                .jdbi()
                .useHandle(handle -> handle.execute(
                        "UPDATE erasure SET asked_at = now() - interval '2 hours' WHERE contact_id = ?", gone));
        eraser.runOnce();
        assertThat(count("SELECT count(*) FROM erasure WHERE contact_id = ?", gone))
                .isEqualTo(1);
        laterOn();
        assertThat(count("SELECT count(*) FROM erasure WHERE contact_id = ?", gone))
                .isZero();
    }

    /// An hour passes, and the second walks are made.
    private void laterOn() throws SQLException {
        DB.database().jdbi().useHandle(handle -> handle.execute("""
                        UPDATE erasure SET asked_at = asked_at - interval '1 hour',
                                           look_again_at = look_again_at - interval '1 hour' WHERE bot_id = ?""", bot));
        eraser.runOnce();
    }

    @Test
    void nobody_holds_up_the_people_of_another_bot() throws SQLException {
        UUID other = ACCOUNTS.createBot(ACCOUNTS.createEnvironment("other"), "Bot", List.of("en"), null);
        DB.database()
                .jdbi()
                .useHandle(handle ->
                        handle.execute("INSERT INTO erasure (bot_id, contact_id) VALUES (?, ?)", other, Ids.next()));
        UUID broadcast = broadcast(2);
        eraser.runOnce(); // the other's walk is at its end, and waits for the second
        erase(contact(recipients(broadcast).getFirst()));
        eraser.runOnce();
        assertThat(recipients(broadcast).getFirst().phone()).isNull();
    }

    @Test
    void a_walk_on_which_another_node_is_is_left_to_it() throws SQLException {
        UUID broadcast = broadcast(2);
        erase(contact(recipients(broadcast).getFirst()));
        DB.database().jdbi().useHandle(handle -> handle.execute("""
                        INSERT INTO erasure_walk (bot_id, since, stepped_at) VALUES (?, '-infinity', '-infinity')""", bot));
        DB.database()
                .jdbi()
                .useHandle(handle -> handle.execute("UPDATE erasure SET walking = true WHERE bot_id = ?", bot));
        DB.database().inTransaction(node -> {
            try (var lock = node.createStatement()) {
                lock.execute("SELECT FROM erasure_walk WHERE bot_id = '" + bot + "' FOR UPDATE");
            }
            eraser.runOnce();
            assertThat(recipients(broadcast).getFirst().phone()).isNotNull();
            return true;
        });
        eraser.runOnce();
        assertThat(recipients(broadcast).getFirst().phone()).isNull();
    }

    /// The broadcast, as if it had been made days before its users were.
    private UUID aged(UUID broadcast) {
        UUID old = new UUID(
                (System.currentTimeMillis() - 5 * 86_400_000L) << 16 | 0x7000, broadcast.getLeastSignificantBits());
        DB.database().jdbi().useHandle(handle -> {
            handle.execute("""
                    INSERT INTO broadcast (id, bot_id, channel_id, kind, name, status, content, params, total,
                                           on_unknown, inserted_at)
                    SELECT ?, bot_id, channel_id, kind, name, status, content, params, total, on_unknown, inserted_at
                      FROM broadcast WHERE id = ?""", old, broadcast);
            handle.execute("INSERT INTO progress (broadcast_id) VALUES (?)", old);
            handle.execute("UPDATE chunk SET broadcast_id = ? WHERE broadcast_id = ?", old, broadcast);
        });
        return old;
    }

    @Test
    void a_draft_that_is_older_than_the_person_may_name_them() throws SQLException {
        UUID draft = aged(broadcast(2));
        erase(contact(recipients(draft).getFirst()));
        eraser.runOnce();
        assertThat(recipients(draft).getFirst().phone()).isNull();
        assertThat(recipients(draft).get(1).phone()).isNotNull();
    }

    @Test
    void a_chunk_that_shows_up_behind_the_walk_is_found_by_the_second() throws SQLException {
        UUID late = broadcast(2);
        List<Recipient> before = recipients(late);
        erase(contact(before.getFirst()));
        DB.database().jdbi().useHandle(handle -> handle.execute("DELETE FROM chunk WHERE broadcast_id = ?", late));
        eraser.runOnce();
        DB.database().inTransaction(connection -> {
            BroadcastStore.copyChunks(connection, late, List.of(BroadcastStore.EncodedChunk.of(before, 0)));
            return true;
        });
        eraser.runOnce();
        assertThat(recipients(late).getFirst().phone()).isNotNull();
        laterOn();
        assertThat(recipients(late).getFirst().phone()).isNull();
        assertThat(count("SELECT count(*) FROM erasure WHERE bot_id = ?", bot)).isZero();
        assertThat(count("SELECT count(*) FROM erasure_walk WHERE bot_id = ?", bot))
                .isZero();
    }

    @Test
    void a_broadcast_that_had_finished_long_before_the_person_was_known_is_not_looked_at() throws SQLException {
        UUID broadcast = broadcast(2);
        DB.database()
                .jdbi()
                .useHandle(handle -> handle.execute(
                        "UPDATE broadcast SET finished_at = now() - interval '2 days' WHERE id = ?", broadcast));
        erase(contact(recipients(broadcast).getFirst()));
        eraser.runOnce();
        assertThat(recipients(broadcast).getFirst().phone()).isNotNull();
    }

    private void apply(Change... changes) throws SQLException {
        DB.database().inTransaction(connection -> {
            MessageStore.apply(connection, List.of(changes));
            return true;
        });
    }

    private MessageReader.Row row(UUID broadcast, int seq) throws SQLException {
        return Objects.requireNonNull(DB.database()
                .inTransaction(connection -> MessageReader.range(connection, broadcast, seq, seq + 1))
                .get(seq));
    }

    @Test
    void no_later_news_brings_the_id_of_the_message_back_nor_what_meta_said() throws SQLException {
        UUID broadcast = broadcast(3);
        Instant now = Instant.now();
        Change.Failure words = new Change.Failure(Reason.WHATSAPP_ERROR, 131026, "+31612000001 has no WhatsApp");
        Change.Times failed = new Change.Times(null, null, null, now);
        apply(
                Change.sent(new MessageId(broadcast, 0, 1), "wamid.0", now),
                Change.told(new MessageId(broadcast, 1, 1), Stage.FAILED, words, "wamid.1", failed, now));
        recipients(broadcast).forEach(recipient -> erase(contact(recipient)));
        eraser.runOnce();
        assertThat(count("SELECT count(*) FROM message WHERE broadcast_id = ? AND details LIKE '%+31%'", broadcast))
                .isZero();
        assertThat(Objects.requireNonNull(row(broadcast, 1).failure()).details())
                .isEqualTo(Reason.WHATSAPP_ERROR.sentence());

        // The last of them was on its way when the person went.
        apply(
                Change.told(new MessageId(broadcast, 0, 1), Stage.READ, null, "wamid.0", Change.Times.NONE, now),
                Change.told(new MessageId(broadcast, 1, 2), Stage.FAILED, words, "wamid.1", failed, now),
                Change.sent(new MessageId(broadcast, 2, 1), "wamid.2", now));
        assertThat(count(
                        "SELECT count(*) FROM message WHERE broadcast_id = ? AND (wamid <> '' OR details LIKE '%+31%')",
                        broadcast))
                .isZero();
        assertThat(row(broadcast, 0).stage()).isEqualTo(Stage.READ);
        assertThat(row(broadcast, 0).wamid()).isNull();
        assertThat(row(broadcast, 2).stage()).isEqualTo(Stage.SENT);
        assertThat(row(broadcast, 2).wamid()).isNull();
    }

    @Test
    void what_was_written_to_the_person_alone_goes_with_them() throws SQLException {
        UUID broadcast = broadcast(2);
        Recipient person = recipients(broadcast).getFirst();
        Contact.Reach to = new Contact.Reach(contact(person), person.phone(), null, null, null);
        WhatsappChannel channel = CHANNELS.ofBot(bot).orElseThrow();
        Content.Template template = new Content.Template(
                "notice", "en", Json.parseOwn("[{\"text\":\"Dear Ann\"}]"), Map.of("en", Json.object()));
        List<UUID> letters = DB.database()
                .inTransaction(connection -> List.of(
                        SingleSend.send(connection, channel, SingleSend.Letter.reply(to, "Dear Ann")),
                        SingleSend.send(
                                connection,
                                channel,
                                new SingleSend.Letter(Broadcast.Kind.ACTION, to, template, Map.of(), false))));
        erase(contact(person));
        eraser.runOnce();
        for (UUID letter : letters) {
            assertThat(count("SELECT count(*) FROM broadcast WHERE id = ? AND content::text LIKE '%Ann%'", letter))
                    .isZero();
        }
        assertThat(count(
                        "SELECT count(*) FROM broadcast WHERE id = ? AND content ->> 'name' = 'notice'",
                        letters.getLast()))
                .isEqualTo(1);
        assertThat(count("SELECT count(*) FROM broadcast WHERE id = ? AND content::text LIKE '%hello%'", broadcast))
                .isEqualTo(1);
    }

    @Test
    void what_webhooks_were_told_meanwhile_goes_too_but_not_that_the_person_is_gone() throws SQLException {
        List<Recipient> people = recipients(broadcast(2));
        UUID gone = contact(people.getFirst());
        erase(gone); // which takes along what was there; this comes after it
        UUID webhook = Ids.next();
        DB.database().jdbi().useHandle(handle -> {
            handle.execute(
                    "INSERT INTO webhook (id, bot_id, url, event, enabled, secret, secret_hint)"
                            + " VALUES (?, ?, 'https://example.com', '', false, '', '')",
                    webhook,
                    bot);
            for (UUID person : List.of(gone, contact(people.get(1)))) {
                for (String body : List.of(
                        "{\"type\":\"action_status\",\"ref\":\"order-1\"}",
                        "{\"type\":\"user_changes\",\"user_changes\":{\"change\":\"changed\"}}",
                        "{\"type\":\"user_changes\",\"user_changes\":{\"change\":\"erased\"}}")) {
                    handle.execute(
                            """
                            INSERT INTO webhook_delivery (id, webhook_id, event_id, person, type, body, status)
                            VALUES (?, ?, 1, ?, ?, ?, 'waiting')""",
                            Ids.next(),
                            webhook,
                            person,
                            body.contains("ref") ? "action_status" : "user_changes",
                            body);
                }
            }
        });
        eraser.runOnce();
        assertThat(count("SELECT count(*) FROM webhook_delivery WHERE person = ?", gone))
                .isEqualTo(1);
        assertThat(count("SELECT count(*) FROM webhook_delivery WHERE person = ? AND body LIKE '%erased%'", gone))
                .isEqualTo(1);
        assertThat(count("SELECT count(*) FROM webhook_delivery WHERE person = ?", contact(people.get(1))))
                .isEqualTo(3);
    }

    @Test
    void a_lane_blocks_the_erased_altogether_and_the_merged_as_those_they_became() throws SQLException {
        List<Recipient> people = recipients(broadcast(3));
        erase(contact(people.getFirst()));
        UUID merged = UUID.randomUUID();
        DB.database().jdbi().useHandle(handle -> {
            handle.execute(
                    "INSERT INTO former_contact (bot_id, id, merged_into) VALUES (?, ?, ?)",
                    bot,
                    merged,
                    contact(people.get(1)));
            handle.execute("UPDATE contact SET whatsapp_optout = 'marketing' WHERE id = ?", contact(people.get(1)));
        });
        var optouts = DB.database()
                .inTransaction(connection -> OptoutCheck.of(
                        connection,
                        bot,
                        Stream.of(contact(people.getFirst()), merged, contact(people.get(1)), contact(people.get(2)))
                                .map(id -> new OptoutCheck.Addressee(id, null))
                                .toList()));
        assertThat(optouts)
                .containsEntry(contact(people.getFirst()), Optout.ERASED)
                .containsEntry(merged, Optout.MARKETING)
                .containsEntry(contact(people.get(1)), Optout.MARKETING)
                .hasSize(3);
    }
}
