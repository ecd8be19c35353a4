package dev.crier.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.api.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Who is erased while their message waits gets nothing, and the report knows their number no more.
class ErasedPersonTest {
    private static final SandboxProcess SANDBOX = SandboxProcess.start();
    private static final Crier CRIER = Crier.with(SANDBOX);

    @BeforeAll
    static void settle() {
        SANDBOX.behaviour(Json.object().put("throughput_per_second", 1_000).put("status_delay_ms", 4_000));
    }

    @AfterAll
    static void stop() {
        CRIER.close();
        SANDBOX.close();
    }

    @Test
    void whoIsErasedWhileTheirMessageWaitsGetsNothingAndIsAnEntryWithoutNumber() {
        List<String> phones = PipelineTest.phones(40);
        String waiting = phones.get(30);
        String sent = phones.getFirst();
        String id = CRIER.client().broadcast(Crier.request(phones).put("max_per_second", 5));
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> SANDBOX.stats().path("accepted").asInt() >= 3);
        for (String person : List.of(waiting, sent)) {
            assertThat(CRIER.client().send("DELETE", "/user/" + person, "").statusCode())
                    .isEqualTo(200);
        }
        CRIER.awaitReport(id, Duration.ofSeconds(40), PipelineTest::isFinished);
        CRIER.awaitReport(id, Duration.ofSeconds(20), it -> !holds(it, waiting) && !holds(it, sent));
        // What Meta says of the message after its person has gone counts, and does not bring the number back.
        JsonNode report = CRIER.awaitReport(
                id,
                Duration.ofSeconds(30),
                it -> List.of("delivered", "read")
                        .contains(it.path("statuses").get(0).path("status").asString()));
        assertThat(holds(report, sent)).isFalse();
        assertThat(report.path("statuses").get(0).has("message_id")).isFalse();
        assertThat(report.path("statuses").get(1).has("message_id")).isTrue();
        assertThat(holds(report, phones.get(1))).isTrue();
        assertThat(report.path("statuses")).hasSize(40);
        JsonNode status = report.path("statuses").get(30);
        assertThat(status.path("status").asString()).isEqualTo("failure");
        assertThat(status.has("phone")).isFalse();
        assertThat(report.path("statuses").get(0).path("status").asString()).isNotEqualTo("failure");
        assertThat(report.at("/statistics/failed").asInt()).isEqualTo(1);
        assertThat(report.at("/statistics/success").asInt()).isEqualTo(39);
        Ledger ledger = Ledger.of(SANDBOX);
        assertThat(ledger.count(waiting)).isZero();
        assertThat(ledger.sends()).hasSize(39);
    }

    /// Whether a number is in the report, also inside of the id of a message.
    private static boolean holds(JsonNode report, String phone) {
        String digits = phone.substring(1);
        return report.toString().contains(digits)
                || report.path("statuses")
                        .valueStream()
                        .anyMatch(status -> decoded(status).contains(digits));
    }

    private static String decoded(JsonNode status) {
        String wamid = status.path("message_id").asString("wamid.");
        return new String(Base64.getDecoder().decode(wamid.substring("wamid.".length())), StandardCharsets.ISO_8859_1);
    }
}
