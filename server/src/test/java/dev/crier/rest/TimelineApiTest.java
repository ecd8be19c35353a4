package dev.crier.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.message.Change;
import dev.crier.message.Change.Failure;
import dev.crier.message.Change.Origin;
import dev.crier.message.Change.Source;
import dev.crier.message.Change.Times;
import dev.crier.message.Country;
import dev.crier.message.MessageId;
import dev.crier.message.MessageStore;
import dev.crier.message.Pricing;
import dev.crier.message.Reason;
import dev.crier.message.Stage;
import dev.crier.rest.Api.Answer;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// What happened to one message, in order, and what one person was sent.
@SuppressWarnings("NullAway.Init")
class TimelineApiTest {
    private static final String PATH = "/api/bot/{bot}/whatsapp/broadcast";
    private static final Failure AWAY = new Failure(Reason.PROVIDER_UNAVAILABLE, 131016, "Service unavailable");
    private static Api api;

    @BeforeAll
    static void start() {
        api = new Api();
        api.template(api.customer.botId(), Api.resource("greeting.json"));
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    private static String phone(int person) {
        return "+3162%07d".formatted(person);
    }

    private static String broadcast(int from, int to) {
        String users = IntStream.range(from, to)
                .mapToObj(i -> "{\"phone\":\"" + phone(i) + "\"}")
                .collect(Collectors.joining(",", "[", "]"));
        return api.post(PATH, """
                        {"template": {"name": "greeting", "components": [{"type": "body", "parameters":
                          [{"type": "text", "text": "you"}]}]}, "users": %s}""".formatted(users)).json().path("id").asString();
    }

    private static void apply(Change... changes) throws SQLException {
        for (Change change : changes) {
            api.database.inTransaction(connection -> {
                MessageStore.apply(connection, List.of(change));
                return change;
            });
        }
    }

    private static JsonNode timeline(String broadcast, String message) {
        Answer answer = api.get(PATH + "/" + broadcast + "/messages/" + message);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static List<String> types(JsonNode timeline) {
        return timeline.path("events")
                .valueStream()
                .map(event -> event.path("type").asString()
                        + (event.has("attempt") ? " " + event.path("attempt").asInt() : ""))
                .toList();
    }

    private static MessageId id(String broadcast, int attempt) {
        return new MessageId(UUID.fromString(broadcast), 0, attempt);
    }

    @Test
    void an_ordinary_message_needs_no_row_but_its_own() throws SQLException {
        String broadcast = broadcast(0, 1);
        assertThat(types(timeline(broadcast, "0"))).containsExactly("accepted");
        Instant now = Instant.now().plusSeconds(1);
        apply(
                Change.sent(id(broadcast, 1), "wamid.HBg=", now)
                        .from(Origin.ANSWER)
                        .in(Country.of("NL")),
                Change.told(id(broadcast, 1), Stage.DELIVERED, null, "wamid.HBg=", times(now.plusSeconds(1), null), now)
                        .priced(Pricing.of("utility", "regular", true)),
                Change.told(id(broadcast, 1), Stage.READ, null, "wamid.HBg=", times(null, now.plusSeconds(2)), now));

        JsonNode timeline = timeline(broadcast, "wamid.HBg=");
        assertThat(types(timeline)).containsExactly("accepted", "sent 1", "delivered", "read");
        assertThat(timeline.path("seq").asInt()).isZero();
        assertThat(timeline.path("status").asString()).isEqualTo("read");
        assertThat(timeline.path("country").asString()).isEqualTo("NL");
        assertThat(timeline.path("pricing").toString())
                .isEqualTo("{\"category\":\"utility\",\"type\":\"regular\",\"charged\":true}");
        assertThat(timeline.path("broadcast").path("template").path("name").asString())
                .isEqualTo("greeting");
        assertThat(api.count("SELECT count(*) FROM message_event WHERE broadcast_id = ?::uuid", broadcast))
                .isZero();
    }

    private static Times times(@Nullable Instant delivered, @Nullable Instant read) {
        return new Times(null, delivered, read, null);
    }

    @Test
    void everything_out_of_the_ordinary_is_told_in_its_order_and_once() throws SQLException {
        String broadcast = broadcast(0, 1);
        Instant start = Instant.now().plusSeconds(1).truncatedTo(ChronoUnit.MILLIS);
        Origin answer = new Origin(Source.ANSWER, 500, "AbCdEf", null);
        Change refused = Change.waiting(id(broadcast, 1), AWAY, 4, start.plusSeconds(15), start)
                .from(answer);
        Change doubt = Change.inDoubt(id(broadcast, 2), start.plusSeconds(1_800), start.plusSeconds(16))
                .from(new Origin(Source.CRIER, null, null, "Connection reset"));
        Failure late = new Failure(Reason.RECIPIENT_UNREACHABLE, 131026, "Message undeliverable");
        Change failed = Change.told(
                        id(broadcast, 2),
                        Stage.FAILED,
                        late,
                        "wamid.2",
                        new Times(null, null, null, start.plusSeconds(20)),
                        start.plusSeconds(20))
                .from(Origin.WEBHOOK);
        apply(refused, refused, doubt, failed, failed, doubt);
        assertThat(api.post(PATH + "/" + broadcast + "/retry", "{\"reasons\":[\"recipient_unreachable\"]}")
                        .json()
                        .path("retried")
                        .asInt())
                .isEqualTo(1);
        Instant now = Instant.now().plusSeconds(60);
        apply(
                Change.sent(id(broadcast, 3), "wamid.3", now).from(Origin.ANSWER),
                Change.told(id(broadcast, 3), Stage.DELIVERED, null, "wamid.3", times(now.plusSeconds(1), null), now));

        JsonNode timeline = timeline(broadcast, "0");
        assertThat(types(timeline))
                .containsExactlyInAnyOrder(
                        "accepted", "waiting 1", "in_doubt 2", "failed 2", "retry_requested 3", "sent 3", "delivered");
        JsonNode waiting = event(timeline, "waiting");
        assertThat(waiting.path("http_status").asInt()).isEqualTo(500);
        assertThat(waiting.path("fbtrace_id").asString()).isEqualTo("AbCdEf");
        assertThat(waiting.path("error").path("code").asInt()).isEqualTo(131016);
        assertThat(waiting.path("error").path("details").asString()).isEqualTo("Service unavailable");
        assertThat(waiting.path("until").asString())
                .isEqualTo(start.plusSeconds(15).toString());
        assertThat(event(timeline, "in_doubt").path("details").asString()).isEqualTo("Connection reset");
        assertThat(event(timeline, "failed").path("source").asString()).isEqualTo("webhook");
        assertThat(event(timeline, "failed").path("message_id").asString()).isEqualTo("wamid.2");
        assertThat(event(timeline, "retry_requested").path("source").asString()).isEqualTo("api");
        // To the second, which is all that Meta tells.
        assertThat(timeline.path("events")
                        .valueStream()
                        .map(event -> event.path("at").asString().substring(0, 19)))
                .isSorted();
    }

    private static JsonNode event(JsonNode timeline, String type) {
        return timeline.path("events")
                .valueStream()
                .filter(event -> event.path("type").asString().equals(type))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void spent_tries_and_what_failed_before_any_try_end_in_a_failure() throws SQLException {
        String broadcast = broadcast(0, 1);
        Instant now = Instant.now().plusSeconds(1);
        apply(
                Change.waiting(id(broadcast, 1), AWAY, 2, now, now),
                Change.waiting(id(broadcast, 2), AWAY, 2, now.plusSeconds(9), now.plusSeconds(1)));
        JsonNode spent = timeline(broadcast, "0");
        assertThat(types(spent)).containsExactly("accepted", "waiting 1", "failed 2");
        assertThat(event(spent, "failed").has("until")).isFalse();

        String never = broadcast(0, 1);
        apply(Change.failed(id(never, 0), new Failure(Reason.OPTOUT), now));
        assertThat(types(timeline(never, "0"))).containsExactly("accepted", "failed");
        assertThat(event(timeline(never, "0"), "failed").path("reason").asString())
                .isEqualTo("optout");
        api.post(PATH + "/" + never + "/retry", "{\"reasons\":[\"optout\"]}");
        assertThat(types(timeline(never, "0"))).containsExactlyInAnyOrder("accepted", "failed", "retry_requested 1");
    }

    @Test
    void an_attempt_that_was_sent_and_failed_later_stays_in_sight() throws SQLException {
        String broadcast = broadcast(0, 1);
        Instant now = Instant.now().plusSeconds(1);
        apply(
                Change.sent(id(broadcast, 1), "wamid.1", now).from(Origin.ANSWER),
                Change.waiting(id(broadcast, 1), AWAY, 4, now.plusSeconds(5), now.plusSeconds(2))
                        .from(Origin.WEBHOOK),
                Change.sent(id(broadcast, 2), "wamid.2", now.plusSeconds(6)).from(Origin.ANSWER));
        assertThat(types(timeline(broadcast, "0"))).containsExactly("accepted", "sent 1", "waiting 1", "sent 2");
    }

    /// Of erased people WhatsApp's words are forgotten, since these may hold a number.
    @Test
    void an_error_whose_words_are_forgotten_has_the_fields_of_any_other() throws SQLException {
        String broadcast = broadcast(0, 1);
        Instant now = Instant.now().plusSeconds(1);
        Failure failure = new Failure(Reason.RECIPIENT_UNREACHABLE, 131026, "+31620000000 is not on WhatsApp");
        apply(
                Change.sent(id(broadcast, 1), "wamid.1", now).from(Origin.ANSWER),
                Change.failed(id(broadcast, 1), failure, now.plusSeconds(2)).from(Origin.WEBHOOK));
        api.sql("UPDATE message_event SET details = NULL WHERE broadcast_id = '" + broadcast + "'");
        JsonNode error = event(timeline(broadcast, "0"), "failed").path("error");
        assertThat(error.propertyNames()).containsExactly("code", "title", "details");
        assertThat(error.path("details").isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "999999999", "9999999999", "wamid.unknown", "-1", "x%00", "%E2%82%AC"})
    void a_message_that_is_not_there_is_not_found(String message) {
        Answer answer = api.get(PATH + "/" + broadcast(0, 1) + "/messages/" + message);
        assertThat(answer.status()).as(answer.text()).isEqualTo(404);
    }

    @Test
    void a_persons_messages_come_newest_first_in_parts_and_nobody_elses() {
        List<String> ids = new ArrayList<>();
        int person = 700;
        String wanted = phone(person);
        for (int i = 0; i < 7; i++) {
            ids.addFirst(i % 3 == 0 ? broadcast(person, person + 1) : broadcast(i, 1_200 + i));
            broadcast(2_000, 2_010);
        }
        List<String> found = new ArrayList<>();
        String path = "/api/bot/{bot}/user/" + wanted + "/messages?limit=3";
        String next = "";
        int pages = 0;
        do {
            JsonNode page = api.get(path + next).json();
            page.path("messages").forEach(message -> {
                found.add(message.path("broadcast").path("id").asString());
                assertThat(message.path("phone").asString()).isEqualTo(wanted);
                assertThat(message.path("status").asString()).isEqualTo("pending");
            });
            next = page.has("next") ? "&after=" + page.path("next").asString() : "";
            pages++;
        } while (!next.isEmpty() && pages < 10);
        assertThat(found).isEqualTo(ids);
        assertThat(pages).isEqualTo(3);
        JsonNode first = api.get("/api/bot/{bot}/user/whatsapp" + wanted + "/messages")
                .json()
                .path("messages")
                .get(0);
        String contact = first.path("user_id").asString();
        assertThat(api.get("/api/bot/{bot}/user/" + contact + "/messages")
                        .json()
                        .path("messages"))
                .hasSize(7);
        String seq = first.path("seq").asString();
        assertThat(timeline(ids.getFirst(), seq).path("phone").asString()).isEqualTo(wanted);
    }

    @Test
    void who_is_unknown_and_pages_that_make_no_sense_are_refused() {
        String someone = phone(1);
        broadcast(1, 2);
        String path = "/api/bot/{bot}/user/" + someone + "/messages";
        assertThat(api.get("/api/bot/{bot}/user/+31699999999/messages").code()).isEqualTo("user_not_found");
        assertThat(api.get("/api/bot/{bot}/user/" + UUID.randomUUID() + "/messages")
                        .status())
                .isEqualTo(404);
        for (String query : List.of(
                "after=x", "after=" + UUID.randomUUID(), "after=" + UUID.randomUUID() + ":x", "limit=0", "limit=201")) {
            assertThat(api.get(path + "?" + query).status()).as(query).isEqualTo(400);
        }
        assertThat(api.send(api.anonymous(path.replace(
                                        "{bot}", api.customer.botId().toString()))
                                .GET())
                        .status())
                .isEqualTo(401);
        assertThat(api.post(path, "{}").status()).isEqualTo(405);
        Api.Customer other = api.customer(java.net.URI.create("http://127.0.0.1:9"));
        assertThat(api.send(api.anonymous("/api/bot/" + other.botId() + "/user/" + someone + "/messages")
                                .header(
                                        "Authorization",
                                        "Bearer " + other.token().value())
                                .GET())
                        .status())
                .isEqualTo(404);
    }
}
