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

/// Figures and timelines of what really went through the sandbox.
class FiguresTest {
    private static final SandboxProcess SANDBOX = SandboxProcess.start();
    private static final Crier CRIER = Crier.with(SANDBOX);
    private static final String UNREACHABLE = "+31610131026";
    private static final String FAILS_FIRST = "+31612000023";
    private static final String AWAY_TWICE = "+31612000021";
    private static final String LOST_ANSWER = "+31612000010";
    private static final String NEVER_DELIVERED = "+31612000017";

    @BeforeAll
    static void settle() {
        SANDBOX.behaviour(Json.object()
                .put("throughput_per_second", 1_000)
                .put("status_delay_ms", 20)
                .put("read_rate", 0)
                .put("pair_rate", false));
    }

    @AfterAll
    static void stop() {
        CRIER.close();
        SANDBOX.close();
    }

    @Test
    void a_broadcast_with_every_kind_of_trouble_is_counted_priced_and_told() {
        String id = CRIER.broadcast(List.of(
                "+31621111111", "+32470123456", UNREACHABLE, FAILS_FIRST, AWAY_TWICE, LOST_ANSWER, NEVER_DELIVERED));
        CRIER.awaitReport(
                id,
                report -> report.path("statistics").path("delivered").asInt() == 5
                        && report.path("statistics").path("sent").asInt() == 1
                        && report.path("statistics").path("failed").asInt() == 1);

        JsonNode figures = Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(
                        () -> CRIER.get("/statistics?group_by=country"),
                        answer -> answer.path("statistics")
                                        .path("cost")
                                        .path("charged")
                                        .asInt()
                                == 5);
        JsonNode whole = figures.path("statistics");
        assertThat(whole.path("total").asInt()).isEqualTo(7);
        assertThat(whole.path("delivered").asInt()).isEqualTo(5);
        assertThat(whole.path("sent").asInt()).isEqualTo(1);
        assertThat(whole.path("reasons").path("recipient_unreachable").asInt()).isEqualTo(1);
        assertThat(whole.path("cost").path("amount").isNull()).isTrue();
        assertThat(figures.path("rows")
                        .valueStream()
                        .map(row -> row.path("country").asString() + " "
                                + row.path("total").asInt()))
                .containsExactly("BE 1", "NL 6");
        assertThat(figures.path("charges")
                        .valueStream()
                        .map(charge -> charge.path("category").asString() + " "
                                + charge.path("country").asString() + " "
                                + charge.path("messages").asInt()))
                .containsExactly("utility BE 1", "utility NL 4");
        assertThat(CRIER.get("/whatsapp/broadcast/" + id + "/statistics").path("statistics"))
                .isEqualTo(whole);

        assertThat(types(id, 0)).containsExactly("accepted", "sent", "delivered");
        // The webhook of a failure may be here before the answer to the send is written down.
        assertThat(types(id, 2)).startsWith("accepted").containsExactlyInAnyOrder("accepted", "sent", "failed");
        assertThat(types(id, 3)).containsSubsequence("accepted", "sent", "waiting", "sent", "delivered");
        assertThat(types(id, 4)).contains("waiting", "sent", "delivered").hasSize(5);
        assertThat(types(id, 5)).contains("in_doubt", "delivered");
        JsonNode waiting = CRIER.get("/whatsapp/broadcast/" + id + "/messages/4")
                .path("events")
                .get(1);
        assertThat(waiting.path("http_status").asInt()).isPositive();
        assertThat(waiting.path("fbtrace_id").asString("")).isNotBlank();
    }

    private static List<String> types(String id, int seq) {
        return CRIER.get("/whatsapp/broadcast/" + id + "/messages/" + seq)
                .path("events")
                .valueStream()
                .map(event -> event.path("type").asString())
                .toList();
    }
}
