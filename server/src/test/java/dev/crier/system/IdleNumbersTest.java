package dev.crier.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.Stores;
import dev.crier.account.Feature;
import dev.crier.channel.ChannelStore;
import dev.crier.cloudapi.Endpoint;
import dev.crier.cloudapi.Secret;
import dev.crier.db.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// A server with many numbers, most of which have nothing to send most of the time.
class IdleNumbersTest {
    private static final int NUMBERS = 40;
    private static final Duration WHILE = Duration.ofSeconds(4);

    /// One statement with its answer is some 300 bytes. A number that asked for its own news would ask 16 times a
    /// second.
    private static final long MOST_BYTES_PER_SECOND = 1_000;

    @Test
    void a_number_with_nothing_to_send_costs_next_to_nothing() throws InterruptedException {
        TestDatabase database = TestDatabase.fresh();
        try (SandboxProcess sandbox = SandboxProcess.start();
                Gate gate = Gate.to(Gate.port(database.settings()));
                Crier crier = Crier.with(sandbox, gate.settings(database.settings()), 80)) {
            long alone = bytes(gate);
            for (int i = 0; i < NUMBERS; i++) {
                connect(crier.rooms(), sandbox);
            }
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> lanes(database) == NUMBERS + 1);
            long perNumber = (bytes(gate) - alone) / NUMBERS / WHILE.toSeconds();
            System.out.println("An idle number costs " + perNumber + " bytes a second");
            assertThat(perNumber).isLessThan(MOST_BYTES_PER_SECOND);
        } finally {
            database.close();
        }
    }

    private static long bytes(Gate gate) throws InterruptedException {
        long before = gate.passed();
        Thread.sleep(WHILE);
        return gate.passed() - before;
    }

    private static int lanes(TestDatabase database) {
        return database.database()
                .jdbi()
                .withHandle(handle -> handle.createQuery("SELECT count(*) FROM lane WHERE lease_until > now()")
                        .mapTo(Integer.class)
                        .one());
    }

    private static void connect(Stores stores, SandboxProcess sandbox) {
        UUID environment = stores.accounts().createEnvironment("Shop");
        UUID bot = stores.accounts().createBot(environment, "Shop", List.of("en"), null);
        stores.accounts().order(bot, Feature.WHATSAPP_BROADCASTING);
        String number = UUID.randomUUID().toString();
        Endpoint endpoint = new Endpoint(sandbox.graphUrl(), "v24.0", number, SandboxProcess.WABA, new Secret("token"));
        UUID channel = stores.channels()
                .connect(
                        bot, new ChannelStore.Connection(endpoint, new Secret("app secret"), new Secret("verify"), 80));
        stores.channels().enable(channel, true);
    }
}
