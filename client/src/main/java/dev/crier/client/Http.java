package dev.crier.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Requests to one bot's API, their answers, and their repetition.
final class Http implements AutoCloseable {
    /// A page of 200 templates at their longest has some 20 MB.
    private static final int MAX_ANSWER_BYTES = 64 * 1024 * 1024;

    /// A problem names at most 100 faults.
    private static final int MAX_PROBLEM_BYTES = 1024 * 1024;

    private static final int COPY_BYTES = 64 * 1024;

    private final HttpClient client;
    private final String root;
    private final Secret token;
    private final Limits limits;
    private final RetryPolicy retries;

    /// An address that never answered is more likely wrong than restarting.
    private volatile boolean answered;

    /// How long things may take, see [Crier.Builder].
    record Limits(Duration connect, Duration answer, Duration upload, Duration idle) {}

    /// When a request may be sent again.
    enum Repeat {
        /// It changes nothing, or a second one changes nothing further.
        ALWAYS,
        /// It carries an idempotency key, so it may come before the first one's answer is ready.
        BY_KEY,
        /// Only if it certainly was not carried out.
        UNSENT;

        boolean after(IOException failure) {
            return this != UNSENT
                    || failure instanceof ConnectException
                    || failure instanceof HttpConnectTimeoutException;
        }

        boolean after(Problem problem) {
            return problem.status() == 429
                    || (this != UNSENT && problem.status() == 503)
                    || (this == BY_KEY && problem.code().equals("idempotency_in_progress"));
        }
    }

    /// A request without its body.
    ///
    /// @param path below the bot's address, with its query
    /// @param headers names and values in turn
    record Call(String method, String path, Repeat repeat, Duration limit, List<String> headers) {}

    Http(String root, Secret token, Limits limits, RetryPolicy retries) {
        this.root = root;
        this.token = token;
        this.limits = limits;
        this.retries = retries;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(limits.connect())
                .followRedirects(HttpClient.Redirect.NEVER) // the key goes to nobody else
                .build();
    }

    String root() {
        return root;
    }

