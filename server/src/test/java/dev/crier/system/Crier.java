package dev.crier.system;

import dev.crier.Config;
import dev.crier.Server;
import dev.crier.Setting;
import dev.crier.Stores;
import dev.crier.api.Json;
import dev.crier.db.TestDatabase;
import dev.crier.studio.Pages;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
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
public final class Crier implements AutoCloseable {
    static final String DELIVERY = "delivery_notice";

    private final TestDatabase database = TestDatabase.fresh();
    private final Map<Setting, String> settings = new EnumMap<>(Setting.class);
    private final SandboxProcess sandbox;
    private final Tenant tenant;
    private final Client client;
    private @Nullable Server server;
    private @Nullable Stores rooms;

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
            this.tenant = Tenant.create(config(), sandbox, throughput);
            this.client = new Client(this::url, tenant);
            start();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        client.syncDelivery(sandbox);
    }

    public static Crier with(SandboxProcess sandbox) {
        return new Crier(sandbox, Map.of(), 1_000);
    }

    static Crier with(SandboxProcess sandbox, Map<Setting, String> extra, int throughput) {
        return new Crier(sandbox, extra, throughput);
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
        sandbox.webhook(callback());
    }

    URI callback() {
        return URI.create(url() + "/webhooks/whatsapp/" + tenant.channelId());
    }

    Client client() {
        return client;
    }

    void stop() {
        if (server != null) {
            server.close();
            server = null;
        }
    }

    public String url() {
        if (server == null) {
            throw new IllegalStateException("not running");
        }
        return "http://127.0.0.1:" + server.port();
    }

    public UUID botId() {
        return tenant.botId();
    }

    /// The server's database and stores, for what a test prepares or looks up.
    public Stores rooms() {
        if (rooms == null) {
            try {
                rooms = Stores.visit(config());
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
        return rooms;
    }

    SandboxProcess sandbox() {
        return sandbox;
    }

    /// The pages of the running server.
    public List<Pages.Route> studioRoutes() {
        if (server == null) {
            throw new IllegalStateException("not running");
        }
        return server.studioRoutes();
    }

    UUID channelId() {
        return tenant.channelId();
    }

    public String token() {
        return tenant.token().value();
    }

    /// The key of the environment that the bot is in.
    String environmentToken() {
        return tenant.environmentToken().value();
    }

    TestDatabase database() {
        return database;
    }

    HttpResponse<String> send(String method, String path, String body, String... headers) {
        return client.send(method, path, body, headers);
    }

    JsonNode get(String path) {
        return client.get(path);
    }

    JsonNode post(String path, ObjectNode body) {
        return client.post(path, body);
    }

    /// Posts the delivery broadcast to these phones and returns its id.
    String broadcast(List<String> phones) {
        return client.broadcast(phones);
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
        return client.report(id);
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
        if (rooms != null) {
            rooms.close();
        }
        database.close();
    }
}
