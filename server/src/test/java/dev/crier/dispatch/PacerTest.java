package dev.crier.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The pacer against a Meta that grants less than it says, on a clock of our own.
class PacerTest {
    private static final long SECOND = 1_000_000_000L;

    @ParameterizedTest(name = "cap {0}, granted {1}")
    @CsvSource({"80, 20", "80, 79", "1000, 20", "1000, 80", "1000, 500", "1000, 950", "80, 80", "1000, 1000"})
    void after_a_minute_it_spends_what_is_granted_and_little_more(double cap, double granted) {
        Meta meta = new Meta(cap, granted);
        meta.run(60);
        Meta.Count minute = meta.run(60);
        assertThat(minute.accepted).isGreaterThanOrEqualTo((long) (0.95 * granted * 60));
        assertThat(minute.throttled).isLessThan((long) (0.05 * minute.requests()) + 1);
    }

    @ParameterizedTest(name = "cap {0}, granted {1} before")
    @CsvSource({"80, 20", "1000, 20", "1000, 80", "1000, 500"})
    void when_more_is_granted_again_it_is_back_at_the_cap_within_a_minute(double cap, double granted) {
        Meta meta = new Meta(cap, granted);
        meta.run(90);
        meta.grants(cap);
        meta.run(60);
        assertThat(meta.pacer.rate(meta.now)).isEqualTo(cap);
        assertThat(meta.run(10).accepted).isGreaterThanOrEqualTo((long) (0.95 * cap * 10));
    }

    @ParameterizedTest
    @CsvSource({"20", "80", "1000"})
    void without_throttles_it_sends_at_the_cap_and_never_faster(double cap) {
        Meta meta = new Meta(cap, 10 * cap);
        for (int second = 0; second < 30; second++) {
            Meta.Count count = meta.run(1);
            double burst = Math.max(1, cap * 0.05);
            assertThat(count.requests()).isBetween((long) (0.98 * cap) - 1, (long) Math.ceil(cap + burst));
        }
        assertThat(meta.run(60).requests()).isLessThanOrEqualTo((long) Math.ceil(60 * cap + 1));
    }

    @Test
    void what_meta_asks_to_wait_is_waited() {
        Pacer pacer = new Pacer(80, 0);
        pacer.take(0);
        pacer.throttled(0, SECOND, Duration.ofSeconds(7));
        assertThat(pacer.waitNanos(SECOND)).isEqualTo(7 * SECOND);
        assertThat(pacer.waitNanos(8 * SECOND - 1)).isPositive();
        pacer.throttled(0, 2 * SECOND, Duration.ofSeconds(1));
        assertThat(pacer.waitNanos(3 * SECOND)).isEqualTo(5 * SECOND);
        assertThat(pacer.waitNanos(8 * SECOND)).isZero();
    }

    @Test
    void a_pause_gathers_no_burst() {
        Pacer pacer = new Pacer(1_000, 0);
        pacer.pause(0, Duration.ofMinutes(5));
        long now = Duration.ofMinutes(5).toNanos();
        int sent = 0;
        while (pacer.waitNanos(now) == 0) {
            pacer.take(now);
            sent++;
        }
        assertThat(sent).isLessThanOrEqualTo(50);
    }

    @Test
    void refusals_of_what_was_under_way_slow_down_once() {
        Pacer pacer = new Pacer(1_000, 0);
        long now = 0;
        for (; now < SECOND; now += SECOND / 500) {
            pacer.accepted(now);
        }
        pacer.throttled(now - SECOND / 10, now, Duration.ZERO);
        double slowed = pacer.rate(now);
        for (int i = 0; i < 100; i++) {
            pacer.throttled(now - SECOND / 20, now, Duration.ZERO);
        }
        assertThat(pacer.rate(now)).isEqualTo(slowed).isBetween(400.0, 500.0);
    }

    @Test
    void a_lower_cap_holds_at_once() {
        Pacer pacer = new Pacer(1_000, 0);
        pacer.cap(80);
        assertThat(pacer.rate(SECOND)).isEqualTo(80);
    }

    /// A token bucket with a burst of a tenth of a second, 100 ms away.
    private static final class Meta {
        private static final long LATENCY = SECOND / 10;

        private final Pacer pacer;
        private final Deque<Answer> underWay = new ArrayDeque<>();
        private double granted;
        private double tokens;
        private long now;
        private long filledAt;

        private record Answer(long startedAt, long at, boolean accepted) {}

        private static final class Count {
            private long accepted;
            private long throttled;

            private long requests() {
                return accepted + throttled;
            }
        }

        private Meta(double cap, double granted) {
            this.pacer = new Pacer(cap, 0);
            this.granted = granted;
            this.tokens = burst();
        }

        private double burst() {
            return Math.max(1, granted / 10);
        }

        private void grants(double messagesPerSecond) {
            granted = messagesPerSecond;
        }

        /// Sends as fast as the pacer lets it.
        private Count run(int seconds) {
            Count count = new Count();
            long end = now + seconds * SECOND;
            while (now < end) {
                long wait = pacer.waitNanos(now);
                if (wait == 0) {
                    pacer.take(now);
                    boolean accepted = admits();
                    underWay.add(new Answer(now, now + LATENCY, accepted));
                    if (accepted) {
                        count.accepted++;
                    } else {
                        count.throttled++;
                    }
                    continue;
                }
                Answer next = underWay.peek();
                if (next != null && next.at() <= now + wait) {
                    now = Math.max(now, next.at());
                    hear(underWay.remove());
                } else {
                    now += wait;
                }
            }
            return count;
        }

        private boolean admits() {
            tokens = Math.min(burst(), tokens + (now - filledAt) / (double) SECOND * granted);
            filledAt = now;
            if (tokens < 1) {
                return false;
            }
            tokens -= 1;
            return true;
        }

        private void hear(Answer answer) {
            if (answer.accepted()) {
                pacer.accepted(now);
            } else {
                pacer.throttled(answer.startedAt(), now, Duration.ZERO);
            }
        }
    }
}
