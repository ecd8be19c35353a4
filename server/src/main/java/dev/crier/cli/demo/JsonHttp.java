package dev.crier.cli.demo;

import dev.crier.api.Json;
import dev.crier.cli.CommandFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// JSON in, JSON out, over HTTP, as the sandbox speaks it; whatever is not a 200 becomes a sentence.
final class JsonHttp implements AutoCloseable {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

    private static final Duration ANSWER_LIMIT = Duration.ofMinutes(1);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_LIMIT)
            .build();

    JsonNode get(URI address) throws IOException {
        return exchange(request(address).GET().build());
    }

    JsonNode post(URI address, JsonNode body) throws IOException {
        return exchange(request(address)
                .POST(BodyPublishers.ofByteArray(Json.MAPPER.writeValueAsBytes(body)))
                .build());
    }

    JsonNode put(URI address, JsonNode body) throws IOException {
        return exchange(request(address)
                .PUT(BodyPublishers.ofByteArray(Json.MAPPER.writeValueAsBytes(body)))
                .build());
    }

    private static HttpRequest.Builder request(URI address) {
        return HttpRequest.newBuilder(address)
                .timeout(ANSWER_LIMIT)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json");
    }

    private JsonNode exchange(HttpRequest request) throws IOException {
        String where = request.uri().getScheme() + "://" + request.uri().getAuthority();
        try {
            HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                JsonNode answer = Json.MAPPER.readTree(body);
                if (response.statusCode() != 200) {
                    throw new CommandFailure(answer.path("error").asString("HTTP status " + response.statusCode()));
                }
                return answer;
            }
        } catch (java.net.ConnectException e) {
            throw new CommandFailure("Nothing answers at " + where + "; is it running?");
        } catch (JacksonException e) {
            throw new CommandFailure("The answer of " + where + " is no JSON; is it a sandbox?");
        } catch (IOException e) {
            throw new CommandFailure("The connection to " + where + " failed: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("Interrupted");
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
