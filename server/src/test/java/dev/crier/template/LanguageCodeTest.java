package dev.crier.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageCodeTest {
    @ParameterizedTest
    @CsvSource({
        "nl,nl",
        "nl-nl,nl_NL",
        "NL_be,nl_BE",
        "en-US,en_US",
        "pt_br,pt_BR",
        "FIL,fil",
        "zh-hant-tw,zh_Hant_TW",
        "es-419,es_419",
        "nonsense!,nonsense!",
        "e,e"
    })
    void a_code_has_one_form(String code, String canonical) {
        assertThat(LanguageCode.canonical(" " + code + " ")).isEqualTo(canonical);
        assertThat(LanguageCode.canonical(canonical)).isEqualTo(canonical);
    }

    @Test
    void every_code_of_meta_is_in_that_form() {
        assertThat(LanguageCode.META)
                .hasSize(86)
                .allMatch(code -> LanguageCode.canonical(code).equals(code));
        assertThat(LanguageCode.isMeta("pt-br")).isTrue();
        assertThat(LanguageCode.isMeta("nl_NL")).isFalse();
    }

    @Test
    void a_wanted_code_finds_the_one_that_exists_as_it_is_spelled() {
        assertThat(LanguageCode.find(List.of("en", "pt-BR"), "pt_br")).contains("pt-BR");
        assertThat(LanguageCode.find(List.of("en"), "en_US")).isEmpty();
    }

    @Test
    void the_closest_is_the_same_then_the_language_then_another_region() {
        assertThat(LanguageCode.closest(List.of("en", "en_US"), "en-us")).contains("en_US");
        assertThat(LanguageCode.closest(List.of("nl", "en"), "nl_BE")).contains("nl");
        assertThat(LanguageCode.closest(List.of("en_US", "en_GB"), "en")).contains("en_GB");
        assertThat(LanguageCode.closest(List.of("en_US"), "nl")).isEmpty();
    }
}
