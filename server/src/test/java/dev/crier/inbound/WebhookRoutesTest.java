package dev.crier.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.crier.api.ProblemHandlers;
import dev.crier.channel.ChannelStore;
import dev.crier.channel.Provider;
import dev.crier.cloudapi.Endpoint;
import dev.crier.cloudapi.Secret;
import dev.crier.cloudapi.Signature;
import dev.crier.cloudapi.WebhookParser;
import dev.crier.cloudapi.WebhookPayload.Kind;
import dev.crier.db.TestDatabase;
import dev.crier.message.MessageId;
import dev.crier.openapi.Contract;
import dev.crier.template.TemplateStore.Filter;
import dev.crier.template.TemplateStore.StoredTemplate;
import io.helidon.webserver.WebServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

class WebhookRoutesTest {
    private static final TestDatabase DB = TestDatabase.fresh();
    private static final Scene SCENE = new Scene(DB.database());
    private static final WebServer SERVER = WebServer.builder()
            .host("127.0.0.1")
            .port(0)
            .routing(routing -> {
                ProblemHandlers.register(routing);
                new WebhookRoutes(SCENE.accounts, SCENE.channels, SCENE.intake).routing(routing);
            })
            .build()
            .start();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @AfterAll
    static void end() {
        SERVER.stop();
        CLIENT.close();
        SCENE.close();
        DB.close();
    }

    private static String path() {
        return "/webhooks/whatsapp/" + SCENE.receiver.channel().id();
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        Contract.OURS.check(response);
        return response;
    }

