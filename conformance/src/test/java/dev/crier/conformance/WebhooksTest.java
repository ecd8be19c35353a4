package dev.crier.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.restfb.DefaultJsonMapper;
import com.restfb.json.Json;
import com.restfb.json.JsonObject;
import com.restfb.types.webhook.Change;
import com.restfb.types.webhook.WebhookObject;
import com.restfb.types.webhook.whatsapp.MessageTemplateStatusUpdateValue;
import com.restfb.types.webhook.whatsapp.WhatsappMessagesValue;
import com.restfb.types.whatsapp.platform.Message;
import com.restfb.types.whatsapp.platform.Status;
import com.restfb.types.whatsapp.platform.Status.StatusType;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// restfb's Java types for webhooks, on what the sandbox posts to a callback.
class WebhooksTest {
    private static final List<String> POSTS = new CopyOnWriteArrayList<>();
    private static Waba waba;
    private static HttpServer callback;

    @BeforeAll
    static void open() throws IOException {
        callback = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        callback.createContext("/hook", WebhooksTest::take);
        callback.start();
        waba = Waba.open();
        String url = "http://127.0.0.1:" + callback.getAddress().getPort() + "/hook";
        Waba.control(
                "PUT",
                "/webhook",
                Json.object().add("waba_id", waba.id).add("url", url).add("verify_token", "conformance"));
        waba.approved(waba.create("question", "UTILITY", """
                [{"type":"BODY","text":"Größe: shall we come?"},
                 {"type":"BUTTONS","buttons":[{"type":"QUICK_REPLY","text":"Yes"}]}]"""));
    }

    @AfterAll
    static void close() {
        callback.stop(0);
    }

    private static void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] answer = new byte[0];
            if (exchange.getRequestMethod().equals("GET")) {
                String query = exchange.getRequestURI().getQuery();
                answer = query.replaceAll(".*hub\\.challenge=(\\d+).*", "$1").getBytes(StandardCharsets.UTF_8);
            } else {
                POSTS.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            }
            exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private static <T> List<T> values(Class<T> type) {
        return POSTS.stream()
                .map(post -> new DefaultJsonMapper().toJavaObject(post, WebhookObject.class))
                .peek(object -> assertThat(object.isWhatsAppBusinessAccount()).isTrue())
                .flatMap(object -> object.getEntryList().stream())
                .peek(entry -> assertThat(entry.getId()).isEqualTo(waba.id))
                .flatMap(entry -> entry.getChanges().stream())
                .map(Change::getValue)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    private static List<Status> statusesOf(String wamid, StatusType last) {
        await().until(() -> statuses(wamid).stream().anyMatch(status -> status.getStatus() == last));
        return statuses(wamid);
    }

    private static List<Status> statuses(String wamid) {
        return values(WhatsappMessagesValue.class).stream()
                .flatMap(value -> value.getStatuses().stream())
                .filter(status -> wamid.equals(status.getId()))
                .toList();
    }

    private static String send(String to) {
        return waba.sendTemplate(to, "question", "[]").getMessages().getFirst().getId();
    }

    private static void inbound(JsonObject event) {
        Waba.control("POST", "/inbound", event.add("phone_number_id", waba.number));
    }

    private static Message messageFrom(String waId) {
        await().until(() -> messages().stream().anyMatch(message -> waId.equals(message.getFrom())));
        return messages().stream()
                .filter(message -> waId.equals(message.getFrom()))
                .findFirst()
                .orElseThrow();
    }

    private static List<Message> messages() {
        return values(WhatsappMessagesValue.class).stream()
                .flatMap(value -> value.getMessages().stream())
                .toList();
    }

    @Test
    void statusesNameTheMessageItsRecipientAndThePriceOnce() {
        List<Status> statuses = statusesOf(send("+31644000001"), StatusType.delivered);

        assertThat(statuses).extracting(Status::getStatus).contains(StatusType.sent);
        assertThat(statuses).extracting(Status::getRecipientId).containsOnly("31644000001");
        assertThat(statuses).filteredOn(status -> status.getPricing() != null).hasSize(1);
        assertThat(statuses)
                .allSatisfy(status -> assertThat(status.getTimestamp().toInstant())
                        .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(5)));
    }

    @Test
    void aFailedStatusSaysWhy() {
        Status failed = statusesOf(send("+31610131026"), StatusType.failed).getFirst();

        assertThat(failed.hasErrors()).isTrue();
        assertThat(failed.getErrors().getFirst().getCode()).isEqualTo("131026");
        assertThat(failed.getErrors().getFirst().getTitle()).isEqualTo("Message undeliverable");
        assertThat(failed.getErrors().getFirst().getErrorData().getDetails()).isNotBlank();
    }

    @Test
    void anInboundTextAndATapOnAReplyAreMessages() {
        inbound(Json.object().add("from", "+31644000002").add("text", "Größe/M 😀"));
        String wamid = send("+31644000003");
        inbound(Json.object()
                .add("from", "+31644000003")
                .add("button", Json.object().add("wamid", wamid).add("payload", "YES")));

        Message text = messageFrom("31644000002");
        Message tap = messageFrom("31644000003");

        assertThat(text.isText()).isTrue();
        assertThat(text.getText().getBody()).isEqualTo("Größe/M 😀");
        assertThat(tap.isButton()).isTrue();
        assertThat(tap.getButton().getPayload()).isEqualTo("YES");
        assertThat(tap.getContext().getId()).isEqualTo(wamid);
    }

    @Test
    void theReviewOfATemplateIsToldByName() {
        await().until(() -> !values(MessageTemplateStatusUpdateValue.class).isEmpty());
        MessageTemplateStatusUpdateValue review =
                values(MessageTemplateStatusUpdateValue.class).getFirst();

        assertThat(review.getEvent()).isEqualTo("APPROVED");
        assertThat(review.getMessageTemplateName()).isEqualTo("question");
        assertThat(review.getMessageTemplateLanguage()).isEqualTo("en_US");
        assertThat(review.getMessageTemplateId()).matches("\\d+");
    }
}
