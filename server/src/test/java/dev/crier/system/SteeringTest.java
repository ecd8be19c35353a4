package dev.crier.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.api.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Commands to a broadcast that runs at full speed, by the book of who was reached when.
class SteeringTest {
    private static final SandboxProcess SANDBOX = SandboxProcess.start();
    private static final Crier CRIER = Crier.with(SANDBOX);

    /// What the contract promises.
    private static final Duration EFFECTIVE = Duration.ofSeconds(1);

    private static final Duration STALL = Duration.ofSeconds(4);

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

    private static List<Integer> sendsBetween(Instant from, Instant to) {
        return Ledger.of(SANDBOX).sends().stream()
                .filter(send -> Ledger.at(send).isAfter(from) && Ledger.at(send).isBefore(to))
                .map(send -> send.path("n").asInt())
                .toList();
    }

    /// A machine that stands still for a second between the two processes looks like a late send: two of three commands
    /// must keep the promise, and none may be late by more than a stall.
    @Test
    void aPauseAndACancelTakeEffectInASecondWhileItRunsAtFullSpeed() throws InterruptedException {
        SANDBOX.reset();
        settle();
        String id = CRIER.broadcast(PipelineTest.phones(12_000));
        awaitSends(1_500);
        List<Instant> moments = new ArrayList<>();
        for (int round = 0; round < 2; round++) {
            moments.add(Instant.now());
            command(id, "pause", "paused");
            Thread.sleep(STALL);
            int reached = SANDBOX.stats().path("accepted").asInt();
            assertThat(sendsBetween(moments.getLast().plus(STALL), Instant.MAX)).isEmpty();
            command(id, "resume", "running");
            awaitSends(reached + 1_500);
        }
        moments.add(Instant.now());
        command(id, "cancel", "cancelled");
        JsonNode report = CRIER.awaitReport(
                id,
                Duration.ofSeconds(60),
                each -> each.at("/statistics/pending").asInt() == 0);
        Thread.sleep(STALL);
        assertThat(sendsBetween(moments.getLast().plus(STALL), Instant.MAX)).isEmpty();
        assertThat(moments.stream()
                        .filter(moment -> sendsBetween(moment.plus(EFFECTIVE), moment.plus(STALL))
                                .isEmpty()))
                .hasSizeGreaterThanOrEqualTo(2);

        Map<String, Long> people = Ledger.of(SANDBOX).people();
        assertThat(people.values()).containsOnly(1L);
        assertThat(people).hasSize(report.at("/statistics/success").asInt());
        assertThat(people.size() + report.at("/statistics/failed").asInt()).isEqualTo(12_000);
        assertThat(report.path("failures").values())
                .allSatisfy(each -> assertThat(each.path("reason").asString()).isEqualTo("cancelled"));
    }

    @Test
    void aBroadcastForATagStartsAtItsTimeWithWhoHasTheTagThen() throws IOException, InterruptedException {
        List<String> phones = PipelineTest.phones(12_003).subList(12_000, 12_003);
        for (String phone : phones) {
            CRIER.post("/user", Json.object().put("phone", phone));
        }
        var request = Crier.request(List.of());
        request.remove("users");
        request.putObject("audience").putArray("tags").add("vip");
        for (String field : List.of("date", "from", "to", "track")) {
            ((ObjectNode) request.path("params")).put(field, "x");
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
        assertThat(metrics()).contains("crier_schedule_lateness_seconds");
    }

    private static String metrics() throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(CRIER.url() + "/metrics")).build();
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }
}
