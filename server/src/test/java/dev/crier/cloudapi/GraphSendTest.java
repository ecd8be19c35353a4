package dev.crier.cloudapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crier.cloudapi.SendOutcome.Accepted;
import dev.crier.cloudapi.SendOutcome.Unknown;
import dev.crier.cloudapi.SendOutcome.Unsent;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every way in which one send can end, provoked on a socket.
class GraphSendTest {
    static final String TOKEN = "EAAtokenOfOurs";
    private static final byte[] BODY = "{\"to\":\"+31612345678\"}".getBytes(StandardCharsets.UTF_8);
    private static final String ACCEPTED = "{\"messaging_product\":\"whatsapp\","
            + "\"contacts\":[{\"input\":\"+16505551234\",\"wa_id\":\"16505551234\"}],"
            + "\"messages\":[{\"id\":\"wamid.HBgL\",\"message_status\":\"accepted\"}]}";
    private static final Instant NOW = Instant.parse("2026-11-22T10:15:30Z");

    private final GraphClient client = new GraphClient(quick(Duration.ofMillis(700)), InstantSource.fixed(NOW));
    private final AtomicInteger announced = new AtomicInteger();

    static GraphClient.Settings quick(Duration response) {
        GraphClient.Settings usual = GraphClient.Settings.defaults();
        return new GraphClient.Settings(
                Duration.ofMillis(500),
                response,
                Duration.ofSeconds(2),
                Duration.ofMillis(300),
                usual.validateAfterIdle(),
                usual.idleTimeout(),
                usual.maxConnectionAge(),
                4);
    }

    static Endpoint endpoint(URI base) {
        return new Endpoint(base, "v24.0", "106540352242922", "102290129340398", new Secret(TOKEN));
    }

    @AfterEach
    void close() {
        client.close();
    }

    private SendOutcome send(URI base) {
        return client.send(endpoint(base), BODY, announced::incrementAndGet);
    }

    private SendOutcome answered(String response) throws IOException {
        try (RawServer server = RawServer.answering(response)) {
            return send(server.url());
        }
    }

    private SendOutcome answered(int status, String headers, String body) throws IOException {
        return answered(RawServer.response(status, headers, body));
    }

    @Test
    void an_accepted_message_has_its_wamid_and_was_announced_once() throws IOException {
        try (RawServer server = RawServer.answering(RawServer.response(200, "", ACCEPTED))) {
            assertThat(send(server.url())).isEqualTo(new Accepted("wamid.HBgL", "accepted", "16505551234", null));
            String request = server.requests.getFirst();
            assertThat(request).startsWith("POST /v24.0/106540352242922/messages HTTP/1.1\r\n");
            assertThat(request).contains("Authorization: Bearer " + TOKEN + "\r\n");
            assertThat(request).endsWith("\r\n\r\n{\"to\":\"+31612345678\"}");
            assertThat(request).doesNotContainIgnoringCase("cookie").doesNotContainIgnoringCase("upgrade");
        }
        assertThat(announced).hasValue(1);
    }

    @Test
    void nothing_has_reached_the_server_when_the_departure_is_announced() throws Exception {
        try (RawServer server = RawServer.answering(RawServer.response(200, "", ACCEPTED))) {
            SendOutcome outcome = client.send(endpoint(server.url()), new byte[100_000], () -> {
                pause();
                assertThat(server.connections)
                        .as("connected before the announcement")
                        .hasSize(1);
                assertThat(server.received).hasValue(0);
                announced.incrementAndGet();
            });
            assertThat(outcome).isInstanceOf(Accepted.class);
            assertThat(announced).hasValue(1);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void an_exception_of_the_announcement_stops_the_send_and_comes_back() throws IOException {
        try (RawServer server = RawServer.answering(RawServer.response(200, "", ACCEPTED))) {
            assertThatThrownBy(() -> client.send(endpoint(server.url()), BODY, () -> {
                        throw new IllegalStateException("the lease is lost");
                    }))
                    .hasMessage("the lease is lost");
            assertThat(send(server.url())).isInstanceOf(Accepted.class);
            assertThat(server.requests).hasSize(1);
        }
    }

    @Test
    void a_refused_connection_left_nothing() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        assertThat(send(URI.create("http://127.0.0.1:" + port))).isInstanceOf(Unsent.class);
        assertThat(announced).hasValue(0);
    }

    @Test
    void an_unknown_host_left_nothing() {
        assertThat(send(URI.create("http://nowhere.invalid"))).isInstanceOf(Unsent.class);
        assertThat(announced).hasValue(0);
    }

    @Test
    void a_failed_tls_handshake_left_nothing() throws IOException {
        try (ServerSocket deaf = new ServerSocket(0)) {
            URI https = URI.create("https://127.0.0.1:" + deaf.getLocalPort());
            assertThat(send(https)).isInstanceOf(Unsent.class);
        }
        assertThat(announced).hasValue(0);
    }

    @Test
    void no_free_connection_left_nothing() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        try (RawServer server = new RawServer((request, connection, out) -> done.await())) {
            for (int i = 0; i < 4; i++) {
                Thread.ofVirtual().start(() -> send(server.url()));
            }
            while (announced.get() < 4) {
                Thread.onSpinWait();
            }
            assertThat(send(server.url())).isInstanceOf(Unsent.class);
            assertThat(announced).hasValue(4);
            done.countDown();
        }
    }

