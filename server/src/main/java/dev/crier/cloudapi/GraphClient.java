package dev.crier.cloudapi;

import dev.crier.cloudapi.Endpoint.Dialect;
import dev.crier.cloudapi.GraphHttp.Reply;
import dev.crier.cloudapi.SendOutcome.Rejected;
import dev.crier.cloudapi.SendOutcome.Scope;
import dev.crier.cloudapi.SendOutcome.Throttled;
import dev.crier.cloudapi.SendOutcome.Unknown;
import dev.crier.cloudapi.SendOutcome.Unsent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.apache.hc.client5.http.classic.methods.HttpDelete;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// The Cloud API for sends and templates, at Meta or in 360dialog's dialect; [AccountClient] asks about the rest.
/// Blocking and thread-safe: one virtual thread per call.
///
/// A send is tried exactly once. Every way it can end is a [SendOutcome]: what failed before the first byte could
/// leave is [Unsent]; what failed later is [Unknown], unless a definite answer of Graph was read.
public final class GraphClient implements AutoCloseable {
    /// Answers to a send have some 300 bytes; a gateway's error page is longer and of no use.
    static final int MAX_SEND_ANSWER_BYTES = 64 * 1024;

    /// A page of a hundred templates with all their components has some 500 KB.
    private static final int MAX_ANSWER_BYTES = 8 * 1024 * 1024;

    private static final int MAX_CAUSE_CHARS = 300;

    private final GraphHttp http;
    private final InstantSource clock;

    /// Bounds of the client.
    ///
    /// @param connectTimeout for the TCP connection, and again for the TLS handshake
    /// @param responseTimeout longest silence of the server while we wait for its answer
    /// @param exchangeTimeout longest whole exchange, from asking for a connection to the last byte
    /// @param leaseTimeout longest wait for a free connection of the pool
    /// @param validateAfterIdle a connection idle for longer is checked before use, for one that the server has
    ///     closed would turn the next send into an unknown one
    /// @param idleTimeout a connection idle for longer is closed by us
    /// @param maxConnectionAge a connection older than this is not used again, so that changes in DNS get through
    /// @param maxConnections connections in all: throughput × latency, 1,000/s at 1 s, twice
    public record Settings(
            Duration connectTimeout,
            Duration responseTimeout,
            Duration exchangeTimeout,
            Duration leaseTimeout,
            Duration validateAfterIdle,
            Duration idleTimeout,
            Duration maxConnectionAge,
            int maxConnections) {
        public Settings {
            if (maxConnections < 1) {
                throw new IllegalArgumentException("The client needs at least one connection");
            }
            for (Duration each : List.of(
                    connectTimeout, responseTimeout, exchangeTimeout, leaseTimeout, idleTimeout, maxConnectionAge)) {
                if (!each.isPositive()) {
                    throw new IllegalArgumentException("Timeouts of the Graph client must be longer than zero");
                }
            }
        }

        public static Settings defaults() {
            return new Settings(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(10),
                    2_048);
        }

        /// For files, which take longer than sends and are few.
        public static Settings uploads() {
            return new Settings(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(60),
                    Duration.ofMinutes(10),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(10),
                    16);
        }
    }

    public GraphClient(Settings settings, InstantSource clock) {
        this.http = new GraphHttp(settings);
        this.clock = clock;
    }

    /// Sends one message.
    ///
    /// @param body the JSON of `POST /{phone_number_id}/messages`
    /// @param aboutToWrite runs exactly once, when the connection stands and before the body can leave; not at all
    ///     if it never comes to that. If it throws, nothing is sent and this method throws the same
    public SendOutcome send(Endpoint endpoint, byte[] body, Runnable aboutToWrite) {
        Departure departure = new Departure(body, aboutToWrite);
        HttpPost post = new HttpPost(endpoint.messages());
        post.setEntity(departure);
        authorize(post, endpoint);
        try {
            return outcome(endpoint, http.exchange(post, MAX_SEND_ANSWER_BYTES));
        } catch (IOException | RuntimeException e) {
            departure.rethrowRefusal();
            String cause = cause(e, endpoint);
            return departure.left() ? new Unknown(cause) : new Unsent(cause);
        }
    }

