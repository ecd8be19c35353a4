package dev.crier.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.Setting;
import dev.crier.api.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// kill -9 in the middle of a broadcast, three times: nobody is lost and nobody hears twice.
class KillTest {
    private static final int PEOPLE = 5_000;
    private static final int PER_SECOND = 600;
    private static final SandboxProcess SANDBOX = SandboxProcess.start();

    @BeforeAll
    static void settle() {
        SANDBOX.behaviour(Json.object()
                .put("throughput_per_second", 2 * PER_SECOND)
                .put("status_delay_ms", 50)
                .put("webhook_retry_cap_ms", 500));
    }

    @AfterAll
    static void stop() {
        SANDBOX.close();
    }

    @Test
    void threeKillsLoseNobodyAndReachNobodyTwice() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<Setting, String> settings = Map.of(Setting.UNKNOWN_GRACE, "20s");
        try (CrierProcess crier = CrierProcess.start(SANDBOX, settings, PER_SECOND, List.of("-Xmx256m"))) {
            Client client = crier.client();
            String id = client.broadcast(PipelineTest.phones(PEOPLE));
            for (int third = 0; third < 3; third++) {
                int moment = third * PEOPLE / 3 + 100 + random.nextInt(PEOPLE / 3 - 200);
                Awaitility.await()
                        .atMost(Duration.ofMinutes(2))
                        .pollInterval(Duration.ofMillis(10))
                        .until(() -> SANDBOX.stats().path("accepted").asInt() >= moment);
                crier.kill();
                crier.start();
            }
            JsonNode summary = client.awaitSummary(id, Duration.ofMinutes(3), PipelineTest::isFinished);
            Ledger ledger = Ledger.of(SANDBOX);
            assertThat(ledger.people()).as("seed %d: %s", seed, summary).hasSize(PEOPLE);
            assertThat(ledger.sends()).as("seed %d: %s", seed, summary).hasSize(PEOPLE);
            assertThat(summary.path("statistics").path("success").asInt())
                    .as("seed %d: %s", seed, summary)
                    .isEqualTo(PEOPLE);
        }
    }
}
