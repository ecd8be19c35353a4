package dev.crier.sandbox.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PairRateTest {
    private final PairRate rate = new PairRate();

    @Test
    void aBurstIsBorrowedFromTheFuture() {
        for (int i = 0; i < PairRate.BURST; i++) {
            assertThat(rate.take("n", "u", 0)).isTrue();
        }
        assertThat(rate.take("n", "u", TimeUnit.SECONDS.toNanos(5))).isFalse();
        assertThat(rate.take("n", "u", TimeUnit.SECONDS.toNanos(6))).isTrue();
        assertThat(rate.take("n", "u", TimeUnit.SECONDS.toNanos(6))).isFalse();
        assertThat(rate.take("n", "u", TimeUnit.SECONDS.toNanos(12))).isTrue();
    }

    @Test
    void aSteadyMessageEverySixSecondsIsNeverRefused() {
        for (int i = 0; i < 1000; i++) {
            assertThat(rate.take("n", "u", i * PairRate.INTERVAL_NANOS)).isTrue();
        }
    }

    @Test
    void throughputRefillsEvenly() {
        Throughput throughput = new Throughput();
        for (int i = 0; i < 80; i++) {
            assertThat(throughput.take("n", 80, 0)).isTrue();
        }
        assertThat(throughput.take("n", 80, 0)).isFalse();
        assertThat(throughput.take("n", 80, TimeUnit.MILLISECONDS.toNanos(13))).isTrue();
        assertThat(throughput.take("n", 80, TimeUnit.MILLISECONDS.toNanos(13))).isFalse();
    }

    @Test
    void aUserLeavesTheTierAfterADay() {
        MessagingTier tier = new MessagingTier();
        assertThat(tier.take("w", "a", 1, 0)).isTrue();
        assertThat(tier.take("w", "b", 1, TimeUnit.HOURS.toNanos(23))).isFalse();
        assertThat(tier.take("w", "b", 1, TimeUnit.HOURS.toNanos(24))).isTrue();
    }
}
