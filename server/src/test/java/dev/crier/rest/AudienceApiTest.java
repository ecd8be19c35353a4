package dev.crier.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.api.Ids;
import dev.crier.rest.Api.Answer;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Broadcasts for a segment of the contacts, found out when they start.
@SuppressWarnings("NullAway.Init")
class AudienceApiTest {
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

    @BeforeEach
    void people() {
        api.sql("DELETE FROM contact");
        person("+31612345601", "Ann", "de Wit", "nl", "{vip,customer}", "{\"city\": \"Delft\", \"age\": 30}", null);
        person("+31612345602", "Ben", null, "nl_BE", "{customer}", "{\"city\": \"Gent\"}", null);
        person("+31612345603", "Cas", null, "en", "{customer,staff}", "{}", null);
        person("+31612345604", "Dee", null, null, "{}", "{}", null);
        person("+31612345605", "Eva", null, "nl", "{customer}", "{}", "all");
        api.sql("UPDATE contact SET last_inbound_at = '2026-11-01T00:00:00Z' WHERE first_name = 'Ben'");
        api.sql("UPDATE contact SET created_at = '2020-01-01T00:00:00Z' WHERE first_name = 'Dee'");
    }

    private static void person(
            String phone,
            String first,
            @Nullable String last,
            @Nullable String locale,
            String tags,
            String data,
            @Nullable String optout) {
        api.database
                .jdbi()
                .useHandle(handle -> handle.createUpdate("""
                                INSERT INTO contact (bot_id, id, phone, first_name, last_name, locale, tags, user_data,
                                                     whatsapp_optout)
                                VALUES (:bot, :id, :phone, :first, :last, :locale, :tags::text[], :data::jsonb, :optout)""")
                        .bind("bot", api.customer.botId())
                        .bind("id", Ids.next())
                        .bind("phone", phone)
                        .bind("first", first)
                        .bindByType("last", last, String.class)
                        .bindByType("locale", locale, String.class)
                        .bind("tags", tags)
                        .bind("data", data)
                        .bindByType("optout", optout, String.class)
                        .execute());
    }

    private static String request(String audience, String more) {
        return """
                {"template": {"name": "greeting", "components": [{"type": "body", "parameters":
                  [{"type": "text", "text": "{{ first_name }} of {{ city }}"}]}]}, "params": {"city": "somewhere"},
                 "audience": %s %s}""".formatted(audience, more);
    }

    private static JsonNode posted(String audience, String more) {
        Answer answer = api.post(PATH, request(audience, more));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static JsonNode report(String id) {
        Answer answer = api.get(PATH + "/" + id);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static List<String> phones(JsonNode users) {
        return StreamSupport.stream(users.spliterator(), false)
                .map(user -> user.path("phone").asString())
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'all': true}                                        | 1 2 3 4 5",
                "{'tags': ['customer']}                               | 1 2 3 5",
                "{'tags': ['customer', 'vip']}                        | 1",
                "{'any_tags': ['vip', 'staff']}                       | 1 3",
                "{'tags': ['customer'], 'without_tags': ['staff']}    | 1 2 5",
                "{'without_tags': ['customer']}                       | 4",
                "{'locale': 'nl'}                                     | 1 2 5",
                "{'locale': 'nl-be'}                                  | 2",
                "{'user_data': {'city': 'Delft'}}                     | 1",
                "{'user_data': {'age': 30, 'city': 'Delft'}}          | 1",
                "{'user_data': {'city': 'Delft'}, 'tags': ['staff']}  | ",
                "{'search': 'ann de w'}                               | 1",
                "{'search': 'WIT'}                                    | ",
                "{'search': 'de wit'}                                 | 1",
                "{'search': '45603'}                                  | 3",
                "{'wrote_after': '2026-11-01T00:00:00Z'}              | 2",
                "{'wrote_before': '2026-11-01T00:00:00Z'}             | ",
                "{'created_before': '2021-01-01T00:00:00+01:00'}      | 4",
            })
    void the_conditions_choose_the_people(String audience, @Nullable String expected) {
        Answer answer = api.post(PATH + "?dry_run=true", request(audience.replace('\'', '"'), ""));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        JsonNode report = answer.json();
        assertThat(report.path("errors")).as(report.toString()).isEmpty();
        assertThat(phones(report.path("users")))
                .map(phone -> phone.substring(phone.length() - 1))
                .containsExactlyElementsOf(expected == null ? List.of() : List.of(expected.split(" ")));
        assertThat(report.path("total").asInt()).isEqualTo(report.path("users").size());
    }

