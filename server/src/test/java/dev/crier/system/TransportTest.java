package dev.crier.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.Setting;
import dev.crier.api.Json;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Answers that are lost, late, broken or wrong, provoked by the sandbox's magic recipients and its dice.
class TransportTest {
    private static final SandboxProcess SANDBOX = SandboxProcess.start();
    private static final Crier CRIER = Crier.with(SANDBOX, Map.of(Setting.UNKNOWN_GRACE, "4s"), 1_000);

    @BeforeEach
    void settle() {
        SANDBOX.reset();
        SANDBOX.behaviour(Json.object()
                .put("throughput_per_second", 1_000)
                .put("status_delay_ms", 20)
                .put("latency_ms", 5)
                .put("slow_ms", 1_500)
                .put("pacing_ms", 300)
                .put("pair_rate", false)
                .put("read_rate", 0));
    }

    @AfterAll
    static void stop() {
        CRIER.close();
        SANDBOX.close();
    }

    private static String magic(int number) {
        return "+31612%06d".formatted(number);
    }

    private static String post(int number, String onUnknown) {
        ObjectNode request = Crier.request(List.of(magic(number))).put("on_unknown", onUnknown);
        return CRIER.client().broadcast(request);
    }

    private static JsonNode user(JsonNode report) {
        return report.path("statuses").get(0);
    }

    private static JsonNode awaitStatus(String id, String status) {
        return user(CRIER.awaitReport(
                id, report -> user(report).path("status").asString().equals(status)));
    }

