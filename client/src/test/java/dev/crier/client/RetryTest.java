package dev.crier.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What is repeated and what is not, against a server that answers as a test says.
@Timeout(30)
@SuppressWarnings("NullAway.Init")
class RetryTest {
    private static final String BROADCAST = """
            {"id":"b1","status":"draft","inserted_at":"2026-11-22T10:00:00Z","statistics":{"total":0}}""";

    private final Queue<Answer> answers = new ArrayDeque<>();
    private final List<String> keys = new ArrayList<>();
    private final List<String> requests = new ArrayList<>();
    private final List<String> bodies = new ArrayList<>();
    private HttpServer server;
    private Crier crier;

    @TempDir
    Path folder;

    /// How to answer one request.
    @FunctionalInterface
    private interface Answer {
        void give(HttpExchange exchange) throws IOException;
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
        crier = client(new RetryPolicy(4, Duration.ofMillis(1), Duration.ofSeconds(2)));
    }

    private Crier client(RetryPolicy policy) {
        return Crier.builder()
                .url("http://127.0.0.1:" + server.getAddress().getPort() + "/")
                .bot("bot")
                .token("very-secret")
                .answerLimit(Duration.ofMillis(1_500))
                .idleLimit(Duration.ofMillis(400))
                .retries(policy)
                .build();
    }