    @Test
    void contacts_are_chosen_one_by_one_and_their_countries_are_counted() {
        List<String> ids = api.database
                .jdbi()
                .withHandle(handle -> handle.select(
                                "SELECT id::text FROM contact WHERE first_name IN ('Ann', 'Cas') ORDER BY first_name")
                        .mapTo(String.class)
                        .list());
        String audience = "{\"ids\": [\"%s\", \"%s\"]}".formatted(ids.getFirst(), ids.getLast());
        Answer answer = api.post(PATH + "?dry_run=true", request(audience, ""));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(phones(answer.json().path("users"))).containsExactly("+31612345601", "+31612345603");
        assertThat(answer.json().path("countries").toString()).isEqualTo("{\"NL\":2}");
        assertThat(api.post(PATH + "?dry_run=true", request("{\"ids\": [\"none\"]}", ""))
                        .json()
                        .path("errors")
                        .toString())
                .contains("ids must be a list of 1 to 10000 ids of contacts");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                | /audience                | invalid_value",
                "[]                                | /audience                | invalid_type",
                "{'all': false}                    | /audience                | invalid_value",
                "{'all': 'yes'}                    | /audience/all            | invalid_type",
                "{'all': true, 'tags': ['vip']}    | /audience                | invalid_value",
                "{'tag': 'vip'}                    | /audience/tag            | unknown_field",
                "{'tags': 'vip'}                   | /audience/tags           | invalid_type",
                "{'tags': []}                      | /audience/tags           | invalid_value",
                "{'any_tags': ['vip', 5]}          | /audience/any_tags/1     | invalid_value",
                "{'locale': 'the Dutch'}           | /audience/locale         | invalid_value",
                "{'user_data': {}}                 | /audience/user_data      | invalid_value",
                "{'user_data': {'city': ['Delft']}} | /audience/user_data     | invalid_value",
                "{'search': ' '}                   | /audience/search         | invalid_value",
                "{'search': '06'}                  | /audience/search         | invalid_value",
                "{'created_after': 'yesterday'}    | /audience/created_after  | invalid_time",
                "{'wrote_after': 5}                | /audience/wrote_after    | invalid_time",
                "{'tags': ['a\\u0000b']}           | /audience/tags/0         | invalid_text",
            })
    void an_audience_that_is_not_understood_is_refused(String audience, String pointer, String code) {
        Answer answer = api.post(PATH, request(audience.replace('\'', '"'), ""));
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.json().path("errors").values().stream()
                        .map(fault -> fault.path("pointer").asString() + " "
                                + fault.path("code").asString()))
                .contains(pointer + " " + code);
    }

    @Test
    void it_is_gathered_after_the_answer_and_runs_with_its_people_and_their_own_values() throws SQLException {
        JsonNode answer = posted("{\"tags\": [\"customer\"]}", "");
        assertThat(answer.path("status").asString()).isEqualTo("scheduled");
        assertThat(answer.path("audience").toString()).isEqualTo("{\"tags\":[\"customer\"]}");
        assertThat(answer.path("gathered_at").isNull()).isTrue();
        assertThat(answer.at("/statistics/total").asInt()).isZero();

        api.gatherer.runOnce();
        JsonNode report = report(answer.path("id").asString());
        assertThat(report.path("status").asString()).isEqualTo("running");
        assertThat(report.path("gathered_at").asString()).endsWith("Z");
        assertThat(phones(report.path("statuses")))
                .containsExactly("+31612345601", "+31612345602", "+31612345603", "+31612345605");
        assertThat(report.at("/statuses/3/reason").asString())
                .as(report.toString())
                .isEqualTo("optout");
        assertThat(report.at("/statistics/failed").asInt()).isEqualTo(1);
        assertThat(report.at("/statistics/pending").asInt()).isEqualTo(3);
        assertThat(api.gatherer.runOnce()).isZero();
    }

    @Test
    void a_dry_run_reads_as_the_recipients_will() {
        JsonNode report = api.post(PATH + "?dry_run=true", request("{\"tags\": [\"customer\"]}", ""))
                .json();
        assertThat(report.path("messages").values().stream()
                        .map(message -> message.at("/preview/body").asString()))
                .containsExactly(
                        "Hello Ann of Delft, we have news for you today.",
                        "Hello Ben of Gent, we have news for you today.",
                        "Hello Cas of somewhere, we have news for you today.");
        assertThat(report.at("/ineligible/optout").asInt()).isEqualTo(1);
        assertThat(report.path("eligible").asInt()).isEqualTo(3);
        assertThat(api.count("SELECT count(*) FROM broadcast_audience WHERE gathered_at IS NULL"))
                .isZero();
    }

    @Test
    void a_drafts_audience_is_who_fits_when_it_starts() throws SQLException {
        String id =
                posted("{\"tags\": [\"vip\"]}", ", \"draft\": true").path("id").asString();
        assertThat(api.gatherer.runOnce()).isZero();
        api.sql("UPDATE contact SET tags = '{vip}' WHERE first_name = 'Dee'");

        JsonNode check = api.post(PATH + "/" + id + "/start?dry_run=true", "").json();
        assertThat(phones(check.path("users"))).containsExactly("+31612345601", "+31612345604");
        assertThat(report(id).path("status").asString()).isEqualTo("draft");

        JsonNode started = api.post(PATH + "/" + id + "/start", "").json();
        assertThat(started.path("status").asString()).isEqualTo("scheduled");
        api.gatherer.runOnce();
        api.sql("UPDATE contact SET tags = '{vip}' WHERE first_name = 'Cas'");
        api.gatherer.runOnce();
        assertThat(phones(report(id).path("statuses"))).containsExactly("+31612345601", "+31612345604");
    }

    @Test
    void who_is_in_the_users_and_in_the_audience_is_in_it_once() throws SQLException {
        String id = posted("{\"tags\": [\"customer\"]}", """
                , "users": [{"phone": "+31612345602", "ref": "b", "params": {"first_name": "Benny"}}, "+31612345609"]""").path("id").asString();
        api.gatherer.runOnce();
        JsonNode report = report(id);
        assertThat(phones(report.path("statuses")))
                .containsExactly("+31612345602", "+31612345609", "+31612345601", "+31612345603", "+31612345605");
        assertThat(report.at("/statuses/0/ref").asString()).isEqualTo("b");
        assertThat(report.at("/statistics/total").asInt()).isEqualTo(5);
    }

    @Test
    void a_draft_with_users_shows_in_a_dry_run_who_has_opted_out_since() {
        Answer draft = api.post(PATH, """
                {"template": {"name": "greeting", "components": [{"type": "body", "parameters":
                  [{"type": "text", "text": "{{ name }}"}]}]}, "draft": true,
                 "users": [{"phone": "+31612345601", "params": {"name": "Ann"}}, {"phone": "+31612345602"}, "nobody",
                           {"phone": "+31612345603", "params": {"name": "Cas", "town": "Delft"}}]}""");
        String id = draft.json().path("id").asString();
        api.sql("UPDATE contact SET whatsapp_optout = 'marketing' WHERE first_name = 'Cas'");
        JsonNode check = api.post(PATH + "/" + id + "/start?dry_run=true", "").json();
        assertThat(check.path("ineligible").toString())
                .isEqualTo("{\"invalid_phone_number\":1,\"missing_params\":1,\"optout\":1}");
        assertThat(check.path("eligible").asInt()).isEqualTo(1);
        assertThat(check.path("total").asInt()).isEqualTo(4);
        assertThat(check.path("unknown_params").toString()).isEqualTo("[\"town\"]");
        assertThat(check.path("messages")).hasSize(1);

        api.post(PATH + "/" + id + "/cancel", "");
        Answer late = api.post(PATH + "/" + id + "/start?dry_run=true", "");
        assertThat(late.status() + late.code()).isEqualTo("409wrong_state");
        assertThat(api.post(PATH + "/" + Ids.next() + "/start?dry_run=true", "").code())
                .isEqualTo("broadcast_not_found");
    }

    @Test
    void one_that_is_scheduled_waits_for_its_time_and_a_start_brings_it_forward() throws SQLException {
        String id = posted("{\"all\": true}", ", \"scheduled_at\": \"2099-01-01T00:00:00Z\"")
                .path("id")
                .asString();
        assertThat(api.gatherer.runOnce()).isZero();
        api.post(PATH + "/" + id + "/pause", "");
        assertThat(api.post(PATH + "/" + id + "/resume", "")
                        .json()
                        .path("status")
                        .asString())
                .isEqualTo("scheduled");
        assertThat(api.gatherer.runOnce()).isZero();
        api.post(PATH + "/" + id + "/start", "");
        assertThat(api.gatherer.runOnce()).isEqualTo(1);
        assertThat(report(id).path("status").asString()).isEqualTo("running");
    }

    @Test
    void a_draft_with_a_time_waits_for_it_when_it_is_started_and_a_second_start_does_not() throws SQLException {
        String id = posted("{\"all\": true}", ", \"draft\": true, \"scheduled_at\": \"2099-01-01T00:00:00Z\"")
                .path("id")
                .asString();
        JsonNode armed = api.post(PATH + "/" + id + "/start", "").json();
        assertThat(armed.path("status").asString()).isEqualTo("scheduled");
        assertThat(armed.path("scheduled_at").asString()).startsWith("2099");
        assertThat(api.gatherer.runOnce()).isZero();
        api.post(PATH + "/" + id + "/start", "");
        assertThat(api.gatherer.runOnce()).isEqualTo(1);
    }

    @Test
    void one_that_is_paused_before_its_people_are_known_finds_them_after_the_resume() throws SQLException {
        String id = posted("{\"all\": true}", "").path("id").asString();
        api.post(PATH + "/" + id + "/pause", "");
        assertThat(api.gatherer.runOnce()).isZero();
        api.post(PATH + "/" + id + "/resume", "");
        assertThat(api.gatherer.runOnce()).isEqualTo(1);
        assertThat(report(id).at("/statistics/total").asInt()).isEqualTo(5);
    }

    @Test
    void an_audience_of_nobody_finishes() throws SQLException {
        String id = posted("{\"tags\": [\"nobody has this\"]}", "").path("id").asString();
        api.gatherer.runOnce();
        assertThat(report(id).path("status").asString()).isEqualTo("finished");
    }

    @Test
    void a_cancel_while_people_are_gathered_takes_effect_at_once_and_nobody_is_added() throws Exception {
        String id = posted("{\"all\": true}", "").path("id").asString();
        CompletableFuture<Integer> gathering = holding("chunk", () -> {
            CompletableFuture<Integer> running = CompletableFuture.supplyAsync(AudienceApiTest::gather);
            Awaitility.await().until(() -> api.count("""
                            SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'chunk'::regclass""") > 0);
            Answer cancelled = api.post(PATH + "/" + id + "/cancel", "");
            assertThat(cancelled.json().path("status").asString()).isEqualTo("cancelled");
            return running;
        });
        assertThat(gathering.get()).isZero();
        assertThat(api.count("SELECT count(*) FROM chunk WHERE broadcast_id = ?", UUID.fromString(id)))
                .isZero();
        assertThat(report(id).at("/statistics/total").asInt()).isZero();
    }

    private static int gather() {
        try {
            return api.gatherer.runOnce();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Does `step` while nobody can write to the table.
    private static <T> T holding(String table, java.util.concurrent.Callable<T> step) throws Exception {
        return api.database.inTransaction(connection -> {
            try (var lock = connection.createStatement()) {
                lock.execute("LOCK TABLE " + table + " IN EXCLUSIVE MODE");
                return step.call();
            } catch (SQLException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
