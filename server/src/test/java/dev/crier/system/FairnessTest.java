package dev.crier.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.api.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A large broadcast does not keep a single message waiting.
class FairnessTest {
    private static final SandboxProcess SANDBOX = SandboxProcess.start();
    private static final Crier CRIER = Crier.with(SANDBOX, Map.of(), 80);

    @BeforeAll
    static void settle() {
        SANDBOX.behaviour(Json.object().put("throughput_per_second", 100).put("status_delay_ms", 20));
    }

    @AfterAll
    static void stop() {
        CRIER.close();
        SANDBOX.close();
    }

    @Test
    void aSingleMessageBehindTwentyThousandOthersLeavesWithinASecond() {
        String id = CRIER.broadcast(PipelineTest.phones(20_000));
        for (int i = 1; i <= 5; i++) {
            int sent = 80 * i;
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> SANDBOX.stats().path("accepted").asInt() >= sent);
            String phone = "+316300000%02d".formatted(i);
            Instant postedAt = Instant.now();
            CRIER.post("/user/" + phone + "/operator_action", action());
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> Ledger.of(SANDBOX).count(phone) == 1);
            JsonNode send = Ledger.of(SANDBOX).sends().stream()
                    .filter(each -> each.path("to").asString().equals(phone))
                    .findFirst()
                    .orElseThrow();
            Duration waited = Duration.between(postedAt, Ledger.at(send));
            System.out.println("A single message left after " + waited.toMillis() + " ms");
            assertThat(waited).isLessThan(Duration.ofSeconds(1));
        }
        CRIER.post("/whatsapp/broadcast/" + id + "/cancel", Json.object());
        JsonNode summary = CRIER.client()
                .awaitSummary(
                        id,
                        Duration.ofSeconds(60),
                        each -> each.path("statistics").path("pending").asInt() == 0);
        assertThat(summary.path("statistics").path("total").asInt()).isEqualTo(20_000);
    }

    private static ObjectNode action() {
        ObjectNode template = (ObjectNode) Crier.request(java.util.List.of()).path("template");
        ObjectNode action = Json.object().put("type", "template");
        ObjectNode payload = action.putObject("payload")
                .put("template_type", "whatsapp")
                .put("template_id", Crier.DELIVERY)
                .put("language_code", "en");
        String components = template.path("components").toString();
        payload.set("components", Json.parseOwn(components.replaceAll("\\{\\{ \\w+ }}", "soon")));
        return action;
    }
}
