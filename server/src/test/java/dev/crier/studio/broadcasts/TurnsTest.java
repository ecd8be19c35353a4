package dev.crier.studio.broadcasts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crier.api.ProblemException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TurnsTest {
    @Test
    void one_too_many_is_told_so_and_has_a_turn_when_another_is_done() {
        Turns turns = new Turns(2, Duration.ZERO, "busy; try again");
        String inner = turns.<String, RuntimeException>take(() -> turns.<String, RuntimeException>take(() -> {
            assertThatThrownBy(() -> turns.<String, RuntimeException>take(() -> "third"))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("busy; try again");
            return "second";
        }));
        assertThat(inner).isEqualTo("second");
        assertThat(turns.<String, RuntimeException>take(() -> "third")).isEqualTo("third");
    }

    @Test
    void work_that_fails_gives_its_turn_back() {
        Turns turns = new Turns(1, Duration.ZERO, "busy; try again");
        assertThatThrownBy(() -> turns.<String, RuntimeException>take(() -> {
                    throw new IllegalStateException("broken");
                }))
                .hasMessage("broken");
        assertThat(turns.<String, RuntimeException>take(() -> "next")).isEqualTo("next");
    }
}
