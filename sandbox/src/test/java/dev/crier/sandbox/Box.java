package dev.crier.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crier.sandbox.account.Accounts;
import dev.crier.sandbox.http.Sandbox;
import dev.crier.sandbox.wire.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A sandbox of its own for a test, quick and without read dice, with a callback. */
final class Box implements AutoCloseable {
    static final String WABA = "1000";
    static final String NUMBER = "2000";
    static final String TOKEN = "token";
    static final String SECRET = "secret";
    static final String ANN = "+31631234567";

    record Reply(int status, String text, HttpHeaders headers) {
        JsonNode json() {
            return Json.parse(text).orElseThrow();
        }

        int code() {
            return json().path("error").path("code").asInt(0);
        }

        int subcode() {
            return json().path("error").path("error_subcode").asInt(0);
        }

        String details() {
            return json().path("error").path("error_data").path("details").asString("");
        }
    }

    final Receiver hook;
    private final Sandbox sandbox;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Box() throws IOException {
        hook = new Receiver();
        sandbox = Sandbox.start(new Sandbox.Options(
                "127.0.0.1",
                0,
                7,
                10_000,
                new Accounts.Wish(WABA, NUMBER, "+1 555-078-3881", TOKEN, SECRET, hook.url(), "letmein")));
    }

    static Box open() throws IOException, InterruptedException {
        Box box = new Box();
        box.behave("""
                {"latency_ms":0,"status_delay_ms":5,"review_ms":0,"read_rate":1,"throughput_per_second":0}""");
        return box;
    }

    String origin() {
        return "http://127.0.0.1:" + sandbox.port();
    }

    Reply call(String method, String path, @Nullable String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(path.startsWith("http") ? path : origin() + path))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Reply(response.statusCode(), response.body(), response.headers());
    }

    Reply graph(String method, String path, @Nullable String body) throws IOException, InterruptedException {
        return call(method, path, body, "Authorization", "Bearer " + TOKEN, "Content-Type", "application/json");
    }

    Reply control(String method, String path, @Nullable String body) throws IOException, InterruptedException {
        return call(method, "/sandbox" + path, body);
    }

    void behave(String change) throws IOException, InterruptedException {
        assertThat(control("PUT", "/behaviour", change).status()).isEqualTo(200);
    }

    Reply create(String template) throws IOException, InterruptedException {
        return graph("POST", "/v26.0/" + WABA + "/message_templates", template);
    }

    /** Creates a template and waits until it is approved; gives its id. */
    String approved(String template) throws IOException, InterruptedException {
        Reply reply = create(template);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        String id = Json.text(reply.json(), "id", "");
        await().until(() -> status(id).equals("APPROVED"));
        return id;
    }

    String status(String templateId) throws IOException, InterruptedException {
        return Json.text(graph("GET", "/v26.0/" + templateId, null).json(), "status", "");
    }

    /** A template with one variable, so that sends have something to fill. */
    String greeting() throws IOException, InterruptedException {
        return approved("""
                {"name":"greeting","language":"en","category":"UTILITY","components":[
                 {"type":"BODY","text":"Hello {{1}}, welcome.","example":{"body_text":[["Ann"]]}}]}""");
    }

    static ObjectNode greetingTo(String to) {
        return template(to, "greeting", """
                [{"type":"body","parameters":[{"type":"text","text":"Ann"}]}]""");
    }

    static ObjectNode template(String to, String name, String components) {
        ObjectNode message =
                Json.object().put("messaging_product", "whatsapp").put("to", to).put("type", "template");
        ObjectNode template = message.putObject("template").put("name", name);
        template.putObject("language").put("code", "en");
        template.set("components", Json.parse(components).orElseThrow());
        return message;
    }

    Reply send(ObjectNode message) throws IOException, InterruptedException {
        return graph("POST", "/v26.0/" + NUMBER + "/messages", message.toString());
    }

    /** Sends and gives the message id. */
    String sent(ObjectNode message) throws IOException, InterruptedException {
        Reply reply = send(message);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return Json.text(reply.json().path("messages").path(0), "id", "");
    }

    List<JsonNode> sends() throws IOException, InterruptedException {
        return control("GET", "/sends", null)
                .text()
                .lines()
                .map(line -> Json.parse(line).orElseThrow())
                .toList();
    }

    JsonNode stats() throws IOException, InterruptedException {
        return control("GET", "/stats", null).json();
    }

    void settle() {
        await().until(() -> stats().path("webhooks_pending").asLong() == 0);
    }

    static ArrayNode array(String json) {
        return (ArrayNode) Json.parse(json).orElseThrow();
    }

    @Override
    public void close() {
        sandbox.close();
        hook.close();
    }
}
