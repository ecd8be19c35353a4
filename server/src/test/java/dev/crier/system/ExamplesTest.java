package dev.crier.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.api.Json;
import dev.crier.openapi.Contract;
import dev.crier.openapi.Contract.Operation;
import dev.crier.template.ReengagementTemplate;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/// Every example of `openapi.yaml`, sent to a fresh installation in the order of the document, what deletes last. What
/// one answer gives, such as a broadcast's id, later requests take.
class ExamplesTest {
    private static final Contract CONTRACT = Contract.OURS;
    private static final SandboxProcess SANDBOX = SandboxProcess.start();
    private static final Crier CRIER = Crier.with(SANDBOX);
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Map<String, String> GIVEN = new HashMap<>();
    private static final String BOUNDARY = "between-the-parts";

    /// A request that an example makes.
    ///
    /// @param name of the example; empty if there is none
    /// @param type of the body; null if there is none
    /// @param example with the body as its `value`
    /// @param tried an optional parameter that has an example of its own
    private record Run(
            Operation operation,
            String name,
            @Nullable String type,
            JsonNode example,
            @Nullable JsonNode tried) {
        @Override
        public String toString() {
            return operation.id()
                    + (name.isEmpty() ? "" : ": " + name)
                    + (type == null ? "" : " as " + type)
                    + (tried == null ? "" : " with " + tried.path("name").asString());
        }

        private boolean isTrial() {
            return tried != null && tried.path("name").asString().equals("dry_run");
        }

        private int expectedStatus() {
            JsonNode own = example.path("x-crier-answers");
            return own.isMissingNode()
                    ? operation.node().path("x-crier-answers").asInt(200)
                    : own.asInt();
        }
    }

