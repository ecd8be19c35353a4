package dev.crier.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.rest.Api.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@SuppressWarnings("NullAway.Init")
class ActionApiTest {
    private static final String GREET = """
            {"type":"template","payload":{"template_type":"text","template_id":"greeting","parameters":{"1":"Ann"}}}""";
    private static final String NOTICE = """
            {"type":"template","payload":{"template_type":"text","template_id":"delivery_notice","parameters":
              {"1":"Ann","2":"3 May","3":"10:00","4":"12:00","5":"+31201234567","button_0":"a1"}}}""";
    private static final String SAY = "{\"type\":\"text\",\"payload\":{\"message\":\"Hello back\"}}";

    private static Api api;

    @BeforeAll
    static void start() {
        api = new Api();
        String greeting = Api.resource("greeting.json");
        api.template(api.customer.botId(), Api.resource("delivery_notice.json"));
        api.template(api.customer.botId(), greeting);
        api.template(api.customer.botId(), greeting.replace("\"en\"", "\"nl\"").replace("Hello", "Hallo"));
        contact("0b1c9a52-6d0e-7c1d-9a1c-000000000001", "+31610000001", "NULL, NULL, now()");
        contact("0b1c9a52-6d0e-7c1d-9a1c-000000000002", "+31610000002", "'all', NULL, now() - interval '23 hours'");
        contact("0b1c9a52-6d0e-7c1d-9a1c-000000000003", "+31610000003", "'marketing', 'nl_NL', NULL");
        contact("0b1c9a52-6d0e-7c1d-9a1c-000000000004", "+31610000004", "NULL, 'nl_BE', now() - interval '25 hours'");
    }

