package dev.crier.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.crier.sandbox.wire.Json;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LimitsTest {
    private Box box;

    @BeforeEach
    void open() throws Exception {
        box = Box.open();
        box.greeting();
    }

    @AfterEach
    void close() {
        box.close();
    }

    @Test
    void aPairHasABurstOf45() throws Exception {
        for (int i = 0; i < 45; i++) {
            assertThat(box.send(Box.greetingTo(Box.ANN)).status()).isEqualTo(200);
        }

        assertThat(box.send(Box.greetingTo(Box.ANN)).code()).isEqualTo(131056);
        assertThat(box.send(Box.greetingTo("+31631234568")).status()).isEqualTo(200);
        box.behave("{\"pair_rate\":\"off\"}");
        assertThat(box.send(Box.greetingTo(Box.ANN)).status()).isEqualTo(200);
        assertThat(box.stats().path("throttled").asInt()).isEqualTo(1);
    }

    @Test
    void aNumberHasItsThroughput() throws Exception {
        box.behave("{\"throughput_per_second\":1}");

        assertThat(box.send(Box.greetingTo(Box.ANN)).status()).isEqualTo(200);
        Box.Reply refused = box.send(Box.greetingTo(Box.ANN));
        assertThat(refused.code()).isEqualTo(130429);
        assertThat(refused.status()).isEqualTo(400);
        await().until(() -> box.send(Box.greetingTo(Box.ANN)).status() == 200);
    }

    @Test
    void usersBeyondTheTierFailLater() throws Exception {
        box.behave("{\"tier_limit\":1}");
        box.sent(Box.greetingTo(Box.ANN));
        String again = box.sent(Box.greetingTo(Box.ANN));
        String other = box.sent(Box.greetingTo("+31631234568"));
        box.settle();

        assertThat(box.hook.statusesOf(again)).contains("delivered");
        assertThat(box.hook.statusesOf(other)).containsExactly("failed");
        assertThat(box.hook.posts.toString()).contains("131048");
    }

    @Test
    void managementCallsHaveAQuotaAndShowItsUse() throws Exception {
        box.behave("{\"management_per_hour\":10}");
        String path = "/v26.0/" + Box.WABA + "/message_templates";

        await().until(() -> box.graph("GET", path, null).code() == 80007);
        Box.Reply refused = box.graph("GET", path, null);
        var usage = Json.parse(refused.headers()
                        .firstValue("x-business-use-case-usage")
                        .orElse("{}"))
                .orElseThrow()
                .path(Box.WABA)
                .path(0);
        assertThat(usage.path("call_count").asInt()).isEqualTo(100);
        assertThat(usage.path("estimated_time_to_regain_access").asInt()).isPositive();
        assertThat(box.send(Box.greetingTo(Box.ANN)).status()).isEqualTo(200);
    }

    @Test
    void troubleComesAtTheRateAskedFor() throws Exception {
        box.behave("{\"throttle\":1}");
        assertThat(box.send(Box.greetingTo(Box.ANN)).code()).isEqualTo(130429);
        box.behave("{\"throttle\":0,\"maintenance\":true}");
        assertThat(box.send(Box.greetingTo(Box.ANN)).code()).isEqualTo(131057);
        box.behave("{\"maintenance\":\"off\",\"server_error\":1}");
        assertThat(box.send(Box.greetingTo(Box.ANN)).status()).isEqualTo(502);
        box.behave("{\"server_error\":0,\"reset_before\":1}");
        assertThatThrownBy(() -> box.send(Box.greetingTo(Box.ANN))).isInstanceOf(IOException.class);
        assertThat(box.sends()).isEmpty();
        box.behave("{\"reset_before\":0,\"lose_response\":1}");
        assertThatThrownBy(() -> box.send(Box.greetingTo(Box.ANN))).isInstanceOf(IOException.class);
        assertThat(box.sends()).hasSize(1);
        assertThat(box.stats().path("lost_responses").asInt()).isEqualTo(1);
    }

    @Test
    void pacingHoldsWhatIsBeyondTheSampleAndAGoodVerdictReleasesIt() throws Exception {
        box.behave("{\"pacing\":true,\"pacing_sample\":2,\"pacing_ms\":50}");
        assertThat(held()).isFalse();
        assertThat(held()).isFalse();
        assertThat(held()).isTrue();
        await().until(() -> !held());
        box.settle();
        assertThat(box.hook.statuses()).noneMatch(status -> status.has("errors"));
    }

    @Test
    void aBadVerdictFailsTheHeldAndPausesTheTemplate() throws Exception {
        box.behave("{\"pacing\":true,\"pacing_sample\":0,\"pacing_ms\":50,\"pacing_bad\":1}");
        assertThat(held()).isTrue();
        await().until(() -> box.send(Box.greetingTo(Box.ANN)).code() == 132015);
        box.settle();
        assertThat(box.hook.statuses()).isNotEmpty().allMatch(status -> status.has("errors"));
        assertThat(box.hook.posts.toString()).contains("RATE_LIMITING_PAUSE");
    }

    private boolean held() throws Exception {
        return box.send(Box.greetingTo(Box.ANN)).text().contains("held_for_quality_assessment");
    }
}
