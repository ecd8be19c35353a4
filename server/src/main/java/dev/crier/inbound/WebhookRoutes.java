package dev.crier.inbound;

import dev.crier.account.AccountStore;
import dev.crier.api.Answers;
import dev.crier.api.Body;
import dev.crier.api.Ids;
import dev.crier.api.Json;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.channel.Callback;
import dev.crier.channel.ChannelStore;
import dev.crier.channel.Provider;
import dev.crier.channel.WhatsappChannel;
import dev.crier.cloudapi.AccountClient;
import dev.crier.cloudapi.MalformedWebhook;
import dev.crier.cloudapi.Signature;
import dev.crier.cloudapi.WebhookParser;
import dev.crier.cloudapi.WebhookPayload;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where Meta calls: `/webhooks/whatsapp/{channel_id}`.
public final class WebhookRoutes {
    private static final String PATH = Callback.PATH + "{channel_id}";
    private static final HeaderName SIGNATURE = HeaderNames.create(Signature.HEADER);
    private static final HeaderName SHARED_SECRET = HeaderNames.create(AccountClient.SHARED_SECRET_HEADER);
    private static final Logger LOG = LoggerFactory.getLogger(WebhookRoutes.class);

    private final Receivers receivers;
    private final Intake intake;

    public WebhookRoutes(AccountStore accounts, ChannelStore channels, Intake intake) {
        this.receivers = new Receivers(accounts, channels);
        this.intake = intake;
    }

    public void routing(HttpRouting.Builder routing) {
        routing.get(PATH, this::verify).post(PATH, this::receive);
    }

    /// Meta's challenge: whoever knows the verify token may point its webhooks here.
    private void verify(ServerRequest request, ServerResponse response) {
        Receiver receiver = receiver(request);
        String expected = receiver.channel().verifyToken().reveal();
        String token = query(request, "hub.verify_token").orElse("");
        boolean same = isSame(token, expected);
        Optional<String> challenge = query(request, "hub.challenge");
        if (!same
                || challenge.isEmpty()
                || !query(request, "hub.mode").orElse("").equals("subscribe")) {
            throw Problem.of(ProblemCode.FORBIDDEN, "The verify token is not the one of this channel");
        }
        response.header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
        // The challenge is whatever the caller says; a browser must not take it for a page.
        response.header(HeaderNames.create("X-Content-Type-Options"), "nosniff");
        response.send(challenge.get().getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<String> query(ServerRequest request, String name) {
        return request.query().first(name).asOptional();
    }

    private void receive(ServerRequest request, ServerResponse response) {
        Receiver receiver = receiver(request);
        byte[] body = Body.raw(request, WebhookParser.MAX_BYTES).bytes();
        if (!isGenuine(receiver.channel(), request, body)) {
            throw Problem.of(ProblemCode.UNAUTHORIZED, "The signature does not prove who wrote this body");
        }
        WebhookPayload payload = parse(body);
        if (payload.skipped() > 0) {
            LOG.debug("{} pieces of a webhook were not readable", payload.skipped());
        }
        intake.take(receiver, payload);
        Answers.json(response, Json.object());
    }

    /// Meta signs what it sends; 360dialog does not, but sends the header that we asked for.
    private static boolean isGenuine(WhatsappChannel channel, ServerRequest request, byte[] body) {
        if (channel.provider() == Provider.DIALOG_360) {
            String told = request.headers().first(SHARED_SECRET).orElse("");
            return isSame(told, channel.verifyToken().reveal());
        }
        return Signature.verify(
                channel.appSecret(), body, request.headers().first(SIGNATURE).orElse(null));
    }

    private static boolean isSame(String told, String expected) {
        return MessageDigest.isEqual(told.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
    }

    private static WebhookPayload parse(byte[] body) {
        try {
            return WebhookParser.parse(body);
        } catch (MalformedWebhook e) {
            LOG.debug("A signed webhook was refused: {}", e.getMessage());
            throw Problem.of(ProblemCode.INVALID_JSON, "The body is not the JSON of a webhook");
        }
    }

    private Receiver receiver(ServerRequest request) {
        UUID id = Ids.parse(request.path().pathParameters().get("channel_id"));
        return Optional.ofNullable(id)
                .flatMap(receivers::find)
                .orElseThrow(() -> Problem.of(ProblemCode.NOT_FOUND, "There is no WhatsApp channel at this address"));
    }
}
