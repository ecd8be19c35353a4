package dev.crier.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.crier.Setting;
import dev.crier.api.Json;
import dev.crier.client.Broadcast;
import dev.crier.client.Crier;
import dev.crier.client.CrierException;
import dev.crier.client.MessageStatus;
import dev.crier.client.NewBroadcast;
import dev.crier.client.Person;
import dev.crier.client.Template;
import dev.crier.client.Upload;
import dev.crier.client.UploadResult;
import dev.crier.client.Webhook;
import dev.crier.client.WebhookVerifier;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The code of the client's README, run; and a check that the README has the same code.
@Timeout(120)
class ClientReadmeTest {
    private static final Path ROOT = Path.of(System.getProperty("crier.root"));
    private static final String HERE = "server/src/test/java/dev/crier/system/ClientReadmeTest.java";
    private static final Pattern JAVA = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path folder;

    private final StringWriter said = new StringWriter();
    private final PrintWriter log = new PrintWriter(said, true);

    @Test
    void theCodeOfTheReadmeIsTheCodeThatIsTested() throws IOException {
        String tested = plain(Files.readString(ROOT.resolve(HERE)));
        Matcher blocks = JAVA.matcher(Files.readString(ROOT.resolve("client/README.md")));
        int count = 0;
        while (blocks.find()) {
            assertThat(tested).contains(plain(blocks.group(1)));
            count++;
        }
        assertThat(count).isEqualTo(7);
    }

    /// Without spaces, since the formatter breaks lines in its own way.
    private static String plain(String code) {
        return code.replace("var _ = ", "").replaceAll("\\s+", "");
    }

    @Test
    void itSendsToSomePeopleAndAFileAndHearsWhatBecameOfThem() throws IOException {
        try (SandboxProcess sandbox = SandboxProcess.start();
                dev.crier.system.Crier server =
                        dev.crier.system.Crier.with(sandbox, Map.of(Setting.WEBHOOK_NETWORKS, "127.0.0.0/8"), 1_000)) {
            sandbox.behaviour(Json.object().put("status_delay_ms", 5).put("pair_rate", false));
            String token = server.client().authorization().replace("Bearer ", "");
            run(server.url(), server.botId().toString(), token);
        }
    }

    private void run(String url, String botId, String token) throws IOException {
        Path file = Files.writeString(
                folder.resolve("people.csv"),
                "First name;Mobile;Day;From;Until;Code\nAnn;+31640000001;3 May;10:00;12:00;a\nBob;12;;;;\n");
        Crier crier = Crier.builder().url(url).bot(botId).token(token).build();
        HttpServer listener = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        try (crier) {
            listen(crier, listener);
            Template template = crier.templates().get("delivery_notice", "en");
            Person ann = Person.phone("+31612345678")
                    .ref("order-1")
                    .param("1", "Ann")
                    .param("button0", "a1");
            NewBroadcast request = NewBroadcast.of(template)
                    .param("2", "3 May")
                    .param("3", "10:00")
                    .param("4", "12:00")
                    .param("5", "+31201234567")
                    .to(ann);
            Broadcast broadcast = crier.broadcasts().create(request);
            assertThat(broadcast.statistics().total()).isEqualTo(1);
            upload(crier, template, file);
            refuse(crier, ann);
            assertThat(said.toString())
                    .contains("row 3: The phone number is not valid")
                    .contains("finished, 0 pending")
                    .contains("template_not_found");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> said.toString().contains(" sent"));
        } finally {
            listener.stop(0);
        }
    }

    private void upload(Crier crier, Template template, Path file) {
        Broadcast draft = crier.broadcasts()
                .create(NewBroadcast.of(template).param("5", "+31201234567").draft());
        Upload people = Upload.csv(file)
                .map("phone", "Mobile")
                .map("1", "First name")
                .map("2", "Day")
                .map("3", "From")
                .map("4", "Until")
                .map("button0", "Code");
        UploadResult result = crier.broadcasts().upload(draft.id(), people);
        for (UploadResult.RowErrors row : result.errors()) {
            log.println("row " + row.row() + ": " + row.errors().getFirst().detail());
        }
        var _ = crier.broadcasts().start(draft.id());
        try (Stream<Broadcast> changes = crier.broadcasts().follow(draft.id())) {
            changes.forEach(
                    now -> log.println(now.status() + ", " + now.statistics().pending() + " pending"));
        }
        try (Stream<MessageStatus> statuses = crier.broadcasts().statuses(draft.id())) {
            statuses.filter(MessageStatus::isFailure).forEach(each -> log.println(each.phone() + ": " + each.reason()));
        }
    }

    private void refuse(Crier crier, Person ann) {
        try {
            var _ = crier.broadcasts()
                    .create(NewBroadcast.of("no_such_template", "en").to(ann));
        } catch (CrierException refused) {
            log.println(refused.code());
            refused.errors().forEach(fault -> log.println(fault.pointer() + " " + fault.detail()));
        }
    }

    @SuppressWarnings("NullAway") // a new webhook has its secret
    private void listen(Crier crier, HttpServer listener) {
        String endpoint = "http://127.0.0.1:" + listener.getAddress().getPort() + "/events";
        Webhook webhook = crier.webhooks().create(endpoint, "action_status");
        WebhookVerifier verifier = WebhookVerifier.of(webhook.secret().reveal());
        listener.createContext("/", exchange -> {
            handle(verifier, exchange);
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        listener.start();
    }

    private void handle(WebhookVerifier verifier, HttpExchange exchange) throws IOException {
        WebhookVerifier.Event event = verifier.verify(
                exchange.getRequestHeaders(), exchange.getRequestBody().readAllBytes());
        log.println(event.id() + " "
                + event.body().path("action_status").path("status").asString());
    }
}
