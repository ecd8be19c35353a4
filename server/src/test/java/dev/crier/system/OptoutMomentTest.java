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

/// Consent counts at the moment of sending, not at the moment of accepting.
class OptoutMomentTest {
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
    void whoOptsOutWhileTheirMessageWaitsGetsNothing() {
        List<String> phones = PipelineTest.phones(40);
        String person = phones.get(30);
        String id = CRIER.client().broadcast(Crier.request(phones).put("max_per_second", 5));
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> SANDBOX.stats().path("accepted").asInt() >= 3);
        SANDBOX.inbound(person, "optout");
        JsonNode report = CRIER.awaitReport(id, Duration.ofSeconds(40), PipelineTest::isFinished);
        JsonNode status = report.path("statuses").get(30);
        assertThat(status.path("status").asString()).isEqualTo("failure");
        assertThat(status.path("reason").asString()).isEqualTo("optout");
        assertThat(status.path("attempts").asInt()).isZero();
        Ledger ledger = Ledger.of(SANDBOX);
        assertThat(ledger.count(person)).isZero();
        assertThat(ledger.sends()).hasSize(39);
    }
}
