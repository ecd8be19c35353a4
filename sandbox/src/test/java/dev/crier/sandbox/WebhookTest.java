package dev.crier.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crier.sandbox.webhook.Signature;
import dev.crier.sandbox.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class WebhookTest {
    private Box box;

    @BeforeEach
    void open() throws Exception {
        box = Box.open();
        box.greeting();
    }

    @AfterEach
    void close() {
        box.close();
    }

    @Test
    void aMessageIsSentDeliveredAndReadAndPricedOnce() throws Exception {
        List<String> wamids = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            wamids.add(box.sent(Box.greetingTo("+3163123450" + i).put("biz_opaque_callback_data", "job:" + i)));
        }
        box.settle();

        assertThat(wamids).doesNotHaveDuplicates().allSatisfy(wamid -> {
            assertThat(box.hook.statusesOf(wamid)).containsExactly("sent", "delivered", "read");
            List<JsonNode> statuses = box.hook.statuses().stream()
                    .filter(status -> wamid.equals(Json.text(status, "id")))
                    .toList();
            assertThat(statuses).filteredOn(status -> status.has("pricing")).hasSize(1);
            assertThat(statuses).allSatisfy(status -> {
                assertThat(status.path("timestamp").isString()).isTrue();
                assertThat(Json.text(status, "biz_opaque_callback_data")).startsWith("job:");
                assertThat(Json.text(status, "recipient_id")).startsWith("3163123450");
                assertThat(status.has("conversation")).isFalse();
            });
        });
    }

    @Test
    void conversationsAreThereUpToV23() throws Exception {
        box.graph(
                "POST",
                "/v23.0/" + Box.NUMBER + "/messages",
                Box.greetingTo(Box.ANN).toString());
        box.settle();

        assertThat(box.hook.statuses())
                .filteredOn(status -> status.has("conversation"))
                .hasSize(2);
    }

    @Test
    void failuresComeWithTheirErrorAndWithoutContacts() throws Exception {
        box.sent(Box.greetingTo("+31610131049"));
        box.settle();

        JsonNode value = box.hook.values("messages").getFirst();
        JsonNode error = value.path("statuses").path(0).path("errors").path(0);
        assertThat(value.has("contacts")).isFalse();
        assertThat(error.path("code").asInt()).isEqualTo(131049);
        assertThat(Json.text(error, "message")).isEqualTo(Json.text(error, "title"));
        assertThat(Json.text(error.path("error_data"), "details"))
                .isEqualTo("In order to maintain a healthy ecosystem engagement, the message failed to be delivered.");
    }

    @Test
    void bodiesAreSignedInMetasEscaping() throws Exception {
        box.sent(Box.greetingTo(Box.ANN).put("biz_opaque_callback_data", "ä/ö é 😀"));
        box.settle();

        Receiver.Post post = box.hook.posts.getLast();
        byte[] bytes = post.body().getBytes(StandardCharsets.UTF_8);
        assertThat(post.body()).contains("\\u00e4\\/\\u00f6 \\u00e9 \\ud83d\\ude00");
        assertThat(post.headers().get("X-hub-signature-256")).containsExactly(Signature.sha256(Box.SECRET, bytes));
        assertThat(post.headers().get("X-hub-signature")).containsExactly(Signature.sha1(Box.SECRET, bytes));
    }

    @Test
    void signaturesMatchAPublishedVector() {
        assertThat(Signature.sha256("TEST_APP_SECRET", "test".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("sha256=0c61947b610d4f45e65f3d680e26027121ec2413e77598bcb6cfc6e0d9888221");
    }

    @Test
    void refusedPostsAreRepeatedUntilTheyAreTaken() throws Exception {
        box.settle();
        box.behave("{\"webhook_retry_ms\":5,\"webhook_retry_cap_ms\":20}");
        box.hook.refusals.set(7);
        String wamid = box.sent(Box.greetingTo(Box.ANN));

        box.settle();

        assertThat(box.hook.refusals).hasValue(0);
        assertThat(box.hook.statusesOf(wamid)).containsExactly("sent", "delivered", "read");
    }

    @Test
    void aPostHoldsUpToABatchAndDuplicatesAreTheSamePostAgain() throws Exception {
        box.settle();
        box.hook.posts.clear();
        box.behave("{\"webhook_batch\":1,\"duplicate_webhook\":1}");
        box.sent(Box.greetingTo(Box.ANN));
        box.settle();

        assertThat(box.hook.posts).hasSize(6);
        assertThat(box.hook.posts.stream().map(Receiver.Post::body).distinct()).hasSize(3);
        assertThat(box.hook.statuses()).hasSize(6);
    }

    @Test
    void shufflingLosesNothing() throws Exception {
        box.behave("{\"shuffle_webhooks\":1,\"status_delay_ms\":0}");
        for (int i = 0; i < 50; i++) {
            box.sent(Box.greetingTo("+316312345%02d".formatted(i)));
        }
        box.settle();

        assertThat(box.hook.statuses()).hasSize(150);
    }

    @Test
    void anEarlyWebhookArrivesBeforeTheAnswer() throws Exception {
        box.behave("{\"early_webhook\":1,\"status_delay_ms\":3600000}");

        String wamid = box.sent(Box.greetingTo(Box.ANN));

        assertThat(box.hook.statusesOf(wamid)).containsExactly("sent");
    }

    @Test
    void theCallbackIsVerifiedBeforeItIsTaken() throws Exception {
        Box.Reply wrong =
                box.control("PUT", "/webhook", "{\"url\":\"%s\",\"verify_token\":\"wrong\"}".formatted(box.hook.url()));
        Box.Reply right = box.control(
                "PUT", "/webhook", "{\"url\":\"%s\",\"verify_token\":\"letmein\"}".formatted(box.hook.url()));
        String subscribe = "/v26.0/" + Box.WABA + "/subscribed_apps";
        String override = "{\"override_callback_uri\":\"%s\",\"verify_token\":\"%s\"}";

        assertThat(wrong.json().path("verified").asBoolean()).isFalse();
        assertThat(right.json().path("verified").asBoolean()).isTrue();
        assertThat(box.graph("POST", subscribe, override.formatted(box.hook.url(), "wrong"))
                        .code())
                .isEqualTo(2200);
        assertThat(box.graph("POST", subscribe, override.formatted(box.hook.url(), "letmein"))
                        .text())
                .isEqualTo("{\"success\":true}");
    }

    @Test
    void aResetForgetsWhatIsStillToCome() throws Exception {
        box.behave("{\"status_delay_ms\":3600000}");
        box.sent(Box.greetingTo(Box.ANN));
        assertThat(box.stats().path("webhooks_pending").asInt()).isEqualTo(3);

        box.control("POST", "/reset", null);

        assertThat(box.stats().path("webhooks_pending").asInt()).isZero();
        assertThat(box.stats().path("accepted").asInt()).isZero();
        assertThat(box.sends()).isEmpty();
        assertThat(box.control("GET", "/behaviour", null)
                        .json()
                        .path("status_delay_ms")
                        .asInt())
                .isEqualTo(200);
        await().until(() -> box.send(Box.greetingTo(Box.ANN)).status() == 200);
    }
}
