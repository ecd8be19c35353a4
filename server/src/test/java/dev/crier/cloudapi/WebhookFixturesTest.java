package dev.crier.cloudapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Payloads that others recorded. They are not part of the project; without their folder there is nothing to test.
class WebhookFixturesTest {
    /// The folder is a sibling of the checkout, or of the folder that holds its worktrees.
    private static Path folder() {
        Path root = Path.of(System.getProperty("crier.root", "."));
        Path found = Stream.of("../shared/fixtures/meta", "../../shared/fixtures/meta")
                .map(root::resolve)
                .filter(Files::isDirectory)
                .findFirst()
                .orElse(root.resolve("no-fixtures"));
        assumeTrue(Files.isDirectory(found), "no fixtures here");
        return found;
    }

    @Test
    void every_webhook_of_the_index_yields_the_kind_that_its_row_says() throws IOException, MalformedWebhook {
        Path folder = folder();
        int checked = 0;
        for (String row : Files.readAllLines(folder.resolve("INDEX.md"))) {
            String[] cells = row.split("\\|", -1);
            if (cells.length > 2 && cells[1].contains("/webhooks/")) {
                WebhookPayload payload = WebhookParser.parse(Files.readAllBytes(folder.resolve(cells[1].strip())));
                assertThat(payload.skipped()).as(row).isZero();
                assertThat(said(payload)).as(row).contains(expected(cells[2].strip()));
                checked++;
            }
        }
        assertThat(checked).isGreaterThan(40);
    }

    /// `messages/status:failed err 131053` and `account_update:EVENT [BSUID]` are written as words and extras.
    private static String expected(String what) {
        return what.split(" ", 2)[0].replaceFirst("interactive\\..*", "interactive");
    }

    private static List<String> said(WebhookPayload payload) {
        List<String> said = new ArrayList<>();
        payload.statuses()
                .forEach(status ->
                        said.add("messages/status:" + status.kind().name().toLowerCase(Locale.ROOT)));
        payload.messages().forEach(message -> said.add("messages/inbound:" + message.type()));
        payload.changes().forEach(change -> {
            String event = change.value().path("event").asString("");
            said.add(change.field() + (event.isEmpty() ? "" : ":" + event));
        });
        return said;
    }

    @Test
    void every_signature_of_the_fixtures_is_right() throws IOException {
        List<Path> vectors;
        try (Stream<Path> files = Files.list(folder().resolve("signatures"))) {
            vectors = files.toList();
        }
        assertThat(vectors).isNotEmpty();
        for (Path file : vectors) {
            JsonNode vector = WireJson.MAPPER.readTree(Files.readAllBytes(file));
            Secret secret = new Secret(vector.path("app_secret").asString());
            String body = vector.path("raw_body").asString();
            byte[] signed = (vector.has("signed_bytes_are") ? escaped(body) : body).getBytes(StandardCharsets.UTF_8);
            String header = vector.path("x_hub_signature_256").asString();
            assertThat(Signature.verify(secret, signed, header))
                    .as(file.toString())
                    .isTrue();
        }
    }

    private static String escaped(String text) {
        StringBuilder out = new StringBuilder();
        text.chars().forEach(c -> out.append(c > '~' ? "\\u%04x".formatted(c) : String.valueOf((char) c)));
        return out.toString();
    }

    @Test
    void every_error_of_the_fixtures_is_read() throws IOException {
        for (String name : List.of("Bindambc__whatsapp-business-java-api", "netflie__whatsapp-cloud-api")) {
            try (Stream<Path> files = Files.list(folder().resolve(name).resolve("errors"))) {
                for (Path file : files.toList()) {
                    GraphError error = GraphAnswer.error(Files.readAllBytes(file), 400);
                    assertThat(ErrorCatalogue.sync(Objects.requireNonNull(error))
                                    .entry()
                                    .sentence())
                            .isNotBlank();
                }
            }
        }
    }
}