    @AfterEach
    void stop() {
        crier.close();
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        Answer answer;
        synchronized (answers) {
            keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("Idempotency-Key")));
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            answer = answers.isEmpty() ? status(500, "{}") : answers.remove();
        }
        answer.give(exchange);
        exchange.close();
    }

    private static Answer status(int status, String body, String... headers) {
        return exchange -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
            }
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        };
    }

    private static final Answer HANG_UP = _ -> {
        throw new IOException("hung up");
    };

    @Test
    void aNewBroadcastIsRepeatedByTheSameKeyUntilThereIsAnAnswer() {
        answers.add(HANG_UP);
        answers.add(status(503, "{\"code\":\"unavailable\"}", "Retry-After", "1"));
        answers.add(status(409, "{\"code\":\"idempotency_in_progress\"}"));
        answers.add(status(200, BROADCAST));
        long before = System.nanoTime();
        Broadcast made = crier.broadcasts()
                .create(NewBroadcast.of("welcome", null)
                        .to(Person.phone("+31612345678").param("name", "Ann")));
        assertThat(made.id()).isEqualTo("b1");
        assertThat(System.nanoTime() - before).isGreaterThan(900_000_000L);
        assertThat(keys).hasSize(4).containsOnly(keys.getFirst()).doesNotContain("null");
        assertThat(bodies)
                .containsOnly(
                        "{\"template\":{\"name\":\"welcome\"},\"users\":[{\"phone\":\"+31612345678\",\"params\":{\"name\":\"Ann\"}}]}");
    }

    @Test
    void eachBroadcastHasAKeyOfItsOwnOrTheOneThatWasChosen() {
        IntStream.range(0, 3).forEach(_ -> answers.add(status(200, BROADCAST)));
        var _ = crier.broadcasts().create(NewBroadcast.of("welcome", null));
        var _ = crier.broadcasts().create(NewBroadcast.of("welcome", null));
        var _ = crier.broadcasts().create(NewBroadcast.of("welcome", null).idempotencyKey("mine"));
        assertThat(keys).doesNotHaveDuplicates().endsWith("mine");
    }

    @Test
    void itGivesUpAfterAsManyAttemptsAsThePolicyHas() {
        IntStream.range(0, 9).forEach(_ -> answers.add(HANG_UP));
        assertThatThrownBy(() -> crier.broadcasts().create(NewBroadcast.of("t", "en")))
                .isInstanceOf(NoAnswerException.class);
        assertThat(requests).hasSize(4);
    }

    @Test
    void whoAsksForALongerPauseThanThePolicyAllowsIsTold() {
        answers.add(status(429, "{\"code\":\"rate_limited\",\"detail\":\"Too many\"}", "Retry-After", "3600"));
        CrierException told = catchThrowableOfType(
                CrierException.class, () -> crier.broadcasts().get("b1"));
        assertThat(told.code()).isEqualTo("rate_limited");
        assertThat(requests).hasSize(1);
    }

    @Test
    void aCommandWhoseAnswerIsLostIsNotRepeatedButOneThatWasHeldBackIs() {
        answers.add(HANG_UP);
        assertThatThrownBy(() -> crier.broadcasts().start("b1")).isInstanceOf(NoAnswerException.class);
        assertThat(requests).containsExactly("POST /api/bot/bot/whatsapp/broadcast/b1/start");
        answers.add(status(429, "{}"));
        answers.add(status(200, BROADCAST));
        assertThat(crier.broadcasts().start("b1").id()).isEqualTo("b1");
    }

    @Test
    void aProblemComesWithEverythingThatWasSaid() {
        answers.add(status(400, """
                {"type":"/docs/errors#invalid_template","title":"T","status":400,"code":"invalid_template",
                 "detail":"2 problems","errors":[
                   {"code":"parameter_count","detail":"expected 5","pointer":"/template/components/0"},
                   {"code":"missing_component","detail":"a button is missing"}]}""", "X-Request-Id", "r-17"));
        CrierException told = catchThrowableOfType(
                CrierException.class, () -> crier.broadcasts().dryRun(NewBroadcast.of("t", "en")));
        assertThat(told.status()).isEqualTo(400);
        assertThat(told.code()).isEqualTo("invalid_template");
        assertThat(told.requestId()).isEqualTo("r-17");
        assertThat(told.errors()).hasSize(2);
        assertThat(told).hasMessage("2 problems\n  expected 5 (/template/components/0)\n  a button is missing");
    }

    @Test
    void aProxysPageIsToldByItsStatusAndSomethingElseThanACrierToo() {
        answers.add(status(502, "<html>Bad gateway</html>"));
        assertThatThrownBy(() -> crier.broadcasts().get("b1")).hasMessageContaining("502");
        answers.add(status(200, "<html>Welcome</html>"));
        assertThatThrownBy(() -> crier.broadcasts().get("b1"))
                .isInstanceOf(NoAnswerException.class)
                .hasMessageContaining("is it a Crier?");
    }

    @Test
    void aServerThatDoesNotAnswerIsGivenUp() {
        CountDownLatch end = new CountDownLatch(1);
        answers.add(exchange -> await(end));
        Crier impatient = client(RetryPolicy.NONE);
        assertThatThrownBy(() -> impatient.broadcasts().get("b1")).isInstanceOf(NoAnswerException.class);
        end.countDown();
    }

    private static void await(CountDownLatch end) throws IOException {
        try {
            end.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void anAnswerThatFallsSilentInTheMiddleIsGivenUp() {
        CountDownLatch end = new CountDownLatch(1);
        answers.add(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody()
                    .write("{\"id\":\"b1\",\"statuses\":[{\"status\":\"sent\"},".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            await(end);
        });
        try (Stream<MessageStatus> statuses = crier.broadcasts().statuses("b1")) {
            assertThatThrownBy(statuses::toList)
                    .isInstanceOf(NoAnswerException.class)
                    .hasMessageContaining("silent");
        } finally {
            end.countDown();
        }
    }

    @Test
    void aReportThatIsCutOffIsAnErrorAndNotAShorterReport() {
        answers.add(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("{\"statuses\":[{\"status\":\"sent\"}".getBytes(StandardCharsets.UTF_8));
        });
        try (Stream<MessageStatus> statuses = crier.broadcasts().statuses("b1")) {
            assertThatThrownBy(statuses::toList).isInstanceOf(NoAnswerException.class);
        }
    }

    @Test
    void aFileIsSentAgainFromItsBeginningAndAStreamIsNot() throws IOException {
        Path file = Files.writeString(folder.resolve("people.csv"), "phone\n+31612345678\n");
        answers.add(HANG_UP);
        answers.add(status(200, "{\"id\":\"b1\",\"rows\":1,\"added\":1}"));
        List<Long> progress = new ArrayList<>();
        UploadResult result = crier.broadcasts()
                .upload(
                        "b1",
                        Upload.csv(file)
                                .map("phone", "Mobile no")
                                .separator('\t')
                                .onProgress(progress::add));
        assertThat(result.added()).isEqualTo(1);
        assertThat(bodies).containsExactly("phone\n+31612345678\n", "phone\n+31612345678\n");
        assertThat(requests.getFirst()).endsWith("/b1/users?map=phone%3AMobile%20no&separator=tab");
        assertThat(progress).containsExactly(19L, 19L);

        answers.add(HANG_UP);
        try (InputStream in = Files.newInputStream(file)) {
            assertThatThrownBy(() -> crier.broadcasts().upload("b1", Upload.csv(in)))
                    .isInstanceOf(NoAnswerException.class);
        }
        assertThat(requests).hasSize(3);
    }

    @Test
    void aListIsFetchedPageByPageAndNoFurtherThanItIsRead() {
        answers.add(status(200, "{\"users\":[{\"user_id\":\"1\"},{\"user_id\":\"2\"}],\"next\":\"2\"}"));
        answers.add(status(200, "{\"users\":[{\"user_id\":\"3\"}]}"));
        try (Stream<Contact> two = crier.contacts().list(ContactFilter.ALL).limit(2)) {
            assertThat(two.map(Contact::userId)).containsExactly("1", "2");
        }
        assertThat(requests).containsExactly("GET /api/bot/bot/user?limit=200");
        answers.clear();
        answers.add(status(200, "{\"users\":[{\"user_id\":\"1\"}],\"next\":\"1\"}"));
        answers.add(status(200, "{\"users\":[{\"user_id\":\"3\"}]}"));
        assertThat(crier.contacts().list(ContactFilter.ALL).map(Contact::userId))
                .containsExactly("1", "3");
        assertThat(requests.getLast()).isEqualTo("GET /api/bot/bot/user?limit=200&after=1");
    }

    @Test
    void whereEventsAreCutOrRefusedABroadcastIsFollowedToItsEnd() {
        String at = BROADCAST.replace("draft", "running").replace("\"total\":0", "\"total\":2,\"pending\":2");
        String later = at.replace("\"pending\":2", "\"pending\":1");
        String end = at.replace("running", "finished").replace("\"pending\":2", "\"pending\":0");
        answers.add(status(200, at));
        answers.add(status(200, ":\n\nevent: progress\ndata: " + later + "\n\n")); // and then the connection ends
        answers.add(status(503, "{}"));
        answers.add(status(200, end));
        try (Stream<Broadcast> changes = crier.broadcasts().follow("b1")) {
            assertThat(changes.map(each -> each.statistics().pending())).containsExactly(2, 1, 0);
        }
    }

    @Test
    void theKeyIsNeverShown() {
        assertThat(crier.toString()).contains("127.0.0.1").doesNotContain("very-secret");
        assertThat(new Secret("very-secret").toString()).doesNotContain("very-secret");
        answers.add(status(401, "{\"code\":\"unauthorized\"}"));
        CrierException told = catchThrowableOfType(
                CrierException.class, () -> crier.broadcasts().get("b1"));
        assertThat(told.toString()).doesNotContain("very-secret");
    }

    @Test
    void anAddressWhereNothingListensIsToldAtOnceAndARestartIsWaitedFor() throws IOException {
        int port = server.getAddress().getPort();
        Crier client = client(new RetryPolicy(8, Duration.ofMillis(100), Duration.ofSeconds(1)));
        answers.add(status(200, BROADCAST));
        assertThat(client.broadcasts().get("b1").id()).isEqualTo("b1");
        server.stop(0);
        Crier stranger = client(new RetryPolicy(4, Duration.ofSeconds(5), Duration.ofSeconds(5)));
        long before = System.nanoTime();
        assertThatThrownBy(() -> stranger.broadcasts().get("b1"))
                .isInstanceOf(NoAnswerException.class)
                .hasMessageContaining("Nothing answers at http://127.0.0.1:" + port);
        assertThat(System.nanoTime() - before).isLessThan(4_000_000_000L);
        stranger.close();

        var _ = Thread.startVirtualThread(() -> listenAgain(port));
        assertThat(client.broadcasts().get("b1").id()).isEqualTo("b1");
        client.close();
    }

    private void listenAgain(int port) {
        try {
            Thread.sleep(300);
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 10);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", this::handle);
            answers.add(status(200, BROADCAST));
            server.start();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anAnswerThatIsNotUnderstoodIsNotRepeatedInTheError() {
        answers.add(status(200, "{\"id\":\"1\",\"secret\":{\"x\":\"whsec_hidden\"},\"inserted_at\":\"whsec_hidden\"}"));
        NoAnswerException told = catchThrowableOfType(
                NoAnswerException.class, () -> crier.webhooks().create("https://example.com", ""));
        assertThat(told).hasNoCause();
        assertThat(told.toString()).doesNotContain("whsec_hidden");
    }

    @Test
    void whatIsNoAddressIsRefusedAtOnce() {
        for (String address : List.of("crier.example.com", "ftp://crier.example.com", "http:///x", "http://a b")) {
            assertThatThrownBy(() -> Crier.builder().url(address)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
