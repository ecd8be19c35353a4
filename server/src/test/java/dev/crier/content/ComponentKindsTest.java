package dev.crier.content;

import static dev.crier.content.Json.codes;
import static dev.crier.content.Json.json;
import static dev.crier.content.Json.template;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every kind of header, button and component, one good and some bad.
class ComponentKindsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    IMAGE    | {'type':'image','image':{'id':'2762702990552401'}}                        |
                    IMAGE    | {'type':'IMAGE','image':{'id':2762702990552401}}                          |
                    IMAGE    | {'image':{'link':'https://example.com/a.jpg'}}                            |
                    IMAGE    | {'type':'image','image':{'link':'{{ photo }}'}}                           |
                    IMAGE    | {'type':'video','video':{'id':'1'}}                                       | header_format
                    IMAGE    | {'type':'text','text':'x'}                                                | header_format
                    IMAGE    | {'type':'image','image':{}}                                               | missing_parameter
                    IMAGE    | {'type':'image'}                                                          | invalid_value
                    IMAGE    | {'type':'image','image':'x'}                                              | invalid_value
                    IMAGE    | {'type':'image','image':{'link':'ftp://example.com'}}                     | invalid_value
                    IMAGE    | {'type':'image','image':{'link':'https://'}}                              | invalid_value
                    IMAGE    | {'type':'image','image':{'link':'https://a b'}}                           | invalid_value
                    IMAGE    | {'type':'image','image':{'link':7}}                                       | invalid_value
                    IMAGE    | {'type':'image','image':{'id':''}}                                        | invalid_value
                    VIDEO    | {'type':'video','video':{'id':'1'}}                                       |
                    GIF      | {'type':'gif','gif':{'id':'1'}}                                           |
                    GIF      | {'type':'video','video':{'id':'1'}}                                       |
                    DOCUMENT | {'type':'document','document':{'link':'http://e.com/a','filename':'a.pdf'}} |
                    DOCUMENT | {'type':'document','document':{'id':'1','filename':''}}                   | invalid_value
                    LOCATION | {'type':'location','location':{'latitude':'52.1','longitude':4.3,'name':'x'}} |
                    LOCATION | {'type':'location','location':{'latitude':'{{lat}}','longitude':'{{lon}}'}} |
                    LOCATION | {'type':'location','location':{'latitude':91,'longitude':0}}              | invalid_value
                    LOCATION | {'type':'location','location':{'latitude':'1','longitude':'-180.5'}}      | invalid_value
                    LOCATION | {'type':'location','location':{'latitude':'1'}}                           | missing_parameter
                    LOCATION | {'type':'location','location':{'latitude':[],'longitude':1}}              | invalid_value
                    PRODUCT  | {'type':'product','product':{'product_retailer_id':'a','catalog_id':'b'}} |
                    PRODUCT  | {'type':'product','product':{'product_retailer_id':'a'}}                  | missing_parameter
                    """)
    void a_header_takes_what_its_format_says(String format, String parameter, String code) {
        TemplateStructure structure =
                template("{'type':'HEADER','format':'" + format + "'},{'type':'BODY','text':'x'}");
        String components = "[{'type':'header','parameters':[" + parameter + "]}]";
        expect(structure, components, code);
        assertThat(codes(structure, "[]")).containsExactly("missing_component");
        assertThat(codes(structure, "[{'type':'header','parameters':[]}]")).containsExactly("parameter_count");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    QUICK_REPLY | quick_reply | {'type':'payload','payload':'STOP'}                     |
                    QUICK_REPLY | quick_reply |                                                         |
                    QUICK_REPLY | quick_reply | {'type':'text','text':'STOP'}                           | parameter_type
                    QUICK_REPLY | quick_reply | {'type':'payload','payload':''}                         | invalid_value
                    QUICK_REPLY | quick_reply | {'type':'payload','payload':7}                          | invalid_value
                    COPY_CODE   | copy_code   | {'type':'coupon_code','coupon_code':'BERRIES20'}        |
                    COPY_CODE   | copy_code   | {'coupon_code':'{{ code }}'}                            |
                    COPY_CODE   | copy_code   | {'type':'coupon_code','coupon_code':'1234567890123456'} | value_too_long
                    COPY_CODE   | copy_code   | {'type':'text','text':'A'}                              | parameter_type
                    COPY_CODE   | copy_code   |                                                         | parameter_count
                    FLOW        | flow        | {'type':'action','action':{'flow_token':'t','flow_action_data':{'a':''}}} |
                    FLOW        | flow        | {'type':'action','action':{}}                           |
                    FLOW        | flow        | {'type':'action','action':{'flow_action_data':'x'}}     | invalid_value
                    FLOW        | flow        | {'type':'action'}                                       | invalid_value
                    FLOW        | flow        |                                                         | parameter_count
                    CATALOG     | catalog     |                                                         |
                    CATALOG     | catalog     | {'type':'action','action':{'thumbnail_product_retailer_id':'x'}} |
                    CATALOG     | catalog     | {'type':'text','text':'x'}                              | parameter_type
                    VOICE_CALL  | voice_call  |                                                         |
                    VOICE_CALL  | voice_call  | {'type':'ttl_minutes','ttl_minutes':15}                 |
                    VOICE_CALL  | voice_call  | {'type':'payload','payload':'x'},{'type':'ttl_minutes','ttl_minutes':'15'} |
                    VOICE_CALL  | voice_call  | {'type':'ttl_minutes','ttl_minutes':'soon'}             | invalid_value
                    VOICE_CALL  | voice_call  | {'type':'text','text':'x'}                              | parameter_type
                    TOMORROW    | tomorrow    | {'type':'whatever','whatever':{'a':[1,'{{ b }}']}}      |
                    """)
    void a_button_takes_what_its_kind_says(String type, String subType, String parameters, String code) {
        TemplateStructure structure = template(
                "{'type':'BODY','text':'x'},{'type':'BUTTONS','buttons':[{'type':'" + type + "','text':'Go'}]}");
        String given = parameters == null ? "" : parameters;
        String button = "{'type':'button','sub_type':'" + subType + "','index':'0','parameters':[" + given + "]}";
        expect(structure, "[" + button + "]", code);
    }

    private static void expect(TemplateStructure structure, String components, String code) {
        if (code == null) {
            assertThat(Json.details(structure, components)).isEmpty();
        } else {
            assertThat(codes(structure, components)).containsExactly(code);
        }
    }

    @Test
    void a_payload_has_at_most_256_characters() {
        TemplateStructure structure = template(
                "{'type':'BODY','text':'x'},{'type':'BUTTONS','buttons':[{'type':'QUICK_REPLY','text':'Go'}]}");
        String button = "[{'type':'button','sub_type':'quick_reply','index':0,'parameters':[{'payload':'%s'}]}]";
        assertThat(codes(structure, button.formatted("x".repeat(256)))).isEmpty();
        assertThat(codes(structure, button.formatted("x".repeat(257)))).containsExactly("value_too_long");
    }

    @Test
    void several_products_come_in_sections() {
        TemplateStructure structure =
                template("{'type':'BODY','text':'x'},{'type':'BUTTONS','buttons':[{'type':'MPM','text':'View'}]}");
        String good = """
                [{'type':'button','sub_type':'MPM','index':0,'parameters':[{'type':'action','action':{
                 'thumbnail_product_retailer_id':'a','sections':[{'title':'T','product_items':[{'product_retailer_id':'a'}]}]}}]}]
                """;
        String item = "{'product_retailer_id':'a'}";
        assertThat(codes(structure, good)).isEmpty();
        assertThat(codes(structure, "[]")).containsExactly("missing_component");
        assertThat(codes(structure, good.replace("'title':'T'", "'title':''"))).containsExactly("invalid_value");
        assertThat(codes(structure, good.replace(item, (item + ",").repeat(30) + item)))
                .containsExactly("invalid_value");
        assertThat(codes(structure, good.replace(item, "5"))).containsExactly("invalid_value");
        assertThat(codes(structure, good.replace("'thumbnail_product_retailer_id':'a',", "")))
                .containsExactly("invalid_value");
        assertThat(codes(structure, good.replaceAll("\\[\\{'title'.*}]}]}}", "[]}}")))
                .containsExactly("invalid_value");
    }

    @Test
    void a_limited_time_offer_is_needed_if_it_expires() {
        String template =
                "{'type':'LIMITED_TIME_OFFER','limited_time_offer':{'text':'Now','has_expiration':%s}},{'type':'BODY','text':'x'}";
        String send =
                "[{'type':'LIMITED_TIME_OFFER','parameters':[{'type':'limited_time_offer','limited_time_offer':{'expiration_time_ms':%s}}]}]";
        TemplateStructure expiring = template(template.formatted("true"));
        for (String time : new String[] {"1209600000", "'1780000000000'", "'{{ until }}'"}) {
            assertThat(codes(expiring, send.formatted(time))).as(time).isEmpty();
        }
        for (String time : new String[] {"'soon'", "1.5", "[]", "-1", "''", "99999999999999999999"}) {
            assertThat(codes(expiring, send.formatted(time))).as(time).containsExactly("invalid_value");
        }
        assertThat(codes(expiring, send.formatted("null"))).containsExactly("missing_parameter");
        assertThat(codes(expiring, "[]")).containsExactly("missing_component");
        TemplateStructure lasting = template(template.formatted("false"));
        assertThat(codes(lasting, "[]")).isEmpty();
        assertThat(codes(lasting, send.formatted("1209600000"))).containsExactly("static_component");
    }

    @Test
    void an_authentication_message_carries_its_code_twice() {
        for (String button : new String[] {
            "{'type':'OTP','otp_type':'COPY_CODE','text':'Copy'}",
            "{'type':'URL','text':'Copy','url':'https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code=otp{{1}}'}"
        }) {
            TemplateStructure structure = TemplateStructure.parse(
                    json("{'name':'code','language':'nl','category':'AUTHENTICATION','components':[{'type':'BODY',"
                            + "'add_security_recommendation':true},{'type':'BUTTONS','buttons':[" + button + "]}]}"));
            assertThat(structure.face().isOneTimeCode()).isTrue();
            assertThat(codes(structure, otp("J$FpnYnP", "url", "J$FpnYnP"))).isEmpty();
            assertThat(codes(structure, otp("J$FpnYnP", "otp", "J$FpnYnP"))).isEmpty();
            assertThat(codes(structure, otp("{{ code }}", "url", "{{code}}"))).isEmpty();
            assertThat(codes(structure, otp("1", "url", "2"))).containsExactly("invalid_value");
            assertThat(codes(structure, otp("1", "copy_code", "1"))).containsExactly("button_sub_type");
            String long16 = "1234567890123456";
            assertThat(codes(structure, otp(long16, "url", long16)))
                    .containsExactly("value_too_long", "value_too_long");
            assertThat(codes(structure, "[{'type':'body','parameters':[{'type':'text','text':'1'}]}]"))
                    .containsExactly("missing_component");
        }
    }

    private static String otp(String body, String subType, String button) {
        return ("[{'type':'body','parameters':[{'type':'text','text':'%s'}]},{'type':'button','sub_type':'%s','index':'0',"
                        + "'parameters':[{'type':'text','text':'%s'}]}]")
                .formatted(body, subType, button);
    }

    @Test
    void a_tap_target_is_one_url_with_a_title() {
        TemplateStructure structure = template("{'type':'BODY','text':'x'}");
        String good =
                "[{'type':'tap_target_configuration','parameters':[{'type':'tap_target_configuration','tap_target_configuration':[{'url':'https://example.com','title':'T'}]}]}]";
        assertThat(codes(structure, good)).isEmpty();
        assertThat(codes(structure, good.replace("https:", "x"))).containsExactly("invalid_value");
        assertThat(codes(structure, good.replace(",'title':'T'", ""))).containsExactly("invalid_value");
    }

    @Test
    void each_card_of_a_carousel_is_matched_with_its_own_definition() {
        String definition =
                "{'components':[{'type':'HEADER','format':'IMAGE'},{'type':'BODY','text':'Only {{1}}!'},{'type':'BUTTONS','buttons':[{'type':'URL','text':'Go','url':'https://e.com/{{1}}'},{'type':'QUICK_REPLY','text':'No'}]}]}";
        TemplateStructure structure = template(
                "{'type':'BODY','text':'x'},{'type':'CAROUSEL','cards':[" + definition + "," + definition + "]}");
        assertThat(codes(structure, cards(card("0"), card("1")))).isEmpty();
        assertThat(codes(structure, cards(card("'1'"), card("'0'")))).isEmpty();
        assertThat(codes(structure, cards(card("0")))).containsExactly("card_count");
        assertThat(codes(structure, cards(card("0"), card("0")))).containsExactly("card_index");
        assertThat(codes(structure, cards(card("0"), card("2")))).containsExactly("card_index");
        assertThat(codes(structure, cards(card("0"), "{'card_index':1}")))
                .containsExactly("missing_component", "missing_component", "missing_component");
        assertThat(codes(structure, cards(card("0"), "7"))).containsExactly("card_index");
        assertThat(codes(structure, cards(card("0"), card("1").replace("'9'", "'" + "9".repeat(160) + "'"))))
                .containsExactly("value_too_long");
        assertThat(Json.details(structure, cards(card("0"), card("1").replace("'9'", "''"))))
                .containsExactly("card 1 body parameter 1 is empty");
        assertThat(codes(structure, cards(card("0"), "{'card_index':1,'components':[{'type':'carousel'}]}")))
                .contains("unknown_component");
        assertThat(codes(structure, "[]")).containsExactly("missing_component");
        assertThat(codes(structure, "[{'type':'carousel'}]")).containsExactly("invalid_value");
    }

    private static String card(String index) {
        return "{'card_index':" + index
                + ",'components':[{'type':'header','parameters':[{'type':'image','image':{'id':'1'}}]},"
                + "{'type':'body','parameters':[{'type':'text','text':'9'}]},"
                + "{'type':'button','sub_type':'url','index':0,'parameters':[{'type':'text','text':'a'}]}]}";
    }

    private static String cards(String... cards) {
        return "[{'type':'carousel','cards':[" + String.join(",", cards) + "]}]";
    }
}
