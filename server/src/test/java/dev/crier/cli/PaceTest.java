package dev.crier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void theTimeLeftFollowsWhatWasDoneInTheLastHalfMinute() {
        Pace pace = new Pace();
        pace.note(0, 0);
        assertThat(pace.left(100)).isEmpty();
        pace.note(SECOND / 2, 40);
        assertThat(pace.left(100)).as("half a second says nothing").isEmpty();
        pace.note(10 * SECOND, 100);
        assertThat(pace.perSecond()).isEqualTo(10);
        assertThat(pace.left(50)).contains(Duration.ofSeconds(5));
        for (int second = 11; second <= 60; second++) {
            pace.note(second * SECOND, 100 + (second - 10) * 2L);
        }
        assertThat(pace.perSecond()).isEqualTo(2);
        for (int second = 61; second <= 100; second++) {
            pace.note(second * SECOND, 200);
        }
        assertThat(pace.left(50)).as("nothing moves").isEmpty();
    }

    @Test
    void timesAndPacesAreRoundedForPeople() {
        assertThat(List.of(Pace.text(0.25), Pace.text(9.96), Pace.text(79.6)))
                .containsExactly("0.3/s", "10.0/s", "80/s");
        assertThat(List.of(
                        Pace.text(Duration.ofMillis(5)),
                        Pace.text(Duration.ofSeconds(99)),
                        Pace.text(Duration.ofSeconds(150)),
                        Pace.text(Duration.ofMinutes(200))))
                .containsExactly("1 s", "99 s", "3 min", "3 h 20 min");
    }

    @Test
    void aTableGivesWayInItsWidestColumnAndShowsNoControlCharacters() {
        StringWriter out = new StringWriter();
        Table.print(
                new PrintWriter(out, true),
                List.of("phone", "details"),
                List.of(List.of("+31612345678", "a long\u001b[31m sentence about what went wrong")),
                30);
        assertThat(out.toString().lines().toList())
                .containsExactly("phone         details", "+31612345678  a long [31m sen…");
    }
}
