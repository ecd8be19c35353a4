package dev.crier.cloudapi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.cloudapi.TemplateEvents.Kind;
import dev.crier.cloudapi.TemplateEvents.TemplateChange;
import dev.crier.cloudapi.WebhookPayload.FieldChange;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateEventsTest {
    private static final Instant AT = Instant.ofEpochSecond(1_674_250_641);

    private static Optional<TemplateChange> read(String field, String members) {
        String json = "{\"message_template_id\":905507062668800,\"message_template_name\":\"order_update\","
                + "\"message_template_language\":\"en-US\"" + members + "}";
        return TemplateEvents.read(new FieldChange("102", field, WireJson.MAPPER.readTree(json.getBytes(UTF_8)), AT));
    }

    @Test
    void a_pause_says_which_template_why_and_when() {
        assertThat(read(
                        "message_template_status_update",
                        ",\"event\":\"PAUSED\",\"reason\":null,\"message_template_category\":\"MARKETING\","
                                + "\"other_info\":{\"title\":\"FIRST_PAUSE\",\"description\":\"Paused for 3 hours\"}"))
                .contains(new TemplateChange(
                        "102",
                        Kind.STATUS,
                        "905507062668800",
                        "order_update",
                        "en_US",
                        "PAUSED",
                        null,
                        "MARKETING",
                        "FIRST_PAUSE",
                        "Paused for 3 hours",
                        AT));
    }

    @Test
    void no_reason_is_none() {
        assertThat(read("message_template_status_update", ",\"event\":\"APPROVED\",\"reason\":\"NONE\""))
                .hasValueSatisfying(change -> assertThat(change.reason()).isNull());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    message_template_quality_update | ,"previous_quality_score":"GREEN","new_quality_score":"RED" | QUALITY | RED | GREEN
                    template_category_update | ,"previous_category":"UTILITY","new_category":"MARKETING" | CATEGORY | MARKETING | UTILITY
                    template_category_update | ,"correct_category":"MARKETING","new_category":"UTILITY" | CATEGORY_ANNOUNCED | MARKETING | UTILITY
                    template_category_update | ,"correct_category":"MARKETING" | CATEGORY_ANNOUNCED | MARKETING |
                    message_template_components_update | ,"message_template_element":"x" | COMPONENTS | UPDATED |
                    """)
    void the_other_changes_name_the_new_and_the_old(
            String field, String members, Kind kind, String event, String previous) {
        assertThat(read(field, members)).hasValueSatisfying(change -> {
            assertThat(change.kind()).isEqualTo(kind);
            assertThat(change.event()).isEqualTo(event);
            assertThat(change.previous()).isEqualTo(previous);
        });
    }

    @Test
    void other_fields_and_incomplete_ones_are_no_change() {
        assertThat(read("account_update", ",\"event\":\"APPROVED\"")).isEmpty();
        assertThat(read("message_template_status_update", "")).isEmpty();
        assertThat(read("message_template_status_update", ",\"event\":7")).isEmpty();
    }
}
