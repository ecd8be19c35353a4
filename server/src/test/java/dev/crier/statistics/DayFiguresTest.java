package dev.crier.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.account.AccountStore;
import dev.crier.broadcast.TestBroadcasts;
import dev.crier.channel.ChannelStore;
import dev.crier.channel.Vault;
import dev.crier.cloudapi.Endpoint;
import dev.crier.cloudapi.Secret;
import dev.crier.db.TestDatabase;
import dev.crier.message.Change;
import dev.crier.message.MessageId;
import dev.crier.message.MessageStore;
import dev.crier.message.Reason;
import dev.crier.message.Stage;
import java.net.URI;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class DayFiguresTest {
    private static final TestDatabase DB = TestDatabase.fresh();
    private static final ZoneId AMSTERDAM = ZoneId.of("Europe/Amsterdam");
    private static final AccountStore ACCOUNTS = new AccountStore(DB.database());
    private static final DayFigures FIGURES = new DayFigures(DB.database());

    private final UUID bot = ACCOUNTS.createBot(ACCOUNTS.createEnvironment("test"), "Bot", List.of("nl"), "NL");
    private final UUID broadcast = broadcast();

    @AfterAll
    static void stop() {
        DB.close();
    }

    private UUID broadcast() {
        ChannelStore channels =
                new ChannelStore(DB.database(), Vault.of(Base64.getEncoder().encodeToString(new byte[32])));
        Endpoint endpoint =
                new Endpoint(URI.create("http://127.0.0.1:1"), "v26.0", "number-" + bot, "waba", new Secret("token"));
        UUID channel = channels.connect(
                bot, new ChannelStore.Connection(endpoint, new Secret("app"), new Secret("verify"), 80));
        try {
            return TestBroadcasts.running(DB.database(), bot, channel, 10);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Change sent(int seq, String at) {
        return Change.sent(new MessageId(broadcast, seq, 1), "wamid." + seq, Instant.parse(at));
    }

    private Change told(int seq, Stage stage, String at) {
        return Change.told(
                        new MessageId(broadcast, seq, 1),
                        stage,
                        null,
                        "wamid." + seq,
                        new Change.Times(null, Instant.parse(at), null, null),
                        Instant.parse(at))
                .from(Change.Origin.WEBHOOK);
    }

    private Change optedOut(int seq, String at) {
        return Change.failed(new MessageId(broadcast, seq, 0), new Change.Failure(Reason.OPTOUT), Instant.parse(at));
    }

    private static void apply(Change... changes) throws SQLException {
        DB.database().inTransaction(connection -> {
            MessageStore.apply(connection, List.of(changes));
            return changes;
        });
    }

    @Test
    void messages_belong_to_the_day_of_the_time_zone() throws SQLException {
        apply(
                sent(0, "2026-11-21T22:59:00Z"),
                sent(1, "2026-11-21T23:01:00Z"),
                sent(2, "2026-11-22T12:00:00Z"),
                optedOut(3, "2026-11-22T12:00:00Z"));
        apply(told(2, Stage.DELIVERED, "2026-11-22T12:00:01Z"));
        LocalDate today = LocalDate.parse("2026-11-22");

        DayFigures.Days days = FIGURES.until(bot, today, 8, AMSTERDAM);
        assertThat(days.days()).hasSize(8);
        assertThat(days.pending()).isEqualTo(6);
        Counts counts = days.of(today);
        assertThat(counts.total()).isEqualTo(3);
        assertThat(counts.arrived()).isEqualTo(1);
        assertThat(counts.deliveryRate()).isEqualByComparingTo("0.5");
        assertThat(counts.reasons()).isEqualTo(Map.of(Reason.OPTOUT, 1L));
        assertThat(days.of(today.minusDays(1)).total()).isEqualTo(1);
        assertThat(days.of(today.minusDays(7)).total()).isZero();
        assertThat(FIGURES.until(bot, today, 1, ZoneOffset.UTC).of(today).total())
                .isEqualTo(2);
    }
}
