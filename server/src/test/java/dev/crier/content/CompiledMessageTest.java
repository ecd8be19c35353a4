package dev.crier.content;

import static dev.crier.content.Json.json;
import static dev.crier.content.Json.template;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.api.Fault;
import dev.crier.content.RenderResult.InvalidParams;
import dev.crier.content.RenderResult.MissingParams;
import dev.crier.content.RenderResult.Rendered;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class CompiledMessageTest {
    private static final TemplateStructure DELIVERY = template("""
            {'type':'HEADER','format':'TEXT','text':'For {{1}}'},{'type':'BODY','text':'Hi {{1}}, see you {{2}}.'},
            {'type':'FOOTER','text':'f'},{'type':'BUTTONS','buttons':[{'type':'URL','text':'Track','url':'https://example.com/{{1}}'},
             {'type':'QUICK_REPLY','text':'Stop'}]}
            """);
    private static final CompiledMessage MESSAGE = CompiledMessage.compile(DELIVERY, "en", json("""
                    [{'type':'BODY','parameters':[{'type':'TEXT','text':'{{ name }}'},{'text':'at {{date}}, {{ name }}'}],'extra':1},
                     {'type':'header','parameters':[{'type':'text','text':'{{name}}'}]},{'type':'footer','parameters':[]},
                     {'type':'button','sub_type':'URL','index':0,'parameters':[{'type':'text','text':'{{ track }}'}]},
                     {'type':'button','sub_type':'quick_reply','index':'1','parameters':[]}]
                    """));

    private static JsonNode rendered(RenderResult result) {
        assertThat(result).isInstanceOf(Rendered.class);
        return json(((Rendered) result).templateJson());
    }

    private static List<String> faults(RenderResult result) {
        assertThat(result).isInstanceOf(InvalidParams.class);
        return ((InvalidParams) result).faults().stream().map(Fault::detail).toList();
    }

    private static Map<String, String> user(String name) {
        return Map.of("name", name, "date", "3 May", "track", "a1");
    }

    @Test
    void meta_gets_the_one_canonical_form() {
        assertThat(rendered(MESSAGE.render(user("Ann"), Map.of()))).isEqualTo(json("""
                        {'name':'order_update','language':{'code':'en'},'components':[
                         {'type':'body','parameters':[{'type':'text','text':'Ann'},{'type':'text','text':'at 3 May, Ann'}]},
                         {'type':'header','parameters':[{'type':'text','text':'Ann'}]},
                         {'type':'button','sub_type':'url','index':'0','parameters':[{'type':'text','text':'a1'}]}]}
                        """));
    }

    @Test
    void the_users_params_win_over_the_defaults_and_blank_counts_as_none() {
        Map<String, String> defaults = Map.of("name", "Customer", "date", "soon", "track", "t");
        assertThat(MESSAGE.render(user("Ann"), defaults).toString())
                .contains("Ann")
                .doesNotContain("Customer");
        assertThat(MESSAGE.render(user(" "), defaults).toString()).contains("Customer");
        assertThat(MESSAGE.render(Map.of(), defaults).toString()).contains("Customer");
    }

    @Test
    void missing_keys_are_named_once_in_order() {
        assertThat(MESSAGE.keys()).containsExactly("name", "date", "track");
        assertThat(MESSAGE.render(Map.of("date", "x", "track", ""), Map.of("name", " ")))
                .isEqualTo(new MissingParams(List.of("name", "track")));
    }

    @Test
    void a_value_is_not_looked_into() {
        Map<String, String> params = Map.of("name", "{{date}} $1 {{1}} <b>&", "date", "\\0", "track", "{{#x}}");
        JsonNode sent = rendered(MESSAGE.render(params, Map.of("1", "no", "x", "no")));
        assertThat(sent.at("/components/0/parameters/0/text").stringValue()).isEqualTo("{{date}} $1 {{1}} <b>&");
        assertThat(sent.at("/components/2/parameters/0/text").stringValue()).isEqualTo("{{#x}}");
    }

    @Test
    void what_whatsapp_would_refuse_is_told_without_the_value() {
        assertThat(faults(MESSAGE.render(user("secret\nname"), Map.of())))
                .contains("body parameter 1 ({{ name }}) contains a newline")
                .noneMatch(detail -> detail.contains("secret"));
        assertThat(faults(MESSAGE.render(user("a\tb"), Map.of()))).anyMatch(detail -> detail.contains("tab"));
        assertThat(faults(MESSAGE.render(user("a\0b"), Map.of()))).anyMatch(detail -> detail.contains("NUL"));
        assertThat(faults(MESSAGE.render(user("a     b"), Map.of()))).anyMatch(detail -> detail.contains("spaces"));
        assertThat(faults(MESSAGE.render(user("x".repeat(57)), Map.of())))
                .containsExactly("header has 61 characters, at most 60 are allowed");
        assertThat(MESSAGE.render(user("😀".repeat(56)), Map.of())).isInstanceOf(Rendered.class);
        Map<String, String> longDate = Map.of("name", "Ann", "date", "x".repeat(1010), "track", "a");
        assertThat(faults(MESSAGE.render(longDate, Map.of())))
                .singleElement()
                .asString()
                .startsWith("body has 1");
        Map<String, String> longUrl = Map.of("name", "Ann", "date", "x", "track", "x".repeat(1981));
        assertThat(faults(MESSAGE.render(longUrl, Map.of())))
                .containsExactly("button 0 (url) has 2001 characters, at most 2000 are allowed");
    }

    @Test
    void the_body_is_shorter_beside_an_offer_and_on_a_card() {
        String body = "[{'type':'body','parameters':[{'type':'text','text':'{{ a }}'}]}]";
        TemplateStructure offer = template(
                "{'type':'BODY','text':'b {{1}}'},{'type':'LIMITED_TIME_OFFER','limited_time_offer':{'text':'x'}}");
        CompiledMessage message = CompiledMessage.compile(offer, "en", json(body));
        assertThat(message.render(Map.of("a", "x".repeat(598)), Map.of())).isInstanceOf(Rendered.class);
        assertThat(message.render(Map.of("a", "x".repeat(599)), Map.of())).isInstanceOf(InvalidParams.class);
        TemplateStructure carousel = template(
                "{'type':'BODY','text':'x'},{'type':'CAROUSEL','cards':[{'components':[{'type':'BODY','text':'b {{1}}'}]}]}");
        String cards = "[{'type':'CAROUSEL','cards':[{'card_index':'0','components':" + body + "}]}]";
        CompiledMessage card = CompiledMessage.compile(carousel, "en", json(cards));
        assertThat(rendered(card.render(Map.of("a", "x".repeat(158)), Map.of())).at("/components/0/cards/0/card_index"))
                .isEqualTo(json("0"));
        assertThat(faults(card.render(Map.of("a", "x".repeat(159)), Map.of())))
                .containsExactly("card 0 body has 161 characters, at most 160 are allowed");
    }

    @Test
    void links_codes_and_times_are_checked_after_rendering() {
        TemplateStructure structure = template("""
                {'type':'HEADER','format':'IMAGE'},{'type':'BODY','text':'x'},
                {'type':'LIMITED_TIME_OFFER','limited_time_offer':{'text':'x','has_expiration':true}},
                {'type':'BUTTONS','buttons':[{'type':'COPY_CODE'}]}
                """);
        CompiledMessage message = CompiledMessage.compile(structure, "en", json("""
                [{'type':'header','parameters':[{'type':'image','image':{'link':'{{ link }}'}}]},
                 {'type':'limited_time_offer','parameters':[{'type':'limited_time_offer','limited_time_offer':{'expiration_time_ms':'{{ until }}'}}]},
                 {'type':'button','sub_type':'copy_code','index':0,'parameters':[{'type':'coupon_code','coupon_code':'X{{ code }}'}]}]
                """));
        Map<String, String> good = Map.of("link", "https://e.com/a", "until", "1780000000000", "code", "12");
        JsonNode sent = rendered(message.render(good, Map.of()));
        assertThat(sent.at("/components/1/parameters/0/limited_time_offer/expiration_time_ms")
                        .isNumber())
                .isTrue();
        assertThat(sent.at("/components/2/parameters/0/coupon_code").stringValue())
                .isEqualTo("X12");
        Map<String, String> bad = Map.of("link", "javascript:1", "until", "007", "code", "123456789012345");
        assertThat(faults(message.render(bad, Map.of())))
                .containsExactly(
                        "header link ({{ link }}) is not an http or https URL",
                        "limited_time_offer expiration_time_ms ({{ until }}) is not a time in milliseconds since 1970",
                        "button 0 (copy_code) ({{ code }}) has 16 characters, at most 15 are allowed");
    }

    @Test
    void a_one_time_code_is_the_same_in_body_and_button() {
        TemplateStructure structure = TemplateStructure.parse(
                json(
                        "{'name':'c','language':'nl','category':'AUTHENTICATION','components':[{'type':'BUTTONS','buttons':[{'type':'OTP'}]}]}"));
        CompiledMessage message = CompiledMessage.compile(structure, "nl", json("""
                [{'type':'button','sub_type':'otp','index':0,'parameters':[{'type':'text','text':'{{ b }}'}]},
                 {'type':'body','parameters':[{'type':'text','text':'{{ a }}'}]}]
                """));
        JsonNode sent = rendered(message.render(Map.of("a", "123", "b", "123"), Map.of()));
        assertThat(sent.at("/components/0/sub_type").stringValue()).isEqualTo("url");
        assertThat(faults(message.render(Map.of("a", "123", "b", "124"), Map.of())))
                .containsExactly("body: " + OneTimeCode.DIFFERENT);
    }

    @Test
    void without_components_there_is_an_empty_list() {
        CompiledMessage message = CompiledMessage.compile(template("{'type':'BODY','text':'x'}"), "pt_BR", null);
        assertThat(message.render(Map.of(), Map.of()))
                .hasToString("{\"name\":\"order_update\",\"language\":{\"code\":\"pt_BR\"},\"components\":[]}");
        assertThat(message.keys()).isEmpty();
    }
}
