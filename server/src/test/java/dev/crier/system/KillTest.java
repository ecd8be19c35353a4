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

/// kill -9 in the middle of two broadcasts, three times: nobody is lost and nobody hears twice.
class KillTest {
    private static final int PEOPLE = 1_250;
    private static final int KILLS = 3;

    /// Little enough for a server that has just started, beside other tests: statuses that wait longer than the grace
    /// time would be taken for none.
    private static final int PER_SECOND = 300;

    /// With it, many are on their way at each kill.
    private static final int LATENCY_MILLIS = 150;

    private static final int MAX_IN_FLIGHT = 64;

    /// Counted from the restart that finds the journal; the sandbox repeats a status at least twice a second.
    private static final String GRACE = "15s";

    private static SandboxProcess sandbox() {
        SandboxProcess sandbox = SandboxProcess.start();
        sandbox.behaviour(Json.object()
                .put("throughput_per_second", 2 * PER_SECOND)
                .put("latency_ms", LATENCY_MILLIS)
                .put("status_delay_ms", 50)
                .put("read_rate", 0)
                .put("webhook_retry_cap_ms", 500));
        return sandbox;
    }

    /// A kill between the journal's mark and the write of the bytes leaves a message in doubt that nobody sent; with
    /// `retry` it goes out after the grace time, as no status can be on its way any more in this sandbox. By
    /// default it is reported as unknown. Both broadcasts run at once, so that the same kills hit both.
    @Test
    void threeKillsLoseNobodyAndReachNobodyTwice() {
        long seed = System.nanoTime();
        try (SandboxProcess sandbox = sandbox();
                CrierProcess crier = CrierProcess.start(
                        sandbox, Map.of(Setting.UNKNOWN_GRACE, GRACE), PER_SECOND, List.of("-Xmx256m"))) {
            List<String> phones = PipelineTest.phones(2 * PEOPLE);
            List<String> again = phones.subList(0, PEOPLE);
            List<String> held = phones.subList(PEOPLE, 2 * PEOPLE);
            String retry = broadcast(crier, again, "retry");
            String hold = broadcast(crier, held, "hold");
            killWhileItSends(sandbox, crier, new Random(seed));

            Outcome retried = outcome(sandbox, crier, retry, again);
            assertThat(retried.reached()).as("seed %d: %s", seed, retried).isEqualTo(PEOPLE);
            assertThat(retried.success()).as("seed %d: %s", seed, retried).isEqualTo(PEOPLE);

            Outcome reported = outcome(sandbox, crier, hold, held);
            assertThat(reported.success()).as("seed %d: %s", seed, reported).isEqualTo(reported.reached());
            assertThat(reported.unknown())
                    .as("seed %d: %s", seed, reported)
                    .isEqualTo(PEOPLE - reported.reached())
                    .isLessThan(KILLS * MAX_IN_FLIGHT);
        }
    }

    private static String broadcast(CrierProcess crier, List<String> phones, String onUnknown) {
        return crier.client().broadcast(Crier.request(phones).put("on_unknown", onUnknown));
    }

    private static void killWhileItSends(SandboxProcess sandbox, CrierProcess crier, Random random) {
        int part = 2 * PEOPLE / KILLS;
        for (int kill = 0; kill < KILLS; kill++) {
            int moment = kill * part + 100 + random.nextInt(part - 200);
            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> sandbox.stats().path("accepted").asInt() >= moment);
            crier.kill();
            crier.start();
        }
    }

    /// How a broadcast ended.
    ///
    /// @param reached people in the sandbox's ledger
    /// @param success of the report, and with reason `outcome_unknown`
    private record Outcome(int reached, int success, int unknown) {}

    /// Waits for the end of the broadcast; nobody of it may have heard twice.
    private static Outcome outcome(SandboxProcess sandbox, CrierProcess crier, String id, List<String> phones) {
        JsonNode summary = crier.client().awaitSummary(id, Duration.ofMinutes(3), PipelineTest::isFinished);
        Ledger ledger = Ledger.of(sandbox).of(phones);
        int reached = ledger.people().size();
        int unknown = (int) crier.client()
                .report(id)
                .path("failures")
                .valueStream()
                .filter(failure -> failure.path("reason").asString().equals("outcome_unknown"))
                .count();
        Outcome outcome =
                new Outcome(reached, summary.path("statistics").path("success").asInt(), unknown);
        assertThat(ledger.twice()).as(outcome.toString()).isEmpty();
        return outcome;
    }
}
