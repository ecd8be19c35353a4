package dev.crier.system;

import dev.crier.api.Json;
import dev.crier.openapi.Contract;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a back office does with one bot's API.
final class Client {
    private final HttpClient http = HttpClient.newHttpClient();
    private final Supplier<String> url;
    private final Tenant tenant;

    Client(Supplier<String> url, Tenant tenant) {
        this.url = url;
        this.tenant = tenant;
    }

    HttpResponse<String> send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url.get() + path(path)))
                .header("Authorization", authorization())
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
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            Contract.OURS.check(response);
            return response;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    String path(String path) {
        return "/api/bot/" + tenant.botId() + path;
    }

    String authorization() {
        return "Bearer " + tenant.token().value();
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
        return broadcast(Crier.request(phones));
    }

    String broadcast(ObjectNode request) {
        return post("/whatsapp/broadcast", request).path("id").asString();
    }

    JsonNode report(String id) {
        return get("/whatsapp/broadcast/" + id);
    }

    /// Without the lists: cheap enough to ask again and again.
    JsonNode summary(String id) {
        return get("/whatsapp/broadcast/" + id + "?statuses=false");
    }

    JsonNode awaitSummary(String id, Duration limit, Predicate<JsonNode> fits) {
        return Awaitility.await().atMost(limit).until(() -> summary(id), fits);
    }

    /// Gives the bot the approved delivery template.
    void syncDelivery(SandboxProcess sandbox) {
        sandbox.template(Crier.delivery());
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
            var _ = post("/whatsapp/template/sync", Json.object());
            return get("/whatsapp/template/" + Crier.DELIVERY).toString().contains("APPROVED");
        });
    }
}
