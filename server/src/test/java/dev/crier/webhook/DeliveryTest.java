package dev.crier.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.crier.db.TestDatabase;
import dev.crier.message.Change;
import dev.crier.message.Reason;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class DeliveryTest {
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
        // The next test's courier shall have nothing to do with this one's webhooks.
        hooks.sql("UPDATE webhook SET enabled = false");
        hooks.sql("DELETE FROM webhook_event");
        hooks.close();
        endpoint.close();
    }

    @AfterAll
    static void end() {
        DB.close();
    }

    private List<String> statuses() {
        return endpoint.requests.stream()
                .map(request -> request.json().at("/action_status/status").asString())
                .toList();
    }

    @Test
    void each_status_is_told_once_in_order_with_all_that_the_contract_names() throws Exception {
        hooks.webhook(endpoint.url(), "action_status");
        UUID broadcast = hooks.broadcast(2);
        hooks.sent(broadcast, 0);
        hooks.sent(broadcast, 0);
        hooks.apply(Change.told(
                Hooks.message(broadcast, 0),
                dev.crier.message.Stage.READ,
                null,
                "wamid.0",
                new Change.Times(null, null, Hooks.START.plusSeconds(9), null),
                Hooks.START.plusSeconds(10)));
        hooks.deliver();

        assertThat(statuses()).containsExactly("sent", "read");
        JsonNode event = endpoint.requests.getLast().json();
        UUID user = UUID.fromString(event.path("user_id").asString());
        assertThat(hooks.found(user).phone()).isEqualTo(dev.crier.broadcast.TestBroadcasts.phone(0));
        assertThat(event.toString())
                .isEqualTo(("{'type':'action_status','event_created':'2026-11-22T10:00:09Z','bot_id':'%s',"
                                + "'user_id':'%s','conversation_id':'main','conversation_uuid':'%s',"
                                + "'channel':{'type':'whatsapp'},'action_status':{'action_id':'%s:0','status':'read',"
                                + "'time':'2026-11-22T10:00:09Z','broadcast_id':'%s','ref':null,"
                                + "'message_id':'wamid.0','reason':null,'details':null}}")
                        .formatted(hooks.bot, user, user, broadcast, broadcast)
                        .replace('\'', '"'));
    }

    @Test
    void a_failure_says_why_and_one_whose_tries_are_spent_is_told_too() throws Exception {
        hooks.webhook(endpoint.url(), "");
        UUID broadcast = hooks.broadcast(2);
        hooks.deliver();
        endpoint.requests.clear();
        hooks.apply(
                Change.failed(
                        Hooks.message(broadcast, 0),
                        new Change.Failure(Reason.WHATSAPP_ERROR, 131026, "x"),
                        Hooks.START),
                Change.waiting(
                        Hooks.message(broadcast, 1),
                        new Change.Failure(Reason.PROVIDER_UNAVAILABLE),
                        1,
                        Hooks.START,
                        Hooks.START));
        hooks.deliver();
        assertThat(statuses()).containsExactly("failure", "failure");
        assertThat(endpoint.requests.stream()
                        .map(each -> each.json().at("/action_status/reason").asString()))
                .containsExactlyInAnyOrder("whatsapp_error", "provider_unavailable");
        assertThat(endpoint.requests.stream()
                        .map(each -> each.json().at("/action_status/error/code").asInt(0)))
                .contains(131026);
    }

    @Test
    void with_no_webhook_that_wants_it_nothing_is_written() throws Exception {
        hooks.webhook(endpoint.url(), "user_action");
        long before = hooks.count("SELECT count(*) FROM webhook_event");
        hooks.sent(hooks.broadcast(1), 0);
        assertThat(hooks.count("SELECT count(*) FROM webhook_event")).isEqualTo(before);
    }

    @Test
    void contacts_are_told_of_from_their_making_to_their_erasure() throws Exception {
        String webhook = hooks.webhook(endpoint.url(), "user_changes");
        UUID id = hooks.contact("+31612345678");
        hooks.sql("UPDATE contact SET last_inbound_at = now() WHERE id = ?", id);
        hooks.sql("UPDATE contact SET email = 'ann@example.com', tags = '{vip}' WHERE id = ?", id);
        hooks.sql("UPDATE contact SET whatsapp_optout = 'all' WHERE id = ?", id);
        hooks.sql("UPDATE contact SET whatsapp_optout = NULL WHERE id = ?", id);
        hooks.deliver();
        assertThat(endpoint.requests.stream()
                        .map(each -> each.json().at("/user_changes/change").asString()))
                .containsExactly("created", "changed", "opted_out", "opted_in");
        assertThat(endpoint.requests.get(1).json().at("/user_changes/fields").toString())
                .isEqualTo("[\"email\",\"tags\"]");
        assertThat(endpoint.requests
                        .get(2)
                        .json()
                        .at("/user_changes/user/user_data/whatsapp_optout")
                        .asString())
                .isEqualTo("all");

        endpoint.requests.clear();
        hooks.sql("UPDATE contact SET first_name = 'Never told' WHERE id = ?", id);
        hooks.sql("DELETE FROM contact WHERE id = ?", id);
        hooks.deliver();
        assertThat(endpoint.requests).hasSize(1);
        assertThat(endpoint.requests.getFirst().json().at("/user_changes").toString())
                .contains("\"change\":\"erased\"", "\"user\":{\"user_id\":\"" + id + "\"}");
        assertThat(hooks.count(
                        "SELECT count(*) FROM webhook_delivery WHERE webhook_id = ?::uuid AND body LIKE '%Ann%'",
                        webhook))
                .isZero();
    }

    @Test
    void an_erasure_beside_a_fan_out_leaves_none_of_its_deliveries() throws Exception {
        String webhook = hooks.webhook(endpoint.url(), "user_changes");
        UUID id = hooks.contact("+31612345677");
        Thread erasing = Thread.ofVirtual().unstarted(() -> hooks.sql("DELETE FROM contact WHERE id = ?", id));
        DB.database().inTransaction(fanOut -> {
            try (var statement = fanOut.createStatement()) {
                statement.execute("DELETE FROM webhook_event WHERE contact_id = '" + id + "'");
                erasing.start();
                while (hooks.count("SELECT count(*) FROM pg_locks WHERE NOT granted") == 0) {
                    sleep(Duration.ofMillis(10));
                }
                statement.execute("INSERT INTO webhook_delivery (id, webhook_id, event_id, person, type, body, status)"
                        + " VALUES (uuidv7(), '" + webhook + "', 1, '" + id + "', 'user_changes', '{}', 'waiting')");
            }
            return true;
        });
        erasing.join();
        assertThat(hooks.count("SELECT count(*) FROM webhook_delivery WHERE person = ?", id))
                .isZero();
    }

    @Test
    void who_is_merged_into_another_is_told_as_merged_and_nothing_that_waited_for_them_is_lost() throws Exception {
        String webhook = hooks.webhook(endpoint.url(), "user_changes");
        UUID going = hooks.contact("+31612345678");
        UUID staying = hooks.contact("+31687654321");
        hooks.merge(going, staying);
        hooks.deliver();
        assertThat(endpoint.requests.stream()
                        .map(each -> each.json().at("/user_changes"))
                        .filter(each -> each.at("/user/user_id").asString().equals(going.toString()))
                        .map(each -> each.path("change").asString()))
                .containsExactly("created", "merged");
        assertThat(endpoint.requests.stream()
                        .map(each ->
                                each.json().at("/user_changes/user/merged_into").asString(""))
                        .filter(each -> !each.isEmpty()))
                .containsExactly(staying.toString());

        hooks.sql("DELETE FROM contact WHERE id = ?", staying);
        assertThat(hooks.count(
                        "SELECT count(*) FROM webhook_delivery WHERE webhook_id = ?::uuid AND body LIKE '%+316%'",
                        webhook))
                .isZero();
    }

    @Test
    void an_operators_action_is_told_with_the_person_and_its_status_names_the_action() throws Exception {
        hooks.webhook(endpoint.url(), "action");
        hooks.webhook(endpoint.url(), "action_status");
        UUID id = hooks.contact("+31612345690");
        UUID action = hooks.act(id, "hello");
        hooks.sent(action, 0);
        hooks.deliver();
        JsonNode told = endpoint.requests.stream()
                .map(TestEndpoint.Request::json)
                .filter(each -> each.path("type").asString().equals("operator_action"))
                .findFirst()
                .orElseThrow();
        assertThat(told.path("user_id").asString()).isEqualTo(id.toString());
        assertThat(told.at("/operator_action/action_id").asString()).isEqualTo(action.toString());
        assertThat(told.at("/operator_action/type").asString()).isEqualTo("text");
        assertThat(told.at("/operator_action/payload/message").asString()).isEqualTo("hello");
        JsonNode status = endpoint.requests.stream()
                .map(TestEndpoint.Request::json)
                .filter(each -> each.path("type").asString().equals("action_status"))
                .findFirst()
                .orElseThrow();
        assertThat(status.at("/action_status/action_id").asString()).isEqualTo(action.toString());
        assertThat(status.at("/action_status/broadcast_id").isNull()).isTrue();
        assertThat(endpoint.requests).hasSize(2);
    }

    @Test
    void another_bots_webhook_hears_nothing() throws Exception {
        UUID other = hooks.newBot();
        hooks.call(other, "POST", "", "{\"url\":\"" + endpoint.url() + "\"}");
        hooks.sent(hooks.broadcast(1), 0);
        hooks.deliver();
        assertThat(endpoint.requests).isEmpty();
    }

    @Test
    void an_independent_library_verifies_the_signature_with_the_new_secret_and_for_a_day_with_the_old()
            throws Exception {
        JsonNode made =
                hooks.call("POST", "", "{\"url\":\"" + endpoint.url() + "\"}").json();
        String path = "/" + made.path("id").asString();
        String old = made.path("secret").asString();
        String fresh =
                hooks.call("POST", path + "/secret", "").json().path("secret").asString();
        hooks.clock.set(Instant.now());
        hooks.contact("+31612345600");
        hooks.deliver();
        verify(endpoint.requests.getFirst(), fresh);

        hooks.clock.set(Hooks.START.plus(Duration.ofHours(23)));
        assertThat(hooks.webhooks.keys(UUID.fromString(made.path("id").asString()), hooks.clock.instant()))
                .extracting(dev.crier.cloudapi.Secret::reveal)
                .containsExactly(fresh, old);
        hooks.clock.set(Hooks.START.plus(Duration.ofHours(24)));
        assertThat(hooks.webhooks.keys(UUID.fromString(made.path("id").asString()), hooks.clock.instant()))
                .extracting(dev.crier.cloudapi.Secret::reveal)
                .containsExactly(fresh);
        assertThatThrownBy(() ->
                        verify(endpoint.requests.getFirst(), Signer.newSecret().reveal()))
                .isInstanceOf(WebhookVerificationException.class);
    }

    private static void verify(TestEndpoint.Request request, String secret) throws Exception {
        HttpHeaders headers = HttpHeaders.of(
                Map.of(
                        "webhook-id", List.of(request.header("webhook-id")),
                        "webhook-timestamp", List.of(request.header("webhook-timestamp")),
                        "webhook-signature", List.of(request.header("webhook-signature"))),
                (name, value) -> true);
        new Webhook(secret).verify(request.body(), headers.map());
    }

    @Test
    void a_failed_event_holds_back_the_persons_others_and_nobody_elses() throws Exception {
        hooks.webhook(endpoint.url(), "action_status");
        UUID broadcast = hooks.broadcast(2);
        endpoint.answers(request -> TestEndpoint.Answer.of(request.body().contains("\"wamid.0\"") ? 500 : 200));
        hooks.sent(broadcast, 0);
        hooks.sent(broadcast, 1);
        hooks.deliver();
        hooks.apply(read(broadcast, 0), read(broadcast, 1));
        hooks.deliver();
        assertThat(seen("wamid.0")).containsExactly("sent");
        assertThat(seen("wamid.1")).containsExactly("sent", "read");

        endpoint.answers(200);
        hooks.clock.move(Duration.ofSeconds(4));
        hooks.deliver();
        assertThat(seen("wamid.0")).hasSize(1);
        hooks.clock.move(Duration.ofSeconds(1));
        hooks.deliver();
        assertThat(seen("wamid.0")).containsExactly("sent", "sent", "read");
        assertThat(endpoint.requests.stream()
                        .filter(each -> each.body().contains("\"wamid.0\"")
                                && each.body().contains("\"sent\""))
                        .map(TestEndpoint.Request::id)
                        .distinct())
                .hasSize(1);
    }

    private static Change read(UUID broadcast, int seq) {
        return Change.told(
                Hooks.message(broadcast, seq),
                dev.crier.message.Stage.READ,
                null,
                "wamid." + seq,
                new Change.Times(null, null, Hooks.START, null),
                Hooks.START);
    }

    private List<String> seen(String wamid) {
        return endpoint.requests.stream()
                .filter(each -> each.body().contains("\"" + wamid + "\""))
                .map(each -> each.json().at("/action_status/status").asString())
                .toList();
    }

    @Test
    void an_event_that_the_endpoint_cannot_digest_fails_after_eight_tries_and_can_be_replayed() throws Exception {
        String id = hooks.webhook(endpoint.url(), "action_status");
        UUID broadcast = hooks.broadcast(20);
        endpoint.answers(request -> TestEndpoint.Answer.of(request.body().contains("\"wamid.0\"") ? 500 : 200));
        hooks.sent(broadcast, 0);
        int other = 1;
        for (Duration pause : DeliveryPolicy.DEFAULT.delays()) {
            hooks.sent(broadcast, other++);
            hooks.deliver();
            hooks.clock.move(pause);
        }
        hooks.deliver();
        assertThat(seen("wamid.0")).hasSize(8);
        JsonNode failed = hooks.call("GET", "/" + id + "/deliveries?status=failed", "")
                .json()
                .path("deliveries");
        assertThat(failed).hasSize(1);
        assertThat(failed.get(0).path("tries").asInt()).isEqualTo(8);
        assertThat(failed.get(0).path("answer_status").asInt()).isEqualTo(500);
        assertThat(failed.get(0).path("answer").asString()).isEqualTo("answer 500");
        hooks.clock.move(Duration.ofDays(1));
        hooks.deliver();
        assertThat(seen("wamid.0")).hasSize(8);

        endpoint.answers(200);
        assertThat(hooks.call("POST", "/" + id + "/replay", "{\"failed\":true}")
                        .json()
                        .toString())
                .isEqualTo("{\"replayed\":1,\"more\":false}");
        hooks.deliver();
        assertThat(seen("wamid.0")).hasSize(9);
        assertThat(hooks.courier.tally().failed()).isEqualTo(1);
    }

    @Test
    void an_endpoint_that_is_down_for_48_hours_gets_every_event_in_order_once_it_is_back() throws Exception {
        String id = hooks.webhook(endpoint.url(), "action_status");
        UUID broadcast = hooks.broadcast(40);
        endpoint.answers(503);
        for (int step = 0; step < 48 * 3; step++) {
            if (step < 40) {
                hooks.sent(broadcast, step);
            } else if (step < 80) {
                hooks.apply(read(broadcast, step - 40));
            }
            hooks.deliver();
            hooks.clock.move(Duration.ofMinutes(20));
        }
        assertThat(hooks.show(id).path("state").asString()).isEqualTo("failing");
        assertThat(hooks.count(
                        "SELECT count(*) FROM webhook_delivery WHERE webhook_id = ?::uuid AND status <> 'waiting'", id))
                .isZero();
        // Each of 80 events on a schedule of its own would be more than 600 tries; followers spend none.
        assertThat(endpoint.requests.size()).isLessThan(450);

        endpoint.requests.clear();
        endpoint.answers(200);
        hooks.clock.move(Duration.ofMinutes(11));
        hooks.deliver();
        for (int seq = 0; seq < 40; seq++) {
            assertThat(seen("wamid." + seq)).as("user " + seq).containsExactly("sent", "read");
        }
        assertThat(endpoint.requests).hasSize(80);
        assertThat(hooks.show(id).path("state").asString()).isEqualTo("ok");
        assertThat(hooks.count("SELECT count(*) FROM webhook_queue WHERE webhook_id = ?::uuid", id))
                .isZero();
    }

    @Test
    void a_single_person_is_not_given_up_either_while_the_endpoint_takes_nothing() throws Exception {
        hooks.webhook(endpoint.url(), "action_status");
        UUID broadcast = hooks.broadcast(1);
        endpoint.answers(500);
        hooks.sent(broadcast, 0);
        hooks.apply(read(broadcast, 0));
        for (int hour = 0; hour < 48; hour++) {
            hooks.deliver();
            hooks.clock.move(Duration.ofHours(1));
        }
        assertThat(endpoint.requests.size()).isBetween(8, 12);
        endpoint.requests.clear();
        endpoint.answers(200);
        hooks.clock.move(Duration.ofHours(10));
        hooks.deliver();
        assertThat(statuses()).containsExactly("sent", "read");
    }

    @Test
    void after_five_days_of_failures_it_is_disabled_and_enabling_it_brings_what_waited() throws Exception {
        String id = hooks.webhook(endpoint.url(), "action_status");
        UUID broadcast = hooks.broadcast(1);
        endpoint.answers(500);
        hooks.sent(broadcast, 0);
        for (int step = 0; step < 31; step++) {
            hooks.deliver();
            hooks.clock.move(Duration.ofHours(4));
        }
        assertThat(hooks.show(id).path("enabled").asBoolean()).isFalse();
        assertThat(hooks.show(id).path("state").asString()).isEqualTo("disabled");
        assertThat(hooks.show(id).at("/disabled/reason").asString()).isEqualTo("failing");
        assertThat(hooks.courier.tally().disabled()).isEqualTo(1);

        endpoint.requests.clear();
        endpoint.answers(200);
        hooks.call("PUT", "/" + id, "{\"enabled\":true}");
        hooks.deliver();
        assertThat(statuses()).containsExactly("sent");
        assertThat(hooks.show(id).path("disabled").isNull()).isTrue();
    }

    @Test
    void gone_disables_at_once_and_a_redirect_is_a_failure() throws Exception {
        String id = hooks.webhook(endpoint.url(), "action_status");
        UUID broadcast = hooks.broadcast(2);
        endpoint.answers(request ->
                new TestEndpoint.Answer(302, "", Map.of("Location", "http://169.254.169.254/latest/meta-data")));
        hooks.sent(broadcast, 0);
        hooks.deliver();
        assertThat(endpoint.requests).hasSize(1);
        JsonNode entry = hooks.call("GET", "/" + id + "/deliveries", "").json().at("/deliveries/0");
        assertThat(entry.path("status").asString()).isEqualTo("waiting");
        assertThat(entry.path("answer_status").asInt()).isEqualTo(302);

        endpoint.answers(410);
        hooks.clock.move(Duration.ofSeconds(5));
        hooks.deliver();
        assertThat(hooks.show(id).at("/disabled/reason").asString()).isEqualTo("gone");
        hooks.sent(broadcast, 1);
        hooks.deliver();
        assertThat(endpoint.requests).hasSize(2);
    }

    @Test
    void retry_after_is_obeyed_by_all_and_bounded() throws Exception {
        hooks.webhook(endpoint.url(), "action_status");
        UUID broadcast = hooks.broadcast(2);
        endpoint.answers(request -> new TestEndpoint.Answer(429, "slow", Map.of("Retry-After", "3600")));
        hooks.sent(broadcast, 0);
        hooks.deliver();
        endpoint.answers(request -> new TestEndpoint.Answer(503, "", Map.of("Retry-After", "999999999")));
        hooks.sent(broadcast, 1);
        hooks.clock.move(Duration.ofMinutes(59));
        hooks.deliver();
        assertThat(endpoint.requests).hasSize(1);
        hooks.clock.move(Duration.ofMinutes(1));
        hooks.deliver();
        assertThat(endpoint.requests).hasSize(3);
        endpoint.answers(200);
        hooks.clock.move(Duration.ofHours(10));
        hooks.deliver();
        assertThat(endpoint.requests).hasSize(5);
    }

    @Test
    void a_dead_endpoint_slows_no_other_and_gets_only_probes() throws Exception {
        try (TestEndpoint dead = new TestEndpoint()) {
            dead.answers(request -> {
                sleep(Duration.ofSeconds(30));
                return TestEndpoint.Answer.of(200);
            });
            hooks.webhook(dead.url(), "action_status");
            hooks.webhook(endpoint.url(), "action_status");
            UUID broadcast = hooks.broadcast(30);
            for (int seq = 0; seq < 30; seq++) {
                hooks.sent(broadcast, seq);
            }
            long start = System.nanoTime();
            hooks.courier.runOnce();
            while (endpoint.requests.size() < 30 && System.nanoTime() - start < 10_000_000_000L) {
                Thread.sleep(10);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(1_900));
            hooks.courier.settle();
            long tried = hooks.count("SELECT sum(tries) FROM webhook_delivery WHERE status = 'waiting' AND tries > 0");
            hooks.clock.move(Duration.ofSeconds(5));
            hooks.deliver();
            assertThat(hooks.count("SELECT sum(tries) FROM webhook_delivery WHERE status = 'waiting' AND tries > 0"))
                    .isEqualTo(tried + 1);
        }
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void many_people_at_once_get_all_of_theirs_in_order() throws Exception {
        hooks.webhook(endpoint.url(), "action_status");
        UUID broadcast = hooks.broadcast(100);
        List<Change> sent = new ArrayList<>();
        List<Change> read = new ArrayList<>();
        for (int seq = 0; seq < 100; seq++) {
            sent.add(Change.sent(Hooks.message(broadcast, seq), "wamid." + seq, Hooks.START));
            read.add(read(broadcast, seq));
        }
        hooks.apply(sent.toArray(Change[]::new));
        hooks.apply(read.toArray(Change[]::new));
        hooks.deliver();
        Map<String, String> last = new HashMap<>();
        Set<String> ids = new HashSet<>();
        for (TestEndpoint.Request request : endpoint.requests) {
            JsonNode status = request.json().path("action_status");
            String before = last.put(
                    status.path("message_id").asString(), status.path("status").asString());
            assertThat(before).isEqualTo(status.path("status").asString().equals("sent") ? null : "sent");
            ids.add(request.id());
        }
        assertThat(last)
                .hasSize(100)
                .allSatisfy((message, status) -> assertThat(status).isEqualTo("read"));
        assertThat(ids).hasSize(200);
    }

    @Test
    void what_is_old_is_forgotten_and_a_deleted_webhook_leaves_nothing() throws Exception {
        String id = hooks.webhook(endpoint.url(), "action_status");
        UUID broadcast = hooks.broadcast(2);
        hooks.sent(broadcast, 0);
        hooks.deliver();
        hooks.clock.set(Instant.now().plus(Duration.ofDays(6)));
        hooks.sweeper.runOnce();
        String count = "SELECT count(*) FROM webhook_delivery WHERE webhook_id = ?::uuid";
        assertThat(hooks.count(count, id)).isEqualTo(1);
        hooks.clock.set(Instant.now().plus(Duration.ofDays(8)));
        hooks.sweeper.runOnce();
        assertThat(hooks.count(count, id)).isZero();

        endpoint.answers(500);
        hooks.sent(broadcast, 1);
        hooks.deliver();
        hooks.sweeper.runOnce();
        assertThat(hooks.sweeper.waiting()).isPositive();
        hooks.call("DELETE", "/" + id, "");
        hooks.sweeper.runOnce();
        assertThat(hooks.count(count, id)).isZero();
        hooks.sql("UPDATE webhook SET deleted_at = now() - interval '1 hour' WHERE id = ?::uuid", id);
        hooks.sweeper.runOnce();
        assertThat(hooks.count("SELECT count(*) FROM webhook WHERE id = ?::uuid", id))
                .isZero();
    }
}