    private SendOutcome outcome(Endpoint endpoint, Reply reply) {
        SendOutcome accepted = reply.success() ? GraphAnswer.accepted(reply.body()) : null;
        if (accepted != null) {
            return accepted;
        }
        GraphError error = error(endpoint, reply);
        if (error == null && reply.status() == 429) {
            error = GraphError.of(429, 429, "Too many requests");
        }
        return error == null ? new Unknown(unclear(reply)) : refused(error, reply);
    }

    private static @Nullable GraphError error(Endpoint endpoint, Reply reply) {
        GraphError error = reply.whole() ? GraphAnswer.error(reply.body(), reply.status()) : null;
        boolean mayBeTheirs = error == null && reply.whole() && endpoint.dialect() == Dialect.DIALOG_360;
        return mayBeTheirs ? Dialog360.error(reply.body(), reply.status()) : error;
    }

    private SendOutcome refused(GraphError error, Reply reply) {
        return switch (ErrorCatalogue.sync(error).action()) {
            case THROTTLE_NUMBER -> new Throttled(error, askedWait(reply), Scope.NUMBER);
            case THROTTLE_PAIR ->
                new Throttled(error, GraphAnswer.retryAfter(reply.retryAfter(), clock.instant()), Scope.PAIR);
            case UNKNOWN -> new Unknown("HTTP " + reply.status() + ", " + error.summary());
            case RETRY, FAIL, SUPPRESS, STOP_BROADCAST, HOLD_NUMBER -> new Rejected(error);
        };
    }

    /// The usage header speaks of the account, thus only a throttle of the number heeds it.
    private Duration askedWait(Reply reply) {
        Duration asked = GraphAnswer.retryAfter(reply.retryAfter(), clock.instant());
        return asked.isPositive() ? asked : GraphAnswer.regainAccess(reply.usage());
    }

    private static String unclear(Reply reply) {
        String body = reply.success() ? "an answer without a message id" : "an answer that is not Graph's";
        return "HTTP " + reply.status() + ", " + (reply.whole() ? body : "an answer that broke off or is too long");
    }

    /// All templates of the account, or those that the filters leave: `name`, `language`, `status`, `category`.
    public List<JsonNode> listTemplates(Endpoint endpoint, Map<String, String> filters) throws GraphException {
        TemplatePages.Fetch fetch = uri -> call(endpoint, new HttpGet(uri));
        return switch (endpoint.dialect()) {
            case GRAPH -> TemplatePages.read(endpoint, filters, fetch);
            case DIALOG_360 -> Dialog360.templates(endpoint, filters, fetch);
        };
    }

    /// Submits a template; the answer holds `id`, `status` and `category`.
    public JsonNode createTemplate(Endpoint endpoint, JsonNode definition) throws GraphException {
        JsonNode answer = post(endpoint, endpoint.templates(), definition);
        return switch (endpoint.dialect()) {
            case GRAPH -> answer;
            case DIALOG_360 -> Dialog360.asMeta(answer);
        };
    }

    /// Replaces the components of a template as a whole.
    public JsonNode editTemplate(Endpoint endpoint, String templateId, JsonNode definition) throws GraphException {
        requireGraph(endpoint, "edit a template by its API; edit it in the 360dialog Hub, then sync");
        return post(endpoint, endpoint.under(TemplatePages.encoded(templateId)), definition);
    }

    /// Deletes a template: one language if `templateId` is given, otherwise all languages of the name.
    public void deleteTemplate(Endpoint endpoint, String name, @Nullable String templateId) throws GraphException {
        if (templateId != null) {
            requireGraph(endpoint, "delete one language of a template; delete all of them");
        }
        Map<String, String> which =
                templateId == null ? Map.of("name", name) : Map.of("name", name, "hsm_id", templateId);
        URI uri = switch (endpoint.dialect()) {
            case GRAPH -> TemplatePages.query(endpoint.templates(), which);
            case DIALOG_360 -> endpoint.below("v1", "configs", "templates", TemplatePages.encoded(name));
        };
        call(endpoint, new HttpDelete(uri));
    }

