package dev.crier.cloudapi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WireTextTest {
    @Test
    void text_that_the_database_can_hold_stays_as_it_is() {
        String fine = "Zoë \uD83D\uDE00 – ok";
        assertThat(WireText.clean(fine)).isEqualTo(fine);
    }

    @Test
    void nul_and_halves_of_a_pair_are_replaced() {
        assertThat(WireText.clean("a\0b\uD83Dc\uDE00d\uD83D")).isEqualTo("a\uFFFDb\uFFFDc\uFFFDd\uFFFD");
    }

    @Test
    void a_cut_never_goes_through_a_pair() {
        assertThat(WireText.cut("ab\uD83D\uDE00", 3)).isEqualTo("ab");
        assertThat(WireText.cut("ab\uD83D\uDE00", 4)).isEqualTo("ab\uD83D\uDE00");
        assertThat(WireText.bounded(null, 3)).isNull();
    }
}