    @Test
    void a_closed_client_sends_nothing() {
        client.close();
        assertThat(send(URI.create("http://127.0.0.1:9"))).isInstanceOf(Unsent.class);
    }

    @Test
    void a_reset_before_the_answer_is_unknown() throws IOException {
        try (RawServer server = new RawServer((request, connection, out) -> {
            connection.setSoLinger(true, 0);
            connection.close();
        })) {
            assertThat(send(server.url())).isInstanceOf(Unknown.class);
            assertThat(server.requests).hasSize(1);
        }
    }

    @Test
    void silence_is_unknown() throws IOException {
        try (RawServer server = new RawServer((request, connection, out) -> Thread.sleep(5_000))) {
            assertThat(send(server.url())).isInstanceOf(Unknown.class);
        }
    }

    @Test
    void an_answer_that_trickles_is_cut_off_and_unknown() throws IOException {
        try (RawServer server = new RawServer((request, connection, out) -> {
            for (byte b : RawServer.response(200, "", ACCEPTED).getBytes(StandardCharsets.UTF_8)) {
                out.write(b);
                out.flush();
                Thread.sleep(200);
            }
        })) {
            long start = System.nanoTime();
            assertThat(send(server.url())).isInstanceOf(Unknown.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void a_slow_answer_is_still_an_answer() throws IOException {
        try (RawServer server = new RawServer((request, connection, out) -> {
            Thread.sleep(400);
            out.write(RawServer.response(200, "", ACCEPTED).getBytes(StandardCharsets.UTF_8));
        })) {
            assertThat(send(server.url())).isInstanceOf(Accepted.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"messages\":[{\"id\":\"wam", "{\"error\":{\"message\":\"x\",\"code\":131026", ""})
    void a_body_that_breaks_off_is_unknown(String beginning) throws IOException {
        assertThat(brokenOff(beginning)).isInstanceOf(Unknown.class);
    }

    @Test
    void a_body_that_breaks_off_after_the_wamid_is_accepted() throws IOException {
        assertThat(brokenOff("{\"messages\":[{\"id\":\"wamid.A\"}"))
                .isEqualTo(new Accepted("wamid.A", null, null, null));
    }

    private SendOutcome brokenOff(String beginning) throws IOException {
        String response = "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n" + beginning;
        try (RawServer server = new RawServer((request, connection, out) -> {
            out.write(response.getBytes(StandardCharsets.UTF_8));
            out.flush();
            connection.close();
        })) {
            return send(server.url());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Connection: close", "Content-Length: 99999999999"})
    void an_endless_answer_is_read_to_its_bound_only(String header) throws IOException {
        try (RawServer server = new RawServer((request, connection, out) -> {
            out.write(("HTTP/1.1 500 x\r\n" + header + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
            while (true) {
                out.write(new byte[8_192]);
            }
        })) {
            assertThat(send(server.url())).isEqualTo(new Unknown("HTTP 500, an answer that broke off or is too long"));
        }
    }

    @Test
    void a_pooled_connection_is_used_again_and_checked_after_a_pause() throws Exception {
        try (RawServer server = RawServer.answering(RawServer.response(200, "", ACCEPTED))) {
            assertThat(send(server.url())).isInstanceOf(Accepted.class);
            assertThat(send(server.url())).isInstanceOf(Accepted.class);
            assertThat(server.connections).hasSize(1);
            server.connections.getFirst().close();
            Thread.sleep(1_100);
            assertThat(send(server.url())).isInstanceOf(Accepted.class);
            assertThat(server.connections).hasSize(2);
        }
    }

    @Test
    void a_pooled_connection_closed_at_the_next_request_is_unknown_and_not_repeated() throws IOException {
        AtomicInteger count = new AtomicInteger();
        try (RawServer server = new RawServer((request, connection, out) -> {
            if (count.incrementAndGet() > 1) {
                connection.close();
            } else {
                out.write(RawServer.response(200, "", ACCEPTED).getBytes(StandardCharsets.UTF_8));
            }
        })) {
            assertThat(send(server.url())).isInstanceOf(Accepted.class);
            assertThat(send(server.url())).isInstanceOf(Unknown.class);
            assertThat(server.requests).hasSize(2);
        }
    }

    @Test
    void no_outcome_and_no_endpoint_shows_the_token() throws IOException {
        assertThat(endpoint(URI.create("http://127.0.0.1:1")).toString())
                .contains("[redacted]")
                .doesNotContain(TOKEN);
        assertThat(send(URI.create("http://127.0.0.1:1")).toString()).doesNotContain(TOKEN);
        assertThat(answered(500, "", "oops").toString()).doesNotContain(TOKEN);
    }
}