    private static HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + SERVER.port() + path));
    }

    private static HttpResponse<String> post(byte[] body, @Nullable String signature)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = to(path()).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        return send(signature == null ? request : request.header(Signature.HEADER, signature));
    }

    private static HttpResponse<String> signed(String body) throws IOException, InterruptedException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return post(bytes, Signature.of(Scene.APP_SECRET, bytes));
    }

    @Test
    void the_challenge_is_repeated_to_whoever_knows_the_token() throws Exception {
        String query = "?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=";
        HttpResponse<String> right = send(to(path() + query + "verify"));
        assertThat(right.statusCode()).isEqualTo(200);
        assertThat(right.body()).isEqualTo("1158201444");
        assertThat(right.headers().firstValue("content-type").orElse("")).startsWith("text/plain");
        assertThat(send(to(path() + query + "wrong")).statusCode()).isEqualTo(403);
        assertThat(send(to(path())).statusCode()).isEqualTo(403);
    }

    @Test
    void a_channel_that_does_not_exist_is_not_found() throws Exception {
        assertThat(send(to("/webhooks/whatsapp/" + new UUID(1, 1))).statusCode())
                .isEqualTo(404);
        assertThat(send(to("/webhooks/whatsapp/nonsense")).statusCode()).isEqualTo(404);
    }

    @Test
    void a_wrong_signature_is_refused_before_anything_is_read_and_never_repeated() throws Exception {
        byte[] body = "not even JSON".getBytes(StandardCharsets.UTF_8);
        String other = Signature.of(Scene.APP_SECRET, new byte[] {1});
        HttpResponse<String> answer = post(body, other);
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("\"unauthorized\"").doesNotContain(other.substring(7));
        assertThat(post(body, null).statusCode()).isEqualTo(401);
    }

    @Test
    void signed_nonsense_is_the_senders_mistake() throws Exception {
        HttpResponse<String> answer = signed("not even JSON");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("invalid_json");
    }

    @Test
    void more_than_meta_ever_sends_is_too_large() throws Exception {
        byte[] body = new byte[WebhookParser.MAX_BYTES + 1];
        assertThat(post(body, Signature.of(Scene.APP_SECRET, body)).statusCode())
                .isEqualTo(413);
    }

    @Test
    void what_is_answered_with_200_is_stored() throws Exception {
        UUID broadcast = SCENE.broadcast(SCENE.receiver, 1);
        String number = SCENE.receiver.channel().endpoint().phoneNumberId();
        HttpResponse<String> answer = signed("""
                {"object":"whatsapp_business_account","entry":[{"id":"x","changes":[{"field":"messages","value":{
                 "metadata":{"phone_number_id":"%s"},
                 "statuses":[{"id":"wamid.1","status":"delivered","timestamp":"1750030073",
                              "biz_opaque_callback_data":"%s"}]}}]}]}""".formatted(number, new MessageId(broadcast, 0, 1).callbackData()));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{}");
        assertThat(SCENE.stage(broadcast, 0)).isEqualTo("DELIVERED");
    }

    @Test
    void without_a_database_meta_is_asked_to_come_again() throws Exception {
        UUID broadcast = SCENE.broadcast(SCENE.receiver, 1);
        TestDatabase gone = TestDatabase.fresh();
        Scene scene = new Scene(gone.database());
        WebServer server = WebServer.builder()
                .host("127.0.0.1")
                .port(0)
                .routing(routing -> {
                    ProblemHandlers.register(routing);
                    // The channel is still found; what it told cannot be stored any more.
                    new WebhookRoutes(SCENE.accounts, SCENE.channels, scene.intake).routing(routing);
                })
                .build()
                .start();
        gone.close();
        byte[] body =
                """
                {"entry":[{"id":"x","changes":[{"field":"messages","value":{"statuses":[{"id":"wamid.1",
                 "status":"read","timestamp":"1","biz_opaque_callback_data":"%s"}]}}]}]}""".formatted(new MessageId(broadcast, 0, 1).callbackData()).getBytes(StandardCharsets.UTF_8);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path()))
                .header(Signature.HEADER, Signature.of(Scene.APP_SECRET, body))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        HttpResponse<String> answer = send(request);
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("retry-after")).isPresent();
        server.stop();
        scene.close();
    }

    private static HttpResponse<String> change(String waba, String field, String value) throws Exception {
        return signed("""
                {"entry":[{"id":"%s","time":1750030073,"changes":[{"value":%s,"field":"%s"}]}]}""".formatted(waba, value, field));
    }

    private static String waba() {
        return SCENE.receiver.channel().endpoint().wabaId();
    }

    @Test
    void news_of_a_template_change_our_copy_of_it() throws Exception {
        SCENE.templates.put(
                SCENE.receiver.bot().id(),
                new StoredTemplate(
                        "hello",
                        "en",
                        "77",
                        "UTILITY",
                        "PENDING",
                        null,
                        null,
                        JsonNodeFactory.instance.objectNode(),
                        Scene.NOW));
        String id =
                "\"message_template_id\":77,\"message_template_name\":\"hello\",\"message_template_language\":\"en\"";
        change(waba(), "message_template_status_update", "{\"event\":\"APPROVED\"," + id + ",\"reason\":null}");
        change(waba(), "message_template_quality_update", "{\"new_quality_score\":\"YELLOW\"," + id + "}");
        change(
                waba(),
                "template_category_update",
                "{\"previous_category\":\"UTILITY\",\"new_category\":\"MARKETING\"," + id + "}");
        change("another", "message_template_status_update", "{\"event\":\"DISABLED\"," + id + "}");
        List<StoredTemplate> stored = SCENE.templates.list(SCENE.receiver.bot().id(), new Filter("hello", null, null));
        assertThat(stored).singleElement().satisfies(template -> {
            assertThat(template.status()).isEqualTo("APPROVED");
            assertThat(template.quality()).isEqualTo("YELLOW");
            assertThat(template.category()).isEqualTo("MARKETING");
        });
        assertThat(SCENE.resyncs).isEmpty();
        change(waba(), "message_template_components_update", "{" + id + "}");
        assertThat(SCENE.resyncs).containsExactly(SCENE.receiver.bot().id());
    }

    @Test
    void news_of_the_number_and_the_account_change_the_channel() throws Exception {
        change(waba(), "phone_number_quality_update", "{\"event\":\"THROUGHPUT_UPGRADE\"}");
        assertThat(SCENE.channel().throughput()).isEqualTo(1_000);
        change(
                waba(),
                "account_update",
                "{\"event\":\"ACCOUNT_RESTRICTION\",\"restriction_info\":["
                        + "{\"restriction_type\":\"RESTRICTED_ADD_PHONE_NUMBER_ACTION\"}]}");
        change(waba(), "account_update", "{\"event\":\"VERIFIED_ACCOUNT\"}");
        change("another", "account_update", "{\"event\":\"ACCOUNT_DELETED\"}");
        assertThat(SCENE.channel().hold()).isNull();
        change(
                waba(),
                "account_update",
                "{\"event\":\"ACCOUNT_RESTRICTION\",\"restriction_info\":["
                        + "{\"restriction_type\":\"RESTRICTED_BIZ_INITIATED_MESSAGING\"}]}");
        assertThat(SCENE.channel().hold()).isNotNull();
        SCENE.channels.release(SCENE.channel().id());
    }

    @Test
    void webhooks_that_others_recorded_are_all_taken() throws Exception {
        Path root = Path.of(System.getProperty("crier.root", "."));
        Path folder = Stream.of("../shared/fixtures/meta", "../../shared/fixtures/meta")
                .map(root::resolve)
                .filter(Files::isDirectory)
                .findFirst()
                .orElse(root.resolve("no-fixtures"));
        assumeTrue(Files.isDirectory(folder), "no fixtures here");
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(each -> each.toString().contains("/webhooks/"))
                    .filter(Files::isRegularFile)
                    .toList()) {
                // As if it were our number and our account: otherwise it would be skipped.
                String body = Files.readString(file)
                        .replaceAll(
                                "(\"phone_number_id\"\\s*:\\s*)\"[^\"]*\"",
                                "$1\"" + SCENE.receiver.channel().endpoint().phoneNumberId() + "\"")
                        .replaceFirst(
                                "(\"entry\"\\s*:\\s*\\[\\s*\\{\\s*\"id\"\\s*:\\s*)\"[^\"]*\"", "$1\"" + waba() + "\"");
                assertThat(signed(body).statusCode()).as(file.toString()).isEqualTo(200);
                assertThat(signed(body).statusCode()).as(file.toString()).isEqualTo(200);
            }
        }
        SCENE.channels.release(SCENE.channel().id());
    }

    @Test
    void a_status_without_delivery_news_is_only_acknowledged() throws SQLException {
        UUID broadcast = SCENE.broadcast(SCENE.receiver, 1);
        SCENE.told(Scene.status(broadcast, 0, Kind.OTHER, 0));
        assertThat(SCENE.stage(broadcast, 0)).isEqualTo("none");
    }

    @Test
    void news_that_360dialog_brings_carry_the_header_that_it_was_given() throws Exception {
        Receiver at360 = SCENE.receiver("en");
        Endpoint endpoint = at360.channel().endpoint();
        SCENE.channels.connect(
                at360.bot().id(),
                new ChannelStore.Connection(
                        Provider.DIALOG_360,
                        new Endpoint(
                                Endpoint.Dialect.DIALOG_360,
                                endpoint.baseUrl(),
                                endpoint.version(),
                                endpoint.phoneNumberId(),
                                endpoint.wabaId(),
                                endpoint.accessToken()),
                        at360.channel().appSecret(),
                        new Secret("only-we-know"),
                        80));
        byte[] body = "{\"object\":\"whatsapp_business_account\",\"entry\":[]}".getBytes(StandardCharsets.UTF_8);
        String path = "/webhooks/whatsapp/" + at360.channel().id();
        HttpRequest.Builder request = to(path).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        assertThat(send(request).statusCode()).isEqualTo(401);
        assertThat(send(request.copy().header("X-Crier-Verify-Token", "wrong")).statusCode())
                .isEqualTo(401);
        assertThat(send(request.copy().header("X-Crier-Verify-Token", "only-we-know"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void what_meta_hints_at_about_the_number_makes_us_look_at_it() throws Exception {
        SCENE.looks.clear();
        String change = "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"id\":\""
                + SCENE.receiver.channel().endpoint().wabaId()
                + "\",\"time\":1,\"changes\":[{\"field\":\"phone_number_quality_update\",\"value\":{\"event\":\"FLAGGED\"}}]}]}";
        SCENE.intake.take(SCENE.receiver, WebhookParser.parse(change.getBytes(StandardCharsets.UTF_8)));
        assertThat(SCENE.looks).containsExactly(SCENE.receiver.channel().id());
    }
}
