package dev.crier.cloudapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.cloudapi.SendOutcome.Accepted;
import dev.crier.cloudapi.SendOutcome.Rejected;
import dev.crier.cloudapi.SendOutcome.Scope;
import dev.crier.cloudapi.SendOutcome.Throttled;
import dev.crier.cloudapi.SendOutcome.Unknown;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What an answer that was read means.
class GraphAnswerTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:15:30Z");

    private final GraphClient client =
            new GraphClient(GraphSendTest.quick(Duration.ofSeconds(2)), InstantSource.fixed(NOW));

    @AfterEach
    void close() {
        client.close();
    }

    private SendOutcome answered(int status, String headers, String body) throws IOException {
        try (RawServer server = RawServer.answering(RawServer.response(status, headers, body))) {
            return client.send(GraphSendTest.endpoint(server.url()), new byte[] {'{', '}'}, () -> {});
        }
    }

    private static String error(int code) {
        return "{\"error\":{\"message\":\"(#%d) Something\",\"code\":%d,\"fbtrace_id\":\"A1\"}}".formatted(code, code);
    }

    @Test
    void a_send_to_a_user_id_has_no_whatsapp_id() throws IOException {
        String body = "{\"contacts\":[{\"input\":\"US.1\",\"user_id\":\"US.1\"}],\"messages\":[{\"id\":\"wamid.A\"}]}";
        assertThat(answered(200, "", body)).isEqualTo(new Accepted("wamid.A", null, null, "US.1"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    500 | <html>Sorry</html>
                    502 | ''
                    503 | {"error":"overloaded"}
                    400 | <html>Bad gateway</html>
                    302 | ''
                    200 | {"messages":[]}
                    200 | {"messages":[{"id":""}]}
                    200 | <html>Welcome</html>
                    200 | ''
                    """)
    void an_answer_that_is_not_graphs_is_unknown(int status, String body) throws IOException {
        assertThat(answered(status, "", body)).isInstanceOf(Unknown.class);
    }

    @Test
    void a_definite_error_is_rejected_with_all_that_graph_says() throws IOException {
        String body = "{\"error\":{\"message\":\"(#132000) Number of parameters does not match\",\"code\":132000,"
                + "\"error_data\":{\"details\":\"body: expected 2\\u0000\"},\"fbtrace_id\":\"A1\"}}";
        assertThat(answered(400, "", body)).isInstanceOfSatisfying(Rejected.class, rejected -> {
            assertThat(rejected.error().code()).isEqualTo(132000);
            assertThat(rejected.error().title()).isEqualTo("Number of parameters does not match");
            assertThat(rejected.error().details()).isEqualTo("body: expected 2\uFFFD");
            assertThat(rejected.error().httpStatus()).isEqualTo(400);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {131000, 987654})
    void an_error_that_does_not_say_whether_it_sent_is_unknown(int code) throws IOException {
        assertThat(answered(500, "", error(code))).isInstanceOf(Unknown.class);
    }

    @Test
    void a_throttle_waits_as_long_as_asked() throws IOException {
        assertThat(answered(400, "Retry-After: 7\r\n", error(130429))).isInstanceOfSatisfying(Throttled.class, it -> {
            assertThat(it.retryAfter()).isEqualTo(Duration.ofSeconds(7));
            assertThat(it.scope()).isEqualTo(Scope.NUMBER);
        });
    }

    @Test
    void a_throttle_may_ask_in_minutes_of_its_usage_header() throws IOException {
        String usage = "X-Business-Use-Case-Usage: {\"102\":[{\"type\":\"whatsapp\",\"call_count\":100,"
                + "\"estimated_time_to_regain_access\":3}]}\r\n";
        assertThat(answered(400, usage, error(80007)))
                .isInstanceOfSatisfying(
                        Throttled.class, it -> assertThat(it.retryAfter()).isEqualTo(Duration.ofMinutes(3)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Sun, 22 Nov 2026 10:16:30 GMT | 60
                    Sun, 22 Nov 2026 10:00:00 GMT | 0
                    99999999999999999999          | 0
                    99999999                      | 86400
                    -5                            | 0
                    soon                          | 0
                    """)
    void a_wait_is_read_within_reason(String header, long seconds) {
        assertThat(GraphAnswer.retryAfter(header, NOW)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void a_bare_429_is_a_throttle() throws IOException {
        assertThat(answered(429, "Retry-After: 1\r\n", "slow down")).isInstanceOf(Throttled.class);
    }

    @Test
    void the_pair_limit_slows_down_the_pair_only() throws IOException {
        assertThat(answered(400, "", error(131056)))
                .isInstanceOfSatisfying(
                        Throttled.class, it -> assertThat(it.scope()).isEqualTo(Scope.PAIR));
    }
}
