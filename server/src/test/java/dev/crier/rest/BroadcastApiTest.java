package dev.crier.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.rest.Api.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@SuppressWarnings("NullAway.Init")
class BroadcastApiTest {
    private static final String PATH = "/api/bot/{bot}/whatsapp/broadcast";
    private static final String CONTACT = "0b1c9a52-6d0e-7c1d-9a1c-3f2f0f3c8a10";
    private static final String REQUEST = Api.resource("delivery_request.json");

    private static Api api;

    @BeforeAll
    static void start() {
        api = new Api();
        api.template(api.customer.botId(), Api.resource("delivery_notice.json"));
        api.template(api.customer.botId(), Api.resource("greeting.json"));
        api.template(
                api.customer.botId(),
                Api.resource("greeting.json").replace("greeting", "waiting").replace("APPROVED", "PENDING"));
        api.sql(
                "INSERT INTO contact (bot_id, id, phone) VALUES (?, ?::uuid, '+31687654321')",
                api.customer.botId(),
                CONTACT);
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    private static String greeting(String users) {
        return """
                {"template": {"name": "greeting", "components": [{"type": "body", "parameters":
                  [{"type": "text", "text": "{{ name }}"}]}]}, "params": {"name": "you"}, "users": %s}""".formatted(users);
    }

    private static String accepted(String body) {
        Answer answer = api.post(PATH, body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().path("id").asString();
    }

    private static long stored() {
        return api.count("SELECT count(*) FROM broadcast WHERE bot_id = ?", api.customer.botId());
    }

    @Test
    void the_delivery_example_is_accepted_and_answered_without_its_lists() {
        int wakes = api.wakes.get();
        ObjectNode answer = api.post(PATH, REQUEST).json();

        assertThat(answer.path("status").asString()).isEqualTo("running");
        assertThat(answer.path("name").asString()).startsWith("delivery_notice 20");
        assertThat(answer.path("template").toString()).isEqualTo("{\"name\":\"delivery_notice\",\"language\":\"en\"}");
        assertThat(answer.path("statistics").toString())
                .isEqualTo("{\"total\":2,\"pending\":2,\"sent\":0,\"delivered\":0,\"read\":0,\"success\":0,"
                        + "\"failed\":0,\"cancelled\":0}");
        assertThat(answer.has("statuses")).isFalse();
        assertThat(api.wakes.get()).isGreaterThan(wakes);
    }

    @Test
    void the_report_lists_the_users_in_the_order_of_the_request() {
        String id = accepted(REQUEST);
        Answer report = api.get(PATH + "/" + id);

        assertThat(report.header("content-type")).isEqualTo("application/json");
        JsonNode statuses = report.json().path("statuses");
        assertThat(statuses.path(0).path("phone").asString()).isEqualTo("+31612345678");
        assertThat(statuses.path(0).path("status").asString()).isEqualTo("pending");
        assertThat(statuses.path(0).path("attempts").asInt()).isZero();
        assertThat(statuses.path(1).path("user_id").asString()).isEqualTo(CONTACT);
        assertThat(statuses.path(1).path("phone").asString()).isEqualTo("+31687654321");
        assertThat(report.json().path("failures").size()).isZero();
        assertThat(api.get(PATH + "?id=" + id).json()).isEqualTo(report.json());
    }

    @Test
    void the_lists_are_left_out_on_request() {
        ObjectNode report =
                api.get(PATH + "/" + accepted(REQUEST) + "?statuses=false").json();
        assertThat(report.has("statuses")).isFalse();
        assertThat(report.has("failures")).isFalse();
        assertThat(report.path("statistics").path("total").asInt()).isEqualTo(2);
    }

    @Test
    void statistics_statuses_and_failures_agree_right_after_acceptance() {
        api.sql(
                "INSERT INTO contact (bot_id, id, phone, whatsapp_optout) VALUES (?, gen_random_uuid(), '+31611111111', 'all')",
                api.customer.botId());
        String users = """
                ["+31612345678", "+31611111111", {"phone": "+3161234567", "ref": "r3"}, {"phone": "+31 6 1234-5678"},
                 {"user_id": "0b1c9a52-6d0e-7c1d-9a1c-000000000000"}, {"user_id": "nobody"}, {"ref": "r7"}]""";
        ObjectNode report = api.get(PATH + "/" + accepted(greeting(users))).json();

        JsonNode statistics = report.path("statistics");
        List<JsonNode> statuses = report.path("statuses").valueStream().toList();
        List<JsonNode> failures = report.path("failures").valueStream().toList();
        assertThat(statuses.stream()
                        .map(each -> each.path("status").asString() + " "
                                + each.path("reason").asString("-")))
                .containsExactly(
                        "pending -",
                        "failure optout",
                        "failure invalid_phone_number",
                        "failure duplicate_recipient",
                        "failure user_not_found",
                        "failure user_not_found",
                        "failure no_phone_number");
        assertThat(failures)
                .isEqualTo(statuses.stream()
                        .filter(each -> each.path("status").asString().equals("failure"))
                        .toList());
        assertThat(failures)
                .allSatisfy(each -> assertThat(each.path("details").asString()).isNotBlank());
        assertThat(statistics.path("total").asInt()).isEqualTo(statuses.size());
        assertThat(statistics.path("failed").asInt()).isEqualTo(failures.size());
        assertThat(statistics.path("pending").asInt()).isEqualTo(1);
        assertThat(statistics.path("cancelled").asInt()).isZero();
        assertThat(statuses.get(2).path("phone").asString()).isEqualTo("+3161234567");
        assertThat(statuses.get(2).path("ref").asString()).isEqualTo("r3");
        assertThat(statuses.get(5).path("user_id").asString()).isEqualTo("nobody");
    }

    @Test
    void a_broadcast_in_which_everybody_fails_is_finished_at_once() {
        ObjectNode answer = api.post(PATH, greeting("[\"12\", \"+1\"]")).json();
        assertThat(answer.path("status").asString()).isEqualTo("finished");
        assertThat(answer.has("finished_at")).isTrue();
        assertThat(answer.path("statistics").path("failed").asInt()).isEqualTo(2);
    }

    @Test
    void many_users_are_reported_in_order_across_chunks() {
        String users = IntStream.range(0, 2_400)
                .mapToObj(i -> "{\"phone\": \"+3161%07d\", \"ref\": \"%d\"}".formatted(i, i))
                .collect(Collectors.joining(",", "[", "]"));
        Answer report = api.get(PATH + "/" + accepted(greeting(users)));
        assertThat(report.json()
                        .path("statuses")
                        .valueStream()
                        .map(each -> each.path("ref").asString()))
                .containsExactlyElementsOf(
                        IntStream.range(0, 2_400).mapToObj(Integer::toString).toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/whatsapp/broadcast", "/whatsapp/broadcasts", "/whatsapp_broadcast", "/whatsapp/broadcast/"})
    void the_address_has_aliases_and_tolerates_a_slash(String spelling) {
        String path = "/api/bot/{bot}" + spelling;
        Answer answer = api.post(path, greeting("[\"+31612345678\"]"));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        String id = answer.json().path("id").asString();
        String one = path.endsWith("/") ? path + id + "/" : path + "/" + id;
        assertThat(api.get(one).json().path("id").asString()).isEqualTo(id);
        assertThat(api.post(one.endsWith("/") ? one + "pause/" : one + "/pause", "")
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"template_id", "id"})
    void the_fields_have_aliases(String nameAlias) {
        String body = greeting(
                        "[{\"to\": \"+31612345678\"}, {\"phone_number\": \"+31612345679\"}, {\"number\": \"0031612345680\"}]")
                .replaceFirst("\"name\"", "\"" + nameAlias + "\"")
                .replace("\"components\"", "\"language_code\": {\"code\": \"en\"}, \"components\"");
        Answer answer = api.post(PATH, body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().path("statistics").path("pending").asInt()).isEqualTo(3);
    }

    @Test
    void all_faults_are_told_at_once_and_nothing_is_stored() {
        long before = stored();
        Answer answer = api.post(PATH, """
                {"template": {"name": "delivery_notice", "language": "en", "components": [
                   {"type": "body", "parameters": [{"type": "text", "text": "a"}]}]},
                 "users": [{"phone": true, "params": []}, {"phone": "+31612345678", "ref": "x"}, {"ref": "x"}],
                 "scheduled_at": "tomorrow", "max_per_second": -1, "on_unknown": "maybe", "draft": "yes"}""");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("invalid_request");
        assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
        assertThat(answer.json()
                        .path("errors")
                        .valueStream()
                        .map(each -> each.path("pointer").asString()))
                .contains(
                        "/users/0/phone",
                        "/users/0/params",
                        "/users/2/ref",
                        "/scheduled_at",
                        "/max_per_second",
                        "/on_unknown",
                        "/draft",
                        "/template/components/0/parameters",
                        "/template/components");
        assertThat(stored()).isEqualTo(before);
    }

    @Test
    void components_that_do_not_fit_are_an_invalid_template() {
        Answer answer = api.post(PATH, REQUEST.replace("{ \"type\": \"text\", \"text\": \"{{ date }}\" },", ""));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("invalid_template");
        assertThat(answer.json().path("errors").path(0).path("code").asString()).isEqualTo("parameter_count");
        assertThat(answer.json().path("type").asString()).isEqualTo("/docs/errors#invalid_template");
    }

    @Test
    void a_template_that_is_not_there_is_told_with_the_languages_that_are() {
        Answer language = api.post(PATH, REQUEST.replace("\"en\"", "\"fr\""));
        assertThat(language.status() + language.code()).isEqualTo("400template_not_found");
        assertThat(language.json().path("detail").asString()).contains("exists in en");
        assertThat(api.post(PATH, REQUEST.replace("delivery_notice", "nothing")).code())
                .isEqualTo("template_not_found");
        Answer pending = api.post(PATH, greeting("[\"+31612345678\"]").replace("greeting", "waiting"));
        assertThat(pending.status() + pending.code()).isEqualTo("400template_not_approved");
        assertThat(pending.json().path("detail").asString()).contains("PENDING");
    }

    @Test
    void a_dry_run_stores_nothing_and_shows_what_would_be_read() {
        long before = stored();
        long contacts = api.count("SELECT count(*) FROM contact");
        ObjectNode report = api.post(PATH + "?dry_run=true", REQUEST.replace("+31612345678", "+31612349999"))
                .json();

        assertThat(report.path("valid").asBoolean()).isTrue();
        assertThat(report.path("eligible").asInt()).isEqualTo(2);
        assertThat(report.path("messages").path(0).path("preview").path("body").asString())
                .isEqualTo(
                        "Hello Ann, we deliver on 3 May between 10:00 and 12:00. Questions? Call +31201234567 at any time.");
        assertThat(report.path("messages").path(1).path("preview").path("body").asString())
                .startsWith("Hello Customer,");
        assertThat(stored()).isEqualTo(before);
        assertThat(api.count("SELECT count(*) FROM contact")).isEqualTo(contacts);
    }

    @Test
    void a_repeated_request_gets_the_first_answer_byte_by_byte() {
        Answer first = api.send(keyed("again", REQUEST));
        Answer second = api.send(keyed("again", REQUEST));
        assertThat(first.status()).isEqualTo(200);
        assertThat(second.text()).isEqualTo(first.text());

        Answer other = api.send(keyed("again", REQUEST + " "));
        assertThat(other.status() + other.code()).isEqualTo("422idempotency_mismatch");
    }

    @Test
    void a_key_that_is_too_old_to_be_repeated_is_taken_anew() {
        Answer first = api.send(keyed("old", REQUEST));
        api.sql("UPDATE idempotency_key SET created_at = now() - interval '31 days' WHERE key = 'old'");
        Answer second = api.send(keyed("old", REQUEST));
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.json().path("id")).isNotEqualTo(first.json().path("id"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "x-long"})
    void a_key_must_be_printable_and_short(String key) {
        Answer answer = api.send(keyed(key.equals("x-long") ? "x".repeat(256) : key, REQUEST));
        assertThat(answer.status()).isEqualTo(400);
    }

    @Test
    void parallel_posts_with_one_key_make_one_broadcast() throws Exception {
        long before = stored();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Answer> post = () -> api.send(keyed("parallel", REQUEST));
            List<Answer> answers = executor
                    .invokeAll(IntStream.range(0, 20).mapToObj(i -> post).toList())
                    .stream()
                    .map(Future::resultNow)
                    .toList();
            assertThat(answers).allSatisfy(each -> assertThat(each.status()).isIn(200, 409));
            assertThat(answers.stream().filter(each -> each.status() == 409).map(Answer::code))
                    .allMatch("idempotency_in_progress"::equals);
            assertThat(answers.stream()
                            .filter(each -> each.status() == 200)
                            .map(Answer::text)
                            .distinct())
                    .hasSize(1);
        }
        assertThat(stored()).isEqualTo(before + 1);
    }

    private static java.net.http.HttpRequest.Builder keyed(String key, String body) {
        return api.request(PATH).header("Idempotency-Key", key).POST(BodyPublishers.ofString(body));
    }

    @Test
    void the_list_is_paged_newest_first() {
        String older = accepted(greeting("[\"+31612345678\"]"));
        String newer = accepted(greeting("[\"+31612345678\"]"));
        ObjectNode first = api.get(PATH + "?limit=1").json();
        assertThat(first.path("broadcasts").path(0).path("id").asString()).isEqualTo(newer);
        assertThat(first.path("next").asString()).isEqualTo(newer);
        ObjectNode second = api.get(PATH + "?limit=1&after=" + newer).json();
        assertThat(second.path("broadcasts").path(0).path("id").asString()).isEqualTo(older);
        assertThat(api.get(PATH + "?limit=200").json().path("broadcasts").size())
                .isGreaterThan(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=201", "limit=x", "after=x", "limit=99999999999", "limit="})
    void a_bad_part_of_the_list_is_a_400(String query) {
        Answer answer = api.get(PATH + "?" + query);
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.json().path("errors").size()).isPositive();
    }

    @Test
    void the_commands_move_a_broadcast_and_refuse_what_is_impossible() {
        String id = accepted(greeting("[\"+31612345678\"]").replaceFirst("\\{", "{\"draft\": true, "));
        assertThat(command(id, "pause").status()).isEqualTo(409);
        assertThat(command(id, "start").json().path("status").asString()).isEqualTo("running");
        int wakes = api.wakes.get();
        assertThat(command(id, "pause").json().path("status").asString()).isEqualTo("paused");
        assertThat(api.wakes.get()).isGreaterThan(wakes);
        Answer impossible = command(id, "start");
        assertThat(impossible.status() + impossible.code()).isEqualTo("409wrong_state");
        assertThat(impossible.json().path("detail").asString())
                .contains("paused")
                .contains("resume, cancel");
        assertThat(command(id, "resume").json().path("status").asString()).isEqualTo("running");
        assertThat(command(id, "cancel").json().path("status").asString()).isEqualTo("cancelled");
        assertThat(command(id, "resume").json().path("detail").asString()).contains("nothing more");
    }

    @Test
    void one_that_waited_for_its_time_waits_again_after_a_pause() {
        String id = accepted(
                greeting("[\"+31612345678\"]").replaceFirst("\\{", "{\"scheduled_at\": \"2099-01-01T00:00:00Z\", "));
        assertThat(command(id, "pause").json().path("status").asString()).isEqualTo("paused");
        assertThat(command(id, "resume").json().path("status").asString()).isEqualTo("scheduled");
        assertThat(command(id, "start").json().path("status").asString()).isEqualTo("running");
        assertThat(command(id, "pause").json().path("status").asString()).isEqualTo("paused");
        assertThat(command(id, "resume").json().path("status").asString()).isEqualTo("running");
    }

    private static Answer command(String id, String command) {
        return api.post(PATH + "/" + id + "/" + command, "");
    }

    @Test
    void the_ids_of_another_bot_do_not_exist() {
        String id = accepted(REQUEST);
        Api.Customer other = api.customer(java.net.URI.create("http://127.0.0.1:9"));
        for (String path : List.of("/" + id, "?id=" + id, "/" + Api.Customer.class.hashCode(), "/x", "?id=x")) {
            Answer answer = api.send(api.anonymous("/api/bot/" + other.botId() + "/whatsapp/broadcast" + path)
                    .header("Authorization", "Bearer " + other.token().value())
                    .GET());
            assertThat(answer.status() + answer.code()).isEqualTo("404broadcast_not_found");
        }
        Answer cancel = api.send(api.anonymous("/api/bot/" + other.botId() + "/whatsapp/broadcast/" + id + "/cancel")
                .header("Authorization", "Bearer " + other.token().value())
                .POST(BodyPublishers.noBody()));
        assertThat(cancel.status() + cancel.code()).isEqualTo("404broadcast_not_found");
        assertThat(api.get("/api/bot/" + other.botId() + "/whatsapp/broadcast").code())
                .isEqualTo("bot_not_found");
    }

    @ParameterizedTest
    @CsvSource({"12345678.90", "10.50", "0.1", "7", "100000000000000000000"})
    void a_number_is_read_by_people_as_it_was_written(String number) {
        String body = greeting("[\"+31612345678\"]").replace("\"you\"", number);
        JsonNode report = api.post(PATH + "?dry_run=true", body).json();
        assertThat(report.path("messages").path(0).path("preview").path("body").asString())
                .contains(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"+300000-01-01T00:00:00Z", "+999999999-12-31T00:00:00Z", "-0001-01-01T00:00:00Z", "soon"})
    void a_start_that_no_calendar_has_is_refused(String time) {
        String body =
                greeting("[\"+31612345678\"]").replace("\"users\"", "\"scheduled_at\": \"" + time + "\", \"users\"");
        Answer answer = api.post(PATH, body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.json().path("errors").path(0).path("pointer").asString())
                .isEqualTo("/scheduled_at");
    }

    @Test
    void a_value_with_more_parts_than_any_template_has_is_refused_before_it_fills_the_memory() {
        String lists = "[],".repeat(20_000) + "[]";
        Answer answer = api.post(PATH, greeting("[{\"phone\": \"+31612345678\", \"x\": [" + lists + "]}]"));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("detail").asString()).contains("parts");
    }

    @Test
    void two_spellings_of_one_number_are_one_new_person() {
        String id = accepted(greeting("[\"+541123456780\", \"+5491123456780\"]"));
        JsonNode statuses = api.get(PATH + "/" + id).json().path("statuses");
        assertThat(statuses.path(0).path("status").asString()).isEqualTo("pending");
        assertThat(statuses.path(1).path("reason").asString()).isEqualTo("duplicate_recipient");
    }
}
