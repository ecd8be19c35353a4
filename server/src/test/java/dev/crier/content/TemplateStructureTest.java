package dev.crier.content;

import static dev.crier.content.Json.json;
import static dev.crier.content.Json.template;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.content.TemplateStructure.LimitedTimeOffer;
import org.junit.jupiter.api.Test;

class TemplateStructureTest {
    @Test
    void a_definition_is_read_in_any_case() {
        TemplateStructure structure = TemplateStructure.parse(json("""
                {'name':'n','language':'en_US','category':'marketing','parameter_format':'positional','components':[
                 {'type':'header','format':'text','text':'For {{1}}'},{'type':'body','text':'{{2}} and {{1}} and {{ 2 }}.'},
                 {'type':'footer','text':'f'},{'type':'limited_time_offer','limited_time_offer':{'text':'o','has_expiration':true}},
                 {'type':'buttons','buttons':[{'type':'url','text':'u','url':'https://e.com/{{1}}'},{'type':'url','text':'s','url':'https://e.com'},
                  {'type':'phone_number','text':'p','phone_number':'+31'},{'type':'copy_code'},{'type':'voice_call'}]}]}
                """));
        assertThat(structure.category()).isEqualTo("MARKETING");
        assertThat(structure.parameterFormat()).isEqualTo(ParameterFormat.POSITIONAL);
        assertThat(structure.header().kind()).isEqualTo(HeaderKind.TEXT);
        assertThat(structure.header().text().variables()).containsExactly("1");
        assertThat(structure.body().variables()).containsExactly("1", "2");
        assertThat(structure.footer()).isEqualTo("f");
        assertThat(structure.limitedTimeOffer()).isEqualTo(new LimitedTimeOffer("o", true));
        assertThat(structure.buttons())
                .extracting(Button::subType)
                .containsExactly("url", "url", "phone_number", "copy_code", "voice_call");
        assertThat(structure.buttons().get(1))
                .isEqualTo(new Button.Url("s", TemplateText.parse("https://e.com", ParameterFormat.NAMED)));
        assertThat(structure.notUnderstood()).isEmpty();
    }

    @Test
    void named_variables_are_seen_even_if_the_definition_does_not_say_so() {
        assertThat(template("{'type':'BODY','text':'Hi {{first_name}} and {{last_name}}, {{first_name}}'}")
                        .body()
                        .variables())
                .containsExactly("first_name", "last_name");
        assertThat(template("{'type':'BODY','text':'Hi {{1}} and {{x}}'}")
                        .body()
                        .variables())
                .containsExactly("1");
    }

    @Test
    void what_is_new_is_named_and_sent_unchecked() {
        TemplateStructure structure = template(
                "{'type':'HEADER','format':'HOLOGRAM'},{'type':'BODY','text':'x'},{'type':'SMELL'},{'type':'BUTTONS','buttons':[{'type':'WINK','text':'w'},7]}");
        assertThat(structure.notUnderstood())
                .containsExactly(
                        "header of format HOLOGRAM",
                        "component of type SMELL",
                        "button of type wink",
                        "button of type (none)");
        assertThat(
                        Json.codes(
                                structure,
                                "[{'type':'header','parameters':[{'type':'hologram','hologram':{'id':'1'}}]},{'type':'smell','of':'roses'},"
                                        + "{'type':'button','sub_type':'wink','index':0,'parameters':[{'type':'wink','wink':1}]}]"))
                .isEmpty();
    }

    @Test
    void the_body_of_an_authentication_template_has_one_variable_whatever_is_listed() {
        String definition =
                "{'name':'c','language':'nl','category':'AUTHENTICATION','components':[BODY{'type':'FOOTER','code_expiration_minutes':10},{'type':'BUTTONS','buttons':[{'type':'OTP','otp_type':'ONE_TAP','text':'Copy'}]}]}";
        for (String body : new String[] {
            "", "{'type':'BODY','add_security_recommendation':true},", "{'type':'BODY','text':'*{{1}}* is your code.'},"
        }) {
            TemplateStructure structure = TemplateStructure.parse(json(definition.replace("BODY{", body + "{")));
            assertThat(structure.body().variables()).as(body).containsExactly("1");
            assertThat(structure.footer()).isEqualTo("This code expires in 10 minutes.");
            assertThat(structure.buttons()).containsExactly(new Button.Otp("Copy", "ONE_TAP"));
        }
    }

    @Test
    void a_carousel_has_cards_with_their_own_parts() {
        TemplateStructure structure = template(
                "{'type':'BODY','text':'x'},{'type':'CAROUSEL','cards':[{'components':[{'type':'HEADER','format':'VIDEO'},{'type':'BODY','text':'{{1}}'},{'type':'BUTTONS','buttons':[{'type':'SPM','text':'View'}]}]},{'components':[{'type':'HEADER','format':'PRODUCT'}]}]}");
        assertThat(structure.cards()).hasSize(2);
        assertThat(structure.cards().getFirst().header().kind()).isEqualTo(HeaderKind.VIDEO);
        assertThat(structure.cards().getFirst().buttons()).containsExactly(new Button.Spm("View"));
        assertThat(structure.cards().getLast().header().kind()).isEqualTo(HeaderKind.PRODUCT);
    }
}
