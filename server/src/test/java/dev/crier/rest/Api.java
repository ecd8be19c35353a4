package dev.crier.rest;

import dev.crier.account.AccountStore;
import dev.crier.account.AuditLog;
import dev.crier.account.Bot;
import dev.crier.account.Browsers;
import dev.crier.account.Feature;
import dev.crier.account.Gatekeeper;
import dev.crier.account.MemberStore;
import dev.crier.account.SessionStore;
import dev.crier.account.Token;
import dev.crier.api.Ids;
import dev.crier.api.Json;
import dev.crier.api.ProblemHandlers;
import dev.crier.api.RateLimit;
import dev.crier.broadcast.Acceptor;
import dev.crier.broadcast.ActionRoutes;
import dev.crier.broadcast.BroadcastRoutes;
import dev.crier.broadcast.Gatherer;
import dev.crier.broadcast.Lateness;
import dev.crier.broadcast.OpenBroadcasts;
import dev.crier.broadcast.TimelineRoutes;
import dev.crier.channel.ChannelRoutes;
import dev.crier.channel.ChannelStore;
import dev.crier.channel.Vault;
import dev.crier.channel.WhatsappChannel;
import dev.crier.cloudapi.Endpoint;
import dev.crier.cloudapi.GraphClient;
import dev.crier.cloudapi.Secret;
import dev.crier.db.Database;
import dev.crier.docs.DocsRoutes;
import dev.crier.media.MediaLibrary;
import dev.crier.media.MediaRoutes;
import dev.crier.openapi.Contract;
import dev.crier.ops.HealthRoutes;
import dev.crier.statistics.RateCardRoutes;
import dev.crier.statistics.StatisticsRoutes;
import dev.crier.template.TemplateEditor;
import dev.crier.template.TemplateHistory;
import dev.crier.template.TemplateRoutes;
import dev.crier.template.TemplateStore;
import dev.crier.template.TemplateStore.StoredTemplate;
import dev.crier.template.TemplateSync;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A server with one ready bot; the tests talk HTTP to it.
final class Api implements AutoCloseable {
    static final int MAX_USERS = 2_500;
    static final long MAX_BODY_BYTES = 2_000_000;

    final Database database = ApiDatabase.fresh();
    final AccountStore accounts = new AccountStore(database);
    final ChannelStore channels =
            new ChannelStore(database, Vault.of(Base64.getEncoder().encodeToString(new byte[32])));
    final TemplateStore templates = new TemplateStore(database);
    final GraphClient graph = new GraphClient(GraphClient.Settings.defaults(), Clock.systemUTC());
    final TemplateSync sync = new TemplateSync(graph, templates, Clock.systemUTC());
    final Path mediaFolder = temporaryFolder();
    final MediaLibrary media = library(Clock.systemUTC());
    final AtomicInteger wakes = new AtomicInteger();
    final UUID environment = accounts.createEnvironment("test");
    final Customer customer;
    final Gatherer gatherer;
    private final WebServer server;
    private HttpClient http = HttpClient.newHttpClient();

    /// A bot that may send, and its key.
    record Customer(UUID botId, Token token) {}

    Api() {
        Clock clock = Clock.systemUTC();
        Gatekeeper.Studio studio = new Gatekeeper.Studio(
                new Browsers(new SessionStore(database, clock), Optional.empty()),
                new MemberStore(database, clock),
                new AuditLog(database, clock));
        Gatekeeper gate = new Gatekeeper(accounts, new RateLimit(100, Duration.ofSeconds(60), clock), studio);
        Runnable wake = wakes::incrementAndGet;
        Acceptor acceptor = new Acceptor(database, channels, templates, MAX_USERS, clock, wake);
        gatherer = new Gatherer(database, accounts, acceptor, new Lateness(), clock, wake);
        HttpRouting.Builder routing = HttpRouting.builder();
        ProblemHandlers.register(routing);
        new BroadcastRoutes(gate, acceptor, database, MAX_BODY_BYTES, 4 * MAX_BODY_BYTES, wake).register(routing);
        new TimelineRoutes(gate, database).register(routing);
        new StatisticsRoutes(gate, database, clock).register(routing);
        new RateCardRoutes(gate, database, clock).register(routing);
        new ActionRoutes(gate, database, channels, templates, clock, wake).register(routing);
        TemplateHistory history = new TemplateHistory(database);
        TemplateEditor editor =
                new TemplateEditor(graph, templates, history, sync, new OpenBroadcasts(database), media, clock);
        new TemplateRoutes(gate, channels, templates, sync, editor, history).register(routing);
        new MediaRoutes(gate, channels, media).register(routing);
        new ChannelRoutes(gate, channels, wake).register(routing);
        new HealthRoutes().register(routing);
        new DocsRoutes().register(routing);
        server = WebServer.builder()
                .host("127.0.0.1")
                .port(0)
                .directHandlers(ProblemHandlers.direct())
                .addRouting(routing)
                .build()
                .start();
        customer = customer(URI.create("http://127.0.0.1:9"));
    }

