package dev.crier.cloudapi;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/// One request, one answer, over pooled connections: never repeats, redirects, authenticates by itself or keeps
/// cookies. All that is read is bounded, in size and in time.
final class GraphHttp implements AutoCloseable {
    /// Longest line of an answer's head; Graph's usage headers reach about 1,000.
    private static final int MAX_HEADER_LINE = 16_384;

    private static final int MAX_HEADERS = 200;
    private static final int FIRST_READ_BYTES = 4_096;

    private final CloseableHttpClient client;
    private final CutOff cutOff;

    /// An answer as read; read once and never compared.
    ///
    /// @param whole false if the body broke off or went over the bound; `body` is then its beginning
    @SuppressWarnings("ArrayRecordComponent")
    record Reply(
            int status,
            byte[] body,
            boolean whole,
            @Nullable String retryAfter,
            @Nullable String usage) {
        boolean success() {
            return status >= 200 && status < 300;
        }
    }

    GraphHttp(GraphClient.Settings settings) {
        client = client(settings);
        cutOff = new CutOff(settings.exchangeTimeout());
    }

    Reply exchange(HttpUriRequestBase request, int maxBytes) throws IOException {
        try (var _ = cutOff.guard(request)) {
            ClassicHttpResponse response = client.executeOpen(null, request, HttpClientContext.create());
            Reply reply = reply(response, maxBytes);
            if (!reply.whole()) {
                // Closing alone would first read the rest, however long it is.
                request.cancel();
            }
            closeQuietly(response);
            return reply;
        }
    }

    private static Reply reply(ClassicHttpResponse response, int maxBytes) {
        HttpEntity entity = response.getEntity();
        byte[] buffer = new byte[entity == null ? 0 : FIRST_READ_BYTES];
        int length = 0;
        boolean whole = entity == null;
        try {
            InputStream in = entity == null ? InputStream.nullInputStream() : entity.getContent();
            while (!whole && length <= maxBytes) {
                if (length == buffer.length) {
                    buffer = Arrays.copyOf(buffer, 2 * length);
                }
                int n = in.read(buffer, length, buffer.length - length);
                whole = n < 0;
                length += Math.max(n, 0);
            }
        } catch (IOException e) {
            whole = false;
        }
        return new Reply(
                response.getCode(),
                Arrays.copyOf(buffer, length),
                whole,
                header(response, "Retry-After"),
                header(response, "x-business-use-case-usage"));
    }

    /// The answer is read by then; what goes wrong with its connection is of no interest.
    private static void closeQuietly(ClassicHttpResponse response) {
        try {
            response.close();
        } catch (IOException e) {
            // The pool has discarded the connection.
        }
    }

    private static @Nullable String header(ClassicHttpResponse response, String name) {
        Header header = response.getFirstHeader(name);
        return header == null ? null : header.getValue();
    }

    private static CloseableHttpClient client(GraphClient.Settings settings) {
        return HttpClients.custom()
                .setConnectionManager(connections(settings))
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(Timeout.of(settings.leaseTimeout()))
                        .setResponseTimeout(Timeout.of(settings.responseTimeout()))
                        .setConnectionKeepAlive(TimeValue.of(settings.idleTimeout()))
                        .setRedirectsEnabled(false)
                        .setAuthenticationEnabled(false)
                        .setExpectContinueEnabled(false)
                        .setProtocolUpgradeEnabled(false)
                        .setContentCompressionEnabled(false)
                        .build())
                .setUserAgent("crier")
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableContentCompression()
                .disableAuthCaching()
                .disableConnectionState()
                .evictIdleConnections(TimeValue.of(settings.idleTimeout()))
                .build();
    }

    private static PoolingHttpClientConnectionManager connections(GraphClient.Settings settings) {
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setMaxConnTotal(settings.maxConnections())
                .setMaxConnPerRoute(settings.maxConnections())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(settings.connectTimeout()))
                        .setSocketTimeout(Timeout.of(settings.responseTimeout()))
                        .setValidateAfterInactivity(TimeValue.of(settings.validateAfterIdle()))
                        .setIdleTimeout(Timeout.of(settings.idleTimeout()))
                        .setTimeToLive(TimeValue.of(settings.maxConnectionAge()))
                        .build())
                .setDefaultTlsConfig(TlsConfig.custom()
                        .setHandshakeTimeout(Timeout.of(settings.connectTimeout()))
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
        cutOff.close();
        client.close();
    }
}
