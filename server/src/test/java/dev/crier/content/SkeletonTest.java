package dev.crier.content;

import static dev.crier.content.Json.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class SkeletonTest {
    private static final String OFFER = """
            {'category': 'MARKETING', 'components': [
              {'type': 'HEADER', 'format': 'IMAGE', 'example': {'header_handle': ['4::abc']}},
              {'type': 'LIMITED_TIME_OFFER', 'limited_time_offer': {'text': 'Ends soon', 'has_expiration': true}},
              {'type': 'BODY', 'text': 'Hello {{1}}, {{2}} off.', 'example': {'body_text': [['Ann', '20 %']]}},
              {'type': 'BUTTONS', 'buttons': [
                {'type': 'COPY_CODE', 'example': 'SAVE20'},
                {'type': 'URL', 'text': 'Shop', 'url': 'https://example.com/{{1}}',
                 'example': ['https://example.com/spring']}]}]}""";

    private static final String CAROUSEL = """
            {'category': 'MARKETING', 'parameter_format': 'NAMED', 'components': [
              {'type': 'BODY', 'text': 'For {{name}} today:',
               'example': {'body_text_named_params': [{'param_name': 'name', 'example': 'Ann'}]}},
              {'type': 'CAROUSEL', 'cards': [
                {'components': [{'type': 'HEADER', 'format': 'VIDEO'}, {'type': 'BODY', 'text': 'One {{what}} here'},
                  {'type': 'BUTTONS', 'buttons': [{'type': 'QUICK_REPLY', 'text': 'Yes'}]}]},
                {'components': [{'type': 'HEADER', 'format': 'VIDEO'}, {'type': 'BODY', 'text': 'Two {{what}} here'},
                  {'type': 'BUTTONS', 'buttons': [{'type': 'QUICK_REPLY', 'text': 'Yes'}]}]}]}]}""";

    private static final String CODE = """
            {'category': 'AUTHENTICATION', 'components': [
              {'type': 'BODY', 'add_security_recommendation': true},
              {'type': 'BUTTONS', 'buttons': [{'type': 'OTP', 'otp_type': 'COPY_CODE', 'text': 'Copy code'}]}]}""";

    private static final String SHOP = """
            {'category': 'MARKETING', 'components': [
              {'type': 'HEADER', 'format': 'LOCATION'}, {'type': 'BODY', 'text': 'Come and see us'},
              {'type': 'BUTTONS', 'buttons': [{'type': 'MPM', 'text': 'View items'},
                {'type': 'FLOW', 'text': 'Ask us'}, {'type': 'CATALOG', 'text': 'Catalog'},
                {'type': 'PHONE_NUMBER', 'text': 'Call', 'phone_number': '+31201234567'}]}]}""";

    @ParameterizedTest
    @ValueSource(strings = {OFFER, CAROUSEL, CODE, SHOP})
    void a_send_made_of_it_has_no_fault(String definition) {
        requireFit(json(definition));
    }

    @Test
    void it_fits_the_definitions_that_others_wrote() throws IOException {
        Path root = Path.of(System.getProperty("crier.root", "."));
        Path pairs = Stream.of("../shared/fixtures/meta/pairs", "../../shared/fixtures/meta/pairs")
                .map(root::resolve)
                .filter(Files::isDirectory)
                .findFirst()
                .orElse(root.resolve("no-fixtures"));
        assumeTrue(Files.isDirectory(pairs), "no fixtures here");
        try (Stream<Path> files = Files.walk(pairs)) {
            files.filter(file -> file.endsWith("definition.json"))
                    .forEach(file -> requireFit(Json.MAPPER.readTree(file)));
        }
    }

    private static void requireFit(JsonNode definition) {
        TemplateStructure structure = TemplateStructure.parse(definition);
        Skeleton skeleton = Skeleton.of(structure);
        assertThat(ComponentsValidator.validate(structure, skeleton.components(), "/components"))
                .as(definition.toString())
                .isEmpty();
        assertThat(CompiledMessage.compile(structure, "en", skeleton.components())
                        .keys())
                .as(definition.toString())
                .containsExactlyInAnyOrderElementsOf(skeleton.keys());
    }

    @Test
    void keys_are_those_of_the_flat_parameters_of_operators() {
        assertThat(Skeleton.of(TemplateStructure.parse(json(OFFER))).keys())
                .containsExactly("header_link", "1", "2", "button_0", "button_1", "offer_expires_ms");
        assertThat(Skeleton.of(TemplateStructure.parse(json(CAROUSEL))).keys())
                .containsExactly("name", "card_0_header_link", "card_0_what", "card_1_header_link", "card_1_what");
    }

    @Test
    void the_examples_of_the_definition_fill_it() {
        TemplateStructure structure = TemplateStructure.parse(json(OFFER));
        Preview preview = Preview.of(structure, Skeleton.of(structure).with(Examples.of(json(OFFER), structure)));
        assertThat(preview.body()).isEqualTo("Hello Ann, 20 % off.");
        assertThat(preview.buttons())
                .extracting(Preview.PreviewButton::value)
                .containsExactly("SAVE20", "https://example.com/spring");

        TemplateStructure code = TemplateStructure.parse(json(CODE));
        assertThat(Preview.of(code, Skeleton.of(code).with(Examples.of(json(CODE), code)))
                        .body())
                .contains("123456");
    }

    @Test
    void what_has_no_example_stays_visible_as_a_variable() {
        TemplateStructure structure = TemplateStructure.parse(json(CAROUSEL));
        Preview preview = Preview.of(structure, Skeleton.of(structure).with(Map.of("name", "Ann")));
        assertThat(preview.body()).isEqualTo("For Ann today:");
        assertThat(preview.cards().getFirst().body()).isEqualTo("One {{what}} here");
    }
}
