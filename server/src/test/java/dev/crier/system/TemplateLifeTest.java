package dev.crier.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.api.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Templates from their creation to their end, with the sandbox's review and webhooks.
class TemplateLifeTest {
    private static final SandboxProcess SANDBOX = SandboxProcess.start();
    private static final Crier CRIER = Crier.with(SANDBOX);
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final byte[] PNG = new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 13, 'I'};

    @BeforeEach
    void settle() {
        SANDBOX.behaviour(Json.object()
                .put("review_ms", 50)
                .put("throughput_per_second", 1_000)
                .put("status_delay_ms", 5)
                .put("latency_ms", 1)
                .put("pair_rate", false));
    }

    @AfterAll
    static void stop() {
        CRIER.close();
        SANDBOX.close();
    }

    private static ObjectNode definition(String name, String body, String example) {
        ObjectNode definition =
                Json.object().put("name", name).put("language", "en").put("category", "UTILITY");
        ObjectNode component = definition
                .putArray("components")
                .addObject()
                .put("type", "BODY")
                .put("text", body);
        component.putObject("example").putArray("body_text").addArray().add(example);
        return definition;
    }

    private static JsonNode create(ObjectNode definition) {
        return CRIER.post("/whatsapp/template", definition);
    }

    private static JsonNode awaited(String name, Predicate<JsonNode> fits) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> CRIER.get("/whatsapp/template/" + name + "?language=en"), fits);
    }

    private static JsonNode answer(String path) {
        HttpResponse<String> answer = CRIER.send("GET", path, "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Json.parseOwn(answer.body());
    }

    private static JsonNode awaitStatus(String name, String status) {
        return awaited(name, template -> status.equals(template.path("status").asString()));
    }

    private static HttpResponse<String> call(String method, String path, String body) {
        return CRIER.send(method, "/whatsapp/template" + path, body);
    }

    private static String told(HttpResponse<String> answer) {
        return answer.statusCode() + " "
                + Json.parseOwn(answer.body()).path("code").asString();
    }

    private static List<String> history(String name) {
        return answer("/whatsapp/template/" + name + "/history")
                .path("history")
                .valueStream()
                .map(each ->
                        each.path("kind").asString() + " " + each.path("before").asString("-") + " "
                                + each.path("after").asString("-") + " "
                                + each.path("source").asString())
                .toList();
    }

    @Test
    void a_template_is_submitted_reviewed_and_its_history_kept() {
        JsonNode made = create(definition("life", "Dear {{1}}, your order has left.", "Ann"));
        assertThat(made.path("status").asString()).isEqualTo("PENDING");
        assertThat(made.path("id").asString()).isNotEmpty();
        awaitStatus("life", "APPROVED");
        assertThat(history("life")).containsExactly("status PENDING APPROVED webhook", "status - PENDING api");

        SANDBOX.call("POST", "/sandbox/templates/" + made.path("id").asString() + "/pause", Json.object());
        JsonNode paused = awaitStatus("life", "PAUSED");
        assertThat(paused.path("status_reason").path("reason").asString()).isEqualTo("FIRST_PAUSE");
        assertThat(paused.path("status_reason").path("fix").asString()).isNotEmpty();
        assertThat(paused.path("status_reason").path("detail").asString()).contains("paused for 3 hours");
        assertThat(history("life").getFirst()).isEqualTo("status APPROVED PAUSED webhook");

        assertThat(CRIER.get("/whatsapp/template/life/history?limit=1")
                        .path("next")
                        .asString())
                .isNotEmpty();
        assertThat(call("GET", "/nobody_knows/history", "").statusCode()).isEqualTo(404);
        assertThat(told(call(
                        "POST",
                        "",
                        definition("life", "Dear {{1}}, hello you.", "Ann").toString())))
                .isEqualTo("409 wrong_state");
    }

    @Test
    void a_rejection_says_why_and_how_to_mend_it_and_a_mended_one_may_be_submitted() {
        String id = create(definition("reject_me_scam", "Dear {{1}}, your order has left.", "Ann"))
                .path("id")
                .asString();
        JsonNode rejected = awaitStatus("reject_me_scam", "REJECTED");
        assertThat(rejected.path("rejected_reason").asString()).isEqualTo("SCAM");
        assertThat(rejected.path("status_reason").path("sentence").asString()).contains("fraud");
        assertThat(rejected.path("status_reason").path("fix").asString()).contains("passwords");
        assertThat(rejected.path("status_reason").path("detail").asString()).contains("submit it again");

        ObjectNode edit = definition("x", "Dear {{1}}, we sent your order.", "Ann");
        edit.remove(List.of("name", "language", "category"));
        assertThat(call("PUT", "/" + id, edit.toString()).statusCode()).isEqualTo(200);
        assertThat(history("reject_me_scam")).contains("edit REJECTED PENDING api");
    }

    @Test
    void meta_putting_a_template_into_another_category_is_an_alert() {
        create(definition("make_me_marketing", "Dear {{1}}, your order has left.", "Ann"));
        JsonNode moved = awaited(
                "make_me_marketing", each -> each.path("category").asString().equals("MARKETING"));
        assertThat(moved.path("category_change").path("from").asString()).isEqualTo("UTILITY");
        assertThat(moved.path("category_change").path("to").asString()).isEqualTo("MARKETING");
        assertThat(moved.path("category_change").path("state").asString()).isEqualTo("changed");
        assertThat(history("make_me_marketing")).contains("category UTILITY MARKETING webhook");
        assertThat(plain("GET", "/metrics", new byte[0]).body()).contains("crier_template_category_changes_total 1.0");
    }

    @Test
    void an_edit_obeys_metas_rules_before_meta_has_to_say_no() {
        String id = create(definition("edited", "Dear {{1}}, your order has left.", "Ann"))
                .path("id")
                .asString();
        awaitStatus("edited", "APPROVED");
        assertThat(told(call("PUT", "/" + id, "{}"))).isEqualTo("400 invalid_definition");
        HttpResponse<String> wrong = call(
                "PUT",
                "/" + id,
                "{\"name\":\"other\",\"language\":\"nl\",\"category\":\"MARKETING\",\"components\":[]}");
        assertThat(told(wrong)).isEqualTo("400 invalid_definition");
        assertThat(Json.parseOwn(wrong.body())
                        .path("errors")
                        .valueStream()
                        .map(each -> each.path("pointer").asString()))
                .containsExactly("/name", "/language", "/category", "/components");

        ObjectNode edit = Json.object();
        edit.set(
                "components",
                definition("x", "Dear {{1}}, your parcel has left.", "Ann").get("components"));
        JsonNode edited = Json.parseOwn(call("PUT", "/" + id, edit.toString()).body());
        assertThat(edited.path("components").path(0).path("text").asString()).contains("parcel");
        awaitStatus("edited", "APPROVED");
        HttpResponse<String> again = call("PUT", "/" + id, edit.toString());
        assertThat(told(again)).isEqualTo("409 wrong_state");
        assertThat(again.body()).contains("once in 24 hours");

        SANDBOX.call("POST", "/sandbox/templates/" + id + "/disable", Json.object());
        awaitStatus("edited", "DISABLED");
        assertThat(told(call("PUT", "/" + id, edit.toString()))).isEqualTo("409 wrong_state");
        assertThat(told(call("DELETE", "/edited", ""))).isEqualTo("409 wrong_state");
        assertThat(told(call("PUT", "/404404", edit.toString()))).isEqualTo("404 not_found");
    }

    @Test
    void what_meta_refuses_beyond_our_rules_comes_in_its_own_words() {
        // News of its review would bring it back between the two.
        SANDBOX.behaviour(Json.object().put("review_ms", 60_000));
        create(definition("twice", "Dear {{1}}, your order has left.", "Ann"));
        sql("DELETE FROM template WHERE name = 'twice'");
        HttpResponse<String> refused = call(
                "POST",
                "",
                definition("twice", "Dear {{1}}, your order has left.", "Ann").toString());
        assertThat(told(refused)).isEqualTo("400 whatsapp_error");
        JsonNode error = Json.parseOwn(refused.body()).path("errors").path(0);
        assertThat(error.path("code").asString()).isEqualTo("100/2388024");
        assertThat(error.path("detail").asString()).contains("Already Exists");
    }

    @Test
    void a_definition_that_breaks_rules_never_gets_to_meta() {
        ObjectNode bad = definition("Bad Name", "{{1}} hello", "Ann");
        HttpResponse<String> refused = call("POST", "", bad.toString());
        assertThat(told(refused)).isEqualTo("400 invalid_definition");
        assertThat(Json.parseOwn(refused.body()).path("errors").size()).isEqualTo(3);
        JsonNode lint = Json.parseOwn(call("POST", "/lint", bad.toString()).body());
        assertThat(lint.path("valid").asBoolean()).isFalse();
        assertThat(lint.path("errors").path(0).path("code").asString()).isEqualTo("name_form");
        assertThat(lint.path("errors").path(0).path("fix").asString()).isNotEmpty();
        assertThat(lint.path("errors").path(1).path("meta_code").asInt()).isEqualTo(2388299);
        assertThat(told(call("POST", "/lint", "[]"))).isEqualTo("400 invalid_request");
        assertThat(told(call("POST", "", "{\"name\":\"a\\u0000b\"}"))).isEqualTo("400 invalid_request");
        assertThat(told(call("POST", "", "{\"name\":\"" + "n".repeat(300_000) + "\"}")))
                .isEqualTo("413 too_large");
    }

    @Test
    void a_template_that_a_broadcast_needs_is_deleted_only_by_force() {
        create(definition("needed", "Dear {{1}}, your order has left.", "Ann"));
        awaitStatus("needed", "APPROVED");
        String id = broadcast("needed", "+31612340001", 0.1, true);
        HttpResponse<String> refused = call("DELETE", "/needed?language=en", "");
        assertThat(told(refused)).isEqualTo("409 wrong_state");
        assertThat(Json.parseOwn(refused.body())
                        .path("errors")
                        .path(0)
                        .path("detail")
                        .asString())
                .contains(id)
                .contains("draft");
        assertThat(told(call("DELETE", "/needed?language=fr", ""))).isEqualTo("404 not_found");
        HttpResponse<String> gone = call("DELETE", "/needed?force=true", "");
        assertThat(Json.parseOwn(gone.body())
                        .path("deleted")
                        .path(0)
                        .path("language")
                        .asString())
                .isEqualTo("en");
        assertThat(call("GET", "/needed", "").statusCode()).isEqualTo(404);
        // Meta's webhook may be faster than its answer.
        assertThat(history("needed").getFirst()).matches("status (APPROVED|DELETED) - api");
    }

    @Test
    void the_list_comes_in_parts() {
        JsonNode first = CRIER.get("/whatsapp/template?limit=1");
        assertThat(first.path("templates").size()).isEqualTo(1);
        create(definition("a_first", "Dear {{1}}, your order has left.", "Ann"));
        JsonNode now = CRIER.get("/whatsapp/template?limit=1");
        assertThat(now.path("templates").path(0).path("name").asString()).isEqualTo("a_first");
        JsonNode next =
                CRIER.get("/whatsapp/template?limit=1&after=" + now.path("next").asString());
        assertThat(next.path("templates").path(0).path("id"))
                .isEqualTo(first.path("templates").path(0).path("id"));
        assertThat(told(call("GET", "?limit=0", ""))).isEqualTo("400 invalid_request");
        assertThat(told(call("GET", "?limit=x", ""))).isEqualTo("400 invalid_request");
        assertThat(told(call("GET", "?after=nothing", ""))).isEqualTo("400 invalid_request");
    }

    @Test
    void a_broadcast_keeps_the_structure_it_was_validated_against() {
        String id = create(definition("pinned", "Dear {{1}}, your order has left.", "Ann"))
                .path("id")
                .asString();
        awaitStatus("pinned", "APPROVED");
        String broadcast = broadcast("pinned", "+31612340002", 1_000, true);

        ObjectNode edit = Json.object();
        ObjectNode body = edit.putArray("components")
                .addObject()
                .put("type", "BODY")
                .put("text", "Dear {{1}}, your order number {{2}} has left.");
        body.putObject("example").putArray("body_text").addArray().add("Ann").add("7");
        SANDBOX.call("POST", "/v24.0/" + id, edit);
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> {
            var _ = CRIER.post("/whatsapp/template/sync", Json.object());
            JsonNode now = CRIER.get("/whatsapp/template/pinned?language=en");
            return now.path("status").asString().equals("APPROVED")
                    && now.toString().contains("order number");
        });
        assertThat(told(CRIER.send(
                        "POST",
                        "/whatsapp/broadcast",
                        request("pinned", "+31612340002").toString())))
                .isEqualTo("400 invalid_template");

        assertThat(CRIER.send("POST", "/whatsapp/broadcast/" + broadcast + "/start", "")
                        .statusCode())
                .isEqualTo(200);
        JsonNode stopped = CRIER.awaitReport(
                broadcast, report -> report.path("status").asString().equals("paused"));
        // It is sent as it was validated, Meta refuses it as a whole, and nobody fails for it.
        assertThat(stopped.path("cause").toString()).contains("132000");
        assertThat(stopped.path("statistics").path("failed").asInt()).isZero();
        assertThat(stopped.path("statistics").path("pending").asInt()).isEqualTo(1);
        assertThat(text("SELECT content -> 'definitions' -> 'en' #>> '{components,0,text}' FROM broadcast WHERE id = '"
                        + UUID.fromString(broadcast) + "'"))
                .isEqualTo("Dear {{1}}, your order has left.");
    }

    @Test
    void a_file_of_ours_is_the_example_and_the_header_of_a_template() {
        HttpResponse<String> uploaded = upload("image/png", PNG, "?filename=photo.png&handle=true");
        JsonNode media = Json.parseOwn(uploaded.body());
        assertThat(media.path("handle").asString()).startsWith("4::");
        assertThat(media.path("media_id").asString()).isNotEmpty();
        String ours = media.path("id").asString();
        assertThat(Json.parseOwn(upload("image/png", PNG, "").body()).path("media_id"))
                .isEqualTo(media.path("media_id"));

        ObjectNode definition = definition("with_photo", "Dear {{1}}, your order has left.", "Ann");
        definition
                .withArray("/components")
                .addObject()
                .put("type", "HEADER")
                .put("format", "IMAGE")
                .putObject("example")
                .putArray("header_handle")
                .add(ours);
        create(definition);
        awaitStatus("with_photo", "APPROVED");

        ObjectNode request = request("with_photo", "+31612340003");
        assertThat(header(request, UUID.randomUUID().toString(), "image")).contains("there is no file");
        assertThat(header(request, ours, "video")).contains("the file is of type image, expected video");
        header(request, ours, "image");
        String id = CRIER.client().broadcast(request);
        CRIER.awaitReport(id, report -> report.path("status").asString().equals("finished"));
        assertThat(SANDBOX.sends().stream()
                        .filter(send -> send.path("template").asString().equals("with_photo"))
                        .map(send -> send.path("rendered").path("header").asString()))
                .containsExactly(media.path("media_id").asString());

        assertThat(CRIER.get("/whatsapp/media").path("media").toString()).contains(ours);
        assertThat(CRIER.send("DELETE", "/whatsapp/media/" + ours, "").statusCode())
                .isEqualTo(200);
        assertThat(CRIER.send("GET", "/whatsapp/media/" + ours, "").statusCode())
                .isEqualTo(404);
    }

    @Test
    void a_file_that_whatsapp_would_not_take_is_refused() {
        assertThat(told(upload("image/gif", PNG, ""))).isEqualTo("415 unsupported_media_type");
        assertThat(told(upload("multipart/form-data; boundary=x", PNG, ""))).isEqualTo("400 invalid_request");
        assertThat(told(upload("image/jpeg", PNG, ""))).isEqualTo("400 invalid_request");
        assertThat(told(upload("text/plain", new byte[0], ""))).isEqualTo("400 invalid_request");
        assertThat(told(upload("image/png", new byte[(5 << 20) + 1], ""))).isEqualTo("413 too_large");
        assertThat(told(upload("image/png", PNG, "?filename=" + "a%2Fb"))).isEqualTo("400 invalid_request");
        assertThat(CRIER.send("GET", "/whatsapp/media/none", "").statusCode()).isEqualTo(404);
    }

    private static ObjectNode request(String template, String phone) {
        ObjectNode request = Json.object();
        ObjectNode named = request.putObject("template").put("name", template).put("language", "en");
        named.putArray("components")
                .addObject()
                .put("type", "body")
                .putArray("parameters")
                .addObject()
                .put("type", "text")
                .put("text", "Ann");
        request.putArray("users").add(phone);
        return request;
    }

    private static String broadcast(String template, String phone, double pace, boolean draft) {
        return CRIER.client()
                .broadcast(request(template, phone).put("max_per_second", pace).put("draft", draft));
    }

    /// Puts a file into the header, and says what a dry run answers.
    private static String header(ObjectNode request, String id, String type) {
        var components = request.withArray("/template/components");
        while (components.size() > 1) {
            components.remove(1);
        }
        ObjectNode parameter = components
                .addObject()
                .put("type", "header")
                .putArray("parameters")
                .addObject();
        parameter.put("type", type).putObject(type).put("id", id);
        HttpResponse<String> answer = CRIER.send("POST", "/whatsapp/broadcast?dry_run=true", request.toString());
        return answer.body();
    }

    private static HttpResponse<String> upload(String type, byte[] body, String query) {
        return plain("POST", "/api/bot/" + CRIER.botId() + "/whatsapp/media" + query, body, "Content-Type", type);
    }

    private static HttpResponse<String> plain(String method, String path, byte[] body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(CRIER.url() + path))
                .header("Authorization", CRIER.client().authorization())
                .method(method, BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return HTTP.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Jdbi jdbi() {
        var settings = CRIER.database().settings();
        return Jdbi.create(settings.url(), settings.user(), settings.password());
    }

    private static void sql(String statement) {
        jdbi().useHandle(handle -> handle.execute(statement));
    }

    private static String text(String query) {
        return jdbi().withHandle(
                        handle -> handle.select(query).mapTo(String.class).one());
    }
}
