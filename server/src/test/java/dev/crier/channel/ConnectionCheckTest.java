package dev.crier.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.crier.api.Json;
import dev.crier.channel.CheckStep.State;
import dev.crier.channel.CheckStep.Topic;
import dev.crier.cloudapi.AccountClient;
import dev.crier.cloudapi.Endpoint;
import dev.crier.cloudapi.GraphClient;
import dev.crier.cloudapi.Secret;
import dev.crier.system.SandboxProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ConnectionCheckTest {
    private static final SandboxProcess SANDBOX = SandboxProcess.start();
    private static final GraphClient GRAPH = new GraphClient(GraphClient.Settings.defaults(), Clock.systemUTC());
    private static final ConnectionCheck CHECK = new ConnectionCheck(GRAPH, Clock.systemUTC());
    private static final UUID ID = UUID.randomUUID();
    private static final URI SECURE = Callback.of("https://crier.example.com", ID);
    private static final URI PLAIN = Callback.of("http://127.0.0.1:8080", ID);

    private final JsonNode account = SANDBOX.call("POST", "/sandbox/accounts", Json.object());

    @AfterAll
    static void close() {
        GRAPH.close();
        SANDBOX.close();
    }

    private static WhatsappChannel channel(Provider provider, URI url, String number, String waba, String token) {
        Endpoint endpoint = new Endpoint(provider.dialect(), url, "v24.0", number, waba, new Secret(token));
        Secret secret = new Secret("secret");
        return new WhatsappChannel(ID, ID, true, provider, endpoint, secret, secret, 80, null);
    }

    private String of(String field) {
        return account.path(field).asString();
    }

    private WhatsappChannel right(Provider provider) {
        return channel(provider, SANDBOX.url(), of("phone_number_id"), of("waba_id"), of("access_token"));
    }

    private record Steps(Map<Topic, CheckStep> all) {
        CheckStep of(Topic topic) {
            return Objects.requireNonNull(all.get(topic));
        }
    }

    private static Steps run(WhatsappChannel channel, URI callback) {
        Map<Topic, CheckStep> steps = new EnumMap<>(Topic.class);
        CHECK.run(channel, callback, step -> steps.put(step.topic(), step));
        assertThat(steps).hasSize(Topic.values().length);
        assertThat(steps.values()).allSatisfy(step -> {
            assertThat(step.sentence()).isNotBlank().doesNotContain("SANDBOX-");
            assertThat(step.mend().isEmpty()).isEqualTo(step.state() != State.FAILED);
        });
        return new Steps(steps);
    }

    private void standing(String name, long value) {
        var _ = SANDBOX.call(
                "PUT",
                "/sandbox/standing",
                Json.object().put("waba_id", of("waba_id")).put(name, value));
    }

    @Test
    void what_is_right_is_said_step_by_step_and_what_is_not_comes_with_its_mending() {
        Steps steps = run(right(Provider.META), SECURE);
        assertThat(steps.of(Topic.TOKEN).sentence()).isEqualTo("Valid, and does not end");
        assertThat(steps.of(Topic.NUMBER).sentence()).contains(of("display_phone_number"));
        assertThat(steps.of(Topic.ACCOUNT).state()).isEqualTo(State.OK);
        assertThat(steps.of(Topic.TEMPLATES).sentence()).contains("0 templates");
        assertThat(steps.of(Topic.CALLBACK).state()).isEqualTo(State.OK);
        assertThat(steps.of(Topic.WEBHOOKS).state()).isEqualTo(State.FAILED);
        assertThat(steps.of(Topic.WEBHOOKS).mend()).contains("Send webhooks here");
        assertThat(run(right(Provider.META), PLAIN).of(Topic.CALLBACK).mend()).contains("public.url");
        assertThat(run(right(Provider.SANDBOX), PLAIN).of(Topic.CALLBACK).state())
                .isEqualTo(State.OK);
    }

    @Test
    void the_account_may_be_anothers_the_number_unknown_and_the_token_old_or_ending() {
        WhatsappChannel otherNumber = channel(Provider.META, SANDBOX.url(), "4711", of("waba_id"), of("access_token"));
        assertThat(run(otherNumber, SECURE).of(Topic.NUMBER).mend()).contains("phone number id");
        assertThat(run(otherNumber, SECURE).of(Topic.ACCOUNT).mend()).contains("id of the account");
        WhatsappChannel otherAccount =
                channel(Provider.META, SANDBOX.url(), of("phone_number_id"), "4712", of("access_token"));
        assertThat(run(otherAccount, SECURE).of(Topic.TEMPLATES).mend()).contains("account id");

        standing("token_expires_at", Instant.now().plus(Duration.ofDays(5)).getEpochSecond());
        CheckStep ending = run(right(Provider.META), SECURE).of(Topic.TOKEN);
        assertThat(ending.sentence()).startsWith("Valid until");
        assertThat(ending.mend()).contains("before that day");
        standing("token_expires_at", 1);
        assertThat(run(right(Provider.META), SECURE).of(Topic.TOKEN).mend()).contains("Make a new token");
    }

    @Test
    void webhooks_are_subscribed_and_then_seen_to_come_here() throws IOException {
        HttpServer here = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        here.createContext("/", exchange -> {
            String challenge = exchange.getRequestURI().getQuery().replaceFirst(".*hub.challenge=([0-9]+).*", "$1");
            byte[] body = challenge.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        here.start();
        URI callback = Callback.of("http://127.0.0.1:" + here.getAddress().getPort(), ID);
        WhatsappChannel channel = right(Provider.SANDBOX);
        try {
            new AccountClient(GRAPH).subscribe(channel.endpoint(), callback, channel.verifyToken());
            assertThat(run(channel, callback).of(Topic.WEBHOOKS).state()).isEqualTo(State.OK);
            assertThat(run(channel, PLAIN).of(Topic.WEBHOOKS).sentence()).contains(callback.toString());
        } catch (dev.crier.cloudapi.GraphException e) {
            throw new IllegalStateException(e);
        } finally {
            here.stop(0);
        }
    }

    @Test
    void where_nobody_answers_the_rest_is_not_tried() {
        Steps steps = run(channel(Provider.SANDBOX, URI.create("http://127.0.0.1:1"), "1", "2", "token"), PLAIN);
        assertThat(steps.of(Topic.ADDRESS).mend()).contains("crier sandbox");
        assertThat(steps.of(Topic.TEMPLATES).state()).isEqualTo(State.SKIPPED);
    }

    @Test
    void dialog_360_is_asked_what_it_offers() throws IOException {
        HttpServer hub = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hub.createContext("/", exchange -> {
            boolean known = "right".equals(exchange.getRequestHeaders().getFirst("D360-API-KEY"));
            String path = exchange.getRequestURI().getPath();
            String answer = !known
                    ? "{\"meta\":{\"developer_message\":\"Invalid api key\"}}"
                    : path.endsWith("/health_status")
                            ? "{\"health_status\":{\"can_send_message\":\"AVAILABLE\",\"entities\":["
                                    + "{\"entity_type\":\"PHONE_NUMBER\",\"id\":\"1\"},{\"entity_type\":\"WABA\",\"id\":\"2\"}]}}"
                            : "{\"waba_templates\":[],\"url\":\"" + SECURE + "\"}";
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(known ? 200 : 401, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        hub.start();
        URI url = URI.create("http://127.0.0.1:" + hub.getAddress().getPort());
        try {
            assertThat(run(channel(Provider.DIALOG_360, url, "1", "2", "right"), SECURE)
                            .all()
                            .values())
                    .allSatisfy(step -> assertThat(step.state()).isEqualTo(State.OK));
            Steps other = run(channel(Provider.DIALOG_360, url, "3", "4", "right"), SECURE);
            assertThat(other.of(Topic.NUMBER).sentence()).contains("id 1");
            assertThat(other.of(Topic.ACCOUNT).sentence()).contains("account 2");
            Steps wrong = run(channel(Provider.DIALOG_360, url, "1", "2", "wrong"), SECURE);
            assertThat(wrong.of(Topic.TOKEN).mend()).contains("360dialog Hub");
        } finally {
            hub.stop(0);
        }
    }
}
