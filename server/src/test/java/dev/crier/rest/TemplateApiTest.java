package dev.crier.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.api.ProblemException;
import dev.crier.rest.Api.Answer;
import dev.crier.template.ReengagementTemplate;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

@SuppressWarnings("NullAway.Init")
class TemplateApiTest {
    private static final String LIST = """
            {"data": [
              {"id": "1", "name": "notice", "language": "en", "status": "APPROVED", "category": "UTILITY",
               "parameter_format": "POSITIONAL", "quality_score": {"score": "GREEN", "date": 1},
               "rejected_reason": "NONE", "components": [{"type": "BODY", "text": "Hello {{1}}, good day."}]},
              {"id": "2", "name": "notice", "language": "nl", "status": "REJECTED", "category": "UTILITY",
               "rejected_reason": "SCAM", "components": [{"type": "BODY", "text": "Hallo {{1}}, goeden dag."}]},
              {"id": "3", "name": "strange", "language": "en", "status": "SOMETHING_NEW", "category": "MARKETING"},
              {"id": "4", "language": "en", "status": "APPROVED"}, {"name": 5}, 7 ]}""";

    private Api api;
    private GraphStub graph;
    private Api.Customer customer;

    @BeforeEach
    void start() throws IOException {
        api = new Api();
        graph = new GraphStub();
        customer = api.customer(graph.url());
    }

    @AfterEach
    void stop() {
        graph.close();
        api.close();
    }

    private Answer get(String path) {
        return api.send(api.anonymous("/api/bot/" + customer.botId() + path)
                .header("Authorization", "Bearer " + customer.token().value())
                .GET());
    }

    private Answer post(String path, String body) {
        return api.send(api.anonymous("/api/bot/" + customer.botId() + path)
                .header("Authorization", "Bearer " + customer.token().value())
                .POST(BodyPublishers.ofString(body)));
    }

    @Test
    void a_sync_makes_our_copy_equal_to_metas_list() {
        api.template(customer.botId(), Api.resource("greeting.json"));
        graph.lists(200, LIST);
        ObjectNode answer = post("/whatsapp/template/sync", "").json();

        assertThat(answer.path("synced").asInt()).isEqualTo(3);
        assertThat(answer.path("skipped").asInt()).isEqualTo(2);
        assertThat(answer.path("templates")
                        .valueStream()
                        .map(each -> each.path("name").asString() + " "
                                + each.path("language").asString() + " "
                                + each.path("status").asString()))
                .containsExactly("notice en APPROVED", "notice nl REJECTED", "strange en SOMETHING_NEW");
        ObjectNode one = get("/whatsapp/template/notice?language=en").json();
        assertThat(one.path("quality").asString()).isEqualTo("GREEN");
        assertThat(one.has("rejected_reason")).isFalse();
        assertThat(one.path("parameter_format").asString()).isEqualTo("POSITIONAL");
        assertThat(one.path("components").path(0).path("type").asString()).isEqualTo("BODY");
        assertThat(one.path("synced_at").asString()).endsWith("Z");
    }

    @Test
    void templates_are_found_by_name_language_and_status() {
        graph.lists(200, LIST);
        post("/whatsapp/templates/sync/", "");
        assertThat(get("/whatsapp/templates?name=notice")
                        .json()
                        .path("templates")
                        .size())
                .isEqualTo(2);
        assertThat(get("/whatsapp/template?status=approved&language=en")
                        .json()
                        .path("templates")
                        .size())
                .isEqualTo(1);
        assertThat(get("/whatsapp/template/notice").json().path("templates").size())
                .isEqualTo(2);
        Answer absent = get("/whatsapp/template/notice?language=fr");
        assertThat(absent.status() + absent.code()).isEqualTo("404not_found");
        assertThat(absent.json().path("detail").asString()).contains("en, nl");
        assertThat(get("/whatsapp/template/sync").status()).isEqualTo(404);
    }

    @Test
    void a_preview_shows_what_is_read_and_a_fault_what_is_wrong() {
        graph.lists(200, LIST);
        post("/whatsapp/template/sync", "");
        String body = """
                {"name": "notice", "language": "nl", "params": {"a": "Ann"},
                 "components": [{"type": "body", "parameters": [{"type": "text", "text": "{{ a }}"}]}]}""";
        assertThat(post("/whatsapp/template/preview", body)
                        .json()
                        .path("preview")
                        .path("body")
                        .asString())
                .isEqualTo("Hallo Ann, goeden dag.");
        assertThat(post("/whatsapp/template/preview", body.replace("\"a\": \"Ann\"", ""))
                        .code())
                .isEqualTo("invalid_template");
        assertThat(post("/whatsapp/template/preview", "{\"name\": \"notice\"}").code())
                .isEqualTo("invalid_template");
        assertThat(post("/whatsapp/template/preview", body.replace("nl", "fr")).code())
                .isEqualTo("template_not_found");
    }

    @Test
    void whatsapps_refusal_is_unavailable_with_its_code_and_without_the_token() {
        graph.lists(401, "{\"error\": {\"message\": \"Error validating access token\", \"code\": 190}}");
        Answer refused = post("/whatsapp/template/sync", "");
        assertThat(refused.status() + refused.code()).isEqualTo("503unavailable");
        assertThat(refused.header("retry-after")).isNotEmpty();
        assertThat(refused.json().path("detail").asString()).contains("190").contains("Error validating access token");
        assertThat(refused.text()).doesNotContain("secret-access-token");
        graph.lists(502, "<html>");
        assertThat(post("/whatsapp/template/sync", "").status()).isEqualTo(503);
        graph.close();
        Answer away = post("/whatsapp/template/sync", "");
        assertThat(away.status()).isEqualTo(503);
        assertThat(away.text()).doesNotContain("secret-access-token");
    }

    @Test
    void the_reengagement_template_is_made_where_it_is_missing() {
        graph.lists(200, """
                {"data": [{"id": "7", "name": "botsqd_reengagement", "language": "nl", "status": "APPROVED",
                           "category": "MARKETING"}]}""");
        assertThat(api.sync.ensureReengagement(api.bot(customer), api.channel(customer)))
                .containsExactly("en");
        assertThat(graph.created).hasSize(1).first().asString().contains("\"language\":\"en\"");
        assertThat(api.templates.named(customer.botId(), ReengagementTemplate.NAME))
                .extracting(each -> each.language() + " " + each.status() + " " + each.metaId())
                .containsExactly("en PENDING 900", "nl APPROVED 7");
    }

    @Test
    void that_it_exists_already_is_no_failure_but_another_refusal_is() {
        graph.creates("{\"error\": {\"message\": \"Invalid parameter\", \"code\": 100, \"error_subcode\": 2388024}}");
        assertThat(api.sync.ensureReengagement(api.bot(customer), api.channel(customer)))
                .isEqualTo(List.of());
        graph.creates("{\"error\": {\"message\": \"Invalid parameter\", \"code\": 100, \"error_subcode\": 2388019}}");
        Assertions.assertThatThrownBy(() -> api.sync.ensureReengagement(api.bot(customer), api.channel(customer)))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("2388019");
    }
}
