package dev.crier.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.Setting;
import dev.crier.api.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// kill -9 in the middle of a broadcast, three times: nobody is lost and nobody hears twice.
class KillTest {
    private static final int PEOPLE = 5_000;
    private static final int PER_SECOND = 600;
    private static final int MAX_IN_FLIGHT = 64;
    private static final String GRACE = "30s";

    private static SandboxProcess sandbox() {
        SandboxProcess sandbox = SandboxProcess.start();
        sandbox.behaviour(Json.object()
                .put("throughput_per_second", 2 * PER_SECOND)
                .put("status_delay_ms", 50)
                .put("webhook_retry_cap_ms", 500));
        return sandbox;
    }

    /// A kill between the journal's mark and the write of the bytes leaves a message in doubt that nobody sent; with
    /// `retry` it goes out after the grace time, as no status can be on its way any more in this sandbox.
    @Test
    void threeKillsLoseNobodyAndReachNobodyTwice() {
        Outcome outcome = broadcastThrough(3, "retry");
        assertThat(outcome.reached()).as(outcome.toString()).isEqualTo(PEOPLE);
        assertThat(outcome.success()).as(outcome.toString()).isEqualTo(PEOPLE);
    }

    @Test
    void whoseMessageDidNotLeaveBeforeAKillIsReportedAsUnknownByDefault() {
        Outcome outcome = broadcastThrough(1, "hold");
        assertThat(outcome.success()).as(outcome.toString()).isEqualTo(outcome.reached());
        assertThat(outcome.unknown()).as(outcome.toString()).isEqualTo(PEOPLE - outcome.reached());
        assertThat(outcome.unknown()).as(outcome.toString()).isLessThan(MAX_IN_FLIGHT);
    }

    /// How a broadcast ended.
    ///
    /// @param reached people in the sandbox's ledger
    /// @param success of the report, and with reason `outcome_unknown`
    private record Outcome(long seed, int reached, int success, int unknown) {}

    /// Kills and restarts the server so many times within the broadcast; nobody may hear twice.
    private static Outcome broadcastThrough(int kills, String onUnknown) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<Setting, String> settings = Map.of(Setting.UNKNOWN_GRACE, GRACE);
        try (SandboxProcess sandbox = sandbox();
                CrierProcess crier = CrierProcess.start(sandbox, settings, PER_SECOND, List.of("-Xmx256m"))) {
            Client client = crier.client();
            String id =
                    client.broadcast(Crier.request(PipelineTest.phones(PEOPLE)).put("on_unknown", onUnknown));
            int part = PEOPLE / kills;
            for (int kill = 0; kill < kills; kill++) {
                int moment = kill * part + 100 + random.nextInt(part - 200);
                Awaitility.await()
                        .atMost(Duration.ofMinutes(2))
                        .pollInterval(Duration.ofMillis(10))
                        .until(() -> sandbox.stats().path("accepted").asInt() >= moment);
                crier.kill();
                crier.start();
            }
            JsonNode summary = client.awaitSummary(id, Duration.ofMinutes(3), PipelineTest::isFinished);
            Ledger ledger = Ledger.of(sandbox);
            int reached = ledger.people().size();
            int unknown = (int) client.report(id)
                    .path("failures")
                    .valueStream()
                    .filter(failure -> failure.path("reason").asString().equals("outcome_unknown"))
                    .count();
            Outcome outcome = new Outcome(
                    seed, reached, summary.path("statistics").path("success").asInt(), unknown);
            assertThat(ledger.sends()).as(outcome.toString()).hasSize(reached);
            return outcome;
        }
    }
}
