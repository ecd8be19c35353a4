package dev.crier.webhook;

import dev.crier.cloudapi.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/// Posts one event to one endpoint. Never redirects, repeats or authenticates by itself; connects only where
/// [GuardedDns] lets it; reads only the beginning of an answer; and takes [#LIMIT] at most, names and handshakes and
/// all.
final class WebhookClient implements AutoCloseable {
    /// The contract's time-out, over all.
    static final Duration LIMIT = Duration.ofSeconds(10);

    /// Kept of an answer: enough to see what an endpoint complains of.
    static final int MAX_ANSWER_CHARS = 1_000;

    private static final int MAX_ANSWER_BYTES = 8_192;
    private static final int MAX_HEADER_LINE = 16_384;
    private static final int MAX_HEADERS = 200;

    /// Many bots may send to one host, so a host may have as many connections as all together.
    private static final int MAX_CONNECTIONS = 4_096;

    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final String REDACTED = "[redacted]";

    private final CloseableHttpClient client;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Clock clock;
    private final Duration limit;

    WebhookClient(Networks networks, Clock clock) {
        this(new GuardedDns(networks, java.net.InetAddress::getAllByName), clock, LIMIT);
    }

    WebhookClient(GuardedDns dns, Clock clock, Duration limit) {
        this.client = client(dns, limit);
        this.clock = clock;
        this.limit = limit;
    }

    /// What is sent.
    ///
    /// @param id the same at each try
    /// @param keys sign, each of them
    record Letter(URI to, UUID id, String body, List<Secret> keys) {}

    /// Returns how it ended, after the time limit at the latest.
    Attempt post(Letter letter) throws InterruptedException {
        long start = System.nanoTime();
        HttpPost request = request(letter);
        // A name server that does not answer cannot be interrupted, so somebody else waits for it.
        Future<Attempt> exchange = threads.submit(() -> exchange(request, letter, start));
        try {
            return exchange.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            request.cancel();
            return noAnswer("no whole answer within " + limit.toSeconds() + " s", start);
        } catch (InterruptedException e) {
            request.cancel();
            throw e;
        } catch (ExecutionException e) {
            return noAnswer(reason(e.getCause()), start);
        }
    }

    private HttpPost request(Letter letter) {
        byte[] body = letter.body().getBytes(StandardCharsets.UTF_8);
        long timestamp = clock.instant().getEpochSecond();
        HttpPost request = new HttpPost(letter.to());
        request.setHeader("webhook-id", letter.id().toString());
        request.setHeader("webhook-timestamp", Long.toString(timestamp));
        request.setHeader("webhook-signature", Signer.signatures(letter.keys(), letter.id(), timestamp, body));
        request.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_JSON));
        return request;
    }

    private Attempt exchange(HttpPost request, Letter letter, long start) throws IOException {
        ClassicHttpResponse response = client.executeOpen(null, request, null);
        byte[] answer = beginning(response);
        if (answer.length == MAX_ANSWER_BYTES) {
            // Closing alone would first read the rest, however long it is.
            request.cancel();
        }
        closeQuietly(response);
        String shown = shown(new String(answer, StandardCharsets.UTF_8), letter.keys());
        return new Attempt(response.getCode(), shown, null, retryAfter(response), since(start));
    }

    /// An answer is what its status says, also when its body breaks off.
    private static byte[] beginning(ClassicHttpResponse response) {
        HttpEntity entity = response.getEntity();
        try {
            return entity == null ? new byte[0] : entity.getContent().readNBytes(MAX_ANSWER_BYTES);
        } catch (IOException e) {
            return new byte[0];
        }
    }

    /// For the log: without what a database cannot store, and without our secret, should it be echoed.
    static String shown(String text, List<Secret> keys) {
        String shown = text;
        for (Secret key : keys) {
            shown = shown.replace(key.reveal(), REDACTED).replace(key.reveal().replaceFirst("^whsec_", ""), REDACTED);
        }
        shown = shown.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "").strip();
        int end = shown.offsetByCodePoints(0, Math.min(MAX_ANSWER_CHARS, shown.codePointCount(0, shown.length())));
        return shown.substring(0, end);
    }

    private @Nullable Duration retryAfter(ClassicHttpResponse response) {
        Header header = response.getFirstHeader("Retry-After");
        if (header == null || response.getCode() < 400) {
            return null;
        }
        String value = header.getValue().strip();
        try {
            if (value.matches("[0-9]{1,9}")) {
                return Duration.ofSeconds(Long.parseLong(value));
            }
            Instant at = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration wait = Duration.between(clock.instant(), at);
            return wait.isNegative() ? null : wait;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static Attempt noAnswer(String error, long start) {
        return new Attempt(null, null, error, null, since(start));
    }

    /// A sentence of ours: what libraries say may hold addresses of the network that we stand in.
    private static String reason(@Nullable Throwable e) {
        return switch (e) {
            case GuardedDns.ForbiddenAddress _ ->
                "the host is on a private network; webhooks.allowed_networks can allow it";
            case UnknownHostException _ -> "the host is not known";
            case SSLException _ -> "the TLS connection failed";
            case java.net.SocketTimeoutException _ -> "the host did not answer in time";
            case java.net.ConnectException _ -> "the connection was refused";
            case null, default -> "the connection broke";
        };
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static void closeQuietly(ClassicHttpResponse response) {
        try {
            response.close();
        } catch (IOException e) {
            // What we wanted of it is read.
        }
    }

    private static CloseableHttpClient client(GuardedDns dns, Duration limit) {
        return HttpClients.custom()
                .setConnectionManager(connections(dns, limit))
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(Timeout.of(limit))
                        .setResponseTimeout(Timeout.of(limit))
                        .setConnectionKeepAlive(TimeValue.of(IDLE))
                        .setRedirectsEnabled(false)
                        .setAuthenticationEnabled(false)
                        .setExpectContinueEnabled(false)
                        .setProtocolUpgradeEnabled(false)
                        .setContentCompressionEnabled(false)
                        .build())
                .setUserAgent("crier-webhooks")
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableContentCompression()
                .disableAuthCaching()
                .disableConnectionState()
                .evictIdleConnections(TimeValue.of(IDLE))
                .build();
    }

    private static PoolingHttpClientConnectionManager connections(GuardedDns dns, Duration limit) {
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(dns)
                .setMaxConnTotal(MAX_CONNECTIONS)
                .setMaxConnPerRoute(MAX_CONNECTIONS)
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(limit.dividedBy(2)))
                        .setSocketTimeout(Timeout.of(limit))
                        .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                        .setIdleTimeout(Timeout.of(IDLE))
                        .setTimeToLive(TimeValue.ofMinutes(5))
                        .build())
                .setDefaultTlsConfig(TlsConfig.custom()
                        .setHandshakeTimeout(Timeout.of(limit.dividedBy(2)))
                        .build())
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(Http1Config.custom()
                                .setMaxLineLength(MAX_HEADER_LINE)
                                .setMaxHeaderCount(MAX_HEADERS)
                                .build())
                        .build())
                .setOffLockDisposalEnabled(true)
                .build();
    }

    @Override
    public void close() throws IOException {
        threads.shutdownNow();
        client.close();
    }
}
