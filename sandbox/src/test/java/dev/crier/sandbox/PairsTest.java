package dev.crier.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crier.sandbox.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Definitions and sends written by others; read from beside the project when they are there. */
class PairsTest {
    /** Beside the project, or one level up when this is a work tree of it. */
    private static final List<String> PLACES =
            List.of("../shared/fixtures/meta/pairs", "../../shared/fixtures/meta/pairs");

    @TestFactory
    List<DynamicTest> everyDefinitionIsAcceptedAndItsSendFits() throws IOException {
        Optional<Path> found = PLACES.stream()
                .map(Path.of(System.getProperty("crier.root", "."))::resolve)
                .filter(Files::isDirectory)
                .findFirst();
        if (found.isEmpty()) {
            return List.of();
        }
        try (Stream<Path> pairs = Files.list(found.get())) {
            return pairs.sorted()
                    .map(pair -> DynamicTest.dynamicTest(pair.getFileName().toString(), () -> check(pair)))
                    .toList();
        }
    }

    private static void check(Path pair) throws IOException, InterruptedException {
        try (Box box = Box.open()) {
            Box.Reply created = box.create(Files.readString(pair.resolve("definition.json")));
            assertThat(created.status()).as(created.text()).isEqualTo(200);
            await().until(() -> box.status(Json.text(created.json(), "id", "")).equals("APPROVED"));

            String send = Files.readString(pair.resolve("send.json"));
            Box.Reply sent = box.graph("POST", "/v22.0/" + Box.NUMBER + "/messages", send);

            assertThat(sent.status()).as(sent.text()).isEqualTo(200);
            assertThat(box.sends()).hasSize(1);
        }
    }
}
