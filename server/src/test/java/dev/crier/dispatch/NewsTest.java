package dev.crier.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.account.AccountStore;
import dev.crier.broadcast.TestBroadcasts;
import dev.crier.channel.ChannelStore;
import dev.crier.channel.Vault;
import dev.crier.cloudapi.Endpoint;
import dev.crier.cloudapi.Secret;
import dev.crier.db.TestDatabase;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// For which lanes there is something to do.
class NewsTest {
    private static final TestDatabase DB = TestDatabase.fresh();
    private static final int PEOPLE = 3;

    private final LaneStore store = new LaneStore(DB.database());
    private final UUID bot = bot();
    private final UUID channel = channel(bot);
    private final Instant now = Instant.now();

    @AfterAll
    static void end() {
        DB.close();
    }

    @BeforeEach
    void take() throws SQLException {
        DB.database().jdbi().useHandle(handle -> handle.execute("DELETE FROM send_window"));
        DB.database().jdbi().useHandle(handle -> handle.execute("UPDATE broadcast SET status = 'finished'"));
        assertThat(store.acquire(channel, "test", Duration.ofMinutes(1))).isPresent();
    }

    @Test
    void there_is_none_where_nobody_waits() throws SQLException {
        assertThat(store.withNews(now)).isEmpty();
    }

    @Test
    void people_whom_nobody_claimed_are_news_while_their_broadcast_runs() throws SQLException {
        UUID broadcast = TestBroadcasts.running(DB.database(), bot, channel, PEOPLE);
        assertThat(store.withNews(now)).isEqualTo(Set.of(channel));
        status(broadcast, "paused");
        assertThat(store.withNews(now)).isEmpty();
    }

    @Test
    void a_window_is_news_for_everybody_but_the_lane_that_works_on_it() throws SQLException {
        UUID broadcast = TestBroadcasts.running(DB.database(), bot, channel, PEOPLE);
        var mine = new LaneStore.WindowRow(broadcast, 0, PEOPLE, 1);
        assertThat(DB.database().<Boolean>inTransaction(connection -> LaneStore.claim(connection, channel, mine)))
                .isTrue();
        assertThat(store.withNews(now)).isEmpty();
        assertThat(store.acquire(channel, "test", Duration.ofMinutes(1))).hasValue(2L);
        status(broadcast, "paused");
        assertThat(store.withNews(now))
                .as("what may have been sent is in doubt")
                .isEqualTo(Set.of(channel));
    }

    @Test
    void a_window_that_was_given_back_is_news_when_its_broadcast_goes_on() throws SQLException {
        UUID broadcast = TestBroadcasts.running(DB.database(), bot, channel, PEOPLE);
        var mine = new LaneStore.WindowRow(broadcast, 0, PEOPLE, 1);
        var _ = DB.database().<Boolean>inTransaction(connection -> LaneStore.claim(connection, channel, mine));
        var _ = DB.database().<Boolean>inTransaction(connection -> LaneStore.hand(connection, channel, mine, 0, 1));
        assertThat(store.withNews(now)).isEqualTo(Set.of(channel));
        status(broadcast, "paused");
        assertThat(store.withNews(now)).isEmpty();
    }

    @Test
    void a_retry_is_news_from_the_moment_it_is_due() throws SQLException {
        UUID broadcast = TestBroadcasts.running(DB.database(), bot, channel, PEOPLE);
        DB.database().jdbi().useHandle(handle -> {
            handle.execute("UPDATE progress SET next_seq = ? WHERE broadcast_id = ?", PEOPLE, broadcast);
            handle.execute(
                    "INSERT INTO message (broadcast_id, seq, stage, attempts, reason, updated_at, due_at)"
                            + " VALUES (?, 0, 4, 1, 'throttled', now(), ?)",
                    broadcast,
                    now.atOffset(ZoneOffset.UTC).plusSeconds(5));
        });
        assertThat(store.withNews(now)).isEmpty();
        assertThat(store.withNews(now.plusSeconds(6))).isEqualTo(Set.of(channel));
    }

    private static void status(UUID broadcast, String status) {
        DB.database()
                .jdbi()
                .useHandle(handle -> handle.execute("UPDATE broadcast SET status = ? WHERE id = ?", status, broadcast));
    }

    private static UUID bot() {
        AccountStore accounts = new AccountStore(DB.database());
        return accounts.createBot(accounts.createEnvironment("test"), "Bot", List.of("en"), null);
    }

    private static UUID channel(UUID bot) {
        String number = UUID.randomUUID().toString();
        Endpoint endpoint =
                new Endpoint(URI.create("http://127.0.0.1:9"), "v26.0", number, "waba", new Secret("token"));
        return new ChannelStore(DB.database(), Vault.of(Base64.getEncoder().encodeToString(new byte[32])))
                .connect(bot, new ChannelStore.Connection(endpoint, new Secret("app"), new Secret("verify"), 80));
    }
}
