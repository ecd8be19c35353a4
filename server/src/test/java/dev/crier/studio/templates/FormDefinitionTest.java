package dev.crier.studio.templates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.crier.api.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class FormDefinitionTest {
    private static final String EVERYTHING = """
            {"name": "all", "language": "en", "category": "MARKETING", "parameter_format": "NAMED",
             "message_send_ttl_seconds": 86400, "cta_url_link_tracking_opted_out": true,
             "components": [
              {"type": "HEADER", "format": "TEXT", "text": "For {{name}}",
               "example": {"header_text_named_params": [{"param_name": "name", "example": "Ann"}]}},
              {"type": "LIMITED_TIME_OFFER", "limited_time_offer": {"text": "Ends soon", "has_expiration": true}},
              {"type": "BODY", "text": "Hello {{name}}, {{a}} and {{b}} for you.",
               "example": {"body_text_named_params": [{"param_name": "name", "example": "Ann"},
                 {"param_name": "a", "example": "1"}, {"param_name": "b", "example": "2"}]}},
              {"type": "FOOTER", "text": "Reply optout to stop"},
              {"type": "BUTTONS", "buttons": [
                {"type": "QUICK_REPLY", "text": "Yes"},
                {"type": "URL", "text": "Shop", "url": "https://example.com/{{1}}", "example": ["https://example.com/a"]},
                {"type": "PHONE_NUMBER", "text": "Call", "phone_number": "+31201234567"},
                {"type": "COPY_CODE", "example": "SAVE20"},
                {"type": "FLOW", "text": "Ask", "flow_id": "1", "flow_action": "navigate", "navigate_screen": "A"},
                {"type": "CATALOG", "text": "View catalog"}, {"type": "MPM", "text": "View items"},
                {"type": "SPM"}, {"type": "VOICE_CALL", "text": "Call us", "ttl_minutes": 60},
                {"type": "REQUEST_CONTACT_INFO"}, {"type": "TOMORROW", "text": "New", "colour": ["a/b", 1, null]}]},
              {"type": "CAROUSEL", "cards": [
                {"components": [
                  {"type": "HEADER", "format": "IMAGE", "example": {"header_handle": ["4::a"]}},
                  {"type": "BODY", "text": "One {{c}} here",
                   "example": {"body_text_named_params": [{"param_name": "c", "example": "x"}]}},
                  {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": "This"}]}]},
                {"components": [
                  {"type": "HEADER", "format": "IMAGE", "example": {"header_handle": ["4::b"]}},
                  {"type": "BODY", "text": "Two {{c}} here",
                   "example": {"body_text_named_params": [{"param_name": "c", "example": "y"}]}},
                  {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": "That"}]}]}]}]}""";

    private static final String AUTHENTICATION = """
            {"name": "code", "language": "nl", "category": "AUTHENTICATION", "parameter_format": "POSITIONAL",
             "message_send_ttl_seconds": 600, "components": [
              {"type": "BODY", "add_security_recommendation": true},
              {"type": "FOOTER", "code_expiration_minutes": 5},
              {"type": "BUTTONS", "buttons": [
                {"type": "OTP", "otp_type": "ZERO_TAP", "text": "Copy", "zero_tap_terms_accepted": true,
                 "supported_apps": [{"package_name": "com.example", "signature_hash": "K8a/AINcGX7"}]}]}]}""";

    private static final String NUMBERED = """
            {"name": "n", "language": "en", "category": "UTILITY", "parameter_format": "POSITIONAL", "components": [
              {"type": "HEADER", "format": "DOCUMENT", "example": {"header_handle": ["4::c"]}},
              {"type": "BODY", "text": "Order {{1}} comes on {{2}} to you.", "example": {"body_text": [["7", "3 May"]]}},
              {"type": "BUTTONS", "buttons": [
                {"type": "URL", "text": "Track", "url": "https://example.com/track"}]}]}""";

    private static final String PLACE = """
            {"name": "p", "language": "en", "category": "UTILITY", "parameter_format": "POSITIONAL", "components": [
              {"type": "HEADER", "format": "LOCATION"}, {"type": "BODY", "text": "We are open."},
              {"type": "SOMETHING", "new": {"deep": [1.50, true]}}]}""";

    @ParameterizedTest
    @ValueSource(strings = {EVERYTHING, AUTHENTICATION, NUMBERED, PLACE})
    void a_form_of_a_definition_gives_the_definition_back(String text) {
        JsonNode definition = Json.parseOwn(text);
        requireRoundTrip(definition);
        // The editor's own additions are gone when it is submitted.
        assertThat(Draft.of((ObjectNode) definition.deepCopy()).submission()).isEqualTo(definition);
    }

    @Test
    void definitions_that_others_wrote_come_back_too() throws IOException {
        Path root = Path.of(System.getProperty("crier.root", "."));
        Path fixtures = Stream.of("../shared/fixtures/meta", "../../shared/fixtures/meta")
                .map(root::resolve)
                .filter(Files::isDirectory)
                .findFirst()
                .orElse(root.resolve("no-fixtures"));
        assumeTrue(Files.isDirectory(fixtures), "no fixtures here");
        try (Stream<Path> files = Files.walk(fixtures)) {
            List<Path> definitions = files.filter(file -> file.toString().matches(".*/templates/[^/]+[.]json"))
                    .toList();
            assertThat(definitions).isNotEmpty();
            for (Path file : definitions) {
                JsonNode definition = Json.parseOwn(Files.readString(file));
                requireRoundTrip(definition);
                ObjectNode submission =
                        Draft.of((ObjectNode) definition.deepCopy()).submission();
                assertThat(Draft.of(submission.deepCopy()).submission())
                        .as(file.toString())
                        .isEqualTo(submission);
                requireSameTexts(definition, submission);
            }
        }
    }

    /// The fields alone carry every value: the base is the same without any.
    private static void requireRoundTrip(JsonNode definition) {
        Map<String, String> fields = FormDefinition.fields(definition);
        ObjectNode emptied = FormDefinition.read(definition.toString(), emptied(fields));
        ObjectNode back = FormDefinition.read(emptied.toString(), fields);
        assertThat(FormDefinition.fields(back)).isEqualTo(fields);
        assertThat(FormDefinition.read(definition.toString(), fields).toString())
                .isEqualTo(withTexts(definition).toString());
    }

    private static Map<String, String> emptied(Map<String, String> fields) {
        Map<String, String> emptied = new HashMap<>();
        fields.keySet().forEach(pointer -> emptied.put(pointer, ""));
        return emptied;
    }

    /// What the editor does not know it does not show; if it did, as text.
    private static JsonNode withTexts(JsonNode definition) {
        JsonNode copy = definition.deepCopy();
        copy.findParents("colour").forEach(each -> ((ArrayNode) each.path("colour")).set(1, "1"));
        copy.findParents("deep")
                .forEach(each -> ((ArrayNode) each.path("deep")).set(0, "1.50").set(1, "true"));
        return copy;
    }

    private static void requireSameTexts(JsonNode before, JsonNode after) {
        assertThat(after.findValuesAsString("text"))
                .containsExactlyInAnyOrderElementsOf(before.findValuesAsString("text").stream()
                        .filter(text -> !text.isEmpty())
                        .toList());
    }

    @Test
    void a_field_changes_values_that_are_there_and_nothing_else() {
        Map<String, String> hostile = Map.of(
                "/components/0/text", "Changed",
                "/components/9/text", "nowhere",
                "/components/0/more", "not there",
                "/components", "not a list",
                "/components/99999999999", "beyond",
                "/~", "odd",
                "other", "no pointer");
        ObjectNode read = FormDefinition.read(
                "{\"name\": \"n\", \"components\": [{\"type\": \"BODY\", \"text\": \"\"}]}", hostile);
        assertThat(read.toString())
                .isEqualTo("{\"name\":\"n\",\"components\":[{\"type\":\"BODY\",\"text\":\"Changed\"}]}");
        assertThat(FormDefinition.read("[1]", hostile).isEmpty()).isTrue();
        assertThat(FormDefinition.read("{", hostile).isEmpty()).isTrue();
    }

    @Test
    void a_number_that_is_none_stays_for_the_checks() {
        String base = "{\"message_send_ttl_seconds\": 60, \"components\": []}";
        assertThat(FormDefinition.read(base, Map.of("/message_send_ttl_seconds", " 90 "))
                        .path("message_send_ttl_seconds")
                        .isInt())
                .isTrue();
        assertThat(FormDefinition.read(base, Map.of("/message_send_ttl_seconds", "a day"))
                        .path("message_send_ttl_seconds")
                        .asString())
                .isEqualTo("a day");
    }
}
