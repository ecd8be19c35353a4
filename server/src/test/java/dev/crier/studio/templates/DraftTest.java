package dev.crier.studio.templates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.api.Json;
import dev.crier.template.Lint;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class DraftTest {
    private static Draft typed(Draft draft, String pointer, String value) {
        return Draft.of(FormDefinition.read(draft.root().toString(), Map.of(pointer, value)));
    }

    private static Draft after(Draft draft, String... orders) {
        Draft result = draft;
        for (String order : orders) {
            result = Alteration.apply(result, order);
        }
        return result;
    }

    private static List<String> types(Draft draft) {
        return draft.components().valueStream().map(Draft::type).toList();
    }

    private static List<String> buttons(Draft draft) {
        JsonNode buttons = draft.submission().at("/components/" + draft.index("BUTTONS") + "/buttons");
        return buttons.valueStream().map(Draft::type).toList();
    }

    @Test
    void examples_follow_the_variables_as_they_are_typed() {
        Draft draft = typed(Draft.blank("en"), "/components/0/text", "Hello {{1}}, see {{2}} soon.");
        assertThat(draft.root().at("/components/0/example/body_text/0").size()).isEqualTo(2);
        draft = typed(draft, "/components/0/example/body_text/0/1", "Dora");
        draft = typed(draft, "/components/0/text", "Hello {{first_name}}, see {{friend}} soon.");
        assertThat(draft.root().path("parameter_format").asString()).isEqualTo("NAMED");
        assertThat(draft.root().at("/components/0/example").toString())
                .isEqualTo("{\"body_text_named_params\":[{\"param_name\":\"first_name\",\"example\":\"\"},"
                        + "{\"param_name\":\"friend\",\"example\":\"Dora\"}]}");
        draft = typed(draft, "/components/0/text", "Hello, see {{friend}} soon.");
        assertThat(draft.root()
                        .at("/components/0/example/body_text_named_params/0/example")
                        .asString())
                .isEqualTo("Dora");
        assertThat(typed(draft, "/components/0/text", "Hello.")
                        .root()
                        .at("/components/0")
                        .has("example"))
                .isFalse();
    }

    @Test
    void a_variable_in_a_url_asks_for_an_example() {
        Draft draft = after(Draft.blank("en"), "add-button URL");
        draft = typed(draft, "/components/1/buttons/0/url", "https://example.com/{{1}}");
        assertThat(draft.root().at("/components/1/buttons/0/example/0").isString())
                .isTrue();
        draft = typed(draft, "/components/1/buttons/0/url", "https://example.com/");
        assertThat(draft.submission().at("/components/1/buttons/0").has("example"))
                .isFalse();
    }

    @Test
    void parts_come_and_go_in_metas_order() {
        Draft draft = after(
                Draft.blank("en"),
                "add-button URL",
                "add-footer",
                "header IMAGE",
                "add-footer",
                "add-button QUICK_REPLY");
        assertThat(types(draft)).containsExactly("HEADER", "BODY", "FOOTER", "BUTTONS");
        draft = after(draft, "add-button PHONE_NUMBER", "add-button QUICK_REPLY");
        assertThat(buttons(draft)).containsExactly("URL", "PHONE_NUMBER", "QUICK_REPLY", "QUICK_REPLY");
        draft = after(draft, "up /components/3/buttons/1", "remove /components/3/buttons/2", "header NONE");
        assertThat(buttons(draft)).containsExactly("PHONE_NUMBER", "URL", "QUICK_REPLY");
        assertThat(types(after(draft, "remove /components/1"))).containsExactly("BODY", "BUTTONS");
        draft = after(draft, "remove /components/2/buttons/0", "remove /components/2/buttons/0");
        assertThat(types(after(draft, "remove /components/2/buttons/0"))).containsExactly("BODY", "FOOTER");
    }

    @Test
    void cards_are_changed_alike() {
        Draft draft = after(Draft.blank("en"), "add-carousel", "add-card", "add-card-button URL", "card-header VIDEO");
        assertThat(draft.cards()).hasSize(3).allSatisfy(card -> {
            assertThat(card.at("/components/0/format").asString()).isEqualTo("VIDEO");
            assertThat(card.at("/components/2/buttons").size()).isEqualTo(2);
        });
        draft = after(draft, "remove-card-button 0", "remove-card-button 0", "remove /components/1/cards/0");
        assertThat(draft.cards())
                .hasSize(2)
                .allSatisfy(card -> assertThat(card.path("components").size()).isEqualTo(2));
    }

    @Test
    void authentication_has_words_of_metas_and_ours_come_back() {
        Draft draft = typed(Draft.blank("en"), "/components/0/text", "Our own words");
        Draft code = after(typed(draft, "/category", "AUTHENTICATION"), "category");
        ObjectNode submission = code.submission().put("name", "code");
        assertThat(Lint.check(submission).errors()).isEmpty();
        assertThat(submission.has(Draft.ASIDE)).isFalse();
        Draft back = after(typed(code, "/category", "UTILITY"), "category");
        assertThat(back.root().at("/components/0/text").asString()).isEqualTo("Our own words");
    }

    @Test
    void an_offer_takes_the_place_of_the_footer() {
        Draft draft = after(Draft.blank("en"), "add-footer", "add-offer", "header IMAGE");
        assertThat(types(draft)).containsExactly("HEADER", "LIMITED_TIME_OFFER", "BODY");
    }

    @Test
    void what_makes_no_sense_changes_nothing() {
        Draft draft = after(Draft.blank("en"), "add-button URL", "add-carousel");
        String before = draft.root().toString();
        for (String order : List.of(
                "",
                "remove",
                "remove /",
                "remove x",
                "remove /components/9",
                "up /components/0",
                "up /~",
                "header AUDIO",
                "add-button NEW",
                "add-card-button FLOW",
                "remove-card-button 77",
                "add-app /components",
                "fly")) {
            assertThat(after(draft, order).root().toString()).as(order).isEqualTo(before);
        }
        assertThat(Draft.of((ObjectNode) Json.parseOwn("{\"components\": [1, [], {\"type\": 5, \"cards\": 7}]}"))
                        .submission()
                        .path("components")
                        .size())
                .isEqualTo(3);
    }
}