    static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /// `?name=value&…` of the pairs that have a value; empty if none has.
    static String query(@Nullable String... namesAndValues) {
        StringBuilder query = new StringBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            @Nullable String value = namesAndValues[i + 1];
            if (value != null) {
                query.append(query.isEmpty() ? '?' : '&')
                        .append(namesAndValues[i])
                        .append('=')
                        .append(segment(value));
            }
        }
        return query.toString();
    }

    <T> T get(String path, Class<T> type) {
        return read(answer(call("GET", path, Repeat.ALWAYS), BodyPublishers::noBody), type);
    }

    <T> T send(String method, String path, Repeat repeat, @Nullable JsonNode body, Class<T> type) {
        byte[] bytes = body == null ? new byte[0] : ClientJson.MAPPER.writeValueAsBytes(body);
        return read(answer(call(method, path, repeat), () -> BodyPublishers.ofByteArray(bytes)), type);
    }

    /// A request with a body that is made anew for each attempt.
    <T> T send(Call call, Supplier<BodyPublisher> body, Class<T> type) {
        return read(answer(call, body), type);
    }

    Call call(String method, String path, Repeat repeat) {
        return new Call(method, path, repeat, limits.answer(), List.of("Content-Type", "application/json"));
    }

    Call upload(String path, Repeat repeat, String contentType) {
        return new Call("POST", path, repeat, limits.upload(), List.of("Content-Type", contentType));
    }

    /// An answer that is read while it comes; the caller closes it. Silence for longer than the limit ends it.
    InputStream open(String path, String accept, Repeat repeat) {
        Call call = new Call("GET", path, repeat, limits.answer(), List.of("Accept", accept));
        return repeated(call, () -> {
            HttpResponse<InputStream> response =
                    await(client.sendAsync(request(call, BodyPublishers.noBody()), BodyHandlers.ofInputStream()), call);
            InputStream body = new IdleGuard(response.body(), limits.idle());
            if (response.statusCode() == 200) {
                return body;
            }
            try (body) {
                throw refused(response, body.readNBytes(MAX_PROBLEM_BYTES));
            }
        });
    }

    /// Copies an answer to `out` while it comes. Once something was written there is no second attempt.
    void copy(String path, String accept, OutputStream out) throws IOException {
        try (InputStream in = open(path, accept, Repeat.ALWAYS)) {
            byte[] buffer = new byte[COPY_BYTES];
            int count = read(in, buffer);
            while (count >= 0) {
                out.write(buffer, 0, count);
                count = read(in, buffer);
            }
        }
    }

    /// What fails here is the connection; what fails at `out` is the caller's.
    private int read(InputStream in, byte[] buffer) {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private byte[] answer(Call call, Supplier<BodyPublisher> body) {
        return repeated(call, () -> {
            HttpResponse<byte[]> response = await(
                    client.sendAsync(
                            request(call, body.get()),
                            BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES)),
                    call);
            if (response.statusCode() != 200) {
                throw refused(response, response.body());
            }
            return response.body();
        });
    }

    /// One attempt of a request.
    @FunctionalInterface
    private interface Attempt<T> {
        T make() throws IOException;
    }

    private <T> T repeated(Call call, Attempt<T> request) {
        for (int attempt = 1; ; attempt++) {
            @Nullable Duration asked = null;
            try {
                return request.make();
            } catch (Refusal refusal) {
                asked = refusal.retryAfter;
                if (!call.repeat().after(refusal.problem) || !retries.allows(attempt, asked)) {
                    throw new CrierException(refusal.problem, refusal.requestId, null);
                }
            } catch (IOException e) {
                boolean nobodyThere = !answered && e instanceof ConnectException;
                if (nobodyThere || !call.repeat().after(e) || !retries.allows(attempt, null)) {
                    throw broken(e);
                }
            }
            pause(retries.pause(attempt, asked));
        }
    }

    /// An answer other than 200, on its way to be repeated or told.
    private static final class Refusal extends IOException {
        private static final long serialVersionUID = 1L;

        private final transient Problem problem;
        private final transient @Nullable String requestId;
        private final transient @Nullable Duration retryAfter;

        Refusal(Problem problem, @Nullable String requestId, @Nullable Duration retryAfter) {
            super(problem.detail());
            this.problem = problem;
            this.requestId = requestId;
            this.retryAfter = retryAfter;
        }
    }

    private static Refusal refused(HttpResponse<?> response, byte[] body) {
        return new Refusal(
                problem(response.statusCode(), body),
                response.headers().firstValue("X-Request-Id").orElse(null),
                retryAfter(response));
    }

    /// A proxy's page, and anything else that is no problem, is told by its status.
    private static Problem problem(int status, byte[] body) {
        try {
            Problem said = ClientJson.MAPPER.readValue(body, Problem.class);
            return new Problem(said.type(), said.title(), status, said.code(), said.detail(), said.errors());
        } catch (JacksonException e) {
            return new Problem(
                    null, null, status, "http_" + status, "The server answered with HTTP status " + status, List.of());
        }
    }

    /// In seconds; a date, which a proxy may write, is left to our own pause.
    private static @Nullable Duration retryAfter(HttpResponse<?> response) {
        Optional<String> header = response.headers().firstValue("Retry-After");
        return header.filter(text -> text.strip().matches("[0-9]{1,9}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text.strip())))
                .orElse(null);
    }

    private HttpRequest request(Call call, BodyPublisher body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(root + call.path()))
                .timeout(call.limit())
                .setHeader("Accept", "application/json, application/problem+json")
                .setHeader("User-Agent", "crier-client")
                .header("Authorization", "Bearer " + token.reveal())
                .method(call.method(), body);
        for (int i = 0; i < call.headers().size(); i += 2) {
            request.setHeader(call.headers().get(i), call.headers().get(i + 1));
        }
        return request.build();
    }

    /// The answer, all of it where it is read as a whole: the client's own limit ends when the answer begins.
    private <T> HttpResponse<T> await(CompletableFuture<HttpResponse<T>> answer, Call call) throws IOException {
        try {
            HttpResponse<T> response = answer.get(call.limit().toMillis(), TimeUnit.MILLISECONDS);
            answered = true;
            return response;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } catch (CancellationException e) {
            throw new IOException("The client was closed", e);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new HttpTimeoutException("no answer in " + call.limit().toSeconds() + " s");
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new NoAnswerException("Interrupted", e);
        }
    }

    static void pause(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoAnswerException("Interrupted", e);
        }
    }

    private <T> T read(byte[] answer, Class<T> type) {
        try {
            return ClientJson.MAPPER.readValue(answer, type);
        } catch (JacksonException e) {
            // Without the cause, whose message may hold a part of the answer, such as a webhook's secret.
            throw new NoAnswerException("The answer of " + server() + " is not understood; is it a Crier?", null);
        }
    }

    /// The failure of a connection, for people.
    NoAnswerException broken(Exception e) {
        if (e instanceof ConnectException || e instanceof HttpConnectTimeoutException) {
            return new NoAnswerException("Nothing answers at " + server() + "; is it running?", e);
        }
        @Nullable String message = e.getMessage();
        String why = message == null || message.isBlank() ? e.getClass().getSimpleName() : message.strip();
        String line = why.lines().limit(1).collect(Collectors.joining());
        return new NoAnswerException("The connection to " + server() + " failed: " + line, e);
    }

    private String server() {
        URI address = URI.create(root);
        return address.getScheme() + "://" + address.getAuthority();
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
