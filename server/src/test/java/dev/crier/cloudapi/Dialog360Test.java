package dev.crier.cloudapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.crier.cloudapi.Endpoint.Dialect;
import dev.crier.cloudapi.SendOutcome.Accepted;
import dev.crier.cloudapi.SendOutcome.Rejected;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The same messages at 360dialog: its key in its header, no ids in the paths, its own list of templates.
class Dialog360Test {
    private static final String KEY = "d360KeyOfOurs";

    private final GraphClient client =
            new GraphClient(GraphSendTest.quick(Duration.ofSeconds(2)), InstantSource.system());

    @AfterEach
    void close() {
        client.close();
    }

    private static Endpoint endpoint(URI base) {
        return new Endpoint(Dialect.DIALOG_360, base, "v24.0", "106540352242922", "102290129340398", new Secret(KEY));
    }

    private static RawServer answering(int status, String body) throws IOException {
        return RawServer.answering(RawServer.response(status, "", body));
    }

    private SendOutcome send(int status, String body) throws IOException {
        try (RawServer server = answering(status, body)) {
            SendOutcome outcome = client.send(endpoint(server.url()), "{}".getBytes(StandardCharsets.UTF_8), () -> {});
            assertThat(server.requests.getFirst())
                    .startsWith("POST /messages HTTP/1.1\r\n")
                    .contains("D360-API-KEY: " + KEY + "\r\n")
                    .doesNotContain("Authorization");
            return outcome;
        }
    }

    @Test
    void a_send_names_neither_version_nor_number_and_carries_the_key() throws IOException {
        assertThat(send(200, "{\"messages\":[{\"id\":\"wamid.HBgL\"}]}")).isInstanceOf(Accepted.class);
        assertThat(send(400, "{\"error\":{\"message\":\"Invalid parameter\",\"code\":131009}}"))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.error().code()).isEqualTo(131009));
    }

    @Test
    void a_key_that_it_does_not_take_is_a_definite_refusal_like_a_bad_token() throws IOException {
        String refusal = "{\"meta\":{\"http_code\":401,\"developer_message\":\"Invalid api key\",\"success\":false}}";
        assertThat(send(401, refusal)).isInstanceOfSatisfying(Rejected.class, rejected -> {
            assertThat(rejected.error().code()).isEqualTo(190);
            assertThat(rejected.error().title()).isEqualTo("Invalid api key");
        });
        assertThat(send(502, refusal)).isInstanceOf(SendOutcome.Unknown.class);
    }

    @Test
    void its_templates_are_read_page_by_page_and_look_like_metas() throws Exception {
        String rows =
                "{\"name\":\"a\",\"language\":\"en\",\"status\":\"approved\",\"id\":\"own\",\"external_id\":\"77\"},"
                        .repeat(100);
        try (RawServer server = new RawServer((request, connection, out) -> {
            String page = request.contains("offset=0&") || request.contains("offset=0 ")
                    ? rows.substring(0, rows.length() - 1)
                    : "{\"name\":\"b\",\"language\":\"nl\",\"status\":\"submitted\",\"id\":\"own2\"}";
            out.write(RawServer.response(200, "", "{\"waba_templates\":[" + page + "]}")
                    .getBytes(StandardCharsets.UTF_8));
        })) {
            List<JsonNode> all = client.listTemplates(endpoint(server.url()), Map.of());
            assertThat(all).hasSize(101);
            assertThat(all.getFirst().path("id").asString()).isEqualTo("77");
            assertThat(all.getFirst().path("status").asString()).isEqualTo("APPROVED");
            assertThat(all.getLast().path("status").asString()).isEqualTo("PENDING");
            assertThat(client.listTemplates(endpoint(server.url()), Map.of("name", "b")))
                    .hasSize(1);
            assertThat(server.requests.getFirst()).startsWith("GET /v1/configs/templates?");
        }
    }

    @Test
    void templates_are_made_and_deleted_where_it_wants_them() throws Exception {
        try (RawServer server = answering(201, "{\"id\":\"own\",\"external_id\":\"78\",\"status\":\"submitted\"}")) {
            JsonNode made = client.createTemplate(endpoint(server.url()), WireJson.MAPPER.readTree("{\"name\":\"a\"}"));
            assertThat(made.path("id").asString() + made.path("status").asString())
                    .isEqualTo("78PENDING");
            client.deleteTemplate(endpoint(server.url()), "order_update", null);
            assertThat(server.requests.getFirst()).startsWith("POST /v1/configs/templates HTTP");
            assertThat(server.requests.getLast()).startsWith("DELETE /v1/configs/templates/order_update HTTP");
        }
    }

    @Test
    void what_it_does_not_offer_is_said_and_not_tried() throws IOException {
        try (RawServer server = answering(200, "{}")) {
            Endpoint endpoint = endpoint(server.url());
            Path file = Files.createTempFile("example", ".png");
            JsonNode definition = WireJson.MAPPER.createObjectNode();
            AccountClient accounts = new AccountClient(client);
            assertThat(refusal(() -> client.editTemplate(endpoint, "7", definition)))
                    .hasMessageContaining("360dialog Hub");
            assertThat(refusal(() -> client.deleteTemplate(endpoint, "a", "7"))).hasMessageContaining("one language");
            assertThat(refusal(() -> client.uploadExample(endpoint, new Upload(file, "image/png", "a.png", 0))))
                    .hasMessageContaining("headers");
            assertThat(refusal(() -> accounts.token(endpoint))).hasMessageContaining("key");
            assertThat(refusal(() -> accounts.account(endpoint))).hasMessageContaining("account");
            assertThat(server.requests).isEmpty();
            Files.delete(file);
        }
    }

    private static GraphException refusal(ThrowingCallable call) {
        GraphException refusal = catchThrowableOfType(GraphException.class, call);
        assertThat(refusal.notOffered()).isTrue();
        assertThat(refusal.retryable()).isFalse();
        return refusal;
    }

    @Test
    void its_webhooks_are_sent_here_with_a_header_that_only_both_know() throws Exception {
        try (RawServer server = answering(200, "{\"url\":\"https://crier.example.com/webhooks/whatsapp/1\"}")) {
            AccountClient accounts = new AccountClient(client);
            URI callback = URI.create("https://crier.example.com/webhooks/whatsapp/1");
            accounts.subscribe(endpoint(server.url()), callback, new Secret("verify-me"));
            assertThat(server.requests.getFirst())
                    .startsWith("POST /v1/configs/webhook HTTP")
                    .endsWith("{\"url\":\"" + callback + "\",\"headers\":{\"X-Crier-Verify-Token\":\"verify-me\"}}");
            assertThat(accounts.subscription(endpoint(server.url())).callbacks())
                    .containsExactly(callback.toString());
        }
    }

    @Test
    void the_health_of_its_number_is_metas_summary() throws Exception {
        String health = "{\"health_status\":{\"can_send_message\":\"LIMITED\",\"entities\":["
                + "{\"entity_type\":\"PHONE_NUMBER\",\"id\":\"106540352242922\"},{\"entity_type\":\"WABA\",\"id\":7}]}}";
        try (RawServer server = answering(200, health)) {
            NumberReport number = new AccountClient(client).number(endpoint(server.url()));
            assertThat(number.id()).isEqualTo("106540352242922");
            assertThat(number.wabaId()).isEqualTo("7");
            assertThat(number.canSend()).isEqualTo("LIMITED");
            assertThat(number.quality()).isEqualTo("UNKNOWN");
            assertThat(server.requests.getFirst()).startsWith("GET /health_status HTTP");
        }
    }
}
