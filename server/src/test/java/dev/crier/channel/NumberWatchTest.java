package dev.crier.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.account.AccountStore;
import dev.crier.api.Json;
import dev.crier.channel.NumberHealth.Quality;
import dev.crier.cloudapi.AccountClient;
import dev.crier.cloudapi.Endpoint;
import dev.crier.cloudapi.GraphClient;
import dev.crier.cloudapi.Secret;
import dev.crier.db.TestDatabase;
import dev.crier.system.SandboxProcess;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class NumberWatchTest {
    private static final TestDatabase DB = TestDatabase.fresh();
    private static final SandboxProcess SANDBOX = SandboxProcess.start();
    private static final GraphClient GRAPH = new GraphClient(GraphClient.Settings.defaults(), Clock.systemUTC());
    private static final ChannelStore CHANNELS =
            new ChannelStore(DB.database(), Vault.of(Base64.getEncoder().encodeToString(new byte[32])));
    private static final HealthStore HEALTH = new HealthStore(DB.database());
    private static final NumberWatch WATCH =
            new NumberWatch(CHANNELS, HEALTH, new AccountClient(GRAPH), Clock.systemUTC());

    @AfterAll
    static void close() {
        GRAPH.close();
        SANDBOX.close();
        DB.close();
    }

    private static UUID bot() {
        AccountStore accounts = new AccountStore(DB.database());
        return accounts.createBot(accounts.environment("test"), "Bot", List.of("en"), "NL");
    }

    private static WhatsappChannel connect(UUID bot, JsonNode account, URI url) {
        Endpoint endpoint = new Endpoint(
                url,
                "v24.0",
                account.path("phone_number_id").asString(),
                account.path("waba_id").asString(),
                new Secret(account.path("access_token").asString()));
        Secret secret = new Secret("secret");
        UUID id = CHANNELS.connect(bot, new ChannelStore.Connection(endpoint, secret, secret, 80));
        CHANNELS.enable(id, true);
        return CHANNELS.find(id).orElseThrow();
    }

    private static JsonNode account() {
        return SANDBOX.call("POST", "/sandbox/accounts", Json.object());
    }

    private static void standing(JsonNode account, String name, String value) {
        var _ = SANDBOX.call(
                "PUT",
                "/sandbox/standing",
                Json.object().put("waba_id", account.path("waba_id").asString()).put(name, value));
    }

    private static NumberHealth health(UUID bot) {
        return HEALTH.ofBot(bot).orElseThrow();
    }

    @Test
    void what_meta_says_of_the_number_is_kept_with_what_changed_and_when() {
        UUID bot = bot();
        JsonNode account = account();
        WhatsappChannel channel = connect(bot, account, SANDBOX.url());
        assertThat(HEALTH.ofBot(bot)).isEmpty();

        WATCH.runOnce();
        NumberHealth first = health(bot);
        assertThat(first.displayNumber())
                .isEqualTo(account.path("display_phone_number").asString());
        assertThat(first.verifiedName()).isEqualTo("Sandbox");
        assertThat(first.quality()).isEqualTo(Quality.GREEN);
        assertThat(first.qualitySince()).isNull();
        assertThat(first.isUnlimited() || first.peoplePerDay().isPresent()).isTrue();
        assertThat(first.tokenEndsAt()).isNull();
        assertThat(first.isTokenEnding(Instant.now())).isFalse();

        standing(account, "quality", "RED");
        WATCH.soon(channel.id());
        Awaitility.await().until(() -> health(bot).quality() == Quality.RED);
        assertThat(health(bot).qualityBefore()).isEqualTo(Quality.GREEN);
        assertThat(health(bot).qualitySince()).isNotNull();
        assertThat(HEALTH.changes(channel.id(), 10)).singleElement().satisfies(change -> {
            assertThat(change.kind()).isEqualTo("quality");
            assertThat(change.after()).isEqualTo("RED");
        });
    }

    @Test
    void the_end_of_the_token_is_known_and_what_was_known_outlives_it() {
        UUID bot = bot();
        JsonNode account = account();
        WhatsappChannel channel = connect(bot, account, SANDBOX.url());
        Instant end = Instant.now().plus(Duration.ofDays(13));
        var _ = SANDBOX.call(
                "PUT",
                "/sandbox/standing",
                Json.object()
                        .put("waba_id", account.path("waba_id").asString())
                        .put("token_expires_at", end.getEpochSecond()));
        WATCH.look(channel);
        assertThat(health(bot).tokenEndsAt()).isEqualTo(Instant.ofEpochSecond(end.getEpochSecond()));
        assertThat(health(bot).isTokenEnding(Instant.now())).isTrue();

        var _ = SANDBOX.call(
                "PUT",
                "/sandbox/standing",
                Json.object().put("waba_id", account.path("waba_id").asString()).put("token_expires_at", 1));
        WATCH.look(channel);
        assertThat(health(bot).problem()).contains("190");
        assertThat(health(bot).displayNumber()).isNotNull();
    }

    @Test
    void another_number_begins_anew() {
        UUID bot = bot();
        WATCH.look(connect(bot, account(), SANDBOX.url()));
        assertThat(HEALTH.ofBot(bot)).isPresent();
        WhatsappChannel next = connect(bot, account(), URI.create("http://127.0.0.1:1"));
        assertThat(HEALTH.ofBot(bot)).isEmpty();
        WATCH.look(next);
        assertThat(health(bot).problem()).contains("did not answer");
        assertThat(health(bot).checkedAt()).isNull();
    }
}
