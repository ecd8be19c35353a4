package dev.crier.webhook;

import dev.crier.MovingClock;
import dev.crier.account.AccountStore;
import dev.crier.account.Gatekeeper;
import dev.crier.account.Token;
import dev.crier.api.Json;
import dev.crier.api.ProblemHandlers;
import dev.crier.api.RateLimit;
import dev.crier.broadcast.Broadcast;
import dev.crier.broadcast.Content;
import dev.crier.broadcast.SingleSend;
import dev.crier.broadcast.TestBroadcasts;
import dev.crier.channel.ChannelStore;
import dev.crier.channel.Vault;
import dev.crier.channel.WhatsappChannel;
import dev.crier.cloudapi.Endpoint;
import dev.crier.cloudapi.Secret;
import dev.crier.contact.Consent;
import dev.crier.contact.Contact;
import dev.crier.contact.ContactStore;
import dev.crier.contact.Encounters;
import dev.crier.contact.Forgotten;
import dev.crier.contact.Optouts;
import dev.crier.db.Database;
import dev.crier.message.Change;
import dev.crier.message.MessageId;
import dev.crier.message.MessageStore;
import dev.crier.openapi.Contract;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/// A bot with webhooks: their API on a real server, a courier whose clock the test moves, and things that happen.
final class Hooks implements AutoCloseable {
    static final Instant START = Instant.parse("2026-11-22T10:00:00Z");
    static final Networks LOOPBACK =
            new Networks(List.of(Networks.Network.parse("127.0.0.0/8").orElseThrow()));

    final Database database;
    final MovingClock clock = new MovingClock(START);
    final WebhookStore webhooks;
    final Courier courier;
    final DeliverySweeper sweeper;
    private final Consent consent = new Consent(new Optouts(), new Forgotten(new byte[32]));
    final UUID bot;
    final UUID channel;
    private final ChannelStore channels;
    private final AccountStore accounts;
    private final UUID environment;
    private final Token token;
    private final WebServer server;
    private final HttpClient http = HttpClient.newHttpClient();

    Hooks(Database database) {
        this.database = database;
        Vault vault = Vault.of("MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=");
        this.accounts = new AccountStore(database);
        this.environment = accounts.createEnvironment("test");
        this.bot = newBot();
        this.token = accounts.createToken(environment, null);
        Endpoint endpoint =
                new Endpoint(URI.create("http://127.0.0.1:1"), "v26.0", "n" + bot, "waba", new Secret("token"));
        this.channels = new ChannelStore(database, vault);
        this.channel = channels.connect(
                bot, new ChannelStore.Connection(endpoint, new Secret("app"), new Secret("verify"), 80));
        this.webhooks = new WebhookStore(database, vault);
        this.sweeper = new DeliverySweeper(database, clock);
        WebhookClient client =
                new WebhookClient(new GuardedDns(LOOPBACK, InetAddress::getAllByName), clock, Duration.ofSeconds(2));
        this.courier = new Courier(database, webhooks, client, new Round.Rules(DeliveryPolicy.DEFAULT, () -> 0), clock);
        Gatekeeper gate = new Gatekeeper(accounts, new RateLimit(1_000, Duration.ofMinutes(1), clock));
        HttpRouting.Builder routing = HttpRouting.builder();
        ProblemHandlers.register(routing);
        new HookRoutes(gate, database, webhooks, courier, LOOPBACK, clock).register(routing);
        this.server = WebServer.builder()
                .host("127.0.0.1")
                .port(0)
                .directHandlers(ProblemHandlers.direct())
                .addRouting(routing)
                .build()
                .start();
    }

    UUID newBot() {
        UUID id = accounts.createBot(environment, "Bot", List.of("nl"), "NL");
        accounts.enableRest(id, true);
        return id;
    }

    record Answer(int status, JsonNode json) {}

    Answer call(String method, String path, String body) {
        return call(bot, method, path, body);
    }

    Answer call(UUID ofBot, String method, String path, String body) {
        try {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create(
                                    "http://127.0.0.1:" + server.port() + "/api/bot/" + ofBot + "/webhooks" + path))
                            .header("Authorization", "Bearer " + token.value())
                            .header("Content-Type", "application/json")
                            .timeout(Duration.ofSeconds(20))
                            .method(method, BodyPublishers.ofString(body))
                            .build(),
                    BodyHandlers.ofString());
            Contract.OURS.check(answer);
            return new Answer(answer.statusCode(), Json.parseOwn(answer.body()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// The id of a new webhook.
    String webhook(String url, String event) {
        return call("POST", "", "{\"url\":\"" + url + "\",\"event\":\"" + event + "\"}")
                .json()
                .path("id")
                .asString();
    }

    JsonNode show(String id) {
        return call("GET", "/" + id, "").json();
    }

    /// Everything that is due now, and what becomes due by that without time passing.
    void deliver() throws SQLException, InterruptedException {
        for (int i = 0; i < 3; i++) {
            courier.runOnce();
            courier.settle();
        }
    }

    UUID broadcast(int users) throws SQLException {
        return TestBroadcasts.running(database, bot, channel, users);
    }

    void apply(Change... changes) throws SQLException {
        database.inTransaction(connection -> {
            MessageStore.apply(connection, List.of(changes));
            return Boolean.TRUE;
        });
    }

    static MessageId message(UUID broadcast, int seq) {
        return new MessageId(broadcast, seq, 1);
    }

    void sent(UUID broadcast, int seq) throws SQLException {
        apply(Change.sent(message(broadcast, seq), "wamid." + seq, START));
    }

    UUID contact(String phone) {
        return database.jdbi()
                .withHandle(handle -> new Encounters(consent).met(handle, bot, phone, null, "Ann"))
                .id();
    }

    void merge(UUID from, UUID to) {
        sql("INSERT INTO former_contact (bot_id, id, merged_into) VALUES (?, ?, ?)", bot, from, to);
        sql("DELETE FROM contact WHERE bot_id = ? AND id = ?", bot, from);
    }

    /// An operator's text, as it is stored when it was accepted; its id.
    UUID act(UUID contactId, String text) throws SQLException {
        WhatsappChannel from = channels.find(channel).orElseThrow();
        SingleSend.Letter letter = new SingleSend.Letter(
                Broadcast.Kind.ACTION, found(contactId).reach(), new Content.Text(text), Map.of(), false);
        return database.inTransaction(connection -> SingleSend.send(connection, from, letter));
    }

    Contact found(UUID id) {
        return new ContactStore(database)
                .find(bot, new dev.crier.contact.UserAddress.ById(id))
                .orElseThrow();
    }

    void sql(String sql, Object... arguments) {
        database.jdbi().useHandle(handle -> handle.execute(sql, arguments));
    }

    long count(String sql, Object... arguments) {
        return database.jdbi()
                .withHandle(handle ->
                        handle.select(sql, arguments).mapTo(Long.class).one());
    }

    @Override
    public void close() {
        server.stop();
        try {
            courier.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
