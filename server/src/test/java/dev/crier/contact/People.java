package dev.crier.contact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.account.AccountStore;
import dev.crier.account.Gatekeeper;
import dev.crier.api.Json;
import dev.crier.api.ProblemHandlers;
import dev.crier.api.RateLimit;
import dev.crier.db.TestDatabase;
import dev.crier.openapi.Contract;
import io.helidon.webserver.WebServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The contacts API on a server and a database of its own, with one bot in the Netherlands.
final class People implements AutoCloseable {
    static final long MAX_BYTES = 8_000_000;

    final TestDatabase db = TestDatabase.fresh();
    final AccountStore accounts = new AccountStore(db.database());
    final UUID environment = accounts.createEnvironment("test");
    final UUID bot = accounts.createBot(environment, "Bot", List.of("nl"), "NL");
    final Consent consent = new Consent(new Optouts(), new Forgotten(new byte[32]));
    private final String key = accounts.createToken(environment, bot).value();
    private final WebServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    People() {
        accounts.enableRest(bot, true);
        Clock clock = Clock.systemUTC();
        Gatekeeper gate = new Gatekeeper(accounts, new RateLimit(1_000, Duration.ofMinutes(1), clock));
        server = WebServer.builder()
                .host("127.0.0.1")
                .port(0)
                .directHandlers(ProblemHandlers.direct())
                .routing(routing -> {
                    ProblemHandlers.register(routing);
                    ContactBook book = new ContactBook(db.database(), consent, clock);
                    new PeopleRoutes(gate, book).routing(routing);
                    new TableRoutes(
                                    gate,
                                    new Importer(db.database(), consent.forgotten()),
                                    new Exporter(db.database()),
                                    MAX_BYTES)
                            .routing(routing);
                    new ContactRoutes(gate, book).routing(routing);
                })
                .build()
                .start();
    }

    int port() {
        return server.port();
    }

    String key() {
        return key;
    }

    record Answer(int status, byte[] body, String type) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        ObjectNode json() {
            return (ObjectNode) Json.MAPPER.readTree(body);
        }

        List<String> codes() {
            return json().path("errors")
                    .valueStream()
                    .map(error -> error.path("code").asString())
                    .toList();
        }
    }

    Answer send(String method, String path, byte[] body) {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + "/api/bot/" + bot + "/user" + path);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + key)
                .timeout(Duration.ofSeconds(60))
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        try {
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            Answer answer = new Answer(
                    response.statusCode(),
                    response.body(),
                    response.headers().firstValue("content-type").orElse(""));
            Contract.OURS.check(method, uri.getRawPath(), answer.status(), answer.type(), answer.text());
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    Answer send(String method, String path, String body) {
        return send(method, path, body.getBytes(StandardCharsets.UTF_8));
    }

    Answer get(String path) {
        return send("GET", path, "");
    }

    JsonNode ok(String method, String path, String body) {
        Answer answer = send(method, path, body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    /// A contact of this phone, with these fields.
    String make(String fields) {
        return ok("POST", "", "{" + fields + "}").path("user_id").asString();
    }

    long count(String sql, Object... arguments) {
        return db.database()
                .jdbi()
                .withHandle(handle ->
                        handle.select(sql, arguments).mapTo(Long.class).one());
    }

    void sql(String sql, Object... arguments) {
        db.database().jdbi().useHandle(handle -> handle.execute(sql, arguments));
    }

    @Override
    public void close() {
        server.stop();
        client.close();
        db.close();
    }
}
