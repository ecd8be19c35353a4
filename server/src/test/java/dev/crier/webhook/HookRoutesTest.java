package dev.crier.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.db.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class HookRoutesTest {
    private static final TestDatabase DB = TestDatabase.fresh();

    private Hooks hooks;
    private TestEndpoint endpoint;

    @BeforeEach
    void start() {
        hooks = new Hooks(DB.database());
        endpoint = new TestEndpoint();
    }

    @AfterEach
    void stop() {
        hooks.sql("UPDATE webhook SET enabled = false");
        hooks.sql("DELETE FROM webhook_event");
        hooks.close();
        endpoint.close();
    }

    @AfterAll
    static void end() {
        DB.close();
    }

    private static List<String> pointers(Hooks.Answer answer) {
        return answer.json()
                .path("errors")
                .valueStream()
                .map(each -> each.path("pointer").asString())
                .toList();
    }

    @Test
    void a_webhook_is_made_shown_listed_changed_and_deleted() {
        Hooks.Answer made = hooks.call("POST", "", "{\"url\":\"https://example.com/a\",\"filter\":\"action\"}");
        assertThat(made.status()).isEqualTo(200);
        String secret = made.json().path("secret").asString();
        assertThat(secret).matches("whsec_[A-Za-z0-9+/]{43}=");
        String id = made.json().path("id").asString();
        JsonNode shown = hooks.show(id);
        assertThat(shown.path("secret").asString()).startsWith("whsec_…").hasSize(11);
        assertThat(secret.replace("=", ""))
                .endsWith(shown.path("secret").asString().substring(7));
        assertThat(shown.path("event").asString()).isEqualTo("action");
        assertThat(shown.path("enabled").asBoolean()).isTrue();
        assertThat(shown.path("state").asString()).isEqualTo("ok");
        assertThat(hooks.call("GET", "", "").json().path("webhooks")).hasSize(1);
        assertThat(hooks.call("GET", "", "").json().path("webhooks").get(0)).isEqualTo(shown);
        assertThat(hooks.count("SELECT count(*) FROM webhook WHERE position(?::bytea IN secret) > 0", (Object)
                        secret.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isZero();

        JsonNode changed = hooks.call("PUT", "/" + id, "{\"event\":\"\",\"enabled\":false}")
                .json();
        assertThat(changed.path("url").asString()).isEqualTo("https://example.com/a");
        assertThat(changed.path("event").asString()).isEmpty();
        assertThat(changed.path("enabled").asBoolean()).isFalse();
        assertThat(changed.path("state").asString()).isEqualTo("disabled");

        JsonNode rotated = hooks.call("POST", "/" + id + "/secret", "").json();
        assertThat(rotated.path("secret").asString()).startsWith("whsec_").isNotEqualTo(secret);

        assertThat(hooks.call("DELETE", "/" + id, "").json().toString()).isEqualTo("{\"result\":\"OK\"}");
        for (String gone :
                List.of("GET ", "PUT ", "DELETE ", "GET /deliveries", "POST /replay", "POST /test", "POST /secret")) {
            String[] parts = gone.split(" ", -1);
            Hooks.Answer answer = hooks.call(parts[0], "/" + id + parts[1], "{\"failed\":true}");
            assertThat(answer.status()).as(gone).isEqualTo(404);
            assertThat(answer.json().path("code").asString()).isEqualTo("webhook_not_found");
        }
    }

    @Test
    void a_webhook_of_another_bot_and_an_id_that_is_none_are_not_found() {
        String id = hooks.webhook(endpoint.url(), "");
        assertThat(hooks.call(hooks.newBot(), "GET", "/" + id, "").status()).isEqualTo(404);
        assertThat(hooks.call(hooks.newBot(), "DELETE", "/" + id, "").status()).isEqualTo(404);
        assertThat(hooks.call("GET", "/nonsense", "").status()).isEqualTo(404);
        assertThat(hooks.call("GET", "/" + UUID.randomUUID(), "").status()).isEqualTo(404);
        assertThat(hooks.call("PATCH", "/" + id, "{}").status()).isEqualTo(405);
    }

    @Test
    void every_fault_of_a_body_is_named() {
        assertThat(pointers(hooks.call("POST", "", "{\"url\":7,\"event\":\"nonsense\",\"enabled\":\"yes\"}")))
                .containsExactly("/url", "/event", "/enabled");
        assertThat(pointers(hooks.call("POST", "", "{\"type\":{}}"))).containsExactly("/url", "/type");
        assertThat(hooks.call("POST", "", "[]").status()).isEqualTo(400);
        assertThat(hooks.call("POST", "", "{").status()).isEqualTo(400);
        assertThat(hooks.call("POST", "", "{\"url\":\"https://e.com/\\u0000\"}").status())
                .isEqualTo(400);
        assertThat(hooks.call("POST", "", "{\"x\":\"" + "x".repeat(70_000) + "\"}")
                        .status())
                .isEqualTo(413);
        for (String url : List.of(
                "",
                "example.com",
                "ftp://example.com",
                "https://",
                "https:///path",
                "https://user:password@example.com",
                "https://example.com/#part",
                "https://example.com:0/",
                "https://example.com:99999/",
                "https://exa mple.com/",
                "https://10.0.0.1/",
                "https://[::1]/",
                "https://[::ffff:10.0.0.1]/",
                "https://169.254.169.254/latest",
                "https://example.com/" + "x".repeat(2_048))) {
            Hooks.Answer answer = hooks.call("POST", "", "{\"url\":\"" + url + "\"}");
            assertThat(answer.status()).as(url).isEqualTo(400);
            assertThat(pointers(answer)).as(url).containsExactly("/url");
        }
    }

    @Test
    void a_bot_has_at_most_twenty() {
        for (int i = 0; i < WebhookStore.MAX_PER_BOT; i++) {
            assertThat(hooks.call("POST", "", "{\"url\":\"https://example.com\"}")
                            .status())
                    .isEqualTo(200);
        }
        Hooks.Answer answer = hooks.call("POST", "", "{\"url\":\"https://example.com\"}");
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.json().path("code").asString()).isEqualTo("wrong_state");
    }

    @Test
    void a_test_event_is_sent_at_once_and_the_endpoints_word_is_passed_on_without_the_secret() {
        JsonNode made = hooks.call("POST", "", "{\"url\":\"" + endpoint.url() + "\",\"enabled\":false}")
                .json();
        String secret = made.path("secret").asString();
        endpoint.answers(request ->
                new TestEndpoint.Answer(500, "I know " + secret + "\u0001 and " + "y".repeat(100_000), Map.of()));
        JsonNode answer = hooks.call("POST", "/" + made.path("id").asString() + "/test", "")
                .json();
        assertThat(answer.path("delivered").asBoolean()).isFalse();
        assertThat(answer.path("status").asInt()).isEqualTo(500);
        assertThat(answer.path("answer").asString())
                .startsWith("I know [redacted] and y")
                .hasSize(WebhookClient.MAX_ANSWER_CHARS);
        assertThat(endpoint.requests).hasSize(1);
        assertThat(endpoint.requests.getFirst().json().path("type").asString()).isEqualTo("test");
    }

    @Test
    void an_endpoint_that_trickles_is_cut_off() {
        String id = hooks.webhook(endpoint.url(), "user_action");
        endpoint.answers(request -> {
            try {
                Thread.sleep(10_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return TestEndpoint.Answer.of(200);
        });
        JsonNode answer = hooks.call("POST", "/" + id + "/test", "").json();
        assertThat(answer.path("error").asString()).isNotEmpty();
        assertThat(answer.path("status").isNull()).isTrue();
        assertThat(answer.path("took_ms").asInt()).isBetween(1_800, 4_000);
    }

    @Test
    void deliveries_are_listed_by_pages_and_by_status() throws Exception {
        String id = hooks.webhook(endpoint.url(), "user_changes");
        for (int i = 0; i < 5; i++) {
            hooks.contact("+3161234570" + i);
        }
        hooks.deliver();
        endpoint.answers(500);
        hooks.contact("+31612345709");
        hooks.deliver();
        JsonNode first = hooks.call("GET", "/" + id + "/deliveries?limit=4", "").json();
        assertThat(first.path("deliveries")).hasSize(4);
        assertThat(first.at("/deliveries/0/status").asString()).isEqualTo("waiting");
        assertThat(first.at("/deliveries/0/due_at").asString()).isEqualTo("2026-11-22T10:00:05Z");
        assertThat(first.at("/deliveries/1/status").asString()).isEqualTo("delivered");
        assertThat(first.at("/deliveries/1/event/type").asString()).isEqualTo("user_changes");
        JsonNode rest = hooks.call(
                        "GET",
                        "/" + id + "/deliveries?limit=4&after="
                                + first.path("next").asString(),
                        "")
                .json();
        assertThat(rest.path("deliveries")).hasSize(2);
        assertThat(rest.has("next")).isFalse();
        assertThat(hooks.call("GET", "/" + id + "/deliveries?status=waiting", "")
                        .json()
                        .path("deliveries"))
                .hasSize(1);
        for (String wrong : List.of("status=lost", "limit=0", "after=x", "status=%00")) {
            assertThat(hooks.call("GET", "/" + id + "/deliveries?" + wrong, "").status())
                    .as(wrong)
                    .isEqualTo(400);
        }
    }

    @Test
    void a_replay_takes_ids_a_range_or_what_failed() throws Exception {
        String id = hooks.webhook(endpoint.url(), "user_changes");
        hooks.contact("+31612345801");
        hooks.contact("+31612345802");
        hooks.deliver();
        String one = hooks.call("GET", "/" + id + "/deliveries", "")
                .json()
                .at("/deliveries/0/id")
                .asString();
        endpoint.requests.clear();
        assertThat(replayed(id, "{\"deliveries\":[\"" + one + "\",\"" + UUID.randomUUID() + "\"]}"))
                .isEqualTo(1);
        hooks.deliver();
        assertThat(endpoint.requests).extracting(TestEndpoint.Request::id).containsExactly(one);
        assertThat(replayed(id, "{\"from\":\"2020-01-01T00:00:00Z\"}")).isEqualTo(2);
        assertThat(replayed(id, "{\"from\":\"2020-01-01T00:00:00Z\"}")).isZero();
        hooks.deliver();
        assertThat(endpoint.requests).hasSize(3);
        assertThat(replayed(id, "{\"from\":\"2020-01-01T00:00:00Z\",\"to\":\"2020-01-02T00:00:00Z\"}"))
                .isZero();
        assertThat(replayed(id, "{\"failed\":true}")).isZero();

        for (String wrong : List.of(
                "{}",
                "{\"failed\":false}",
                "{\"failed\":true,\"from\":\"2020-01-01T00:00:00Z\"}",
                "{\"deliveries\":[]}",
                "{\"deliveries\":\"all\"}",
                "{\"deliveries\":[7]}",
                "{\"from\":\"yesterday\"}",
                "{\"from\":\"+999999999-01-01T00:00:00Z\"}",
                "{\"from\":\"2020-01-02T00:00:00Z\",\"to\":\"2020-01-01T00:00:00Z\"}",
                "{\"deliveries\":[" + "\"x\",".repeat(1_000) + "\"x\"]}")) {
            Hooks.Answer answer = hooks.call("POST", "/" + id + "/replay", wrong);
            assertThat(answer.status()).as(wrong).isEqualTo(400);
            assertThat(answer.json().path("errors")).as(wrong).isNotEmpty();
        }
    }

    private int replayed(String id, String body) {
        return hooks.call("POST", "/" + id + "/replay", body)
                .json()
                .path("replayed")
                .asInt(-1);
    }
}
