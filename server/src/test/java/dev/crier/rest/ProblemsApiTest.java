package dev.crier.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.account.Feature;
import dev.crier.rest.Api.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("NullAway.Init")
class ProblemsApiTest {
    private static final String PATH = "/api/bot/{bot}/whatsapp/broadcast";
    private static final String REQUEST = Api.resource("delivery_request.json");

    private static Api api;

    @BeforeAll
    static void start() {
        api = new Api();
        api.template(api.customer.botId(), Api.resource("delivery_notice.json"));
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    private static void assertProblem(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
        assertThat(answer.json().path("status").asInt()).isEqualTo(status);
        assertThat(answer.json().path("type").asString()).isEqualTo("/docs/errors#" + code);
        assertThat(answer.json().path("title").asString()).isNotBlank();
        assertThat(answer.json().path("detail").asString()).isNotBlank();
        assertThat(answer.text()).doesNotContain("Exception").doesNotContain("\tat ");
    }

    @Test
    void without_a_key_or_with_a_wrong_one_nobody_is_let_in() {
        String path = PATH.replace("{bot}", api.customer.botId().toString());
        Answer none = api.send(api.anonymous(path).GET());
        assertProblem(none, 401, "unauthorized");
        assertThat(none.header("www-authenticate")).isEqualTo("Bearer");
        assertProblem(
                api.send(api.anonymous(path)
                        .header("Authorization", "Bearer crier_x")
                        .GET()),
                401,
                "unauthorized");
        assertProblem(
                api.send(api.anonymous(path)
                        .header("Authorization", "Basic eDp5")
                        .GET()),
                401,
                "unauthorized");
        assertThat(api.send(api.anonymous(path + "?api_key="
                                        + api.customer.token().value())
                                .GET())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void what_is_not_switched_on_or_ordered_is_told() {
        UUID bare = api.bare();
        var token = api.accounts.createToken(api.environment, null);
        String path = "/api/bot/" + bare + "/whatsapp/broadcast";
        Stream.of("channel_disabled", "feature_not_enabled", "whatsapp_not_enabled")
                .forEach(code -> {
                    Answer answer = api.send(api.anonymous(path)
                            .header("Authorization", "Bearer " + token.value())
                            .POST(BodyPublishers.ofString(REQUEST)));
                    assertProblem(answer, code.startsWith("whatsapp") ? 409 : 403, code);
                    if (code.startsWith("channel")) {
                        api.accounts.enableRest(bare, true);
                    } else {
                        api.accounts.order(bare, Feature.WHATSAPP_BROADCASTING);
                    }
                });
    }

    @Test
    void a_key_opens_no_other_bot() {
        Api.Customer other = api.customer(URI.create("http://127.0.0.1:9"));
        assertProblem(api.get("/api/bot/" + other.botId() + "/whatsapp/broadcast"), 404, "bot_not_found");
        assertProblem(api.get("/api/bot/" + UUID.randomUUID() + "/whatsapp/broadcast"), 404, "bot_not_found");
        assertProblem(api.get("/api/bot/x/whatsapp/broadcast"), 404, "bot_not_found");
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE, /api/bot/{bot}/whatsapp/broadcast, 'GET, POST'",
        "PUT, /api/bot/{bot}/whatsapp/broadcast/x, GET",
        "GET, /api/bot/{bot}/whatsapp/broadcast/x/pause, POST",
        "GET, /api/bot/{bot}/user/x/operator_action, POST",
        "PUT, /api/bot/{bot}/whatsapp/template, 'GET, POST'",
        "POST, /healthz, GET"
    })
    void another_method_is_answered_with_those_there_are(String method, String path, String allowed) {
        Answer answer = api.send(api.request(path).method(method, BodyPublishers.ofString("{}")));
        assertProblem(answer, 405, "method_not_allowed");
        assertThat(answer.header("allow")).isEqualTo(allowed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing",
                "/api",
                "/api/bot/{bot}",
                "/api/bot/{bot}/whatsapp/broadcast/x/y/z",
                "/etc/passwd",
                "/..%2f"
            })
    void an_unknown_address_is_a_404(String path) {
        assertProblem(api.get(path), 404, "not_found");
    }

    @Test
    void types_and_sizes_are_checked() {
        Answer type =
                api.send(api.request(PATH).setHeader("Content-Type", "text/csv").POST(BodyPublishers.ofString("a")));
        assertProblem(type, 415, "unsupported_media_type");
        Answer accept = api.send(api.request(PATH).header("Accept", "text/csv").GET());
        assertProblem(accept, 406, "not_acceptable");
        assertThat(api.send(api.request(PATH)
                                .header("Accept", "text/html, */*;q=0.1")
                                .GET())
                        .status())
                .isEqualTo(200);
        Answer curl = api.send(api.request(PATH)
                .setHeader("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(REQUEST)));
        assertThat(curl.status()).isEqualTo(200);
    }

    @Test
    void a_body_that_is_too_large_is_refused_announced_or_not() {
        byte[] large = new byte[(int) Api.MAX_BODY_BYTES + 1];
        java.util.Arrays.fill(large, (byte) ' ');
        assertProblem(api.post(PATH, large), 413, "too_large");
        api.forgetConnections(); // the server has closed the one that still carries the rest of that body
        Answer chunked = api.send(
                api.request(PATH).POST(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(large))));
        assertProblem(chunked, 413, "too_large");
    }

    @ParameterizedTest
    @ValueSource(strings = {"the key of nobody", ""})
    void who_sends_all_before_reading_gets_the_refusal_too(String wrongKey) throws IOException {
        String key = wrongKey.isEmpty() ? api.customer.token().value() : wrongKey;
        String head = "POST /api/bot/" + api.customer.botId() + "/whatsapp/broadcast HTTP/1.1\r\nHost: x\r\n"
                + "Content-Type: application/json\r\nAuthorization: Bearer " + key + "\r\nContent-Length: ";
        int length = 3 * (int) Api.MAX_BODY_BYTES;
        String expected = wrongKey.isEmpty() ? "HTTP/1.1 413" : "HTTP/1.1 401";
        for (int i = 0; i < 5; i++) {
            assertThat(raw(head + length + "\r\n\r\n" + " ".repeat(length))).startsWith(expected);
        }
    }

    static Stream<byte[]> hostileBodies() {
        String open = "{\"template\": {\"name\": \"delivery_notice\"}, \"users\": ";
        return Stream.concat(
                Stream.of(
                                "",
                                " ",
                                "null",
                                "[]",
                                "42",
                                "\"x\"",
                                "{",
                                "{}",
                                "{]",
                                "{\"a\":1,}",
                                "{\"template\": {}, \"users\": [\"+31612345678\"]}",
                                "{\"template\": null, \"users\": [\"+31612345678\"]}",
                                REQUEST.substring(0, 100),
                                REQUEST.substring(0, REQUEST.length() - 3),
                                REQUEST + "{}",
                                "{\"users\": [], \"users\": []}",
                                "{\"template\": {\"name\": \"a\", \"name\": \"b\"}, \"users\": [\"+31612345678\"]}",
                                "[".repeat(100_000),
                                "{\"template\":".repeat(2_000),
                                "{\"x\":" + "[".repeat(60) + "]".repeat(60) + "}",
                                open + "{}}",
                                open + "[null]}",
                                open + "[[]]}",
                                open + "[true, 1.5e400, {\"phone\": {}}]}",
                                open + "[1e999999999]}",
                                open + "[" + "9".repeat(5_000) + "]}",
                                open + "[\"+31612345678\"], \"max_per_second\": 1e999999999}",
                                open + "[\"+31612345678\"], \"max_per_second\": 1e-999999999}",
                                open + "[\"\\u0000\"]}",
                                open + "[{\"phone\": \"+31612345678\", \"params\": {\"a\\u0000\": \"\\ud800\"}}]}",
                                open + "[{\"phone\": \"+31612345678\", \"ref\": \"\\udc00\"}]}",
                                open + "[{\"user_id\": \"" + "x".repeat(90_000) + "\"}]}",
                                open + "[\"+31612345678\"], \"name\": \"\\u0000\"}",
                                open + "[\"+31612345678\"], \"scheduled_at\": \"+999999999-12-31T23:59:59Z\"}",
                                "{\"template\": {\"name\": \"delivery_notice\", \"components\": {\"a\\u0000\": 1}}, \"users\": [\"1\"]}",
                                "{\"template\": {\"name\": \"\\u0000\"}, \"users\": [\"+31612345678\"]}",
                                "{\"template\": {\"name\": [1], \"language\": {\"code\": 5}}, \"users\": [\"+31612345678\"]}",
                                "{\"template\": {\"name\": {\"code\": {}}}, \"params\": 5, \"users\": 7, \"draft\": 3}",
                                "{\"" + "k".repeat(5_000) + "\": 1}",
                                "{\"template\": \"" + "x".repeat(200_000) + "\"}")
                        .map(text -> text.getBytes(StandardCharsets.UTF_8)),
                Stream.of(
                        new byte[] {(byte) 0xff, (byte) 0xfe, 0, '{'},
                        new byte[] {'{', '"', (byte) 0xc3, '"', ':', '1', '}'},
                        new byte[] {0, 0, 0, 0},
                        "{\"template\": {\"name\": \"\u00e9\"}}".getBytes(StandardCharsets.ISO_8859_1),
                        "{}".getBytes(StandardCharsets.UTF_16)));
    }

    @ParameterizedTest
    @MethodSource("hostileBodies")
    void a_hostile_body_is_a_client_error_and_stores_nothing(byte[] body) {
        long before = api.count("SELECT count(*) FROM broadcast") + api.count("SELECT count(*) FROM contact");
        for (String path : new String[] {
            PATH,
            PATH + "?dry_run=true",
            "/api/bot/{bot}/user/+31612345678/operator_action",
            "/api/bot/{bot}/whatsapp/template/preview"
        }) {
            Answer answer = api.post(path, body);
            if (answer.status() != 200 || !path.contains("dry_run")) {
                assertThat(answer.status()).as(path + answer.text()).isBetween(400, 499);
                assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
                assertThat(answer.text()).doesNotContain("Exception");
            }
        }
        assertThat(api.count("SELECT count(*) FROM broadcast") + api.count("SELECT count(*) FROM contact"))
                .isEqualTo(before);
    }

    @Test
    void malformed_json_is_told_with_its_place() {
        Answer answer = api.post(PATH, "{\n  \"template\": nope");
        assertProblem(answer, 400, "invalid_json");
        assertThat(answer.json().path("detail").asString()).contains("line 2, column");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/bot/%ZZ/whatsapp/broadcast HTTP/1.1",
                "GET /api/bot/x/whatsapp/broadcast?limit=%ZZ HTTP/1.1",
                "GET /api/bot/x/whatsapp/broadcast?%=% HTTP/1.1",
                "GET /api/bot/x/user/%C3/operator_action HTTP/1.1",
                "POST /api/bot/x/%00/operator_action HTTP/1.1",
                "GET /\u0000 HTTP/1.1",
                "NONSENSE",
                "GET  HTTP/1.1",
                "GET / HTTP/9.9"
            })
    void an_unreadable_request_line_is_a_client_error(String line) throws IOException {
        assertThat(raw(line + "\r\nHost: x\r\nAuthorization: Bearer "
                        + api.customer.token().value() + "\r\nConnection: close\r\n\r\n"))
                .matches("(?s)HTTP/1.1 4.*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/whatsapp/template/%00", "/whatsapp/template?name=%00", "/user/%00/operator_action"})
    void a_nul_in_the_address_is_a_client_error(String path) {
        Answer answer =
                path.endsWith("action") ? api.post("/api/bot/{bot}" + path, "{}") : api.get("/api/bot/{bot}" + path);
        assertThat(answer.status()).as(answer.text()).isBetween(400, 499);
    }

    @Test
    void an_unreadable_query_of_a_bot_is_a_client_error() throws IOException {
        for (String query : new String[] {"limit=%ZZ", "%=%", "id=%C3%28", "dry_run=%", "after=%00"}) {
            assertThat(raw("GET /api/bot/" + api.customer.botId() + "/whatsapp/broadcast?" + query
                            + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                            + api.customer.token().value()
                            + "\r\nConnection: close\r\n\r\n"))
                    .as(query)
                    .matches("(?s)HTTP/1.1 (4|200).*");
        }
    }

    @Test
    void a_header_that_is_not_ascii_is_no_idempotency_key() throws IOException {
        assertThat(raw("POST /api/bot/" + api.customer.botId() + "/whatsapp/broadcast HTTP/1.1\r\nHost: x\r\n"
                        + "Idempotency-Key: \u00e9\r\nContent-Length: 2\r\nContent-Type: application/json\r\n"
                        + "Authorization: Bearer " + api.customer.token().value() + "\r\nConnection: close\r\n\r\n{}"))
                .startsWith("HTTP/1.1 400");
    }

    private static String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
            socket.setSoTimeout(3_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            byte[] start = new byte[400];
            int read = socket.getInputStream().read(start);
            return new String(start, 0, Math.max(0, read), StandardCharsets.UTF_8);
        }
    }
}