    /// Another library on the same files, at another time.
    MediaLibrary library(Clock clock) {
        try {
            return new MediaLibrary(database, graph, mediaFolder, clock);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("crier-media");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A new bot with everything it takes to send by the Graph at `graphUrl`.
    Customer customer(URI graphUrl) {
        UUID botId = bare();
        accounts.enableRest(botId, true);
        accounts.order(botId, Feature.WHATSAPP_BROADCASTING);
        Endpoint endpoint = new Endpoint(
                graphUrl, "v24.0", "n" + botId.toString().replace("-", ""), "waba", new Secret("secret-access-token"));
        UUID channel = channels.connect(
                botId, new ChannelStore.Connection(endpoint, new Secret("app"), new Secret("verify"), 80));
        channels.enable(channel, true);
        return new Customer(botId, accounts.createToken(environment, botId));
    }

    /// A bot with nothing switched on.
    UUID bare() {
        return accounts.createBot(environment, "bot", List.of("en", "nl"), null);
    }

    Bot bot(Customer customer) {
        return accounts.bot(customer.botId()).orElseThrow();
    }

    WhatsappChannel channel(Customer customer) {
        return channels.connected(customer.botId());
    }

    void template(UUID botId, String definition) {
        JsonNode json = Json.parseOwn(definition);
        templates.put(
                botId,
                new StoredTemplate(
                        json.path("name").asString(),
                        json.path("language").asString(),
                        Ids.next().toString(),
                        json.path("category").asString(),
                        json.path("status").asString(),
                        null,
                        null,
                        json,
                        Instant.now()));
    }

    long count(String sql, Object... arguments) {
        return database.jdbi()
                .withHandle(handle ->
                        handle.select(sql, arguments).mapTo(Long.class).one());
    }

    void sql(String sql, Object... arguments) {
        database.jdbi().useHandle(handle -> handle.execute(sql, arguments));
    }

    /// What came back.
    record Answer(int status, String text, HttpResponse<byte[]> whole) {
        ObjectNode json() {
            return (ObjectNode) Json.MAPPER.readTree(text);
        }

        String code() {
            return json().path("code").asString();
        }

        String header(String name) {
            return whole.headers().firstValue(name).orElse("");
        }
    }

    Answer get(String path) {
        return send(request(path).GET());
    }

    Answer post(String path, String body) {
        return post(path, body.getBytes(StandardCharsets.UTF_8));
    }

    Answer post(String path, byte[] body) {
        return send(request(path).POST(BodyPublishers.ofByteArray(body)));
    }

    /// A request of the ready bot; `{bot}` in the path is its id.
    HttpRequest.Builder request(String path) {
        return anonymous(path.replace("{bot}", customer.botId().toString()))
                .header("Authorization", "Bearer " + customer.token().value());
    }

    HttpRequest.Builder anonymous(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(30));
    }

    Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
            String text = new String(response.body(), StandardCharsets.UTF_8);
            Answer answer = new Answer(response.statusCode(), text, response);
            Contract.OURS.check(
                    response.request().method(),
                    response.uri().getRawPath(),
                    answer.status(),
                    answer.header("content-type"),
                    text);
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// Gives `sink` each line of the answer as it comes, until it ends.
    void lines(String path, java.util.function.Consumer<String> sink) {
        try {
            HttpRequest request =
                    request(path).timeout(Duration.ofSeconds(60)).GET().build();
            http.send(request, BodyHandlers.ofLines()).body().forEach(sink);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void forgetConnections() {
        http = HttpClient.newHttpClient();
    }

    int port() {
        return server.port();
    }

    static String resource(String name) {
        try (InputStream in = Api.class.getResourceAsStream("/rest/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException("no such test file: " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.stop();
        graph.close();
        database.close();
    }
}
