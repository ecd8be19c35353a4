package dev.crier.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.message.Change;
import dev.crier.message.MessageId;
import dev.crier.message.MessageStore;
import dev.crier.message.Reason;
import dev.crier.rest.Api.Answer;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The users of a broadcast in parts, those that failed once more, and progress as it happens.
@SuppressWarnings("NullAway.Init")
class MessagesApiTest {
    private static final String PATH = "/api/bot/{bot}/whatsapp/broadcast";
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

    private static String broadcast(int people) {
        String users = IntStream.range(0, people)
                .mapToObj(i -> "{\"phone\":\"+3162%07d\",\"ref\":\"r%d\"}".formatted(i, i))
                .collect(Collectors.joining(",", "[", "]"));
        return api.post(PATH, """
                        {"template": {"name": "greeting", "components": [{"type": "body", "parameters":
                          [{"type": "text", "text": "{{ name }}"}]}]}, "params": {"name": "you"}, "users": %s}""".formatted(users)).json().path("id").asString();
    }

    private static void change(String id, Change... changes) {
        try {
            api.database.inTransaction(connection -> {
                MessageStore.apply(connection, List.of(changes));
                return id;
            });
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Change failed(String id, int seq, Reason reason) {
        return Change.failed(new MessageId(UUID.fromString(id), seq, 1), new Change.Failure(reason), Instant.now());
    }

    private static Change sent(String id, int seq) {
        return Change.sent(new MessageId(UUID.fromString(id), seq, 1), "wamid." + seq, Instant.now());
    }

    private static List<Integer> seqs(JsonNode page) {
        List<Integer> seqs = new ArrayList<>();
        page.path("messages").forEach(message -> seqs.add(message.path("seq").asInt()));
        return seqs;
    }

    private static JsonNode page(String id, String query) {
        Answer answer = api.get(PATH + "/" + id + "/messages" + query);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    @Test
    void pages_follow_each_other_without_gap_or_overlap_over_several_chunks() {
        String id = broadcast(2_345);
        List<Integer> all = new ArrayList<>();
        String query = "?limit=200";
        while (true) {
            JsonNode page = page(id, query);
            all.addAll(seqs(page));
            if (!page.has("next")) {
                break;
            }
            query = "?limit=200&after=" + page.path("next").asInt();
        }
        assertThat(all).isEqualTo(IntStream.range(0, 2_345).boxed().toList());
    }

    @Test
    void a_filter_shows_whom_it_names_wherever_they_are() {
        String id = broadcast(2_200);
        change(
                id,
                failed(id, 7, Reason.RATE_LIMITED),
                failed(id, 2_100, Reason.RECIPIENT_UNREACHABLE),
                sent(id, 1_500));

        assertThat(seqs(page(id, "?status=failure"))).containsExactly(7, 2_100);
        assertThat(seqs(page(id, "?reason=recipient_unreachable"))).containsExactly(2_100);
        assertThat(seqs(page(id, "?status=sent"))).containsExactly(1_500);
        assertThat(seqs(page(id, "?ref=r2199"))).containsExactly(2_199);
        assertThat(seqs(page(id, "?ref=r7&status=failure&limit=1"))).containsExactly(7);
        assertThat(seqs(page(id, "?status=pending&limit=3&after=5"))).containsExactly(6, 8, 9);
        assertThat(seqs(page(id, "?status=read"))).isEmpty();
        JsonNode failure = page(id, "?reason=rate_limited").path("messages").path(0);
        assertThat(failure.path("ref").asString()).isEqualTo("r7");
        assertThat(failure.path("details").asString()).isEqualTo(Reason.RATE_LIMITED.sentence());
    }

    @ParameterizedTest
    @CsvSource({
        "status=lost, invalid_status",
        "reason=bad_luck, invalid_reason",
        "reason=optout&status=sent, invalid_reason",
        "limit=0, invalid_limit",
        "limit=201, invalid_limit",
        "after=x, invalid_after",
        "after=-7, invalid_after"
    })
    void a_filter_that_makes_no_sense_is_refused(String query, String code) {
        Answer answer = api.get(PATH + "/" + broadcast(1) + "/messages?" + query);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("errors").path(0).path("code").asString()).isEqualTo(code);
    }

    @Test
    void another_bots_broadcast_is_not_there() {
        String nobodys = UUID.randomUUID().toString();
        assertThat(api.get(PATH + "/" + nobodys + "/messages").status()).isEqualTo(404);
        assertThat(api.get(PATH + "/" + nobodys + "/events").status()).isEqualTo(404);
        assertThat(api.post(PATH + "/" + nobodys + "/retry", "{\"reasons\":[\"expired\"]}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void failures_of_the_chosen_reasons_wait_for_another_try_and_the_broadcast_runs_again() {
        String id = broadcast(4);
        change(
                id,
                failed(id, 0, Reason.RATE_LIMITED),
                failed(id, 1, Reason.EXPIRED),
                failed(id, 2, Reason.RECIPIENT_UNREACHABLE),
                sent(id, 3));
        api.sql("UPDATE broadcast SET status = 'finished', finished_at = now() WHERE id = ?::uuid", id);
        int wakes = api.wakes.get();

        ObjectNode answer = api.post(PATH + "/" + id + "/retry", "{\"reasons\":[\"rate_limited\",\"expired\"]}")
                .json();

        assertThat(answer.path("retried").asInt()).isEqualTo(2);
        assertThat(answer.path("status").asString()).isEqualTo("running");
        assertThat(answer.has("finished_at")).isFalse();
        assertThat(answer.path("statistics").path("failed").asInt()).isEqualTo(1);
        assertThat(answer.path("statistics").path("pending").asInt()).isEqualTo(2);
        assertThat(api.wakes.get()).isGreaterThan(wakes);
        JsonNode first = page(id, "?status=pending").path("messages").path(0);
        assertThat(first.path("attempts").asInt()).isEqualTo(1);
        assertThat(first.has("reason")).isFalse();
    }

    @Test
    void late_news_of_the_failed_attempt_does_not_undo_a_retry() {
        String id = broadcast(1);
        change(id, failed(id, 0, Reason.EXPIRED));
        api.post(PATH + "/" + id + "/retry", "{\"reasons\":[\"expired\"]}").json();
        change(id, failed(id, 0, Reason.EXPIRED));
        assertThat(seqs(page(id, "?status=pending"))).containsExactly(0);
    }

    @ParameterizedTest
    @CsvSource({
        "'{}', required",
        "'{\"reasons\":[]}', required",
        "'{\"reasons\":\"expired\"}', required",
        "'{\"reasons\":[7]}', invalid_reason",
        "'{\"reasons\":[\"bad_luck\"]}', invalid_reason",
        "'{\"reasons\":[\"duplicate_recipient\"]}', invalid_reason"
    })
    void reasons_that_make_no_sense_are_refused(String body, String code) {
        Answer answer = api.post(PATH + "/" + broadcast(1) + "/retry", body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("errors").path(0).path("code").asString()).isEqualTo(code);
    }

    @Test
    void a_cancelled_broadcast_is_not_retried() {
        String id = broadcast(1);
        api.post(PATH + "/" + id + "/cancel", "");
        Answer answer = api.post(PATH + "/" + id + "/retry", "{\"reasons\":[\"expired\"]}");
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.json().path("code").asString()).isEqualTo("wrong_state");
    }

    @Test
    void progress_is_told_as_it_happens_until_everybody_has_read() {
        String id = broadcast(2);
        List<String> lines = new CopyOnWriteArrayList<>();
        Thread listener = Thread.startVirtualThread(() -> api.lines(PATH + "/" + id + "/events", lines::add));
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> lines.contains("event: progress"));
        change(id, sent(id, 0), sent(id, 1));
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> String.join("\n", lines).contains("\"sent\":2"));
        api.sql("UPDATE broadcast SET status = 'finished', finished_at = now() WHERE id = ?::uuid", id);
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> lines.contains("event: finished"));
        Instant now = Instant.now();
        Change.Times times = new Change.Times(null, null, now, null);
        for (int seq = 0; seq < 2; seq++) {
            MessageId message = new MessageId(UUID.fromString(id), seq, 1);
            change(id, Change.told(message, dev.crier.message.Stage.READ, null, "wamid." + seq, times, now));
        }
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> !listener.isAlive());
        assertThat(String.join("\n", lines)).contains("\"read\":2");
    }
}
