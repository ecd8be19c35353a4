package dev.crier.system;

import dev.crier.Stores;
import dev.crier.account.Feature;
import dev.crier.account.Token;
import dev.crier.api.Json;
import dev.crier.channel.ChannelStore;
import dev.crier.cloudapi.Endpoint;
import dev.crier.cloudapi.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A bot in an environment of its own, beside others on the same server, and what its owner does without the Studio.
public final class Shop {
    private final SandboxProcess sandbox;
    private final UUID environmentId;
    private final UUID botId;
    private final String numberId;
    private final String wabaId;
    private final Client client;
    private final Token token;

    private Shop(Crier crier, SandboxProcess sandbox, UUID environmentId, UUID botId, String numberId, String wabaId) {
        this.sandbox = sandbox;
        this.environmentId = environmentId;
        this.botId = botId;
        this.numberId = numberId;
        this.wabaId = wabaId;
        this.token = crier.rooms().accounts().createToken(environmentId, botId);
        this.client = new Client(crier::url, new Tenant(botId, botId, token, token));
    }

    /// With nothing set up.
    public static Shop empty(Crier crier) {
        return make(crier, crier.sandbox(), "", "");
    }

    private static Shop make(Crier crier, SandboxProcess sandbox, String numberId, String wabaId) {
        Stores stores = crier.rooms();
        UUID environment = stores.accounts()
                .createEnvironment("Shop " + UUID.randomUUID().toString().substring(0, 8));
        UUID bot = stores.accounts().createBot(environment, "Web shop", List.of("en", "nl"), "NL");
        return new Shop(crier, sandbox, environment, bot, numberId, wabaId);
    }

    /// With a number of its own, and the delivery template approved.
    public static Shop ready(Crier crier, SandboxProcess sandbox) {
        String appSecret = UUID.randomUUID().toString();
        JsonNode account = sandbox.call(
                "POST",
                "/sandbox/accounts",
                Json.object()
                        .put("waba_id", digits())
                        .put("phone_number_id", digits())
                        .put("access_token", "EAA" + UUID.randomUUID())
                        .put("app_secret", appSecret));
        String wabaId = account.path("waba_id").asString();
        String numberId = account.path("phone_number_id").asString();
        Shop shop = make(crier, sandbox, numberId, wabaId);
        Stores stores = crier.rooms();
        stores.accounts().enableRest(shop.botId, true);
        stores.accounts().order(shop.botId, Feature.WHATSAPP_BROADCASTING);
        Secret accessToken = new Secret(account.path("access_token").asString());
        Endpoint endpoint = new Endpoint(sandbox.graphUrl(), "v24.0", numberId, wabaId, accessToken);
        UUID channel = stores.channels()
                .connect(
                        shop.botId,
                        new ChannelStore.Connection(endpoint, new Secret(appSecret), new Secret("verify"), 1_000));
        stores.channels().enable(channel, true);
        URI callback = URI.create(crier.url() + "/webhooks/whatsapp/" + channel);
        JsonNode answer = sandbox.call(
                "PUT",
                "/sandbox/webhook",
                Json.object()
                        .put("waba_id", wabaId)
                        .put("url", callback.toString())
                        .put("verify_token", "verify")
                        .put("app_secret", appSecret));
        if (!answer.path("verified").asBoolean()) {
            throw new IllegalStateException("the webhook was not verified: " + answer);
        }
        shop.template(Crier.delivery());
        return shop;
    }

    private static String digits() {
        return Long.toString(java.util.concurrent.ThreadLocalRandom.current()
                .nextLong(100_000_000_000_000L, 1_000_000_000_000_000L));
    }

    public UUID environmentId() {
        return environmentId;
    }

    public UUID botId() {
        return botId;
    }

    public String numberId() {
        return numberId;
    }

    public String wabaId() {
        return wabaId;
    }

    public String token() {
        return token.value();
    }

    /// Gives the bot a template by its API and waits for its approval.
    public void template(ObjectNode definition) {
        var _ = client.post("/whatsapp/template", definition);
        String name = definition.path("name").asString();
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    var _ = client.post("/whatsapp/template/sync", Json.object());
                    return client.get("/whatsapp/template/" + name).toString().contains("APPROVED");
                });
    }

    /// The delivery broadcast to these phones; its id.
    public String broadcast(List<String> phones) {
        return client.broadcast(phones);
    }

    public JsonNode get(String path) {
        return client.get(path);
    }

    public JsonNode post(String path, ObjectNode body) {
        return client.post(path, body);
    }

    /// The broadcast's report once nobody is pending.
    public JsonNode awaitDone(String broadcastId) {
        return Awaitility.await()
                .until(
                        () -> client.report(broadcastId),
                        report -> report.at("/statistics/pending").asInt(1) == 0);
    }

    /// Somebody writes to the bot's number.
    public void writes(String phone, String text) {
        var _ = sandbox.call(
                "POST",
                "/sandbox/inbound",
                Json.object()
                        .put("from", phone)
                        .put("phone_number_id", numberId)
                        .put("text", text));
    }
}
