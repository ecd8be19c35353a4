package dev.crier.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.account.AccountStore;
import dev.crier.broadcast.ReachedPeople.Reach;
import dev.crier.channel.ChannelStore;
import dev.crier.channel.Vault;
import dev.crier.cloudapi.Endpoint;
import dev.crier.cloudapi.Secret;
import dev.crier.db.TestDatabase;
import java.net.URI;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ReachedPeopleTest {
    private static final TestDatabase DB = TestDatabase.fresh();
    private static final Instant NOW = Instant.parse("2026-11-22T10:15:30Z");
    private static final ReachedPeople PEOPLE = new ReachedPeople(DB.database(), Clock.fixed(NOW, ZoneOffset.UTC));

    @AfterAll
    static void close() {
        DB.close();
    }

    private static UUID bot() {
        return new AccountStore(DB.database())
                .createBot(new AccountStore(DB.database()).environment("test"), "Bot", List.of("en"), "NL");
    }

    private static UUID broadcast(UUID bot, int users) throws SQLException {
        Secret secret = new Secret("secret");
        ChannelStore channels =
                new ChannelStore(DB.database(), Vault.of(Base64.getEncoder().encodeToString(new byte[32])));
        Endpoint endpoint = new Endpoint(URI.create("http://127.0.0.1:9"), "v24.0", "n" + bot, "waba", secret);
        UUID channel = channels.connect(bot, new ChannelStore.Connection(endpoint, secret, secret, 80));
        return TestBroadcasts.running(DB.database(), bot, channel, users);
    }

    private static void sent(UUID broadcast, int users, Duration ago) {
        Instant at = NOW.minus(ago);
        DB.database().jdbi().useHandle(handle -> {
            for (int seq = 0; seq < users; seq++) {
                handle.execute(
                        "INSERT INTO message (broadcast_id, seq, stage, attempts, sent_at, updated_at)"
                                + " VALUES (?, ?, 3, 1, ?, now())",
                        broadcast,
                        seq,
                        at.atOffset(ZoneOffset.UTC));
            }
            count(broadcast, users, at);
        });
    }

    private static void count(UUID broadcast, long messages, Instant at) {
        DB.database()
                .jdbi()
                .useHandle(handle -> handle.execute(
                        "INSERT INTO figure_move (broadcast_id, quarter, stage, messages)"
                                + " VALUES (?, date_bin('15 minutes', ?, 'epoch'), 3, ?)",
                        broadcast,
                        at.atOffset(ZoneOffset.UTC),
                        messages));
    }

    @Test
    void somebody_who_got_two_messages_is_one_person() throws SQLException {
        UUID bot = bot();
        assertThat(PEOPLE.count(bot)).isEqualTo(new Reach(0, true));
        sent(broadcast(bot, 3), 3, Duration.ofHours(1));
        sent(broadcast(bot, 4), 4, Duration.ofHours(2));
        assertThat(PEOPLE.count(bot)).isEqualTo(new Reach(4, true));
        assertThat(PEOPLE.inLastDay(bot)).isEqualTo(PEOPLE.inLastDay(bot));
    }

    @Test
    void what_is_older_than_a_day_and_who_waits_counts_no_more_or_not_yet() throws SQLException {
        UUID bot = bot();
        sent(broadcast(bot, 5), 5, Duration.ofHours(25));
        sent(broadcast(bot, 5), 2, Duration.ofHours(23));
        assertThat(PEOPLE.count(bot)).isEqualTo(new Reach(2, true));
        assertThat(PEOPLE.count(bot())).isEqualTo(new Reach(0, true));
    }

    @Test
    void many_messages_stand_for_the_people() throws SQLException {
        UUID bot = bot();
        count(broadcast(bot, 1), 10_001, NOW.minusSeconds(60));
        assertThat(PEOPLE.count(bot)).isEqualTo(new Reach(10_001, false));
    }
}
