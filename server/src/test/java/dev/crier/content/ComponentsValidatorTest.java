package dev.crier.content;

import static dev.crier.content.Json.codes;
import static dev.crier.content.Json.details;
import static dev.crier.content.Json.json;
import static dev.crier.content.Json.pointers;
import static dev.crier.content.Json.template;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComponentsValidatorTest {
    private static final TemplateStructure DELIVERY = template("""
            {'type':'BODY','text':'Hi {{1}}, on {{2}} between {{3}} and {{4}}. Call {{5}}.'},
            {'type':'BUTTONS','buttons':[{'type':'URL','text':'Track','url':'https://example.com/{{1}}'}]}
            """);
    private static final String TEXT = "{'type':'text','text':'x'}";
    private static final String FIVE = String.join(",", TEXT, TEXT, TEXT, TEXT, TEXT);
    private static final String BODY = "{'type':'body','parameters':[" + FIVE + "]}";
    private static final String BUTTON =
            "{'type':'button','sub_type':'url','index':0,'parameters':[{'type':'text','text':'a1'}]}";

    private static String url(String rest) {
        return "[" + BODY + ",{'type':'button'," + rest + "}]";
    }

    @Test
    void the_example_of_the_contract_fits() {
        assertThat(codes(DELIVERY, "[" + BODY + "," + BUTTON + "]")).isEmpty();
    }

    @Test
    void the_problems_of_the_contract_are_told_in_its_words_and_places() {
        String four = String.join(",", TEXT, TEXT, TEXT, TEXT);
        String components = "[{'type':'body','parameters':[" + four + "]}]";
        assertThat(details(DELIVERY, components))
                .containsExactly("body: expected 5 parameters, got 4", "button 0 (url) needs 1 parameter");
        assertThat(codes(DELIVERY, components)).containsExactly("parameter_count", "missing_component");
        assertThat(pointers(DELIVERY, components))
                .containsExactly("/template/components/0/parameters", "/template/components");
    }

    @Test
    void what_the_wire_is_known_to_carry_is_taken() {
        String upper = BODY.replace("'type':'body'", "'type':'BODY'").replace("'type':'text'", "'type':'TEXT'");
        String string = BUTTON.replace("'index':0", "'index':'0'").replace("'url'", "'URL'");
        assertThat(codes(DELIVERY, "[" + string + "," + upper + "]")).isEmpty();
        String untyped = BODY.replace("'type':'text',", "");
        assertThat(codes(DELIVERY, "[" + untyped + "," + BUTTON + "]")).isEmpty();
        assertThat(codes(DELIVERY, "[" + BODY + "," + BUTTON + ",{'type':'footer'}]"))
                .isEmpty();
        assertThat(codes(DELIVERY, "[" + BODY + "," + BUTTON + ",{'type':'FOOTER','parameters':[]}]"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]"})
    void no_components_are_fine_for_a_template_that_needs_none(String components) {
        TemplateStructure plain = template("""
                {'type':'HEADER','format':'TEXT','text':'Hello'},{'type':'BODY','text':'World'},{'type':'FOOTER','text':'x'},
                {'type':'BUTTONS','buttons':[{'type':'QUICK_REPLY','text':'Ok'},{'type':'PHONE_NUMBER','text':'Call',
                 'phone_number':'+31'},{'type':'URL','text':'Go','url':'https://example.com'}]}
                """);
        assertThat(codes(plain, components)).isEmpty();
        assertThat(ComponentsValidator.validate(plain, null, "/c")).isEmpty();
        assertThat(codes(DELIVERY, components)).containsExactly("missing_component", "missing_component");
    }

    @Test
    void a_component_that_the_template_lacks_is_a_fault() {
        String both = BODY + "," + BUTTON;
        assertThat(codes(DELIVERY, "[" + both + ",{'type':'header','parameters':[" + TEXT + "]}]"))
                .containsExactly("unknown_component");
        assertThat(codes(DELIVERY, "[" + both + ",{'type':'carousel','cards':[]}]"))
                .containsExactly("unknown_component");
        assertThat(codes(DELIVERY, "[" + both + ",{'type':'limited_time_offer','parameters':[]}]"))
                .containsExactly("unknown_component");
        assertThat(codes(DELIVERY, "[" + both + ",{'type':'buttons'},{},5,null,'x']"))
                .containsOnly("unknown_component")
                .hasSize(5);
    }

    @Test
    void a_component_given_twice_is_a_fault() {
        assertThat(codes(DELIVERY, "[" + BODY + "," + BODY + "," + BUTTON + "," + BUTTON + "]"))
                .containsExactly("duplicate_component", "duplicate_component");
    }

    @Test
    void a_static_part_takes_no_parameters() {
        TemplateStructure plain = template("""
                {'type':'HEADER','format':'TEXT','text':'Hello'},{'type':'BODY','text':'World'},
                {'type':'BUTTONS','buttons':[{'type':'URL','text':'Go','url':'https://example.com'},
                 {'type':'PHONE_NUMBER','text':'Call'},{'type':'SPM','text':'View'},{'type':'REQUEST_CONTACT_INFO'}]}
                """);
        String parameters = ",'parameters':[" + TEXT + "]}";
        assertThat(codes(plain, "[{'type':'header'" + parameters + ",{'type':'footer'" + parameters + "]"))
                .containsExactly("static_component", "static_component");
        assertThat(codes(plain, "[{'type':'body'" + parameters + "]")).containsExactly("parameter_count");
        Stream.of("'url','index':0", "'phone_number','index':1", "'spm','index':2", "'request_contact_info','index':3")
                .forEach(button -> {
                    String component = "{'type':'button','sub_type':" + button;
                    assertThat(codes(plain, "[" + component + parameters + "]")).containsExactly("static_component");
                    assertThat(codes(plain, "[" + component + ",'parameters':[]}]"))
                            .isEmpty();
                });
    }

    @Test
    void a_button_is_found_by_its_index_and_must_be_of_its_kind() {
        String given = "'parameters':[" + TEXT + "]";
        for (String index : new String[] {"1", "-1", "'x'", "0.5", "null", "[]", "99999999999", "'99999999999'"}) {
            assertThat(codes(DELIVERY, url("'sub_type':'url','index':" + index + "," + given)))
                    .as(index)
                    .containsExactly("button_index", "missing_component");
        }
        assertThat(codes(DELIVERY, url("'sub_type':'url'," + given)))
                .containsExactly("button_index", "missing_component");
        assertThat(codes(DELIVERY, url("'sub_type':'quick_reply','index':0," + given)))
                .containsExactly("button_sub_type");
        assertThat(details(DELIVERY, url("'index':0," + given)))
                .containsExactly("button 0 (url): expected sub_type url, got none");
        assertThat(details(DELIVERY, url("'sub_type':'url','index':3," + given)))
                .contains("button: the template has only button 0, got index 3");
    }

    @Test
    void a_url_button_with_a_variable_takes_one_text() {
        String button = "'sub_type':'url','index':0,'parameters':";
        assertThat(details(DELIVERY, url(button + "[]")))
                .containsExactly("button 0 (url): expected 1 parameter, got 0");
        assertThat(codes(DELIVERY, url(button + "[" + TEXT + "," + TEXT + "]"))).containsExactly("parameter_count");
        assertThat(codes(DELIVERY, url(button + "[{'type':'payload','payload':'x'}]")))
                .containsExactly("parameter_type");
        assertThat(codes(DELIVERY, url(button + "[{'type':'text','text':'" + "x".repeat(1981) + "'}]")))
                .containsExactly("value_too_long");
        assertThat(codes(DELIVERY, url(button + "[{'type':'text','text':'" + "x".repeat(1980) + "'}]")))
                .isEmpty();
    }

    @Test
    void values_that_whatsapp_refuses_are_found_at_once() {
        TemplateStructure one = template("{'type':'BODY','text':'Hi {{1}}!'}");
        assertThat(value(one, "")).containsExactly("body parameter 1 is empty");
        assertThat(value(one, "  ")).containsExactly("body parameter 1 is empty");
        assertThat(value(one, "a\\nb")).containsExactly("body parameter 1 contains a newline");
        assertThat(value(one, "a\\tb")).containsExactly("body parameter 1 contains a tab");
        assertThat(value(one, "a\\u0000b")).containsExactly("body parameter 1 contains a NUL character");
        assertThat(value(one, "a     b")).containsExactly("body parameter 1 contains more than 4 consecutive spaces");
        assertThat(value(one, "a    b")).isEmpty();
        assertThat(value(one, "x".repeat(1020))).isEmpty();
        assertThat(value(one, "😀".repeat(1020))).isEmpty();
        assertThat(value(one, "x".repeat(1021))).containsExactly("body has 1025 characters, at most 1024 are allowed");
        assertThat(value(one, "{{ a }}\\n")).containsExactly("body parameter 1 contains a newline");
        assertThat(value(one, "{{ a }}" + "x".repeat(1021))).hasSize(1);
        assertThat(value(one, "{{ a }}")).isEmpty();
    }

    private static java.util.List<String> value(TemplateStructure structure, String text) {
        return details(structure, "[{'type':'body','parameters':[{'type':'text','text':'" + text + "'}]}]");
    }

    @Test
    void a_text_must_be_a_string_of_a_text_type() {
        TemplateStructure one = template("{'type':'BODY','text':'Hi {{1}}!'}");
        for (String odd : new String[] {"{'type':'text','text':5}", "{'type':'text'}", "{'type':'text','text':null}"}) {
            assertThat(codes(one, "[{'type':'body','parameters':[" + odd + "]}]"))
                    .as(odd)
                    .containsExactly("invalid_value");
        }
        for (String odd : new String[] {"{'type':'image','image':{'id':'1'}}", "{}", "5", "null", "{'type':7}"}) {
            assertThat(codes(one, "[{'type':'body','parameters':[" + odd + "]}]"))
                    .as(odd)
                    .containsExactly("parameter_type");
        }
        assertThat(codes(one, "[{'type':'body','parameters':'x'}]"))
                .containsExactly("invalid_value", "parameter_count");
    }

    @Test
    void legacy_currency_and_time_count_as_text() {
        TemplateStructure two = template("{'type':'BODY','text':'Pay {{1}} by {{2}}!'}");
        String good = """
                [{'type':'body','parameters':[
                 {'type':'currency','currency':{'fallback_value':'$35','code':'USD','amount_1000':35000}},
                 {'type':'date_time','date_time':{'fallback_value':'May 10th','year':2023}}]}]
                """;
        assertThat(codes(two, good)).isEmpty();
        assertThat(codes(two, good.replace("'fallback_value':'$35',", ""))).containsExactly("missing_parameter");
        assertThat(codes(two, good.replace("35000", "'x'"))).isEmpty();
        assertThat(codes(two, good.replace("35000", "3.5"))).containsExactly("invalid_value");
        assertThat(codes(two, good.replace("{'fallback_value':'May 10th','year':2023}", "7")))
                .containsExactly("invalid_value");
    }

    @Test
    void named_parameters_are_matched_by_name_in_any_order() {
        TemplateStructure named = TemplateStructure.parse(json("""
                {'name':'n','language':'en','parameter_format':'NAMED',
                 'components':[{'type':'BODY','text':'Dear {{last_name}}, ticket {{ticket_id}} moved.'}]}
                """));
        String last = "{'type':'text','parameter_name':'last_name','text':'Dale'}";
        String ticket = "{'type':'text','parameter_name':'ticket_id','text':'23'}";
        assertThat(codes(named, body(ticket, last))).isEmpty();
        assertThat(details(named, body(last))).containsExactly("body: parameter ticket_id is missing");
        assertThat(codes(named, body(last, last, ticket))).containsExactly("parameter_name");
        assertThat(codes(named, body(last, ticket, ticket.replace("ticket_id", "foo"))))
                .containsExactly("unknown_parameter_name");
        assertThat(codes(named, body(last, TEXT))).containsExactly("parameter_name", "missing_parameter");
        TemplateStructure positional = template("{'type':'BODY','text':'Hi {{1}}!'}");
        assertThat(codes(positional, body(last))).containsExactly("parameter_name");
    }

    private static String body(String... parameters) {
        return "[{'type':'body','parameters':[" + String.join(",", parameters) + "]}]";
    }

    @Test
    void unsupported_mustache_is_named() {
        TemplateStructure one = template("{'type':'BODY','text':'Hi {{1}}!'}");
        for (String odd : new String[] {
            "{{#a}}x{{/a}}",
            "{{^a}}",
            "{{>a}}",
            "{{&a}}",
            "{{!a}}",
            "{{=<% %>=}}",
            "{{{a}}}",
            "{{}}",
            "{{ }}",
            "{{ a",
            "{{a{b}}",
            "{{ " + "k".repeat(101) + " }}"
        }) {
            assertThat(codes(one, "[{'type':'body','parameters':[{'type':'text','text':'" + odd + "'}]}]"))
                    .as(odd)
                    .containsOnly("unsupported_mustache")
                    .isNotEmpty();
        }
        assertThat(value(one, "{{#a}}").getFirst()).contains("{{#a}}");
    }
}
