package dev.crier.cloudapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Templates and numbers: the calls that are no sends.
class GraphTemplatesTest {
    private final GraphClient client =
            new GraphClient(GraphSendTest.quick(Duration.ofSeconds(2)), InstantSource.system());

    @AfterEach
    void close() {
        client.close();
    }

    private static RawServer paging(String next) throws IOException {
        return new RawServer((request, connection, out) -> {
            boolean first = !request.contains("after=");
            String body = first
                    ? "{\"data\":[{\"name\":\"a\"}],\"paging\":{\"next\":\"" + next + "\"}}"
                    : "{\"data\":[{\"name\":\"b\"}],\"paging\":{\"cursors\":{\"after\":\"x\"}}}";
            out.write(RawServer.response(200, "", body).getBytes(StandardCharsets.UTF_8));
        });
    }

    @Test
    void the_next_page_is_asked_at_our_own_address_whatever_the_link_says() throws Exception {
        String next = "https://elsewhere.example/steal?access_token=THEIRS&limit=100&after=QVF";
        try (RawServer server = paging(next)) {
            List<JsonNode> templates =
                    client.listTemplates(GraphSendTest.endpoint(server.url()), Map.of("name", "a&b"));
            assertThat(templates).extracting(it -> it.path("name").asString()).containsExactly("a", "b");
            assertThat(server.requests.getFirst())
                    .startsWith("GET /v24.0/102290129340398/message_templates?")
                    .contains("name=a%26b")
                    .contains("Authorization: Bearer " + GraphSendTest.TOKEN);
            assertThat(server.requests.getLast())
                    .startsWith("GET /v24.0/102290129340398/message_templates?limit=100&after=QVF HTTP/1.1");
        }
    }

    @Test
    void a_link_that_is_no_address_ends_the_listing() throws IOException {
        try (RawServer server = paging("not an address")) {
            assertThat(refusal(server.url()).retryable()).isFalse();
        }
    }

    @Test
    void pages_without_end_are_not_followed_for_ever() throws IOException {
        String page = "{\"data\":[{}],\"paging\":{\"next\":\"https://x.example/?after=1\"}}";
        try (RawServer server = RawServer.answering(RawServer.response(200, "", page))) {
            assertThat(refusal(server.url())).hasMessageContaining("pages");
            assertThat(server.requests).hasSize(300);
        }
    }

    @Test
    void an_error_of_graph_is_told_with_its_code() throws IOException {
        String body = "{\"error\":{\"message\":\"Invalid OAuth access token\",\"code\":190}}";
        try (RawServer server = RawServer.answering(RawServer.response(401, "", body))) {
            GraphException refused = refusal(server.url());
            assertThat(refused.error())
                    .hasValueSatisfying(error -> assertThat(error.code()).isEqualTo(190));
            assertThat(refused.retryable()).isFalse();
            assertThat(refused).hasMessageNotContaining(GraphSendTest.TOKEN);
        }
    }

    @Test
    void no_answer_may_be_tried_again() throws IOException {
        assertThat(refusal(URI.create("http://127.0.0.1:1")).retryable()).isTrue();
        try (RawServer server = RawServer.answering(RawServer.response(503, "", "<html>"))) {
            assertThat(refusal(server.url()).retryable()).isTrue();
        }
        try (RawServer server = RawServer.answering(RawServer.response(200, "", "<html>"))) {
            assertThat(refusal(server.url()).retryable()).isFalse();
        }
    }

    private GraphException refusal(URI base) {
        return catchThrowableOfType(
                GraphException.class, () -> client.listTemplates(GraphSendTest.endpoint(base), Map.of()));
    }

    @Test
    void a_template_is_submitted_edited_and_deleted() throws Exception {
        JsonNode definition = WireJson.MAPPER.readTree("{\"name\":\"order_update\"}");
        try (RawServer server = RawServer.answering(RawServer.response(200, "", "{\"id\":\"7\",\"success\":true}"))) {
            Endpoint endpoint = GraphSendTest.endpoint(server.url());
            assertThat(client.createTemplate(endpoint, definition).path("id").asString())
                    .isEqualTo("7");
            client.editTemplate(endpoint, "7", definition);
            client.deleteTemplate(endpoint, "order_update", null);
            var _ = new AccountClient(client).number(endpoint);
            assertThat(server.requests.get(0))
                    .startsWith("POST /v24.0/102290129340398/message_templates HTTP")
                    .endsWith("{\"name\":\"order_update\"}");
            assertThat(server.requests.get(1)).startsWith("POST /v24.0/7 HTTP");
            assertThat(server.requests.get(2))
                    .startsWith("DELETE /v24.0/102290129340398/message_templates?name=order_update HTTP");
            assertThat(server.requests.get(3))
                    .startsWith("GET /v24.0/106540352242922?fields=id%2Cdisplay_phone_number");
        }
    }
}
