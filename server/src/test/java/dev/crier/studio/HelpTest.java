package dev.crier.studio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crier.docs.Descriptions;
import org.junit.jupiter.api.Test;

class HelpTest {
    @Test
    void every_field_has_words_and_a_title() {
        assertThat(Help.fields()).isNotEmpty().allSatisfy(field -> {
            assertThat(Help.html(field)).as(field).isNotBlank().doesNotContain("<p>");
            assertThat(Help.title(field)).as(field).isNotBlank();
        });
        assertThatThrownBy(() -> Help.html("no.field")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void where_the_api_has_the_field_the_words_are_those_of_the_contract() {
        assertThat(Help.html("broadcast.max_per_second")).contains("A pace below the number's own.");
        assertThat(Help.html("contact.search")).startsWith("How the first or the last name begins");
        assertThat(Descriptions.html("Figures.delivery_rate")).contains(Help.html("figures.delivery_rate"));
        assertThat(Descriptions.html("Nothing.of_the_kind")).isEmpty();
    }
}
