package dev.crier.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
    private static final RetryPolicy POLICY = RetryPolicy.DEFAULT;
    private final Random random = new Random(7);

    private static void assertWithinAFifth(Duration pause, Duration base) {
        assertThat(pause)
                .isBetween(
                        base.multipliedBy(8).dividedBy(10),
                        base.multipliedBy(12).dividedBy(10));
    }

    @Test
    void four_tries_after_15_seconds_a_minute_and_five_minutes() {
        assertThat(POLICY.maxTries()).isEqualTo(4);
        for (int i = 0; i < 1_000; i++) {
            assertWithinAFifth(POLICY.after(1, random), Duration.ofSeconds(15));
            assertWithinAFifth(POLICY.after(2, random), Duration.ofMinutes(1));
            assertWithinAFifth(POLICY.after(3, random), Duration.ofMinutes(5));
        }
    }

    @Test
    void the_last_pause_serves_for_all_that_follow_and_the_first_for_none_before() {
        assertWithinAFifth(POLICY.after(99, random), Duration.ofMinutes(5));
        assertWithinAFifth(POLICY.after(0, random), Duration.ofSeconds(15));
    }

    @Test
    void what_failed_together_does_not_come_back_together() {
        long different = random.ints(100)
                .mapToObj(ignored -> POLICY.after(1, random))
                .distinct()
                .count();
        assertThat(different).isGreaterThan(90);
    }

    @Test
    void a_person_who_gets_too_much_is_left_alone_for_four_to_the_power_of_x_seconds() {
        for (int free = 0; free <= 4; free++) {
            assertWithinAFifth(POLICY.afterPairThrottle(free, random), Duration.ofSeconds((long) Math.pow(4, free)));
        }
        assertWithinAFifth(POLICY.afterPairThrottle(RetryPolicy.MAX_FREE_ATTEMPTS, random), Duration.ofSeconds(256));
    }

    @Test
    void without_pauses_there_is_one_try() {
        RetryPolicy once = new RetryPolicy(List.of(), Duration.ZERO);
        assertThat(once.maxTries()).isEqualTo(1);
        assertThat(once.after(1, random)).isZero();
    }
}
