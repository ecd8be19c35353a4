package dev.crier.contact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.account.AccountStore;
import dev.crier.account.Gatekeeper;
import dev.crier.api.Json;
import dev.crier.api.ProblemHandlers;
import dev.crier.api.RateLimit;
import dev.crier.db.TestDatabase;
import dev.crier.openapi.Contract;
import io.helidon.webserver.WebServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ContactRoutesTest {
    private static final TestDatabase DB = TestDatabase.fresh();
    private static final AccountStore ACCOUNTS = new AccountStore(DB.database());
    private static final UUID ENVIRONMENT = ACCOUNTS.createEnvironment("test");
    private static final UUID BOT = ACCOUNTS.createBot(ENVIRONMENT, "Bot", List.of("nl"), "NL");
    private static final String KEY = ACCOUNTS.createToken(ENVIRONMENT, BOT).value();
    private static final Consent CONSENT = new Consent(new Optouts(), new Forgotten(new byte[32]));
    private static final WebServer SERVER = server();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static int people;

    private final String phone = "+316%08d".formatted(30_000_000 + people++);
    private final UUID id = met(phone);

    private static WebServer server() {
        ACCOUNTS.enableRest(BOT, true);
        Gatekeeper gatekeeper =
                new Gatekeeper(ACCOUNTS, new RateLimit(1_000, Duration.ofMinutes(1), Clock.systemUTC()));
        ContactRoutes routes =
                new ContactRoutes(gatekeeper, new ContactBook(DB.database(), CONSENT, Clock.systemUTC()));
        return WebServer.builder()
                .host("127.0.0.1")
                .port(0)
                .routing(routing -> {
                    ProblemHandlers.register(routing);
                    routes.routing(routing);
                })
                .build()
                .start();
    }

    @AfterAll
    static void end() {
        SERVER.stop();
        CLIENT.close();
        DB.close();
    }

    private static UUID met(String phone) {
        return DB.database()
                .jdbi()
                .withHandle(handle -> new Encounters(CONSENT)
                        .met(handle, BOT, phone, null, "Ann")
                        .id());
    }

    private static HttpResponse<String> send(String method, String user, String body)
            throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + SERVER.port() + "/api/bot/" + BOT + "/user/" + user);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + KEY)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        Contract.OURS.check(response);
        return response;
    }

    private JsonNode shown() throws IOException, InterruptedException {
        HttpResponse<String> answer = send("GET", id.toString(), "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Json.parseOwn(answer.body());
    }

    private JsonNode patched(String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = send("PATCH", id.toString(), body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode json = Json.parseOwn(answer.body());
        assertThat(json).isEqualTo(shown());
        return json;
    }

    @Test
    void a_person_is_found_by_id_and_by_number_with_a_plus_in_any_spelling() throws Exception {
        String digits = phone.substring(1);
        for (String user : List.of(
                id.toString(),
                "whatsapp+" + digits,
                "whatsapp%2B" + digits,
                "+" + digits,
                "%2B" + digits,
                "%2b" + digits,
                "0" + digits.substring(2))) {
            HttpResponse<String> answer = send("GET", user, "");
            assertThat(answer.statusCode()).as(user).isEqualTo(200);
            assertThat(Json.parseOwn(answer.body()).path("user_id").asString()).isEqualTo(id.toString());
        }
    }

    @Test
    void nobody_is_not_found() throws Exception {
        for (String user : List.of(UUID.randomUUID().toString(), "+31699999999", "nonsense", "+", "%20")) {
            HttpResponse<String> answer = send("GET", user, "");
            assertThat(answer.statusCode()).as(user).isEqualTo(404);
            assertThat(answer.body()).contains("user_not_found");
            assertThat(send("PATCH", user, "{}").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void a_patch_merges_null_clears_and_unknown_fields_are_ignored() throws Exception {
        patched("""
                {"last_name":"Bee","email":"ann@example.com","locale":"pt_BR","timezone":"Europe/Paris",
                 "external_id":7,"tags":["a","b","a"],"user_data":{"size":9,"old":true},"nonsense":1}""");
        JsonNode json = patched("{\"email\":null,\"user_data\":{\"old\":null,\"new\":{\"x\":[1]}}}");
        assertThat(json.path("first_name").asString()).isEqualTo("Ann");
        assertThat(json.path("last_name").asString()).isEqualTo("Bee");
        assertThat(json.path("email").isNull()).isTrue();
        assertThat(json.path("external_id").asString()).isEqualTo("7");
        assertThat(json.path("tags")).hasSize(2);
        assertThat(json.path("user_data").toString()).isEqualTo("{\"new\":{\"x\":[1]},\"size\":9}");
        assertThat(json.path("phone").asString()).isEqualTo(phone);
    }

    @Test
    void consent_is_a_variable_that_can_be_set_and_removed() throws Exception {
        assertThat(patched("{\"user_data\":{\"whatsapp_optout\":\"all\"}}")
                        .at("/user_data/whatsapp_optout")
                        .asString())
                .isEqualTo("all");
        assertThat(patched("{\"user_data\":{\"whatsapp_optout\":\"marketing\"}}")
                        .at("/user_data/whatsapp_optout")
                        .asString())
                .isEqualTo("marketing");
        assertThat(patched("{\"first_name\":\"Bo\"}").path("user_data").has("whatsapp_optout"))
                .isTrue();
        assertThat(patched("{\"user_data\":{\"whatsapp_optout\":null}}")
                        .path("user_data")
                        .has("whatsapp_optout"))
                .isFalse();
        int events = DB.database()
                .jdbi()
                .withHandle(handle -> handle.select(
                                "SELECT count(*) FROM consent_event WHERE contact_id = ? AND source = 'api'", id)
                        .mapTo(Integer.class)
                        .one());
        assertThat(events).isEqualTo(3);
    }

    @Test
    void all_faults_are_told_at_once_and_nothing_is_changed() throws Exception {
        JsonNode before = shown();
        HttpResponse<String> answer = send("PATCH", id.toString(), """
                {"first_name":{},"last_name":"%s","email":"nobody","phone":"123","locale":"?","timezone":"Mars/One",
                 "tags":["",7],"user_data":{"":1,"whatsapp_optout":"none","big":"%s"}}""".formatted("x".repeat(255), "y".repeat(17_000)));
        assertThat(answer.statusCode()).isEqualTo(400);
        JsonNode errors = Json.parseOwn(answer.body()).path("errors");
        assertThat(errors.valueStream().map(error -> error.path("pointer").asString()))
                .containsExactlyInAnyOrder(
                        "/first_name",
                        "/last_name",
                        "/email",
                        "/phone",
                        "/locale",
                        "/timezone",
                        "/tags/0",
                        "/tags/1",
                        "/user_data/",
                        "/user_data",
                        "/user_data/whatsapp_optout");
        assertThat(shown()).isEqualTo(before);
    }

    @Test
    void a_phone_that_somebody_else_has_is_refused_and_says_whose() throws Exception {
        UUID other = met("+31687654321");
        HttpResponse<String> answer = send("PATCH", id.toString(), "{\"phone\":\"06 8765 4321\"}");
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("wrong_state").contains(other.toString());
        assertThat(patched("{\"phone\":\"" + phone + "\"}").path("phone").asString())
                .isEqualTo(phone);
    }

    @Test
    void a_number_that_cannot_be_stored_is_refused_and_a_long_one_is_kept() throws Exception {
        HttpResponse<String> answer = send("PATCH", id.toString(), "{\"user_data\":{\"n\":1e999999}}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains("invalid_number").contains("/user_data/n");
        assertThat(patched("{\"user_data\":{\"m\":123456789012345678901234567890}}")
                        .path("user_data")
                        .path("m")
                        .toString())
                .isEqualTo("123456789012345678901234567890");
    }

    @Test
    void a_body_that_is_no_object_is_refused() throws Exception {
        assertThat(send("PATCH", id.toString(), "[]").statusCode()).isEqualTo(400);
        assertThat(send("PATCH", id.toString(), "{").statusCode()).isEqualTo(400);
    }
}
