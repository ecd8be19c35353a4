package dev.crier.sandbox.webhook;

import dev.crier.sandbox.account.Account;
import dev.crier.sandbox.account.Callback;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;

/** Calls the callback: the verification GET and the signed POST (§4.1). */
public final class CallbackClient implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(20);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();

    /** Empty when the callback answered the challenge, otherwise why not. */
    public Optional<String> verify(Callback callback) throws InterruptedException {
        String challenge = Integer.toString(ThreadLocalRandom.current().nextInt(100_000_000, Integer.MAX_VALUE));
        try {
            URI uri = URI.create(callback.url()
                    + (callback.url().contains("?") ? "&" : "?")
                    + "hub.mode=subscribe&hub.challenge=" + challenge + "&hub.verify_token="
                    + URLEncoder.encode(callback.verifyToken(), StandardCharsets.UTF_8));
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(uri).timeout(ANSWER_TIMEOUT).GET().build(),
                    HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                return Optional.of("HTTP response code said error: " + response.statusCode());
            }
            return response.body().strip().equals(challenge)
                    ? Optional.empty()
                    : Optional.of("the answer was not the challenge");
        } catch (IOException | IllegalArgumentException failed) {
            return Optional.of("the callback could not be reached: " + failed);
        }
    }

    /** Posts a body; true when the callback answered 200. */
    boolean post(Account account, Callback callback, byte[] body) throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(callback.url()))
                    .timeout(ANSWER_TIMEOUT)
                    .header("Content-Type", "application/json")
                    .header("User-Agent", "facebookexternalua")
                    .header("X-Hub-Signature", Signature.sha1(account.appSecret(), body))
                    .header("X-Hub-Signature-256", Signature.sha256(account.appSecret(), body))
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException | IllegalArgumentException failed) {
            return false;
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