    private static JsonNode awaitDoubt(String id) {
        return user(
                CRIER.awaitReport(id, report -> user(report).path("in_doubt").asBoolean(false)));
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 14})
    void anAnswerThatWasLostAfterAcceptanceIsSettledByTheWebhookWithoutASecondSend(int number) {
        JsonNode user = awaitStatus(post(number, "hold"), "delivered");
        assertThat(user.path("attempts").asInt()).isEqualTo(1);
        assertThat(user.path("message_id").asString()).startsWith("wamid.");
        assertThat(user.has("in_doubt")).isFalse();
        assertThat(Ledger.of(SANDBOX).count(magic(number))).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"11, 1", "12, 0", "13, 0"})
    void anUnknownOutcomeIsHeldForTheGraceTimeAndThenReportedAsUnknown(int number, long accepted) {
        String id = post(number, "hold");
        JsonNode waiting = awaitDoubt(id);
        assertThat(waiting.path("status").asString()).isEqualTo("pending");
        JsonNode user = awaitStatus(id, "failure");
        assertThat(user.path("reason").asString()).isEqualTo("outcome_unknown");
        assertThat(user.path("attempts").asInt()).isEqualTo(1);
        assertThat(Ledger.of(SANDBOX).count(magic(number))).isEqualTo(accepted);
    }

    @Test
    void anUnknownOutcomeIsSentAgainAfterTheGraceTimeIfTheBroadcastWantsThat() {
        String id = post(11, "retry");
        Awaitility.await()
                .atMost(Duration.ofSeconds(15))
                .until(() -> Ledger.of(SANDBOX).count(magic(11)) == 2);
        JsonNode user = awaitDoubt(id);
        assertThat(user.path("attempts").asInt()).isEqualTo(2);
        CRIER.post("/whatsapp/broadcast/" + id + "/cancel", Json.object());
    }

    @ParameterizedTest
    @ValueSource(ints = {11, 12, 13})
    void anUnknownOutcomeFailsAtOnceIfTheBroadcastWantsThat(int number) {
        long startedAt = System.nanoTime();
        JsonNode user = awaitStatus(post(number, "fail"), "failure");
        assertThat(user.path("reason").asString()).isEqualTo("outcome_unknown");
        assertThat(Duration.ofNanos(System.nanoTime() - startedAt)).isLessThan(Duration.ofSeconds(4));
    }

    @Test
    void aSlowAnswerIsWaitedFor() {
        JsonNode user = awaitStatus(post(15, "hold"), "delivered");
        assertThat(user.path("attempts").asInt()).isEqualTo(1);
        assertThat(Ledger.of(SANDBOX).count(magic(15))).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"16, sent", "17, sent", "18, delivered", "19, read", "24, delivered"})
    void whateverStatusesComeTheLastOneIsReported(int number, String status) {
        String id = post(number, "hold");
        assertThat(awaitStatus(id, status).path("attempts").asInt()).isEqualTo(1);
        CRIER.awaitReport(id, PipelineTest::isFinished);
        assertThat(Ledger.of(SANDBOX).count(magic(number))).isEqualTo(1);
    }

    /// Throttles (130429, 131056) cost no try.
    @ParameterizedTest
    @CsvSource({"20, 1, 1", "21, 3, 1", "22, 1, 1", "23, 2, 2"})
    void aDefiniteErrorThatPassesIsTriedAgainUntilDelivered(int number, int attempts, long accepted) {
        JsonNode user = awaitStatus(post(number, "hold"), "delivered");
        assertThat(user.path("attempts").asInt()).isEqualTo(attempts);
        assertThat(Ledger.of(SANDBOX).count(magic(number))).isEqualTo(accepted);
    }

    @Test
    void aTemplateThatFailsItsQualityAssessmentPausesTheBroadcast() {
        String id = post(25, "hold");
        JsonNode report =
                CRIER.awaitReport(id, each -> each.path("status").asString().equals("paused"));
        assertThat(report.path("cause").path("code").asInt()).isEqualTo(132015);
        assertThat(user(report).path("status").asString()).isEqualTo("pending");
        CRIER.post("/whatsapp/broadcast/" + id + "/cancel", Json.object());
    }

    @Test
    void lostAnswersAndWebhooksInAnyOrderLeaveEachPersonReachedOnceAndTheNumbersRight() {
        SANDBOX.behaviour(Json.object()
                .put("lose_response", 0.2)
                .put("duplicate_webhook", 0.3)
                .put("shuffle_webhooks", 0.5)
                .put("early_webhook", 0.3)
                .put("read_rate", 0.5));
        String id = CRIER.broadcast(PipelineTest.phones(500));
        JsonNode report = CRIER.awaitReport(id, Duration.ofSeconds(60), each -> {
            JsonNode numbers = each.path("statistics");
            boolean all =
                    numbers.path("delivered").asInt() + numbers.path("read").asInt() == 500;
            return all && SANDBOX.stats().path("webhooks_pending").asInt() == 0 && PipelineTest.isFinished(each);
        });
        Ledger ledger = Ledger.of(SANDBOX);
        assertThat(ledger.people()).hasSize(500);
        assertThat(ledger.sends()).hasSize(500);
        assertThat(SANDBOX.stats().path("lost_responses").asInt()).isPositive();
        assertAgrees(CRIER.report(report.path("id").asString()));
    }

    @Test
    void theNumbersOfABroadcastAgreeWithItsListsWhereSomeFail() {
        List<String> phones = List.of(
                magic(17),
                magic(18),
                magic(19),
                "+31610131026",
                "+31611131026",
                "not a phone",
                "+31620000001",
                "+31620000001");
        String id = CRIER.broadcast(phones);
        CRIER.awaitReport(id, each -> {
            JsonNode numbers = each.path("statistics");
            return PipelineTest.isFinished(each)
                    && numbers.path("failed").asInt() == 4
                    && numbers.path("delivered").asInt() == 2
                    && numbers.path("read").asInt() == 1;
        });
        assertAgrees(CRIER.report(id));
    }

    /// The invariants of the API's contract.
    private static void assertAgrees(JsonNode report) {
        Map<String, Integer> counted = new HashMap<>();
        for (JsonNode status : report.path("statuses")) {
            counted.merge(status.path("status").asString(), 1, Integer::sum);
        }
        JsonNode numbers = report.path("statistics");
        for (String status : List.of("pending", "sent", "delivered", "read")) {
            assertThat(numbers.path(status).asInt()).as(status).isEqualTo(counted.getOrDefault(status, 0));
        }
        int failed = counted.getOrDefault("failure", 0);
        assertThat(numbers.path("failed").asInt()).isEqualTo(failed);
        assertThat(numbers.path("total").asInt())
                .isEqualTo(report.path("statuses").size());
        assertThat(numbers.path("success").asInt())
                .isEqualTo(numbers.path("sent").asInt()
                        + numbers.path("delivered").asInt()
                        + numbers.path("read").asInt());
        assertThat(numbers.path("cancelled").asInt()).isZero();
        assertThat(report.path("failures")).hasSize(failed);
        List<JsonNode> statuses = List.copyOf(report.path("statuses").values());
        report.path("failures").forEach(failure -> assertThat(statuses).contains(failure));
    }
}
