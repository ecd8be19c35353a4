package dev.crier.studio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crier.docs.Descriptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
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
    void every_word_is_shown_on_some_page() throws IOException {
        Path main = Path.of(System.getProperty("crier.root"), "server", "src", "main");
        StringBuilder pages = new StringBuilder();
        for (Path folder : List.of(main.resolve("jte/studio"), main.resolve("java/dev/crier/studio"))) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(Files::isRegularFile)
                        .filter(each -> !each.endsWith("Help.java"))
                        .toList()) {
                    pages.append(Files.readString(file));
                }
            }
        }
        assertThat(Help.fields()).allSatisfy(field -> assertThat(pages).contains('"' + field + '"'));
    }

    @Test
    void where_the_api_has_the_field_the_words_are_those_of_the_contract() {
        assertThat(Help.html("broadcast.max_per_second")).contains("A pace below the number's own.");
        assertThat(Help.html("broadcast.scheduled_at")).contains("<code>");
        assertThat(Descriptions.html("Figures.delivery_rate")).contains(Help.html("figures.delivery_rate"));
        assertThat(Descriptions.html("Nothing.of_the_kind")).isEmpty();
    }
}