    @BeforeAll
    static void prepare() {
        SANDBOX.behaviour(
                Json.object().put("review_ms", 20).put("status_delay_ms", 5).put("read_rate", 0.5));
        SANDBOX.template(ReengagementTemplate.definition("en"));
        GIVEN.put("bot_id", CRIER.botId().toString());
        GIVEN.put("channel_id", CRIER.channelId().toString());
        SANDBOX.inbound("+31612345678", "Hello");
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> {
            var _ = CRIER.post("/whatsapp/template/sync", Json.object());
            return CRIER.get("/whatsapp/template").toString().contains(ReengagementTemplate.NAME)
                    && CRIER.get("/user/+31612345678").path("status").isMissingNode();
        });
    }

    @AfterAll
    static void end() {
        HTTP.close();
        CRIER.close();
        SANDBOX.close();
    }

    @TestFactory
    Stream<DynamicTest> every_example_is_answered_as_the_document_says() {
        List<Run> runs = CONTRACT.operations().stream()
                .flatMap(ExamplesTest::runs)
                .sorted(Comparator.comparing(run -> effect(run.operation()).equals("deletes")))
                .toList();
        assertThat(runs).hasSizeGreaterThan(80);
        return runs.stream().map(run -> DynamicTest.dynamicTest(run.toString(), () -> send(run)));
    }

    /// Of the bot, if that will do.
    private static String key(Operation operation) {
        boolean ofEnvironment = operation.node().at("/security/0").has("environment");
        return ofEnvironment ? CRIER.environmentToken() : CRIER.token();
    }

    private static String effect(Operation operation) {
        return operation.node().path("x-crier-effect").asString("");
    }

    private static Stream<Run> runs(Operation operation) {
        List<Run> runs = new ArrayList<>();
        operation
                .node()
                .path("requestBody")
                .path("content")
                .properties()
                .forEach(content -> content.getValue()
                        .path("examples")
                        .properties()
                        .forEach(example -> runs.add(
                                new Run(operation, example.getKey(), content.getKey(), example.getValue(), null))));
        if (runs.isEmpty()) {
            runs.add(new Run(operation, "", null, Json.object(), null));
        }
        Run first = runs.getFirst();
        CONTRACT.parameters(operation).stream()
                .filter(each -> !each.path("required").asBoolean() && isExemplary(each))
                .forEach(each -> runs.add(new Run(operation, first.name(), first.type(), first.example(), each)));
        // What is only tried comes before what would leave nothing to try.
        return runs.stream().sorted(Comparator.comparing(run -> !run.isTrial()));
    }

    private static boolean isExemplary(JsonNode parameter) {
        return parameter.has("example") || parameter.has("x-crier-takes");
    }

    private static void send(Run run) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(CRIER.url() + address(run)))
                .header("Authorization", "Bearer " + key(run.operation()))
                .timeout(Duration.ofSeconds(30));
        CONTRACT.parameters(run.operation()).stream()
                .filter(each -> each.path("in").asString().equals("header") && each.has("example"))
                .forEach(each -> request.header(
                        each.path("name").asString(), each.path("example").asString()));
        if (run.type() == null) {
            request.method(run.operation().method(), BodyPublishers.noBody());
        } else {
            boolean isForm = run.type().equals("multipart/form-data");
            request.header("Content-Type", run.type() + (isForm ? "; boundary=" + BOUNDARY : ""))
                    .method(run.operation().method(), BodyPublishers.ofString(isForm ? form(run) : body(run)));
        }
        HttpResponse<InputStream> response = HTTP.send(request.build(), BodyHandlers.ofInputStream());
        String type = response.headers().firstValue("content-type").orElse("");
        String body = read(response, type);
        assertThat(response.statusCode()).as(run + "\n" + body).isEqualTo(run.expectedStatus());
        CONTRACT.check(run.operation().method(), response.uri().getRawPath(), response.statusCode(), type, body);
        run.example()
                .path("x-crier-gives")
                .properties()
                .forEach(each -> GIVEN.put(
                        each.getKey(),
                        Json.parseOwn(body).at(each.getValue().asString()).asString()));
    }

    private static String body(Run run) {
        JsonNode value = run.example().path("value");
        return value.isString() ? value.asString() : value.toString();
    }

    /// Each field of the example is a file of the type that the document's `encoding` has for it.
    private static String form(Run run) {
        JsonNode encoding = run.operation()
                .node()
                .path("requestBody")
                .path("content")
                .path(String.valueOf(run.type()))
                .path("encoding");
        StringBuilder form = new StringBuilder();
        run.example()
                .path("value")
                .properties()
                .forEach(field -> form.append("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"")
                        .append(field.getKey())
                        .append("\"; filename=\"")
                        .append(field.getKey())
                        .append(".txt\"\r\nContent-Type: ")
                        .append(encoding.path(field.getKey())
                                .path("contentType")
                                .asString())
                        .append("\r\n\r\n")
                        .append(field.getValue().asString())
                        .append("\r\n"));
        return form.append("--" + BOUNDARY + "--\r\n").toString();
    }

    /// All of it; of a stream of events the first.
    private static String read(HttpResponse<InputStream> response, String type) throws IOException {
        try (InputStream in = response.body()) {
            if (!type.startsWith("text/event-stream")) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
            StringBuilder event = new StringBuilder();
            while (event.indexOf("\n\n") < 0) {
                int next = in.read();
                assertThat(next).isNotNegative();
                event.append((char) next);
            }
            assertThat(event.toString()).startsWith("event: ").contains("\ndata: {\"id\"");
            return event.toString();
        }
    }

    private static String address(Run run) {
        String path = run.operation().path();
        List<String> query = new ArrayList<>();
        for (JsonNode parameter : CONTRACT.parameters(run.operation())) {
            String name = parameter.path("name").asString();
            String value = value(run, parameter);
            if (value == null) {
                continue;
            }
            String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
            switch (parameter.path("in").asString()) {
                case "path" -> path = path.replace("{" + name + "}", encoded);
                case "query" -> query.add(name + "=" + encoded);
                default -> {}
            }
        }
        assertThat(path).doesNotContain("{");
        return query.isEmpty() ? path : path + "?" + String.join("&", query);
    }

    /// Required ones always, optional ones with the example that is called the same, or when it is their turn.
    private static @Nullable String value(Run run, JsonNode parameter) {
        JsonNode named = parameter.path("examples").path(run.name()).path("value");
        if (!run.name().isEmpty() && !named.isMissingNode()) {
            return named.asString();
        }
        if (!parameter.path("required").asBoolean() && !parameter.equals(run.tried())) {
            return null;
        }
        String taken = parameter.path("x-crier-takes").asString("");
        return taken.isEmpty() ? parameter.path("example").asString() : GIVEN.get(taken);
    }
}
