package dev.crier.contact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.contact.DefaultResponses.Name;
import java.util.List;
import org.junit.jupiter.api.Test;

class DefaultResponsesTest {
    @Test
    void five_languages_are_built_in_and_each_says_how_to_come_back() {
        List<String> locales = List.of("en", "nl", "de", "fr", "es");
        assertThat(locales.stream().map(locale -> DefaultResponses.builtIn(Name.OPTOUT, List.of(locale))))
                .doesNotHaveDuplicates()
                .allMatch(text -> text.contains("\"optin\""));
        assertThat(locales.stream().map(locale -> DefaultResponses.builtIn(Name.OPTIN, List.of(locale))))
                .doesNotHaveDuplicates()
                .allMatch(text -> text.contains("\"optout\""));
    }

    @Test
    void a_region_is_served_by_its_language_and_others_by_english() {
        String dutch = DefaultResponses.builtIn(Name.OPTOUT, List.of("nl"));
        assertThat(DefaultResponses.builtIn(Name.OPTOUT, List.of("nl_BE"))).isEqualTo(dutch);
        assertThat(DefaultResponses.builtIn(Name.OPTOUT, List.of("NL-be"))).isEqualTo(dutch);
        assertThat(DefaultResponses.builtIn(Name.OPTOUT, List.of("ja", "nl"))).isEqualTo(dutch);
        assertThat(DefaultResponses.builtIn(Name.OPTOUT, List.of("ja")))
                .isEqualTo(DefaultResponses.builtIn(Name.OPTOUT, List.of("en")));
    }
}
