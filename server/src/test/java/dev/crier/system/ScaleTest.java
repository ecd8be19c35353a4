package dev.crier.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.Setting;
import dev.crier.api.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Large, too large and too slow bodies, on a small heap.
class ScaleTest {
    private static final int PEOPLE = 100_000;
    private static final SandboxProcess SANDBOX = SandboxProcess.start();
    private static final CrierProcess CRIER = CrierProcess.start(
            SANDBOX,
            Map.of(Setting.LOG_LEVEL, "info"),
            80,
            List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"));

    private static final ExecutorService DRIPPING = Executors.newVirtualThreadPerTaskExecutor();

    @AfterAll
    static void stop() {
        DRIPPING.shutdownNow();
        CRIER.close();
        SANDBOX.close();
    }

    @AfterEach
    void assertHealthy() {
        assertThat(CRIER.log()).doesNotContain("OutOfMemoryError");
        assertThat(CRIER.client().send("GET", "/whatsapp/broadcast", "").statusCode())
                .isEqualTo(200);
    }

    @Test
    void aHundredThousandUsersInOneRequestFitASmallHeap() {
        String body = largeBroadcast();
        long startedAt = System.nanoTime();
        HttpResponse<String> response = CRIER.client().send("POST", "/whatsapp/broadcast", body);
        Duration accepted = Duration.ofNanos(System.nanoTime() - startedAt);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        System.out.printf(
                "%,d users in %,d bytes were accepted in %,d ms%n", PEOPLE, body.length(), accepted.toMillis());
        assertThat(accepted).isLessThan(Duration.ofSeconds(20));
        String id = Json.parseOwn(response.body()).path("id").asString();
        JsonNode report = CRIER.client().report(id);
        assertThat(report.path("statuses")).hasSize(PEOPLE);
        assertThat(report.path("statuses").get(PEOPLE - 1).path("ref").asString())
                .isEqualTo("order-" + (PEOPLE - 1));
        CRIER.client().post("/whatsapp/broadcast/" + id + "/cancel", Json.object());
    }

    /// The small request with its one user repeated.
    private static String largeBroadcast() {
        String small =
                Crier.request(List.of("+31620000000")).put("max_per_second", 5).toString();
        int from = small.indexOf("{\"phone\"");
        int to = small.indexOf("}}", from) + 2;
        String user = small.substring(from, to);
        StringBuilder body = new StringBuilder(small.substring(0, from));
        for (int i = 0; i < PEOPLE; i++) {
            body.append(i == 0 ? "" : ",")
                    .append(user.replace("+31620000000", "+3162%07d".formatted(i))
                            .replace("order-0", "order-" + i));
        }
        return body.append(small.substring(to)).toString();
    }

    @Test
    void aBodyThatAnnouncesTooMuchIsRefusedAtOnce() throws IOException {
        try (Socket socket = connect("Content-Length: 104857600")) {
            socket.setSoTimeout(5_000);
            assertThat(statusLine(socket)).contains(" 413 ");
        }
    }

    @Test
    void aBodyThatGrowsTooLargeIsRefusedWhileItComes() throws IOException {
        byte[] blanks = " ".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
        try (Socket socket = connect("Transfer-Encoding: chunked")) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            try {
                for (int i = 0; i < 100; i++) {
                    out.write("100000\r\n".getBytes(StandardCharsets.US_ASCII));
                    out.write(blanks);
                    out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
                }
            } catch (IOException e) {
                // refused before the end, which is what we want
                return;
            }
            assertThat(statusLine(socket)).contains(" 413 ");
        }
    }

    /// Begun first, since it takes as long as the server's patience.
    private static final Future<String> DRIPPED = DRIPPING.submit(ScaleTest::drippedAway);

    @Test
    void aBodyThatDripsIsGivenUp() throws Exception {
        String line = DRIPPED.get(90, TimeUnit.SECONDS);
        assertThat(line.isEmpty() || line.contains(" 408 ")).as(line).isTrue();
    }

    private static String drippedAway() throws IOException {
        try (Socket socket = connect("Content-Length: 1000");
                ScheduledExecutorService drip = Executors.newSingleThreadScheduledExecutor()) {
            socket.setSoTimeout(60_000);
            OutputStream out = socket.getOutputStream();
            var _ = drip.scheduleAtFixedRate(() -> drip(out), 0, 1, TimeUnit.SECONDS);
            try {
                return statusLine(socket);
            } finally {
                drip.shutdownNow();
            }
        }
    }

    private static void drip(OutputStream out) {
        try {
            out.write(' ');
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Socket connect(String length) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), CRIER.port());
        String head = "POST " + CRIER.client().path("/whatsapp/broadcast") + " HTTP/1.1\r\nHost: localhost\r\n"
                + "Authorization: " + CRIER.client().authorization() + "\r\n"
                + "Content-Type: application/json\r\n" + length + "\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /// Empty if the connection was closed without an answer.
    private static String statusLine(Socket socket) throws IOException {
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        String line = reader.readLine();
        return line == null ? "" : line;
    }
}
