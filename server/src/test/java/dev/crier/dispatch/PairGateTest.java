package dev.crier.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PairGateTest {
    private static final long SECOND = 1_000_000_000L;
    private static final String ANN = "+31612345678";

    private final PairGate gate = new PairGate();

    private int burst(String person, long now) {
        int sent = 0;
        while (gate.take(person, now) == 0) {
            sent++;
        }
        return sent;
    }

    @Test
    void forty_five_at_once_then_one_in_six_seconds() {
        assertThat(burst(ANN, 0)).isEqualTo(45);
        assertThat(gate.take(ANN, 0)).isEqualTo(6 * SECOND);
        assertThat(gate.take(ANN, 2 * SECOND)).isEqualTo(4 * SECOND);
        for (int i = 1; i <= 100; i++) {
            assertThat(burst(ANN, 6L * i * SECOND)).isEqualTo(1);
        }
    }

    @Test
    void what_was_borrowed_is_paid_back_by_silence() {
        assertThat(burst(ANN, 0)).isEqualTo(45);
        assertThat(burst(ANN, 60 * SECOND)).isEqualTo(10);
        assertThat(burst(ANN, 60 * SECOND + 45 * 6 * SECOND)).isEqualTo(45);
        assertThat(burst(ANN, 100_000 * SECOND)).isEqualTo(45);
    }

    @Test
    void one_persons_debt_is_not_anothers() {
        assertThat(burst(ANN, 0)).isEqualTo(45);
        assertThat(burst("+31687654321", 0)).isEqualTo(45);
    }

    @Test
    void a_refusal_costs_nothing() {
        assertThat(burst(ANN, 0)).isEqualTo(45);
        for (int i = 0; i < 1_000; i++) {
            assertThat(gate.take(ANN, 0)).isEqualTo(6 * SECOND);
        }
    }
}
