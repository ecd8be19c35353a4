package dev.crier.bench;

import dev.crier.api.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import tools.jackson.databind.JsonNode;

/// The back office: posts broadcasts and looks after them, over the public API.
final class Operator implements AutoCloseable {
    /// Short against what is measured, and rare enough to cost nothing.
    private static final Duration POLL = Duration.ofMillis(50);

    private static final Duration REQUEST_LIMIT = Duration.ofMinutes(5);

    /// Longest wait without any progress.
    private static final Duration STANDSTILL = Duration.ofSeconds(60);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String bot;
    private final String root;
    private final String authorization;

    Operator(URI server, CrierProcess.Account account) {
        this.bot = server + "/api/bot/" + account.botId();
        this.root = bot + "/whatsapp";
        this.authorization = "Bearer " + account.token().value();
    }

    void syncTemplates() throws IOException, InterruptedException {
        var _ = post("/template/sync", BodyPublishers.ofString("{}"));
    }

    /// Makes a webhook that is switched off.
    void addWebhook() throws IOException, InterruptedException {
        String body = "{\"url\": \"https://example.com/crier\", \"event\": \"\", \"enabled\": false}";
        var _ = send(HttpRequest.newBuilder(URI.create(bot + "/webhooks"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    /// Posts the request in `file` and returns the broadcast's id.
    String broadcast(Path file) throws IOException, InterruptedException {
        return post("/broadcast", BodyPublishers.ofFile(file)).path("id").asString();
    }

    void start(String id) throws IOException, InterruptedException {
        var _ = post("/broadcast/" + id + "/start", BodyPublishers.ofString("{}"));
    }

    /// Returns when nobody of the broadcast is pending.
    void awaitSent(String id) throws IOException, InterruptedException {
        await(id, "pending", 0);
    }

    /// Returns when so many have read it.
    void awaitRead(String id, int count) throws IOException, InterruptedException {
        await(id, "read", count);
    }

    private void await(String id, String counter, int target) throws IOException, InterruptedException {
        long movedAt = System.nanoTime();
        int before = -1;
        while (true) {
            JsonNode statistics = statistics(id);
            int now = statistics.path(counter).asInt();
            if (now == target) {
                return;
            }
            if (now != before) {
                movedAt = System.nanoTime();
                before = now;
            }
            if (System.nanoTime() - movedAt > STANDSTILL.toNanos()) {
                throw new IllegalStateException("Nothing moves any more: " + statistics);
            }
            Thread.sleep(POLL);
        }
    }

    JsonNode statistics(String id) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(root + "/broadcast/" + id + "?statuses=false"))
                .GET();
        return send(request).path("statistics");
    }

    private JsonNode post(String path, BodyPublisher body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(root + path))
                .header("Content-Type", "application/json")
                .POST(body));
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(
                request.header("Authorization", authorization)
                        .timeout(REQUEST_LIMIT)
                        .build(),
                BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IllegalStateException(response.uri() + ": " + response.statusCode() + " " + response.body());
        }
        return Json.parseOwn(response.body());
    }

    @Override
    public void close() {
        http.close();
    }
}
