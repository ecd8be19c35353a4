package dev.crier.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crier.sandbox.wire.Json;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {
    private Box box;

    @BeforeEach
    void open() throws Exception {
        box = Box.open();
    }

    @AfterEach
    void close() {
        box.close();
    }

    private static String withComponents(String components) {
        return "{\"name\":\"t\",\"language\":\"en\",\"category\":\"MARKETING\",\"components\":[%s]}"
                .formatted(components);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            2388072 | {"type":"FOOTER","text":"only a footer"}
            2388042 | {"type":"SOMETHING"}
            2388042 | {"type":"BODY","text":"a"},{"type":"BODY","text":"b"}
            2388299 | {"type":"BODY","text":"{{1}} is here today","example":{"body_text":[["Ann"]]}}
            2388299 | {"type":"BODY","text":"Here comes {{1}}","example":{"body_text":[["Ann"]]}}
            2388293 | {"type":"BODY","text":"Hi {{1}}, {{2}}!","example":{"body_text":[["Ann","b"]]}}
            2388072 | {"type":"BODY","text":"Hello {{1}} there"}
            2388072 | {"type":"BODY","text":"Hello {{2}} there","example":{"body_text":[["Ann"]]}}
            2388072 | {"type":"BODY","text":"Hello {{name}} there","example":{"body_text":[["Ann"]]}}
            2388072 | {"type":"BODY","text":"Hello {{1} there"}
            2388047 | {"type":"BODY","text":"a"},{"type":"HEADER","format":"TEXT","text":"{{1}} and {{2}}","example":{"header_text":["a","b"]}}
            2388047 | {"type":"BODY","text":"a"},{"type":"HEADER","format":"IMAGE"}
            2388047 | {"type":"BODY","text":"a"},{"type":"HEADER","format":"SONG"}
            2388040 | {"type":"BODY","text":"a"},{"type":"HEADER","format":"TEXT","text":"1234567890123456789012345678901234567890123456789012345678901"}
            2388040 | {"type":"BODY","text":"a"},{"type":"FOOTER","text":"1234567890123456789012345678901234567890123456789012345678901"}
            2388073 | {"type":"BODY","text":"a"},{"type":"FOOTER","text":"for {{1}}"}
            2388040 | {"type":"BODY","text":"a"},{"type":"BUTTONS","buttons":[{"type":"QUICK_REPLY","text":"12345678901234567890123456"}]}
            2388042 | {"type":"BODY","text":"a"},{"type":"BUTTONS","buttons":[{"type":"QUICK_REPLY","text":"a"},{"type":"URL","text":"u","url":"https://e.com"},{"type":"QUICK_REPLY","text":"b"}]}
            2388042 | {"type":"BODY","text":"a"},{"type":"BUTTONS","buttons":[{"type":"URL","text":"u","url":"https://e.com/{{1}}/x","example":["https://e.com/1/x"]}]}
            2388042 | {"type":"BODY","text":"a"},{"type":"BUTTONS","buttons":[{"type":"URL","text":"u","url":"https://e.com/{{1}}"}]}
            2388042 | {"type":"BODY","text":"a"},{"type":"BUTTONS","buttons":[{"type":"PHONE_NUMBER","text":"c","phone_number":"1"},{"type":"PHONE_NUMBER","text":"d","phone_number":"2"}]}
            2388040 | {"type":"BODY","text":"a"},{"type":"BUTTONS","buttons":[{"type":"PHONE_NUMBER","text":"c","phone_number":"123456789012345678901"}]}
            2388073 | {"type":"BODY","text":"a"},{"type":"LIMITED_TIME_OFFER","limited_time_offer":{"text":"Hurry"}},{"type":"FOOTER","text":"no"}
            2388040 | {"type":"BODY","text":"a"},{"type":"LIMITED_TIME_OFFER","limited_time_offer":{"text":"12345678901234567"}}
            2388042 | {"type":"BODY","text":"a"},{"type":"CAROUSEL","cards":[{"components":[{"type":"HEADER","format":"IMAGE","example":{"header_handle":["4::x"]}}]}]}
            2388042 | {"type":"BODY","text":"a"},{"type":"CAROUSEL","cards":[{"components":[{"type":"HEADER","format":"IMAGE","example":{"header_handle":["4::x"]}},{"type":"FOOTER","text":"f"}]},{"components":[{"type":"HEADER","format":"IMAGE","example":{"header_handle":["4::x"]}},{"type":"FOOTER","text":"f"}]}]}
            2388042 | {"type":"BODY","text":"a"},{"type":"BUTTONS","buttons":[{"type":"PHONE_NUMBER","text":"c","phone_number":"call us"}]}
            2388042 | {"type":"BODY","text":"a"},{"type":"BUTTONS","buttons":[{"type":"OTP","otp_type":"COPY_CODE"}]}
            2388042 | {"type":"BODY","text":"a"},{"type":"BUTTONS","buttons":[{"type":"SPM","text":"a"},{"type":"SPM","text":"b"}]}
            2388042 | {"type":"BODY","text":"a"},{"type":"BUTTONS","buttons":[{"type":"QUICK_REPLY","text":"{{1"}]}
            2388042 | {"type":"BODY","text":"a"},{"type":"BUTTONS","buttons":[{"type":"URL","text":"u","url":"https:// e.com"}]}
            2388042 | {"type":"BODY","text":"a"},{"type":"BUTTONS","buttons":[{"type":"URL","text":"u","url":"https://e.com/{{1"}]}
            2388073 | {"type":"BODY","text":"a"},{"type":"FOOTER","code_expiration_minutes":5}
            """)
    void creationRefusesWhatMetaRefuses(int subcode, String components) throws Exception {
        Box.Reply reply = box.create(withComponents(components));

        assertThat(reply.status()).as(reply.text()).isEqualTo(400);
        assertThat(reply.code()).isEqualTo(100);
        assertThat(reply.subcode()).as(reply.text()).isEqualTo(subcode);
        assertThat(reply.json().path("error").path("error_user_msg").asString(""))
                .isNotBlank();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            2388042 | {"type":"BODY"},{"type":"BUTTONS","buttons":[{"type":"OTP","otp_type":"COPY_CODE"}]},{"type":"HEADER","format":"TEXT","text":"Code"}
            2388042 | {"type":"BODY"},{"type":"FOOTER","code_expiration_minutes":5}
            2388042 | {"type":"BODY"},{"type":"BUTTONS","buttons":[{"type":"OTP","otp_type":"COPY_CODE"},{"type":"QUICK_REPLY","text":"No"}]}
            2388042 | {"type":"BODY"},{"type":"BUTTONS","buttons":[{"type":"QUICK_REPLY","text":"No"}]}
            2388042 | {"type":"BODY"},{"type":"BUTTONS","buttons":[{"type":"OTP","otp_type":"TWO_TAP"}]}
            2388042 | {"type":"BODY"},{"type":"BUTTONS","buttons":[{"type":"OTP","otp_type":"ONE_TAP","supported_apps":[{"package_name":" ","signature_hash":"K8a/AINcGX7"}]}]}
            2388072 | {"type":"BODY","text":"Here is your code."},{"type":"BUTTONS","buttons":[{"type":"OTP","otp_type":"COPY_CODE"}]}
            2388073 | {"type":"BODY"},{"type":"FOOTER","code_expiration_minutes":91},{"type":"BUTTONS","buttons":[{"type":"OTP","otp_type":"COPY_CODE"}]}
            2388040 | {"type":"BODY"},{"type":"FOOTER","code_expiration_minutes":9,"text":"1234567890123456789012345678901234567890123456789012345678901"},{"type":"BUTTONS","buttons":[{"type":"OTP","otp_type":"COPY_CODE"}]}
            """)
    void authenticationTemplatesHaveOneCodeButtonAndNoTextOfTheirOwn(int subcode, String components) throws Exception {
        Box.Reply reply = box.create(withComponents(components).replace("MARKETING", "AUTHENTICATION"));

        assertThat(reply.status()).as(reply.text()).isEqualTo(400);
        assertThat(reply.code()).isEqualTo(100);
        assertThat(reply.subcode()).as(reply.text()).isEqualTo(subcode);
    }

    @Test
    void anAuthenticationTemplateKeepsMetasTextsWhenOnlyItsTimeToLiveIsEdited() throws Exception {
        String id = box.approved("""
                {"name":"otp","language":"en","category":"AUTHENTICATION","components":[{"type":"BODY"},
                 {"type":"BUTTONS","buttons":[{"type":"OTP","otp_type":"COPY_CODE"}]}]}""");
        var before = box.graph("GET", "/" + id, null).json().path("components");

        Box.Reply edited = box.graph("POST", "/" + id, "{\"message_send_ttl_seconds\":60}");

        assertThat(edited.status()).as(edited.text()).isEqualTo(200);
        assertThat(box.graph("GET", "/" + id, null).json().path("components")).isEqualTo(before);
    }

    @Test
    void bodiesHoldUpTo1024CharactersAndNotOneMore() throws Exception {
        String longest = "{\"type\":\"BODY\",\"text\":\"%s\"}".formatted("x".repeat(1024));
        String tooLong = "{\"type\":\"BODY\",\"text\":\"%s\"}".formatted("x".repeat(1025));

        assertThat(box.create(withComponents(tooLong)).subcode()).isEqualTo(2388040);
        assertThat(box.create(withComponents(longest)).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"name":"Upper","language":"en","category":"UTILITY"}
            {"name":"t","language":"xx","category":"UTILITY"}
            {"name":"t","language":"en","category":"GOSSIP"}
            {"name":"t","language":"en"}
            {"language":"en","category":"UTILITY"}
            {"name":"t","language":"en","category":"UTILITY","parameter_format":"SOME","components":[{"type":"BODY","text":"Hi."}]}
            """)
    void nameLanguageAndCategoryMustBeMetas(String template) throws Exception {
        Box.Reply reply = box.create(template);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.code()).isEqualTo(100);
    }

    @Test
    void theSameNameIsTakenOncePerLanguageAndLockedAfterDeletion() throws Exception {
        box.greeting();
        String again = """
                {"name":"greeting","language":"en","category":"UTILITY","components":[{"type":"BODY","text":"Hi."}]}""";

        assertThat(box.create(again).subcode()).isEqualTo(2388024);
        assertThat(box.create(again.replace("\"en\"", "\"nl\"")).status()).isEqualTo(200);
        assertThat(box.graph("DELETE", "/" + Box.WABA + "/message_templates?name=greeting", null)
                        .status())
                .isEqualTo(200);
        assertThat(box.create(again).subcode()).isEqualTo(2388023);
    }

    @Test
    void reviewApprovesAndTellsTheCallback() throws Exception {
        String id = box.greeting();
        box.settle();

        var update = box.hook.values("message_template_status_update").getFirst();
        assertThat(Json.text(update, "event")).isEqualTo("APPROVED");
        assertThat(update.path("message_template_id").isIntegralNumber()).isTrue();
        assertThat(Json.text(update, "message_template_id")).isEqualTo(id);
    }

    @Test
    void reviewObeysTheMagicWords() throws Exception {
        box.create("""
                {"name":"a","language":"en","category":"UTILITY","components":[{"type":"BODY","text":"Please reject me scam."}]}""");
        box.create("""
                {"name":"keep_me_pending","language":"en","category":"UTILITY","components":[{"type":"BODY","text":"Hi."}]}""");
        box.create("""
                {"name":"c","language":"en","category":"UTILITY","components":[{"type":"BODY","text":"make me marketing"}]}""");

        await().untilAsserted(() -> assertThat(box.graph(
                                "GET",
                                "/" + Box.WABA + "/message_templates?fields=status,category,rejected_reason",
                                null)
                        .json()
                        .path("data")
                        .valueStream()
                        .map(template -> Json.text(template, "status") + " " + Json.text(template, "category"))
                        .toList())
                .isEqualTo(List.of("REJECTED UTILITY", "PENDING UTILITY", "APPROVED MARKETING")));
        box.settle();
        assertThat(box.hook.values("template_category_update")).hasSize(1);
        assertThat(box.hook.values("message_template_status_update").stream()
                        .map(update -> Json.text(update, "reason")))
                .contains("SCAM");
    }

    @Test
    void authenticationTextsAreMetas() throws Exception {
        String id = box.approved("""
                {"name":"otp","language":"en","category":"authentication","components":[
                 {"type":"body","add_security_recommendation":true},
                 {"type":"footer","code_expiration_minutes":5},
                 {"type":"buttons","buttons":[{"type":"otp","otp_type":"copy_code","text":"Copy"}]}]}""");

        var components = box.graph("GET", "/" + id, null).json().path("components");
        assertThat(Json.text(components.path(0), "text"))
                .isEqualTo("*{{1}}* is your verification code. For your security, do not share this code.");
        assertThat(Json.text(components.path(1), "text")).isEqualTo("This code expires in 5 minutes.");
        assertThat(Json.text(components.path(2).path("buttons").path(0), "type"))
                .isEqualTo("OTP");
    }

    @Test
    void anApprovedTemplateIsEditedOnceADayAndReviewedAgain() throws Exception {
        String id = box.greeting();
        String edit = "{\"components\":[{\"type\":\"BODY\",\"text\":\"Other words.\"}]}";

        assertThat(box.graph("POST", "/" + id, edit).status()).isEqualTo(200);
        await().until(() -> box.status(id).equals("APPROVED"));
        assertThat(Json.text(
                        box.graph("GET", "/" + id, null)
                                .json()
                                .path("components")
                                .path(0),
                        "text"))
                .isEqualTo("Other words.");
        assertThat(box.graph("POST", "/" + id, edit).subcode()).isEqualTo(2388039);
        assertThat(box.graph("POST", "/" + id, "{\"category\":\"MARKETING\"}").subcode())
                .isEqualTo(2388039);
    }

    @Test
    void pausesDisableAtTheThirdAndOnlyPacingPausesAreUnpausedByHand() throws Exception {
        String id = box.greeting();

        box.control("POST", "/templates/" + id + "/pause", "{\"reason\":\"pacing\"}");
        assertThat(box.send(Box.greetingTo(Box.ANN)).code()).isEqualTo(132015);
        assertThat(box.graph("POST", "/" + id + "/unpause", null).status()).isEqualTo(200);
        assertThat(box.status(id)).isEqualTo("APPROVED");

        box.control("POST", "/templates/" + id + "/pause", null);
        assertThat(box.graph("POST", "/" + id + "/unpause", null).status()).isEqualTo(400);
        box.control("POST", "/templates/" + id + "/unpause", null);
        box.control("POST", "/templates/" + id + "/pause", null);
        box.control("POST", "/templates/" + id + "/pause", null);
        assertThat(box.status(id)).isEqualTo("DISABLED");
        assertThat(box.send(Box.greetingTo(Box.ANN)).code()).isEqualTo(132016);
        box.settle();
        assertThat(box.hook.values("message_template_status_update").stream()
                        .map(update -> Json.text(update.path("other_info"), "title"))
                        .filter(Objects::nonNull))
                .contains("RATE_LIMITING_PAUSE", "UNPAUSE", "FIRST_PAUSE", "SECOND_PAUSE", "DISABLED");
    }

    @Test
    void listsComeInPagesWithAbsoluteLinksAndOpaqueCursors() throws Exception {
        for (int i = 0; i < 30; i++) {
            box.create("""
                    {"name":"t%d","language":"en","category":"UTILITY","components":[{"type":"BODY","text":"Hi."}]}""".formatted(i));
        }

        var first = box.graph("GET", "/v23.0/" + Box.WABA + "/message_templates?fields=name", null)
                .json();
        String next = Json.text(first.path("paging"), "next", "");
        var second = box.graph("GET", next, null).json();

        assertThat(first.path("data").size()).isEqualTo(25);
        assertThat(next)
                .startsWith(box.origin() + "/v23.0/" + Box.WABA + "/message_templates?")
                .contains("fields=name");
        assertThat(second.path("data").size()).isEqualTo(5);
        assertThat(second.path("paging").has("next")).isFalse();
        assertThat(Json.text(second.path("data").path(4), "name")).isEqualTo("t29");
        var back = box.graph("GET", Json.text(second.path("paging"), "previous", ""), null)
                .json();
        assertThat(back.path("data")).isEqualTo(first.path("data"));
        assertThat(box.graph("GET", "/" + Box.WABA + "/message_templates?name=t7", null)
                        .json()
                        .path("data")
                        .size())
                .isEqualTo(1);
        assertThat(box.graph("GET", "/" + Box.WABA + "/message_templates?status=rejected", null)
                        .json()
                        .toString())
                .isEqualTo("{\"data\":[]}");
        assertThat(box.graph("GET", "/" + Box.WABA + "/message_templates?after=nonsense", null)
                        .status())
                .isEqualTo(400);
    }

    @Test
    void linksOfPagesCarryTheTokenOfCallersThatGaveItAsAParameter() throws Exception {
        for (int i = 0; i < 2; i++) {
            box.create("""
                    {"name":"t%d","language":"en","category":"UTILITY","components":[{"type":"BODY","text":"Hi."}]}""".formatted(i));
        }
        String path = "/v23.0/" + Box.WABA + "/message_templates?limit=1";

        var byParameter = box.call("GET", path + "&access_token=" + Box.TOKEN, null)
                .json()
                .path("paging");
        var byHeader = box.graph("GET", path, null).json().path("paging");
        var second = box.call("GET", Json.text(byParameter, "next", ""), null);

        assertThat(second.status()).as(second.text()).isEqualTo(200);
        assertThat(Json.text(second.json().path("data").path(0), "name")).isEqualTo("t1");
        assertThat(Json.text(byHeader, "next", "")).isNotBlank().doesNotContain("access_token");
    }
}
