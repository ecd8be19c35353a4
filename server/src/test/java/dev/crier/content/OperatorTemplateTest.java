package dev.crier.content;

import static dev.crier.content.Json.json;
import static dev.crier.content.Json.template;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.api.Fault;
import dev.crier.content.OperatorTemplate.Conversion;
import dev.crier.template.ReengagementTemplate;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OperatorTemplateTest {
    private static final TemplateStructure FULL = template("""
            {'type':'HEADER','format':'TEXT','text':'For {{1}}'},{'type':'BODY','text':'Hi {{1}}, {{2}}.'},
            {'type':'BUTTONS','buttons':[{'type':'URL','text':'Track','url':'https://e.com/{{1}}'},{'type':'QUICK_REPLY','text':'Stop'}]}
            """);

    private static Preview sent(TemplateStructure structure, String parameters) {
        Conversion conversion = OperatorTemplate.convert(structure, json(parameters), "/payload/parameters");
        assertThat(conversion.faults()).isEmpty();
        assertThat(ComponentsValidator.validate(structure, conversion.components(), ""))
                .isEmpty();
        RenderResult result = CompiledMessage.compile(structure, "en", conversion.components())
                .render(conversion.params(), Map.of());
        return Preview.of(structure, (RenderResult.Rendered) result);
    }

    @Test
    void parameters_by_number_fill_the_template() {
        Preview preview = sent(FULL, "{'1':'{{2}}','2':5,'header_1':'Bob','button_0':'a1','button_1':'P'}");
        assertThat(preview.body()).isEqualTo("Hi {{2}}, 5.");
        assertThat(preview.header()).isEqualTo("For Bob");
        assertThat(preview.buttons()).extracting(Preview.PreviewButton::value).containsExactly("https://e.com/a1", "P");
    }

    @Test
    void parameters_by_name_or_as_a_list_do_so_too() {
        TemplateStructure named = template("{'type':'BODY','text':'Hi {{first_name}} {{last_name}}.'}");
        assertThat(sent(named, "{'last_name':'B','first_name':'A'}").body()).isEqualTo("Hi A B.");
        TemplateStructure two = template("{'type':'BODY','text':'Hi {{1}} {{2}}.'}");
        assertThat(sent(two, "['A',true]").body()).isEqualTo("Hi A true.");
    }

    @Test
    void media_locations_and_codes_have_keys_of_their_own() {
        TemplateStructure document = template("{'type':'HEADER','format':'DOCUMENT'},{'type':'BODY','text':'x'}");
        assertThat(sent(document, "{'header_link':'https://e.com/a','header_filename':'a.pdf'}")
                        .header())
                .isEqualTo("[document] a.pdf, https://e.com/a");
        TemplateStructure location = template("{'type':'HEADER','format':'LOCATION'},{'type':'BODY','text':'x'}");
        assertThat(sent(location, "{'header_latitude':52.1,'header_longitude':'4','header_name':'Here'}")
                        .header())
                .isEqualTo("[location] Here");
        TemplateStructure code = TemplateStructure.parse(
                json(
                        "{'name':'c','language':'nl','category':'AUTHENTICATION','components':[{'type':'BUTTONS','buttons':[{'type':'OTP','text':'Copy'}]}]}"));
        assertThat(sent(code, "{'1':'123'}").buttons())
                .containsExactly(new Preview.PreviewButton("otp", "Copy", "123"));
    }

    @Test
    void what_is_missing_unknown_or_odd_is_a_fault() {
        Conversion conversion = OperatorTemplate.convert(
                FULL, json("{'1':'a','2':{},'header_1':' ','foo/bar':'x','button_1':null}"), "/p");
        assertThat(conversion.faults())
                .contains(
                        new Fault("invalid_value", "parameter 2 must be a string, number or boolean", "/p/2"),
                        new Fault("invalid_value", "parameter header_1 is empty", "/p/header_1"),
                        new Fault("missing_parameter", "parameter button_0 is missing", "/p"),
                        new Fault(
                                "unknown_parameter",
                                "parameter foo/bar: the template has none of this name",
                                "/p/foo~1bar"));
        assertThat(OperatorTemplate.convert(FULL, null, "/p").faults()).hasSize(4);
        assertThat(OperatorTemplate.convert(FULL, json("'x'"), "/p").faults()).isNotEmpty();
    }

    @Test
    void the_reengagement_template_takes_a_name() {
        for (String language : ReengagementTemplate.languages()) {
            TemplateStructure structure = TemplateStructure.parse(ReengagementTemplate.definition(language));
            assertThat(sent(structure, "{'1':'Ann'}").body()).contains(" Ann,");
        }
    }
}
