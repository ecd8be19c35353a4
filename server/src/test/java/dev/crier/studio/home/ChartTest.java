package dev.crier.studio.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChartTest {
    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "3, 5", "10, 10", "11, 20", "499, 500", "1000001, 2000000"})
    void the_scale_ends_at_a_round_number(long most, long top) {
        assertThat(Chart.niceAbove(most)).isEqualTo(top);
    }

    @Test
    void a_speed_is_that_of_the_last_seconds() {
        Speed speed = new Speed();
        Instant start = Instant.parse("2026-11-22T10:00:00Z");
        assertThat(speed.at(start, 1_000)).isZero();
        assertThat(speed.at(start.plusSeconds(1), 1_080)).isEqualTo(80);
        for (int second = 2; second < 20; second++) {
            speed.at(start.plusSeconds(second), 1_080);
        }
        assertThat(speed.at(start.plusSeconds(20), 1_080)).isZero();
    }

    @Test
    void a_counter_that_falls_begins_a_new_count() {
        Speed speed = new Speed();
        Instant start = Instant.parse("2026-11-22T10:00:00Z");
        speed.at(start, 1_000);
        assertThat(speed.at(start.plusSeconds(1), 10)).isZero();
        assertThat(speed.at(start.plusSeconds(2), 30)).isEqualTo(20);
    }
}
