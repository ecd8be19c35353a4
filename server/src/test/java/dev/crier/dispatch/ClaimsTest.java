package dev.crier.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.account.AccountStore;
import dev.crier.broadcast.BroadcastStore;
import dev.crier.broadcast.Recipient;
import dev.crier.broadcast.TestBroadcasts;
import dev.crier.channel.ChannelStore;
import dev.crier.channel.Vault;
import dev.crier.cloudapi.Endpoint;
import dev.crier.cloudapi.Secret;
import dev.crier.db.TestDatabase;
import java.net.URI;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClaimsTest {
    private static final TestDatabase DB = TestDatabase.fresh();

    @TempDir
    private Path folder;

    @AfterAll
    static void end() {
        DB.close();
    }

    @Test
    void the_retry_of_a_reply_goes_to_whoever_opted_out_but_not_to_whoever_was_erased() throws Exception {
        AccountStore accounts = new AccountStore(DB.database());
        UUID bot = accounts.createBot(accounts.createEnvironment("test"), "Bot", List.of("en"), null);
        Endpoint endpoint = new Endpoint(URI.create("http://127.0.0.1:9"), "v26.0", "n", "waba", new Secret("token"));
        UUID channel = new ChannelStore(
                        DB.database(), Vault.of(Base64.getEncoder().encodeToString(new byte[32])))
                .connect(bot, new ChannelStore.Connection(endpoint, new Secret("app"), new Secret("verify"), 80));
        UUID broadcast = TestBroadcasts.running(DB.database(), bot, channel, 3);
        List<Recipient> people = DB.database()
                .inTransaction(connection -> BroadcastStore.chunkAt(connection, broadcast, 0))
                .orElseThrow()
                .recipients();
        DB.database().jdbi().useHandle(handle -> {
            handle.execute(
                    "UPDATE contact SET whatsapp_optout = 'all' WHERE id = ?",
                    people.get(1).contactId());
            handle.execute("DELETE FROM contact WHERE id = ?", people.get(2).contactId());
            handle.execute(
                    "INSERT INTO former_contact (bot_id, id) VALUES (?, ?)",
                    bot,
                    people.get(2).contactId());
        });
        try (AttemptJournal journal = AttemptJournal.open(folder.resolve("journal"))) {
            Claims claims = new Claims(DB.database(), journal, channel, new Lease(1, System.nanoTime()));
            ActiveBroadcast text = claims.load(broadcast).orElseThrow();
            assertThat(claims.blocks(new Item(text, people.getFirst(), 2, 1, 0, null)))
                    .isFalse();
            assertThat(claims.blocks(new Item(text, people.get(1), 2, 1, 0, null)))
                    .isFalse();
            assertThat(claims.blocks(new Item(text, people.get(2), 2, 1, 0, null)))
                    .isTrue();
        }
    }
}
