package dev.crier.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.api.Json;
import java.time.Duration;
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
        SANDBOX.behaviour(Json.object().put("throughput_per_second", 1_000).put("status_delay_ms", 20));
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
        JsonNode report = CRIER.awaitReport(
                id,
                Duration.ofSeconds(20),
                it -> !it.toString().contains(waiting) && !it.toString().contains(sent));
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
}
