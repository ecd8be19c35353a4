package dev.crier.cli;

import dev.crier.api.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// JSON in, JSON out, over HTTP; whatever is not a 200 becomes a sentence.
public final class JsonHttp implements AutoCloseable {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

    /// A hundred thousand users are read, checked and stored well within.
    private static final Duration ANSWER_LIMIT = Duration.ofMinutes(2);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_LIMIT)
            .build();
    private final @Nullable String key;

    /// A client.
    ///
    /// @param key sent as the bearer token, if there is one
    public JsonHttp(@Nullable String key) {
        this.key = key;
    }

    public JsonNode get(URI address) throws IOException {
        return exchange(request(address).GET().build());
    }

    public JsonNode post(URI address, JsonNode body) throws IOException {
        return exchange(request(address)
                .POST(BodyPublishers.ofByteArray(Json.MAPPER.writeValueAsBytes(body)))
                .build());
    }

    public JsonNode put(URI address, JsonNode body) throws IOException {
        return exchange(request(address)
                .PUT(BodyPublishers.ofByteArray(Json.MAPPER.writeValueAsBytes(body)))
                .build());
    }

    private HttpRequest.Builder request(URI address) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .timeout(ANSWER_LIMIT)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, application/problem+json");
        return key == null ? request : request.header("Authorization", "Bearer " + key);
    }

    private JsonNode exchange(HttpRequest request) throws IOException {
        String where = request.uri().getScheme() + "://" + request.uri().getAuthority();
        try {
            HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                JsonNode answer = Json.MAPPER.readTree(body);
                if (response.statusCode() != 200) {
                    throw new CommandFailure(refusal(response.statusCode(), answer));
                }
                return answer;
            }
        } catch (java.net.ConnectException e) {
            throw new CommandFailure("Nothing answers at " + where + "; is it running?");
        } catch (JacksonException e) {
            throw new CommandFailure("The answer of " + where + " is no JSON; is it a Crier?");
        } catch (IOException e) {
            throw new CommandFailure("The connection to " + where + " failed: " + Sentence.of(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("Interrupted");
        }
    }

    /// What a problem+json, or the sandbox's plain error, says: its detail, then each fault on a line.
    private static String refusal(int status, JsonNode answer) {
        String detail = answer.path("detail").asString(answer.path("error").asString("HTTP status " + status));
        StringBuilder lines = new StringBuilder(detail);
        for (JsonNode fault : answer.path("errors")) {
            lines.append("\n  ").append(fault.path("detail").asString(""));
            String pointer = fault.path("pointer").asString("");
            if (!pointer.isEmpty()) {
                lines.append(" (").append(pointer).append(')');
            }
        }
        return lines.toString();
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