    private static void contact(String id, String phone, String optoutLocaleInbound) {
        api.sql(
                "INSERT INTO contact (bot_id, id, phone, whatsapp_optout, locale, last_inbound_at) VALUES (?, ?::uuid, ?, "
                        + optoutLocaleInbound + ")",
                api.customer.botId(),
                id,
                phone);
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    private static Answer act(String user, String body) {
        return api.post("/api/bot/{bot}/user/" + user + "/operator_action", body);
    }

    private static JsonNode report(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return api.get("/api/bot/{bot}/whatsapp/broadcast/"
                        + answer.json().path("id").asString())
                .json();
    }

    @Test
    void a_template_is_queued_for_one_and_the_way_is_called_deprecated() {
        int wakes = api.wakes.get();
        Answer answer = act("+31610000001", GREET);
        assertThat(answer.json().path("result").asString()).isEqualTo("OK");
        assertThat(answer.header("deprecation")).isEqualTo("true");
        assertThat(api.wakes.get()).isGreaterThan(wakes);
        JsonNode report = report(answer);
        assertThat(report.path("status").asString()).isEqualTo("running");
        assertThat(report.path("template").toString()).isEqualTo("{\"name\":\"greeting\",\"language\":\"en\"}");
        assertThat(report.path("statistics").path("total").asInt()).isEqualTo(1);
        assertThat(report.path("statuses").path(0).path("phone").asString()).isEqualTo("+31610000001");
        assertThat(api.get("/api/bot/{bot}/whatsapp/broadcast")
                        .json()
                        .path("broadcasts")
                        .size())
                .as("actions are not listed among the broadcasts")
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+31610000001",
                "%2B31610000001",
                "whatsapp+31610000001",
                "whatsapp%2B31610000001",
                "0b1c9a52-6d0e-7c1d-9a1c-000000000001",
                "0031610000001"
            })
    void the_user_can_be_named_in_many_ways(String user) {
        assertThat(report(act(user, NOTICE))
                        .path("statuses")
                        .path(0)
                        .path("phone")
                        .asString())
                .isEqualTo("+31610000001");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/user/+31610000001/operator_action",
                "/user/+31610000001/conversation/main/operator_action",
                "/+31610000001/operator_action",
                "/user/+31610000001/operator_action/"
            })
    void the_address_has_aliases(String path) {
        report(api.post("/api/bot/{bot}" + path, NOTICE));
        report(api.post("/api/bot/{bot}" + path, "{\"action\":" + NOTICE + "}"));
    }

    @Test
    void conversations_are_limited_for_each_key() {
        Api.Customer other = api.customer(java.net.URI.create("http://127.0.0.1:9"));
        String path = "/api/bot/" + other.botId() + "/user/+31610000001/conversation/main/operator_action";
        for (int i = 0; i <= 100; i++) {
            Answer answer = api.send(api.anonymous(path)
                    .header("Authorization", "Bearer " + other.token().value())
                    .POST(BodyPublishers.ofString("{}")));
            assertThat(answer.status()).isEqualTo(i < 100 ? 400 : 429);
            if (i == 100) {
                assertThat(answer.code()).isEqualTo("rate_limited");
                assertThat(Integer.parseInt(answer.header("retry-after"))).isBetween(1, 60);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "+31610000004, '', nl",
        "+31610000001, '', en",
        "+31610000004, '\"locale_override\":\"en\",', en",
        "+31610000001, '\"language_code\":\"nl\",', nl"
    })
    void the_language_is_fixed_or_the_contacts(String user, String field, String language) {
        Answer answer = act(user, GREET.replace("\"template_type\"", field + "\"template_type\""));
        assertThat(report(answer).path("template").path("language").asString()).isEqualTo(language);
    }

    @Test
    void whatsapps_own_components_are_taken_too() {
        Answer answer = act("+31610000001", """
                {"type":"template","payload":{"template_type":"whatsapp","template_id":"greeting","language_code":"en",
                 "components":[{"type":"body","parameters":[{"type":"text","text":"{{ who }}"}]}],"params":{"who":"Ann"}}}""");
        report(answer);
        Answer missing = act("+31610000001", """
                {"type":"template","payload":{"template_type":"whatsapp","template_id":"greeting","language_code":"en",
                 "components":[{"type":"body","parameters":[{"type":"text","text":"{{ who }}"}]}]}}""");
        assertThat(missing.status() + missing.code()).isEqualTo("400invalid_template");
        assertThat(missing.json().path("errors").path(0).path("detail").asString())
                .contains("who");
    }

    @Test
    void missing_and_unknown_parameters_are_named() {
        Answer answer = act("+31610000001", GREET.replace("{\"1\":\"Ann\"}", "{\"2\":\"Ann\"}"));
        assertThat(answer.status() + answer.code()).isEqualTo("400invalid_template");
        assertThat(answer.json().path("errors").toString())
                .contains("parameter 1 is missing")
                .contains("parameter 2");
        assertThat(act("+31610000001", GREET.replace("greeting", "nothing")).code())
                .isEqualTo("template_not_found");
        assertThat(act("+31610000001", GREET.replace("\"Ann\"", "\"a\\nb\"")).code())
                .isEqualTo("invalid_template");
    }

    @Test
    void an_unknown_phone_becomes_a_contact_but_not_if_the_action_is_refused() {
        String count = "SELECT count(*) FROM contact WHERE phone = '+31610000009'";
        assertThat(act("+31610000009", GREET.replace("Ann", "")).status()).isEqualTo(400);
        assertThat(act("+31610000009", SAY).code()).isEqualTo("outside_window");
        assertThat(api.count(count)).isZero();
        report(act("+31610000009", GREET));
        assertThat(api.count(count)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "0b1c9a52-6d0e-7c1d-9a1c-000000000099, 404, user_not_found",
        "somebody, 404, user_not_found",
        "+3160000, 400, invalid_request",
        "0612345678, 400, invalid_request"
    })
    void a_user_who_cannot_be_is_told(String user, int status, String code) {
        Answer answer = act(user, GREET);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
    }

    @Test
    void who_opted_out_gets_no_template_and_who_stopped_marketing_gets_the_others() {
        assertThat(act("+31610000002", NOTICE).code()).isEqualTo("optout");
        Answer marketing = act("+31610000003", GREET);
        assertThat(marketing.status() + marketing.code()).isEqualTo("409optout");
        report(act("+31610000003", NOTICE));
    }

    @Test
    void a_text_is_for_the_window_only_and_answers_those_who_opted_out_too() {
        Answer open = act("+31610000001", SAY);
        assertThat(open.header("deprecation")).isEmpty();
        JsonNode report = report(open);
        assertThat(report.has("template")).isFalse();
        report(act("+31610000002", SAY));
        for (String user : new String[] {"+31610000003", "+31610000004"}) {
            Answer closed = act(user, SAY);
            assertThat(closed.status() + closed.code()).isEqualTo("409outside_window");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\":\"dance\",\"payload\":{}} | template, text",
                "{} | payload is required",
                "{\"action\":5} | action must be an object",
                "{\"type\":\"template\",\"payload\":{\"template_type\":\"x\"}} | text, whatsapp",
                "{\"type\":\"template\",\"payload\":{}} | template_id is required",
                "{\"type\":\"text\",\"payload\":{\"message\":\" \"}} | needs a text",
                "{\"type\":\"text\",\"payload\":{\"message\":[]}} | must be a string",
                "{\"type\":{},\"payload\":[]} | template, text"
            })
    void what_is_no_action_is_told(String body, String detail) {
        Answer answer = act("+31610000001", body);
        assertThat(answer.status() + answer.code()).isEqualTo("400invalid_request");
        assertThat(answer.json().path("errors").toString()).contains(detail);
    }

    @Test
    void a_text_has_4096_characters_at_most() {
        report(act("+31610000001", SAY.replace("Hello back", "😀".repeat(4_096))));
        assertThat(act("+31610000001", SAY.replace("Hello back", "x".repeat(4_097)))
                        .code())
                .isEqualTo("invalid_request");
    }

    @Test
    void a_key_makes_an_action_repeatable_for_the_same_user() {
        Answer first = keyed("+31610000001");
        assertThat(keyed("+31610000001").text()).isEqualTo(first.text());
        assertThat(keyed("+31610000004").code()).isEqualTo("idempotency_mismatch");
    }

    private static Answer keyed(String user) {
        return api.send(api.request("/api/bot/{bot}/user/" + user + "/operator_action")
                .header("Idempotency-Key", "once")
                .POST(BodyPublishers.ofString(NOTICE)));
    }
}
