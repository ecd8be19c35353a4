package dev.crier.system;

import dev.crier.Config;
import dev.crier.Server;
import dev.crier.Setting;
import dev.crier.Stores;
import dev.crier.account.Feature;
import dev.crier.account.Token;
import dev.crier.api.Json;
import dev.crier.channel.ChannelStore;
import dev.crier.cloudapi.Endpoint;
import dev.crier.cloudapi.Secret;
import dev.crier.db.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A running Crier with one bot, connected to a sandbox, and a client for its API.
final class Crier implements AutoCloseable {
    static final String DELIVERY = "delivery_notice";

    private final TestDatabase database = TestDatabase.fresh();
    private final Map<Setting, String> settings = new EnumMap<>(Setting.class);
    private final HttpClient http = HttpClient.newHttpClient();
    private final SandboxProcess sandbox;
    private final UUID botId;
    private final UUID channelId;
    private final Token token;
    private @Nullable Server server;

    private Crier(SandboxProcess sandbox, Map<Setting, String> extra, int throughput) {
        this.sandbox = sandbox;
        try {
            Path data = Files.createTempDirectory("crier-data");
            settings.put(Setting.DATA_DIR, data.toString());
            settings.put(Setting.HTTP_PORT, "0");
            settings.put(Setting.DATABASE_URL, database.settings().url());
            settings.put(Setting.DATABASE_USER, database.settings().user());
            settings.put(Setting.DATABASE_PASSWORD, database.settings().password());
            settings.put(Setting.RETRY_DELAYS, "300ms,300ms,300ms");
            settings.put(Setting.UNKNOWN_GRACE, "3s");
            settings.putAll(extra);
            try (Stores stores = Stores.visit(config())) {
                UUID environment = stores.accounts().createEnvironment("test");
                this.botId = stores.accounts().createBot(environment, "Test", List.of("en", "nl"), null);
                stores.accounts().enableRest(botId, true);
                stores.accounts().order(botId, Feature.WHATSAPP_BROADCASTING);
                this.token = stores.accounts().createToken(environment, botId);
                this.channelId = stores.channels().connect(botId, connection(sandbox, throughput));
                stores.channels().enable(channelId, true);
            }
            start();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        sandbox.template(delivery());
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> {
            var _ = post("/whatsapp/template/sync", Json.object());
            return get("/whatsapp/template/" + DELIVERY).toString().contains("APPROVED");
        });
    }

    static Crier with(SandboxProcess sandbox) {
        return new Crier(sandbox, Map.of(), 1_000);
    }

    static Crier with(SandboxProcess sandbox, Map<Setting, String> extra, int throughput) {
        return new Crier(sandbox, extra, throughput);
    }

    private static ChannelStore.Connection connection(SandboxProcess sandbox, int throughput) {
        Endpoint endpoint = new Endpoint(
                sandbox.url(), "v24.0", SandboxProcess.NUMBER, SandboxProcess.WABA, new Secret(SandboxProcess.TOKEN));
        return new ChannelStore.Connection(
                endpoint, new Secret(SandboxProcess.APP_SECRET), new Secret(SandboxProcess.VERIFY_TOKEN), throughput);
    }

    Config config() {
        return Config.read(Optional.empty(), Map.of(), settings);
    }

    void start() {
        try {
            server = Server.start(config(), Clock.systemUTC());
        } catch (IOException | SQLException e) {
            throw new IllegalStateException(e);
        }
        sandbox.webhook(URI.create(url() + "/webhooks/whatsapp/" + channelId));
    }

    void stop() {
        if (server != null) {
            server.close();
            server = null;
        }
    }

    String url() {
        if (server == null) {
            throw new IllegalStateException("not running");
        }
        return "http://127.0.0.1:" + server.port();
    }

    UUID botId() {
        return botId;
    }

    TestDatabase database() {
        return database;
    }

    HttpResponse<String> send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url() + "/api/bot/" + botId + path))
                .header("Authorization", "Bearer " + reveal(token))
                .timeout(Duration.ofSeconds(60));
        if (headers.length > 0) {
            request.headers(headers);
        }
        if (body.isEmpty()) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json").method(method, BodyPublishers.ofString(body));
        }
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String reveal(Token token) {
        return token.value();
    }

    JsonNode get(String path) {
        return Json.parseOwn(send("GET", path, "").body());
    }

    JsonNode post(String path, ObjectNode body) {
        HttpResponse<String> response = send("POST", path, body.toString());
        if (response.statusCode() != 200) {
            throw new IllegalStateException(response.statusCode() + ": " + response.body());
        }
        return Json.parseOwn(response.body());
    }

    /// Posts the delivery broadcast to these phones and returns its id.
    String broadcast(List<String> phones) {
        return post("/whatsapp/broadcast", request(phones)).path("id").asString();
    }

    static ObjectNode request(List<String> phones) {
        ObjectNode body = Json.object();
        ObjectNode template = body.putObject("template").put("name", DELIVERY).put("language", "en");
        ArrayNode components = template.putArray("components");
        ArrayNode parameters = components.addObject().put("type", "body").putArray("parameters");
        for (String text : List.of("{{ name }}", "{{ date }}", "{{ from }}", "{{ to }}", "+31201234567")) {
            parameters.addObject().put("type", "text").put("text", text);
        }
        components
                .addObject()
                .put("type", "button")
                .put("sub_type", "url")
                .put("index", 0)
                .putArray("parameters")
                .addObject()
                .put("type", "text")
                .put("text", "{{ track }}");
        body.putObject("params").put("name", "Customer");
        ArrayNode users = body.putArray("users");
        for (int i = 0; i < phones.size(); i++) {
            ObjectNode user = users.addObject().put("phone", phones.get(i)).put("ref", "order-" + i);
            user.putObject("params")
                    .put("date", "3 May")
                    .put("from", "10:00")
                    .put("to", "12:00")
                    .put("track", "t" + i);
        }
        return body;
    }

    JsonNode report(String id) {
        return get("/whatsapp/broadcast/" + id);
    }

    /// The report once it fits, or a failure that shows the last one.
    JsonNode awaitReport(String id, Predicate<JsonNode> fits) {
        return awaitReport(id, Duration.ofSeconds(30), fits);
    }

    JsonNode awaitReport(String id, Duration limit, Predicate<JsonNode> fits) {
        return Awaitility.await().atMost(limit).until(() -> report(id), fits);
    }

    static ObjectNode delivery() {
        ObjectNode definition =
                Json.object().put("name", DELIVERY).put("language", "en").put("category", "UTILITY");
        ArrayNode components = definition.putArray("components");
        ObjectNode body = components
                .addObject()
                .put("type", "BODY")
                .put(
                        "text",
                        "Hello {{1}}, your order arrives on {{2}} between {{3}} and {{4}}. Questions? Call {{5}} and"
                                + " we will gladly help you out.");
        ArrayNode example = body.putObject("example").putArray("body_text").addArray();
        List.of("Ann", "3 May", "10:00", "12:00", "+31201234567").forEach(example::add);
        ObjectNode button = components
                .addObject()
                .put("type", "BUTTONS")
                .putArray("buttons")
                .addObject()
                .put("type", "URL")
                .put("text", "Track your order")
                .put("url", "https://example.com/{{1}}");
        button.putArray("example").add("https://example.com/a1");
        return definition;
    }

    @Override
    public void close() {
        stop();
        database.close();
    }
}
