package dev.crier.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.api.ProblemCode;
import dev.crier.cloudapi.ErrorCatalogue;
import dev.crier.message.Reason;
import dev.crier.rest.Api.Answer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@SuppressWarnings("NullAway.Init")
class ChannelApiTest {
    private static Api api;

    @BeforeAll
    static void start() {
        api = new Api();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void a_held_number_says_why_and_is_released_once() {
        String path = "/api/bot/{bot}/whatsapp";
        assertThat(api.get(path).json().path("hold").isNull()).isTrue();
        api.channels.hold(api.channel(api.customer).id(), 190, "Token expired");

        Answer held = api.get(path);
        JsonNode hold = held.json().path("hold");
        assertThat(hold.path("code").asInt()).isEqualTo(190);
        assertThat(hold.path("details").asString()).isEqualTo("Token expired");
        assertThat(hold.path("sentence").asString()).isNotBlank();
        assertThat(hold.path("fix").asString()).isNotBlank();
        assertThat(hold.path("since").asString()).endsWith("Z");
        assertThat(held.text()).doesNotContain("secret-access-token").doesNotContain("verify");

        int wakes = api.wakes.get();
        assertThat(api.post(path + "/release", "").json().path("hold").isNull()).isTrue();
        assertThat(api.wakes.get()).isGreaterThan(wakes);
        Answer again = api.post(path + "/release", "");
        assertThat(again.status() + again.code()).isEqualTo("409wrong_state");
    }

    @Test
    void the_process_says_that_it_lives() {
        Answer answer = api.send(api.anonymous("/healthz").GET());
        assertThat(answer.status() + answer.text()).isEqualTo("200{\"status\":\"ok\"}");
    }

    @Test
    void the_page_of_errors_has_an_anchor_for_each() {
        Answer page = api.send(
                api.anonymous("/docs/errors").header("Accept", "text/html").GET());
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("content-type")).isEqualTo("text/html; charset=utf-8");
        assertThat(page.header("content-security-policy"))
                .startsWith("default-src 'none'")
                .doesNotContain("unsafe");
        assertThat(page.text())
                .doesNotContain("<script>")
                .doesNotContain("style=")
                .doesNotContain("{{");
        for (ProblemCode code : ProblemCode.values()) {
            assertThat(page.text()).containsOnlyOnce("id=\"" + code.wire() + "\"");
        }
        for (Reason reason : Reason.values()) {
            assertThat(page.text()).containsOnlyOnce("id=\"reason-" + reason.wire() + "\"");
        }
        for (ErrorCatalogue.Entry entry : ErrorCatalogue.entries()) {
            if (entry.code() != ErrorCatalogue.Entry.NO_CODE) {
                assertThat(page.text()).containsOnlyOnce("id=\"" + entry.code() + "\"");
            }
        }
        Answer contract = api.send(api.anonymous("/openapi.yaml").GET());
        assertThat(contract.header("content-type")).startsWith("application/yaml");
        assertThat(contract.text()).contains("openapi: 3.1.").contains("createBroadcast");
        Answer docs =
                api.send(api.anonymous("/docs").header("Accept", "text/html").GET());
        assertThat(docs.text())
                .doesNotContain("<script>")
                .doesNotContain("style=")
                .doesNotContain("http://");
        assertThat(Pattern.compile("/docs/errors#([^\"]*)\"")
                        .matcher(docs.text())
                        .results())
                .hasSizeGreaterThan(100)
                .allSatisfy(link -> assertThat(page.text()).contains("id=\"" + link.group(1) + "\""));
        Answer style = api.send(api.anonymous("/assets/docs.css").GET());
        assertThat(style.header("content-type")).startsWith("text/css");
        assertThat(style.text()).contains("light-dark");
    }
}
