package dev.crier.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.content.Limits;
import dev.crier.content.TemplateStructure;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ReengagementTemplateTest {
    @Test
    void it_is_written_in_five_languages_within_whatsapps_limits() {
        assertThat(ReengagementTemplate.languages()).containsExactlyInAnyOrder("en", "nl", "de", "fr", "es");
        for (String language : ReengagementTemplate.languages()) {
            JsonNode definition = ReengagementTemplate.definition(language);
            assertThat(definition.path("name").stringValue()).isEqualTo("botsqd_reengagement");
            assertThat(definition.path("language").stringValue()).isEqualTo(language);
            String body = definition.at("/components/0/text").stringValue();
            assertThat(body)
                    .hasSizeLessThanOrEqualTo(Limits.BODY_CHARACTERS)
                    .doesNotStartWith("{{")
                    .doesNotEndWith("}}");
            assertThat(definition.at("/components/0/example/body_text/0")).hasSize(1);
            assertThat(definition.at("/components/1/text").stringValue())
                    .hasSizeLessThanOrEqualTo(Limits.FOOTER_CHARACTERS)
                    .contains("optout");
            assertThat(definition.at("/components/2/buttons/0/text").stringValue())
                    .hasSizeLessThanOrEqualTo(Limits.BUTTON_LABEL_CHARACTERS);
            TemplateStructure structure = TemplateStructure.parse(definition);
            assertThat(structure.body().variables()).containsExactly("1");
            assertThat(structure.notUnderstood()).isEmpty();
        }
    }

    @Test
    void other_languages_get_the_words_that_are_nearest() {
        assertThat(ReengagementTemplate.definition("en-us").path("language").stringValue())
                .isEqualTo("en_US");
        assertThat(ReengagementTemplate.definition("nl_NL").path("language").stringValue())
                .isEqualTo("nl");
        assertThat(ReengagementTemplate.definition("ja")).isEqualTo(ReengagementTemplate.definition("en"));
    }
}
