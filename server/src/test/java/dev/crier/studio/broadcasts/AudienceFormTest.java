package dev.crier.studio.broadcasts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.api.Json;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Conditions on contacts that a form cannot show.
class AudienceFormTest {
    private static String others(String audience) {
        return AudienceForm.others(Json.parseOwn(audience)).toString();
    }

    @Test
    void what_the_form_has_fields_for_is_not_told_twice() {
        assertThat(
                        others(
                                "{\"tags\":[\"a\"],\"without_tags\":[\"b\"],\"locale\":\"nl\",\"user_data\":{\"city\":\"Delft\"}}"))
                .isEqualTo("{}");
    }

    @Test
    void what_it_has_no_field_for_is_kept_since_more_people_would_be_meant_without() {
        String given =
                "{\"search\":\"ann\",\"tags\":[\"a\"],\"any_tags\":[\"b\"],\"user_data\":{\"city\":\"Delft\",\"age\":30}}";
        assertThat(others(given)).isEqualTo("{\"search\":\"ann\",\"tags\":[\"a\"],\"user_data\":{\"age\":30}}");
        JsonNode audience = Json.parseOwn(given);
        assertThat(AudienceForm.words(AudienceForm.others(audience)))
                .containsExactly("search: ann", "tags: [\"a\"]", "user data: {\"age\":30}");
    }
}