    /// Uploads a file for sends by this number; returns its media id, which lives for 30 days.
    public String uploadMedia(Endpoint endpoint, Upload file) throws GraphException {
        HttpPost post = new HttpPost(endpoint.media());
        post.setEntity(file.form());
        return Upload.field(call(endpoint, post), "id");
    }

    /// Uploads a file as the example of a template's header; returns the handle that stands for it there.
    public String uploadExample(Endpoint endpoint, Upload file) throws GraphException {
        requireGraph(endpoint, "take examples for headers; make this template in the 360dialog Hub, then sync");
        // `app` is the app that the token belongs to.
        HttpPost open = new HttpPost(TemplatePages.query(endpoint.under("app", "uploads"), file.description()));
        String session = Upload.session(call(endpoint, open));
        HttpPost post = new HttpPost(endpoint.under(session));
        post.setHeader("file_offset", "0");
        post.setEntity(file.bytes());
        post.setHeader(
                HttpHeaders.AUTHORIZATION, "OAuth " + endpoint.accessToken().reveal());
        return Upload.field(exchange(endpoint, post), "h");
    }

    private static void requireGraph(Endpoint endpoint, String what) throws GraphException {
        if (endpoint.dialect() == Dialect.DIALOG_360) {
            throw GraphException.notOffered("360dialog does not let us " + what);
        }
    }

    JsonNode get(Endpoint endpoint, URI uri) throws GraphException {
        return call(endpoint, new HttpGet(uri));
    }

    JsonNode post(Endpoint endpoint, URI uri, JsonNode body) throws GraphException {
        HttpPost post = new HttpPost(uri);
        post.setEntity(new ByteArrayEntity(WireJson.MAPPER.writeValueAsBytes(body), ContentType.APPLICATION_JSON));
        return call(endpoint, post);
    }

    private JsonNode call(Endpoint endpoint, HttpUriRequestBase request) throws GraphException {
        authorize(request, endpoint);
        return exchange(endpoint, request);
    }

    private JsonNode exchange(Endpoint endpoint, HttpUriRequestBase request) throws GraphException {
        Reply reply;
        try {
            reply = http.exchange(request, MAX_ANSWER_BYTES);
        } catch (IOException | RuntimeException e) {
            throw GraphException.unanswered(cause(e, endpoint));
        }
        GraphError error = error(endpoint, reply);
        if (error != null) {
            throw GraphException.refused(error);
        }
        if (!reply.whole() || reply.status() >= 500 || reply.status() == 429) {
            throw GraphException.unanswered(unclear(reply));
        }
        return object(reply);
    }

    private static JsonNode object(Reply reply) throws GraphException {
        try {
            JsonNode json = WireJson.MAPPER.readTree(reply.body());
            if (reply.success() && json.isObject()) {
                return WireJson.cleaned(json);
            }
        } catch (JacksonException e) {
            // Said below: it is not Graph's answer.
        }
        throw GraphException.unusable(unclear(reply));
    }

    private static void authorize(HttpUriRequestBase request, Endpoint endpoint) {
        String token = endpoint.accessToken().reveal();
        switch (endpoint.dialect()) {
            case GRAPH -> request.setHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token);
            case DIALOG_360 -> request.setHeader(Dialog360.KEY_HEADER, token);
        }
    }

    /// The library does not put headers into its messages; the replacement is for the day it does.
    private static String cause(Exception e, Endpoint endpoint) {
        String text = e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage());
        return WireText.cut(text.replace(endpoint.accessToken().reveal(), "[redacted]"), MAX_CAUSE_CHARS);
    }

    @Override
    public void close() {
        try {
            http.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
