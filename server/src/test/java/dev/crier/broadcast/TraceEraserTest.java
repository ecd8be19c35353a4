package dev.crier.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.account.AccountStore;
import dev.crier.channel.ChannelStore;
import dev.crier.channel.Vault;
import dev.crier.cloudapi.Endpoint;
import dev.crier.cloudapi.Secret;
import dev.crier.contact.ContactStore;
import dev.crier.contact.Optout;
import dev.crier.db.TestDatabase;
import dev.crier.message.Change;
import dev.crier.message.MessageId;
import dev.crier.message.MessageStore;
import dev.crier.message.Reason;
import java.net.URI;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
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
                .isEqualTo(new Recipient(
                        2, before.get(2).contactId(), null, null, null, null, null, java.util.Map.of(), false));
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
        assertThat(count("SELECT count(*) FROM message WHERE broadcast_id = ? AND wamid IS NOT NULL", broadcast))
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
                .isZero();
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
                .inTransaction(connection -> ContactStore.optouts(
                        connection,
                        bot,
                        List.of(contact(people.getFirst()), merged, contact(people.get(1)), contact(people.get(2)))));
        assertThat(optouts)
                .containsEntry(contact(people.getFirst()), Optout.ERASED)
                .containsEntry(merged, Optout.MARKETING)
                .containsEntry(contact(people.get(1)), Optout.MARKETING)
                .hasSize(3);
    }
}
