package dev.crier.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.api.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// WhatsApp grants less than the channel believes: the lane finds out what, and nobody pays for it.
class ThrottleTest {
    private static final int PEOPLE = 300;
    private static final int LIMIT = 20;
    private static final SandboxProcess SANDBOX = SandboxProcess.start();
    private static final Crier CRIER = Crier.with(SANDBOX, Map.of(), 80);

    @BeforeAll
    static void settle() {
        SANDBOX.behaviour(Json.object().put("throughput_per_second", LIMIT).put("status_delay_ms", 20));
    }

    @AfterAll
    static void stop() {
        CRIER.close();
        SANDBOX.close();
    }

    @Test
    void aNumberThatIsSlowerThanItsChannelSaysReachesAllAndDoesNotStall() {
        String id = CRIER.broadcast(PipelineTest.phones(PEOPLE));
        JsonNode report = CRIER.awaitReport(
                id,
                Duration.ofSeconds(60),
                each -> each.path("statistics").path("success").asInt() == PEOPLE);
        assertThat(report.path("statistics").path("failed").asInt()).isZero();
        report.path("statuses")
                .forEach(status -> assertThat(status.path("attempts").asInt()).isEqualTo(1));
        List<Instant> times =
                Ledger.of(SANDBOX).sends().stream().map(Ledger::at).sorted().toList();
        assertThat(times).hasSize(PEOPLE);
        List<Instant> later = times.subList(PEOPLE / 3, PEOPLE);
        double seconds = Duration.between(later.getFirst(), later.getLast()).toMillis() / 1e3;
        double rate = (later.size() - 1) / seconds;
        int refused = SANDBOX.stats().path("throttled").asInt();
        String measured = "%.1f/s of %d/s, %d refused for %d accepted".formatted(rate, LIMIT, refused, PEOPLE);
        System.out.println("Throttled: " + measured);
        // That it spends 95 % of the limit is proven on a clock of our own (PacerTest); this machine may be busy.
        assertThat(rate).as(measured).isGreaterThanOrEqualTo(0.4 * LIMIT);
        assertThat(refused).as(measured).isLessThan(PEOPLE / 3);
    }
}
