package dev.crier.studio.broadcasts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.api.Json;
import dev.crier.content.ComponentsValidator;
import dev.crier.content.TemplateStructure;
import dev.crier.studio.broadcasts.Plan.Fill;
import dev.crier.studio.broadcasts.Plan.Source;
import dev.crier.template.TemplateStore.StoredTemplate;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What goes into a template, as a form has it and as the API takes it.
class LetterTest {
    private static final String FILE = "01a223e6-2e2b-7531-b033-aa928f73378b";
    private static final JsonNode DEFINITION = Json.parseOwn("""
            {"name": "invoice", "language": "en", "category": "UTILITY", "status": "APPROVED", "components": [
              {"type": "HEADER", "format": "DOCUMENT"},
              {"type": "BODY", "text": "Dear {{1}}, you owe {{2}}.", "example": {"body_text": [["Ann", "10"]]}},
              {"type": "BUTTONS", "buttons": [
                {"type": "QUICK_REPLY", "text": "Thanks"},
                {"type": "URL", "text": "Pay", "url": "https://example.com/{{1}}", "example": ["https://example.com/a"]}]}]}""");
    private static final Letter LETTER = new Letter(
            new StoredTemplate("invoice", "en", "1", "UTILITY", "APPROVED", null, null, DEFINITION, Instant.EPOCH),
            List.of("en"));

    private static Plan plan() {
        Map<String, Fill> fills = new HashMap<>();
        fills.put("header_link", new Fill(Source.FILE, FILE, ""));
        fills.put("1", new Fill(Source.PERSON, "first_name", "customer"));
        fills.put("2", new Fill(Source.COLUMN, "", ""));
        fills.put("button_1", new Fill(Source.TEXT, "pay-now", ""));
        return Plan.EMPTY.with("invoice", "en").with(fills);
    }

    @Test
    void each_place_is_named_by_where_it_is() {
        assertThat(LETTER.places())
                .extracting(Letter.Place::group, Letter.Place::label, Letter.Place::example)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("Header", "The document", ""),
                        org.assertj.core.groups.Tuple.tuple("Header", "Name of the file", "invoice.pdf"),
                        org.assertj.core.groups.Tuple.tuple("Body", "{{1}}", "Ann"),
                        org.assertj.core.groups.Tuple.tuple("Body", "{{2}}", "10"),
                        org.assertj.core.groups.Tuple.tuple(
                                "Buttons", "End of the address of “Pay”: https://example.com/{{1}}", "a"));
        assertThat(LETTER.unfilled(Plan.EMPTY)).hasSize(4);
        assertThat(LETTER.unfilled(plan())).isEmpty();
    }

    @Test
    void a_plan_becomes_components_that_the_template_takes() {
        JsonNode components = LETTER.components(plan());
        assertThat(ComponentsValidator.validate(TemplateStructure.parse(DEFINITION), components, ""))
                .isEmpty();
        assertThat(components.at("/0/parameters/0/document"))
                .isEqualTo(Json.object().put("id", FILE));
        assertThat(components.at("/1/parameters/0/text").asString()).isEqualTo("{{ first_name }}");
        assertThat(components.at("/1/parameters/1/text").asString()).isEqualTo("{{ column_2 }}");
        assertThat(LETTER.fallbacks(plan())).containsExactly(Map.entry("first_name", "customer"));
        assertThat(LETTER.columns(plan())).containsExactly(Map.entry("column_2", "{{2}}"));
    }

    @Test
    void components_become_the_same_plan_again() {
        assertThat(LETTER.fills(LETTER.components(plan()), LETTER.fallbacks(plan())))
                .isEqualTo(plan().fills());
        assertThat(LETTER.fills(Json.parseOwn("[]"), Map.of())).isEmpty();
    }

    @Test
    void of_places_with_the_same_value_the_first_that_says_something_counts_and_places_of_another_template_none() {
        Map<String, Fill> fills = new LinkedHashMap<>();
        fills.put("9", new Fill(Source.PERSON, "first_name", "nobody sees this"));
        fills.put("2", new Fill(Source.PERSON, "first_name", "you"));
        fills.put("1", new Fill(Source.PERSON, "first_name", ""));
        assertThat(LETTER.fallbacks(Plan.EMPTY.with("invoice", "en").with(fills)))
                .containsExactly(Map.entry("first_name", "you"));
    }

    @Test
    void a_plan_is_kept_as_json() {
        assertThat(Plan.of(plan().toJson())).isEqualTo(plan());
    }

    @Test
    void the_preview_names_what_is_each_persons_own() {
        assertThat(LETTER.preview(plan(), Persons.FIELDS, Map.of(FILE, "bill.pdf"))
                        .body())
                .isEqualTo("Dear [First name], you owe [from the file].");
    }
}
