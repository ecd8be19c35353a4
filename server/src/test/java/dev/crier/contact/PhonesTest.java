package dev.crier.contact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhonesTest {
    @ParameterizedTest
    @CsvSource({
        "+5521987654321, +552187654321", // Brazil: the ninth digit
        "+5215512345678, +525512345678", // Mexico: the 1
        "+5491123456789, +541123456789" // Argentina: the 9
    })
    void two_spellings_are_one_person_from_either_side(String one, String other) {
        assertThat(Phones.spellings(one)).containsExactlyInAnyOrder(one, other);
        assertThat(Phones.spellings(other)).containsExactlyInAnyOrder(one, other);
    }

    @Test
    void the_number_to_store_comes_first() {
        assertThat(Phones.spellings("+552187654321")).isEqualTo(List.of("+5521987654321", "+552187654321"));
        assertThat(Phones.spellings("+5215512345678")).isEqualTo(List.of("+525512345678", "+5215512345678"));
        assertThat(Phones.spellings("+5491123456789")).first().isEqualTo("+5491123456789");
        assertThat(Phones.spellings("+541123456789")).first().isEqualTo("+541123456789");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+31612345678",
                "+552133334444", // a landline of Rio
                "+5511933334444", // without its 9 it would be somebody's landline
                "+5255123456789012",
                "+12125550123"
            })
    void others_have_one_spelling(String phone) {
        assertThat(Phones.spellings(phone)).containsExactly(phone);
    }

    @Test
    void old_spellings_are_made_new() {
        assertThat(Phones.normalise("+55 21 8765-4321", null)).isEqualTo("+5521987654321");
        assertThat(Phones.normalise("+55 21 98765-4321", null)).isEqualTo("+5521987654321");
        assertThat(Phones.normalise("+52 1 55 1234 5678", null)).isEqualTo("+525512345678");
        assertThat(Phones.normalise("+52 55 1234 5678", null)).isEqualTo("+525512345678");
        assertThat(Phones.normalise("+54 9 11 2345-6789", null)).isEqualTo("+5491123456789");
        assertThat(Phones.normalise("+55 21 3333-4444", null)).isEqualTo("+552133334444");
    }
}
