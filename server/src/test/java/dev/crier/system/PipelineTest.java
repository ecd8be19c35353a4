package dev.crier.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.api.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The way of a message, from the request to the last webhook.
class PipelineTest {
    private static final SandboxProcess SANDBOX = SandboxProcess.start();
    private static Crier crier = Crier.with(SANDBOX);

    @BeforeAll
    static void settle() {
        SANDBOX.reset();
        SANDBOX.behaviour(Json.object().put("throughput_per_second", 1_000).put("status_delay_ms", 20));
    }

    @AfterEach
    void forget() {
        SANDBOX.reset();
        SANDBOX.behaviour(Json.object().put("throughput_per_second", 1_000).put("status_delay_ms", 20));
    }

    @AfterAll
    static void stop() {
        crier.close();
        SANDBOX.close();
    }

    static List<String> phones(int count) {
        List<String> phones = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            phones.add("+3162%07d".formatted(i));
        }
        return phones;
    }

    static boolean isFinished(JsonNode report) {
        return report.path("status").asString().equals("finished");
    }

    @Test
    void aBroadcastReachesEachPersonOnceAndTheirStatusesComeBack() {
        SANDBOX.behaviour(Json.object().put("read_rate", 1));
        String id = crier.broadcast(phones(500));
        JsonNode report = crier.awaitReport(
                id, each -> each.path("statistics").path("read").asInt() == 500 && isFinished(each));
        assertThat(report.path("statuses")).hasSize(500);
        assertThat(report.path("statuses").get(3).path("ref").asString()).isEqualTo("order-3");
        Set<String> reached = new HashSet<>();
        List<JsonNode> sends = SANDBOX.sends();
        sends.forEach(send -> reached.add(send.path("to").asString()));
        assertThat(sends).hasSize(500);
        assertThat(reached).hasSize(500);
        assertThat(sends.getFirst().path("rendered").path("body").asString()).startsWith("Hello Customer, your order");
    }

    @Test
    void whoTextsOptoutGetsAnAnswerAndNoFurtherBroadcastUntilOptin() {
        String person = "+31620000001";
        SANDBOX.inbound(person, "Optout!");
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> SANDBOX.sends().stream()
                        .anyMatch(send -> send.path("to").asString().equals(person)));
        JsonNode blocked = crier.awaitReport(crier.broadcast(List.of(person)), PipelineTest::isFinished);
        JsonNode status = blocked.path("statuses").get(0);
        assertThat(status.path("status").asString()).isEqualTo("failure");
        assertThat(status.path("reason").asString()).isEqualTo("optout");
        SANDBOX.inbound(person, "opt in");
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> SANDBOX.sends().size() == 2);
        crier.awaitReport(
                crier.broadcast(List.of(person)),
                report -> report.path("statistics").path("success").asInt() == 1);
    }

    @Test
    void aChosenFailureIsTriedAgainAndCountsItsAttempts() {
        String unreachable = "+31610131026";
        String id = crier.broadcast(List.of(unreachable));
        crier.awaitReport(id, PipelineTest::isFinished);
        crier.post("/whatsapp/broadcast/" + id + "/retry", retry("recipient_unreachable"));
        JsonNode report = crier.awaitReport(
                id, each -> each.path("statuses").get(0).path("attempts").asInt() == 2 && isFinished(each));
        assertThat(report.path("statuses").get(0).path("reason").asString()).isEqualTo("recipient_unreachable");
        assertThat(SANDBOX.sends()).hasSize(2);
    }

    /// As another node would have stored it: this one has heard nothing of it.
    @Test
    void whoOptsOutWhileARetryWaitsHearsNothingMore() {
        String unwanted = "+31610130472";
        String id = crier.broadcast(List.of(unwanted));
        crier.awaitReport(id, PipelineTest::isFinished);
        crier.database()
                .database()
                .jdbi()
                .useHandle(handle ->
                        handle.execute("UPDATE contact SET whatsapp_optout = 'all' WHERE phone = ?", unwanted));
        crier.post("/whatsapp/broadcast/" + id + "/retry", retry("not_delivered_by_policy"));
        JsonNode report = crier.awaitReport(
                id,
                each -> each.path("statuses").get(0).path("reason").asString("").equals("optout") && isFinished(each));
        assertThat(report.path("statistics").path("failed").asInt()).isEqualTo(1);
        assertThat(SANDBOX.sends()).hasSize(1);
    }

    private static ObjectNode retry(String reason) {
        ObjectNode body = Json.object();
        body.putArray("reasons").add(reason);
        return body;
    }
}
