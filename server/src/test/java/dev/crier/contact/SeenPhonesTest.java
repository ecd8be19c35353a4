package dev.crier.contact;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SeenPhonesTest {
    @Test
    void each_phone_is_new_once_and_then_known_by_its_row() {
        SeenPhones seen = new SeenPhones();
        for (int round = 0; round < 2; round++) {
            for (int i = 1; i <= 100_000; i++) {
                assertThat(seen.first("+316" + (10_000_000 + i), i)).isEqualTo(round == 0 ? 0 : i);
            }
        }
    }
}
