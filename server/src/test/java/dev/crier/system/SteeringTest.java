package dev.crier.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.api.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Commands to a broadcast that runs at full speed, by the book of who was reached when.
class SteeringTest {
    private static final SandboxProcess SANDBOX = SandboxProcess.start();
    private static final Crier CRIER = Crier.with(SANDBOX);

    /// What the contract promises.
    private static final Duration EFFECTIVE = Duration.ofSeconds(1);

    @BeforeAll
    static void settle() {
        SANDBOX.behaviour(Json.object().put("throughput_per_second", 1_000).put("status_delay_ms", 20));
    }

    @AfterAll
    static void stop() {
        CRIER.close();
        SANDBOX.close();
    }

    private static void command(String id, String command, String state) {
        JsonNode answer = CRIER.post("/whatsapp/broadcast/" + id + "/" + command, Json.object());
        assertThat(answer.path("status").asString()).isEqualTo(state);
    }

    private static void awaitSends(int count) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> SANDBOX.stats().path("accepted").asInt() >= count);
    }

    private static List<JsonNode> sendsAfter(Instant moment) {
        return Ledger.of(SANDBOX).sends().stream()
                .filter(send -> Ledger.at(send).isAfter(moment))
                .toList();
    }

    @Test
    void aPauseAndACancelTakeEffectInASecondWhileItRunsAtFullSpeed() throws InterruptedException {
        String id = CRIER.broadcast(PipelineTest.phones(12_000));
        awaitSends(1_500);
        Instant paused = Instant.now();
        command(id, "pause", "paused");
        Thread.sleep(Duration.ofSeconds(3));
        assertThat(sendsAfter(paused.plus(EFFECTIVE))).isEmpty();
        int reached = SANDBOX.stats().path("accepted").asInt();

        command(id, "resume", "running");
        awaitSends(reached + 1_500);
        Instant cancelled = Instant.now();
        command(id, "cancel", "cancelled");
        JsonNode report = CRIER.awaitReport(
                id,
                Duration.ofSeconds(60),
                each -> each.at("/statistics/pending").asInt() == 0);
        assertThat(sendsAfter(cancelled.plus(EFFECTIVE))).isEmpty();

        Map<String, Long> people = Ledger.of(SANDBOX).people();
        assertThat(people.values()).containsOnly(1L);
        assertThat(people).hasSize(report.at("/statistics/success").asInt());
        assertThat(people.size() + report.at("/statistics/failed").asInt()).isEqualTo(12_000);
        assertThat(report.path("failures").values())
                .allSatisfy(each -> assertThat(each.path("reason").asString()).isEqualTo("cancelled"));
    }

    @Test
    void aBroadcastForATagStartsAtItsTimeWithWhoHasTheTagThen() {
        List<String> phones = PipelineTest.phones(3);
        for (String phone : phones) {
            CRIER.post("/user", Json.object().put("phone", phone));
        }
        var request = Crier.request(List.of());
        request.remove("users");
        request.putObject("audience").putArray("tags").add("vip");
        for (String field : List.of("date", "from", "to", "track")) {
            ((tools.jackson.databind.node.ObjectNode) request.path("params")).put(field, "x");
        }
        Instant start = Instant.now().plusSeconds(3);
        request.put("scheduled_at", start.toString());
        JsonNode accepted = CRIER.post("/whatsapp/broadcast", request);
        assertThat(accepted.path("status").asString()).isEqualTo("scheduled");
        for (String phone : phones.subList(0, 2)) {
            var tags = Json.object();
            tags.putArray("add").add("vip");
            CRIER.post("/user/" + phone + "/tag", tags);
        }
        JsonNode report =
                CRIER.awaitReport(accepted.path("id").asString(), Duration.ofSeconds(30), PipelineTest::isFinished);
        assertThat(report.path("statuses").values().stream()
                        .map(status -> status.path("phone").asString()))
                .containsExactlyInAnyOrderElementsOf(phones.subList(0, 2));
        assertThat(report.at("/statistics/failed").asInt()).isZero();
        Instant gathered = Instant.parse(report.path("gathered_at").asString());
        assertThat(gathered).isBetween(start.minusMillis(1), start.plusSeconds(5));
        assertThat(CRIER.send("GET", CRIER.url() + "/metrics", "").body()).contains("crier_schedule_lateness_seconds");
    }
}
