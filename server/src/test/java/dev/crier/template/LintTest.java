package dev.crier.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.api.Json;
import dev.crier.system.SandboxProcess;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class LintTest {
    /// For each rule a definition that breaks it and nothing else of ours.
    private static final Map<LintRule, String> BAD = bad();

    private static final String GOOD_BODY = "{'type':'BODY','text':'Your order has left our house today.'}";

    private static Map<LintRule, String> bad() {
        Map<LintRule, String> bad = new EnumMap<>(LintRule.class);
        top(bad);
        texts(bad);
        buttons(bad);
        special(bad);
        return bad;
    }

    private static void top(Map<LintRule, String> bad) {
        String rest = "'category':'UTILITY','components':[" + GOOD_BODY + "]";
        bad.put(LintRule.FIELD_TYPE, utility(GOOD_BODY + ",{'type':'FOOTER','text':['x']}"));
        bad.put(LintRule.NAME_REQUIRED, "{'language':'en'," + rest + "}");
        bad.put(LintRule.NAME_FORM, "{'name':'Order-Update','language':'en'," + rest + "}");
        bad.put(LintRule.NAME_LENGTH, "{'name':'" + "n".repeat(513) + "','language':'en'," + rest + "}");
        bad.put(LintRule.LANGUAGE_REQUIRED, "{'name':'n'," + rest + "}");
        bad.put(LintRule.LANGUAGE_UNKNOWN, "{'name':'n','language':'xx_YY'," + rest + "}");
        bad.put(LintRule.CATEGORY_REQUIRED, "{'name':'n','language':'en','components':[" + GOOD_BODY + "]}");
        bad.put(
                LintRule.CATEGORY_UNKNOWN,
                "{'name':'n','language':'en','category':'NEWS','components':[" + GOOD_BODY + "]}");
        bad.put(LintRule.PARAMETER_FORMAT, "{'parameter_format':'SOME','name':'n','language':'en'," + rest + "}");
        bad.put(LintRule.TTL_RANGE, "{'message_send_ttl_seconds':50000,'name':'n','language':'en'," + rest + "}");
        bad.put(LintRule.COMPONENTS_REQUIRED, "{'name':'n','language':'en','category':'UTILITY'}");
        bad.put(LintRule.COMPONENTS_COUNT, utility((GOOD_BODY + ",").repeat(16) + GOOD_BODY));
        bad.put(LintRule.COMPONENT_UNKNOWN, utility(GOOD_BODY + ",{'type':'SIDE'}"));
        bad.put(LintRule.COMPONENT_TWICE, utility(GOOD_BODY + "," + GOOD_BODY));
    }

    private static void texts(Map<LintRule, String> bad) {
        bad.put(LintRule.BODY_REQUIRED, utility("{'type':'FOOTER','text':'Bye'}"));
        bad.put(LintRule.BODY_LENGTH, utility("{'type':'BODY','text':'" + "a ".repeat(513) + "'}"));
        bad.put(LintRule.HEADER_FORMAT, utility(GOOD_BODY + ",{'type':'HEADER','format':'AUDIO'}"));
        bad.put(LintRule.HEADER_TEXT_REQUIRED, utility(GOOD_BODY + ",{'type':'HEADER','format':'TEXT','text':' '}"));
        bad.put(
                LintRule.HEADER_LENGTH,
                utility(GOOD_BODY + ",{'type':'HEADER','format':'TEXT','text':'" + "h".repeat(61) + "'}"));
        bad.put(
                LintRule.HEADER_VARIABLES,
                utility(GOOD_BODY + ",{'type':'HEADER','format':'TEXT','text':'From {{1}} to {{2}} now',"
                        + "'example':{'header_text':['a','b']}}"));
        bad.put(LintRule.HEADER_EXAMPLE, utility(GOOD_BODY + ",{'type':'HEADER','format':'IMAGE'}"));
        bad.put(LintRule.FOOTER_REQUIRED, utility(GOOD_BODY + ",{'type':'FOOTER','text':''}"));
        bad.put(LintRule.FOOTER_LENGTH, utility(GOOD_BODY + ",{'type':'FOOTER','text':'" + "f".repeat(61) + "'}"));
        bad.put(LintRule.FOOTER_VARIABLE, utility(GOOD_BODY + ",{'type':'FOOTER','text':'From {{1}}'}"));
        bad.put(
                LintRule.FOOTER_EXPIRATION,
                authentication("{'type':'FOOTER','code_expiration_minutes':91},"
                        + "{'type':'BUTTONS','buttons':[{'type':'OTP','otp_type':'COPY_CODE'}]}"));
        bad.put(LintRule.VARIABLE_FORM, utility(body("Dear {{First Name}} we greet you", "'Ann'")));
        bad.put(LintRule.VARIABLE_GAP, utility(body("Dear {{1}} and {{3}} we greet you both", "'Ann','Bob'")));
        bad.put(LintRule.VARIABLE_EDGE, utility(body("{{1}}, your order has left", "'Ann'")));
        bad.put(LintRule.VARIABLE_ADJACENT, utility(body("Dear {{1}} {{2}}, your order has left us", "'Ann','Lee'")));
        bad.put(LintRule.VARIABLE_DENSITY, utility(body("At {{1}} - {{2}} to {{3}}.", "'1','2','3'")));
        bad.put(LintRule.EXAMPLE_MISSING, utility("{'type':'BODY','text':'Dear {{1}}, your order has left.'}"));
    }

    private static void buttons(Map<LintRule, String> bad) {
        String reply = "{'type':'QUICK_REPLY','text':'Yes'}";
        String url = "{'type':'URL','text':'Open','url':'https://example.com/'}";
        bad.put(LintRule.BUTTONS_REQUIRED, withButtons(""));
        bad.put(LintRule.BUTTONS_COUNT, withButtons((reply + ",").repeat(10) + reply));
        bad.put(LintRule.BUTTON_UNKNOWN, withButtons("{'type':'SHAKE','text':'Shake'}"));
        bad.put(LintRule.BUTTON_KIND_COUNT, withButtons(url + "," + url + "," + url));
        bad.put(LintRule.BUTTON_TEXT_REQUIRED, withButtons("{'type':'QUICK_REPLY'}"));
        bad.put(LintRule.BUTTON_TEXT_LENGTH, withButtons("{'type':'QUICK_REPLY','text':'" + "y".repeat(26) + "'}"));
        bad.put(LintRule.BUTTON_TEXT_VARIABLE, withButtons("{'type':'QUICK_REPLY','text':'Yes {{1}}'}"));
        bad.put(LintRule.BUTTON_ORDER, withButtons(reply + "," + url + "," + reply));
        bad.put(LintRule.URL_REQUIRED, withButtons("{'type':'URL','text':'Open'}"));
        bad.put(LintRule.URL_LENGTH, withButtons(url("https://example.com/" + "u".repeat(1981), "")));
        bad.put(LintRule.URL_FORM, withButtons(url("ftp://example.com/a", "")));
        bad.put(
                LintRule.URL_VARIABLE,
                withButtons(url("https://example.com/{{1}}/track", "https://example.com/1/track")));
        bad.put(LintRule.URL_EXAMPLE, withButtons(url("https://example.com/{{1}}", "")));
        bad.put(LintRule.URL_INSECURE, withButtons(url("http://example.com/", "")));
        bad.put(LintRule.URL_SHORTENED, withButtons(url("https://wa.me/31612345678", "")));
        bad.put(LintRule.PHONE_REQUIRED, withButtons("{'type':'PHONE_NUMBER','text':'Call'}"));
        bad.put(LintRule.PHONE_LENGTH, withButtons(phone("+31 (0)20 123 45 67 89")));
        bad.put(LintRule.PHONE_FORM, withButtons(phone("call us")));
        bad.put(LintRule.CODE_EXAMPLE, withButtons("{'type':'COPY_CODE'}"));
        bad.put(LintRule.CODE_LENGTH, withButtons("{'type':'COPY_CODE','example':'" + "C".repeat(16) + "'}"));
    }

    private static void special(Map<LintRule, String> bad) {
        bad.put(LintRule.OTP_TYPE, otp("'otp_type':'TWO_TAP'"));
        String app = "{'package_name':'com.example','signature_hash':'K8a/AINcGX7'}";
        bad.put(LintRule.OTP_APPS, otp("'otp_type':'ONE_TAP','supported_apps':[" + (app + ",").repeat(5) + app + "]"));
        bad.put(
                LintRule.OTP_APP_FORM,
                otp("'otp_type':'ONE_TAP','supported_apps':[{'package_name':'com.example','signature_hash':'short'}]"));
        String otpButton = "{'type':'BUTTONS','buttons':[{'type':'OTP','otp_type':'COPY_CODE'}]}";
        bad.put(
                LintRule.AUTHENTICATION_COMPONENT,
                authentication("{'type':'HEADER','format':'TEXT','text':'Code'}," + otpButton));
        bad.put(
                LintRule.AUTHENTICATION_TEXT,
                definition("AUTHENTICATION", "{'type':'BODY','text':'Here is your code.'}," + otpButton));
        bad.put(LintRule.AUTHENTICATION_BUTTON, authentication("{'type':'FOOTER','code_expiration_minutes':5}"));
        bad.put(LintRule.OTP_CATEGORY, withButtons("{'type':'OTP','otp_type':'COPY_CODE'}"));
        String offer = "{'type':'LIMITED_TIME_OFFER','limited_time_offer':{'text':'Ends soon'}}";
        bad.put(LintRule.OFFER_CATEGORY, utility(GOOD_BODY + "," + offer));
        bad.put(LintRule.OFFER_FOOTER, marketing(GOOD_BODY + "," + offer + ",{'type':'FOOTER','text':'Bye'}"));
        bad.put(
                LintRule.OFFER_HEADER,
                marketing(GOOD_BODY + "," + offer + ",{'type':'HEADER','format':'TEXT','text':'Now'}"));
        bad.put(
                LintRule.OFFER_TEXT_REQUIRED,
                marketing(GOOD_BODY + ",{'type':'LIMITED_TIME_OFFER','limited_time_offer':{}}"));
        bad.put(LintRule.OFFER_TEXT_LENGTH, marketing(GOOD_BODY + "," + offer.replace("soon", "very very soon")));
        bad.put(LintRule.CAROUSEL_CARDS, carousel(card("IMAGE", "")));
        bad.put(LintRule.CARD_HEADER, carousel(card("DOCUMENT", "") + "," + card("DOCUMENT", "")));
        bad.put(LintRule.CARD_STRUCTURE, carousel(card("IMAGE", "") + "," + card("VIDEO", "")));
        String footer = ",{'type':'FOOTER','text':'x'}";
        bad.put(LintRule.CARD_COMPONENT, carousel(card("IMAGE", footer) + "," + card("IMAGE", footer)));
    }

    private static String definition(String category, String components) {
        return "{'name':'order_update','language':'en','category':'" + category + "','components':[" + components
                + "]}";
    }

    private static String utility(String components) {
        return definition("UTILITY", components);
    }

    private static String marketing(String components) {
        return definition("MARKETING", components);
    }

    private static String authentication(String more) {
        return definition("AUTHENTICATION", "{'type':'BODY','add_security_recommendation':true}," + more);
    }

    private static String otp(String fields) {
        return authentication("{'type':'BUTTONS','buttons':[{'type':'OTP'," + fields + "}]}");
    }

    private static String body(String text, String examples) {
        return "{'type':'BODY','text':'" + text + "','example':{'body_text':[[" + examples + "]]}}";
    }

    private static String withButtons(String buttons) {
        return utility(GOOD_BODY + ",{'type':'BUTTONS','buttons':[" + buttons + "]}");
    }

    private static String url(String url, String example) {
        return "{'type':'URL','text':'Open','url':'" + url + "'"
                + (example.isEmpty() ? "" : ",'example':['" + example + "']") + "}";
    }

    private static String phone(String number) {
        return "{'type':'PHONE_NUMBER','text':'Call','phone_number':'" + number + "'}";
    }

    private static String carousel(String cards) {
        return marketing(GOOD_BODY + ",{'type':'CAROUSEL','cards':[" + cards + "]}");
    }

    private static String card(String format, String more) {
        return "{'components':[{'type':'HEADER','format':'" + format + "','example':{'header_handle':['4::x']}},"
                + "{'type':'BODY','text':'A card of ours.'}" + more + "]}";
    }

    private static ObjectNode json(String text) {
        return (ObjectNode) Json.parseOwn(text.replace('\'', '"'));
    }

    @Test
    void each_rule_finds_what_breaks_it_and_no_other_does() {
        assertThat(BAD.keySet()).containsExactlyInAnyOrder(LintRule.values());
        BAD.forEach((rule, text) -> {
            Lint.Report report = Lint.check(json(text));
            Set<LintRule> found =
                    new TreeSet<>(report.findings().stream().map(Finding::rule).toList());
            assertThat(found).as(text).containsExactly(rule);
            assertThat(report.isRefused()).as(text).isEqualTo(!rule.warns());
            assertThat(report.findings())
                    .allSatisfy(each -> assertThat(each.pointer()).startsWith("/"));
            assertThat(report.faults().size() + report.warnings().size())
                    .isEqualTo(report.findings().size());
        });
    }

    @Test
    void what_meta_refuses_the_sandbox_refuses_and_what_only_others_refuse_it_takes() {
        try (SandboxProcess sandbox = SandboxProcess.start()) {
            BAD.forEach((rule, text) -> assertThat(isRefused(sandbox, rule, json(text)))
                    .as(rule + " " + text)
                    .isEqualTo(rule.judge() == LintRule.Judge.SUBMISSION));
        }
    }

    /// A name of its own for each, so that none is refused for another's sake.
    private static boolean isRefused(SandboxProcess sandbox, LintRule rule, ObjectNode definition) {
        if ("order_update".equals(definition.path("name").asString(""))) {
            definition.put("name", rule.code());
        }
        try {
            JsonNode answer = sandbox.call("POST", "/v24.0/" + SandboxProcess.WABA + "/message_templates", definition);
            assertThat(answer.path("id").asString("")).isNotEmpty();
            return false;
        } catch (IllegalStateException e) {
            assertThat(e).hasMessageContaining("answered 400");
            return true;
        }
    }

    @Test
    void good_definitions_have_no_faults_in_any_form_that_meta_takes() {
        List<String> good = List.of(
                utility(GOOD_BODY),
                utility(body("Dear {{1}}, you owe us €{{2}}", "'Ann','3'")),
                utility("{'type':'body','text':'Dear {{1}}, all is well.','example':{'body_text':['Ann']}}"),
                "{'name':'n','language':'pt-br','category':'utility','parameter_format':'named',"
                        + "'message_send_ttl_seconds':-1,'components':[{'type':'BODY','text':'Dear {{first_name}}, hi.',"
                        + "'example':{'body_text_named_params':[{'param_name':'first_name','example':'Ann'}]}}]}",
                utility(GOOD_BODY + ",{'type':'HEADER','format':'LOCATION'}"),
                withButtons("{'type':'QUICK_REPLY','text':'Yes'},{'type':'QUICK_REPLY','text':'No'},"
                        + url("https://example.com/{{1}}", "https://example.com/a") + ","
                        + phone("+31 20 123 45 67")),
                withButtons("{'type':'URL','text':'Open','url':'https://a_b.example.com:8443?x={{1}}',"
                        + "'example':'https://a_b.example.com:8443?x=1'}"),
                otp("'otp_type':'ZERO_TAP','supported_apps':"
                        + "[{'package_name':'com.example','signature_hash':'K8a/AINcGX7'}]"),
                marketing(GOOD_BODY + ",{'type':'LIMITED_TIME_OFFER','limited_time_offer':{'text':'Ends soon',"
                        + "'has_expiration':true}},{'type':'HEADER','format':'IMAGE','example':{'header_handle':['4']}},"
                        + "{'type':'BUTTONS','buttons':[{'type':'COPY_CODE','example':'CODE10'}]}"),
                carousel(card("IMAGE", "") + "," + card("IMAGE", "")));
        for (String text : good) {
            assertThat(Lint.check(json(text)).findings()).as(text).isEmpty();
        }
        for (String language : ReengagementTemplate.languages()) {
            assertThat(Lint.check(ReengagementTemplate.definition(language)).findings())
                    .isEmpty();
        }
    }

    @Test
    void all_faults_come_at_once_each_with_its_place_and_a_bound_on_their_number() {
        String text = "{'name':'No','language':'qq','category':'X','components':[{'type':'BODY','text':'{{1}}{{2}}'},"
                + "{'type':'FOOTER','text':'{{1}}'},{'type':'BUTTONS','buttons':[7,{'type':'URL','url':5}]}]}";
        assertThat(Lint.check(json(text)).findings())
                .extracting(each -> each.rule().code() + " " + each.pointer())
                .containsExactly(
                        "name_form /name",
                        "language_unknown /language",
                        "category_unknown /category",
                        "variable_edge /components/0/text",
                        "variable_adjacent /components/0/text",
                        "variable_density /components/0/text",
                        "example_missing /components/0/example",
                        "footer_variable /components/1/text",
                        "button_unknown /components/2/buttons/0/type",
                        "button_text_required /components/2/buttons/1/text",
                        "field_type /components/2/buttons/1/url");
        String cards = ("{'components':[" + "{'type':'SIDE'},".repeat(15) + "{'type':'SIDE'}]},").repeat(10);
        assertThat(Lint.check(json(carousel(cards.substring(0, cards.length() - 1))))
                        .findings())
                .hasSize(Finding.Findings.MAX);
    }

    @Test
    void json_of_any_shape_is_judged_without_an_exception() {
        for (String text : List.of("{}", "{'components':{}}", "{'components':[[],null,1,'x',{'type':[]}]}")) {
            assertThat(Lint.check(json(text)).isRefused()).isTrue();
        }
        for (String part : List.of("HEADER", "BODY", "FOOTER", "BUTTONS", "CAROUSEL", "LIMITED_TIME_OFFER")) {
            for (String value : List.of("null", "1", "[]", "{}", "'x'", "[[1]]", "[null]", "[{}]")) {
                String component = "{'type':'" + part + "','text':V,'format':V,'example':V,'buttons':V,'cards':V,"
                        + "'limited_time_offer':V,'code_expiration_minutes':V}";
                String text = component.replace(":V", ":" + value);
                boolean fine = part.equals("BODY") && value.equals("'x'");
                assertThat(Lint.check(json(utility(text))).isRefused()).as(text).isNotEqualTo(fine);
            }
        }
    }
}
