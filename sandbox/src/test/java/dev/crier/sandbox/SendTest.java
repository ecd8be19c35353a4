package dev.crier.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.sandbox.wire.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class SendTest {
    private static Box box;

    @BeforeAll
    static void open() throws Exception {
        box = Box.open();
        box.behave("{\"pair_rate\":\"off\"}");
        box.greeting();
        template("plain", "UTILITY", "{\"type\":\"BODY\",\"text\":\"Hello.\"}");
        template("photo", "MARKETING", """
                {"type":"BODY","text":"Look."},{"type":"HEADER","format":"IMAGE","example":{"header_handle":["4::x"]}}""");
        template("place", "UTILITY", """
                {"type":"BODY","text":"Come."},{"type":"HEADER","format":"LOCATION"}""");
        template("title", "UTILITY", """
                {"type":"BODY","text":"Hi."},{"type":"HEADER","format":"TEXT","text":"For {{1}}","example":{"header_text":["Ann"]}}""");
        template("buttons", "MARKETING", """
                {"type":"BODY","text":"Choose."},{"type":"BUTTONS","buttons":[
                 {"type":"URL","text":"Open","url":"https://example.com/{{1}}","example":["https://example.com/a"]},
                 {"type":"COPY_CODE","example":"ABC"},{"type":"QUICK_REPLY","text":"Yes"}]}""");
        template("offer", "MARKETING", """
                {"type":"BODY","text":"Buy."},{"type":"LIMITED_TIME_OFFER","limited_time_offer":{"text":"Now","has_expiration":true}}""");
        template("shop", "MARKETING", """
                {"type":"BODY","text":"Buy."},{"type":"BUTTONS","buttons":[{"type":"MPM","text":"View"}]}""");
        template("flow", "UTILITY", """
                {"type":"BODY","text":"Fill."},{"type":"BUTTONS","buttons":[{"type":"FLOW","text":"Go","flow_id":"1"}]}""");
        template("otp", "AUTHENTICATION", """
                {"type":"BODY"},{"type":"BUTTONS","buttons":[{"type":"OTP","otp_type":"COPY_CODE"}]}""");
        String card = """
                {"components":[{"type":"HEADER","format":"IMAGE","example":{"header_handle":["4::x"]}},
                {"type":"BUTTONS","buttons":[{"type":"QUICK_REPLY","text":"Yes"}]}]}""";
        template("cards", "MARKETING", """
                {"type":"BODY","text":"Swipe."},{"type":"CAROUSEL","cards":[%s,%s]}""".formatted(card, card));
        box.approved("""
                {"name":"named","language":"en","category":"UTILITY","parameter_format":"NAMED","components":[
                 {"type":"BODY","text":"Hello {{first_name}}, order {{order}} is ready.",
                  "example":{"body_text_named_params":[{"param_name":"first_name","example":"Ann"},{"param_name":"order","example":"1"}]}}]}""");
    }

    @AfterAll
    static void close() {
        box.close();
    }

    private static void template(String name, String category, String components) throws Exception {
        box.approved("{\"name\":\"%s\",\"language\":\"en\",\"category\":\"%s\",\"components\":[%s]}"
                .formatted(name, category, components));
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            132000 | greeting | []
            132000 | greeting | [{"type":"body","parameters":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}]
            131008 | greeting | [{"type":"body","parameters":[{"type":"text"}]}]
            132018 | greeting | [{"type":"body","parameters":[{"type":"text","text":"a\\nb"}]}]
            132018 | greeting | [{"type":"body","parameters":[{"type":"text","text":"a     b"}]}]
            132012 | greeting | [{"type":"body","parameters":[{"type":"image","image":{"id":"1"}}]}]
            131009 | greeting | [{"type":"wings","parameters":[]}]
            132000 | plain    | [{"type":"body","parameters":[{"type":"text","text":"a"}]}]
            132000 | plain    | [{"type":"header","parameters":[{"type":"text","text":"a"}]}]
            131009 | plain    | [{"type":"button","sub_type":"url","index":0,"parameters":[{"type":"text","text":"a"}]}]
            132012 | photo    | []
            132012 | photo    | [{"type":"header","parameters":[{"type":"text","text":"a"}]}]
            131008 | photo    | [{"type":"header","parameters":[{"type":"image","image":{}}]}]
            131009 | photo    | [{"type":"header","parameters":[{"type":"image","image":{"link":"ftp://x"}}]}]
            131008 | place    | [{"type":"header","parameters":[{"type":"location","location":{"latitude":"1"}}]}]
            131009 | place    | [{"type":"header","parameters":[{"type":"location","location":{"latitude":"100","longitude":"1"}}]}]
            132000 | title    | []
            132005 | title    | [{"type":"header","parameters":[{"type":"text","text":"123456789012345678901234567890123456789012345678901234567890"}]}]
            131008 | buttons  | []
            131008 | buttons  | [{"type":"button","sub_type":"url","index":"0","parameters":[{"type":"text","text":"a"}]}]
            132012 | buttons  | [{"type":"button","sub_type":"quick_reply","index":"0","parameters":[]}]
            131009 | buttons  | [{"type":"button","sub_type":"url","index":"9","parameters":[]}]
            131008 | offer    | []
            131008 | shop     | []
            131008 | otp      | [{"type":"body","parameters":[{"type":"text","text":"123"}]}]
            131009 | otp      | [{"type":"body","parameters":[{"type":"text","text":"123"}]},{"type":"button","sub_type":"url","index":"0","parameters":[{"type":"text","text":"124"}]}]
            132000 | cards    | []
            132000 | cards    | [{"type":"carousel","cards":[{"card_index":0,"components":[]}]}]
            132012 | cards    | [{"type":"carousel","cards":[{"card_index":0,"components":[]},{"card_index":1,"components":[]}]}]
            132000 | named    | [{"type":"body","parameters":[{"type":"text","parameter_name":"first_name","text":"Ann"}]}]
            100    | named    | [{"type":"body","parameters":[{"type":"text","text":"Ann"},{"type":"text","text":"1"}]}]
            132012 | named    | [{"type":"body","parameters":[{"type":"text","parameter_name":"first_name","text":"Ann"},{"type":"text","parameter_name":"colour","text":"red"}]}]
            132001 | nothing  | []
            """)
    void sendsThatDoNotFitTheirTemplateAreRejected(int code, String name, String components) throws Exception {
        Box.Reply reply = box.send(Box.template(Box.ANN, name, components));

        assertThat(reply.code()).as(reply.text()).isEqualTo(code);
        assertThat(reply.json().path("error").has("fbtrace_id")).isTrue();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            plain   | []
            greeting| [{"type":"BODY","parameters":[{"type":"currency","currency":{"fallback_value":"EUR 5","code":"EUR","amount_1000":5000}}]}]
            photo   | [{"type":"HEADER","parameters":[{"type":"IMAGE","image":{"link":"https://example.com/a.jpg"}}]}]
            place   | [{"type":"header","parameters":[{"type":"location","location":{"latitude":52.1,"longitude":"4.9","name":"Here"}}]}]
            buttons | [{"type":"button","sub_type":"COPY_CODE","index":1,"parameters":[{"type":"coupon_code","coupon_code":"SAVE5"}]},{"type":"button","sub_type":"url","index":"0","parameters":[{"type":"text","text":"a"}]}]
            offer   | [{"type":"limited_time_offer","parameters":[{"type":"limited_time_offer","limited_time_offer":{"expiration_time_ms":1209600000}}]}]
            shop    | [{"type":"button","sub_type":"mpm","index":0,"parameters":[{"type":"action","action":{"thumbnail_product_retailer_id":"1","sections":[{"title":"a","product_items":[{"product_retailer_id":"1"}]}]}}]}]
            flow    | [{"type":"button","sub_type":"flow","index":0,"parameters":[{"type":"action","action":{"flow_token":"x"}}]}]
            otp     | [{"type":"body","parameters":[{"type":"text","text":"123"}]},{"type":"button","sub_type":"url","index":"0","parameters":[{"type":"text","text":"123"}]}]
            cards   | [{"type":"carousel","cards":[{"card_index":1,"components":[{"type":"header","parameters":[{"type":"image","image":{"id":"1"}}]}]},{"card_index":0,"components":[{"type":"header","parameters":[{"type":"image","image":{"id":"2"}}]},{"type":"button","sub_type":"quick_reply","index":0,"parameters":[{"type":"payload","payload":"p"}]}]}]}]
            named   | [{"type":"body","parameters":[{"type":"text","parameter_name":"order","text":"7"},{"type":"text","parameter_name":"first_name","text":"Ann"}]}]
            """)
    void everyKindOfComponentCanBeSent(String name, String components) throws Exception {
        assertThat(box.sent(Box.template(Box.ANN, name, components))).startsWith("wamid.");
    }

    @Test
    void theLedgerShowsTheMessageAsThePhoneDoes() throws Exception {
        String wamid = box.sent(Box.template(Box.ANN, "buttons", """
                [{"type":"button","sub_type":"url","index":0,"parameters":[{"type":"text","text":"a1"}]},
                 {"type":"button","sub_type":"copy_code","index":1,"parameters":[{"type":"coupon_code","coupon_code":"SAVE5"}]},
                 {"type":"button","sub_type":"quick_reply","index":2,"parameters":[{"type":"payload","payload":"YES_1"}]}]""").put("biz_opaque_callback_data", "job:1"));

        var line = box.sends().getLast();
        assertThat(Json.text(line, "wamid")).isEqualTo(wamid);
        assertThat(Json.text(line, "to")).isEqualTo(Box.ANN);
        assertThat(Json.text(line, "biz_opaque_callback_data")).isEqualTo("job:1");
        assertThat(line.path("rendered").toString()).isEqualTo("""
                {"header":null,"body":"Choose.","footer":null,"buttons":["https://example.com/a1","SAVE5","YES_1"]}""");
    }

    @Test
    void rejectionsCarryMetasWords() throws Exception {
        Box.Reply count = box.send(Box.template(Box.ANN, "greeting", "[]"));
        Box.Reply missing = box.send(Box.template(Box.ANN, "nothing", "[]"));

        assertThat(count.details())
                .isEqualTo("body: number of localizable_params (0) does not match the expected number of params (1)");
        assertThat(count.json().path("error").path("message").asString(""))
                .isEqualTo("(#132000) Number of parameters does not match the expected number of params");
        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.details()).isEqualTo("template name (nothing) does not exist in en");
        assertThat(missing.headers().firstValue("facebook-api-version")).hasValue("v26.0");
        assertThat(missing.headers().firstValue("x-business-use-case-usage").orElse(""))
                .contains(Box.WABA);
    }

    @Test
    void badValuesHaveACodeOfTheirOwnSinceV23() throws Exception {
        ObjectNode message = Box.template(Box.ANN, "greeting", """
                [{"type":"body","parameters":[{"type":"text","text":"a\\tb"}]}]""");

        assertThat(box.graph("POST", "/v22.0/" + Box.NUMBER + "/messages", message.toString())
                        .code())
                .isEqualTo(100);
        assertThat(box.graph("POST", "/v23.0/" + Box.NUMBER + "/messages", message.toString())
                        .code())
                .isEqualTo(132018);
    }

    @ParameterizedTest
    @CsvSource({"messaging_product, 100", "to, 100", "template, 100"})
    void theEnvelopeMustBeComplete(String field, int code) throws Exception {
        ObjectNode message = Box.greetingTo(Box.ANN);
        message.remove(field);

        assertThat(box.send(message).code()).isEqualTo(code);
    }

    @Test
    void theSenderCannotBeTheRecipientAndUnknownTypesAreRefused() throws Exception {
        assertThat(box.send(Box.greetingTo("+15550783881")).code()).isEqualTo(131021);
        assertThat(box.send(Box.greetingTo(Box.ANN).put("type", "hologram")).code())
                .isEqualTo(131051);
        assertThat(box.send(Box.greetingTo(Box.ANN).put("biz_opaque_callback_data", "x".repeat(513)))
                        .code())
                .isEqualTo(100);
    }

    @Test
    void aBusinessScopedUserIdIsARecipientExceptForOneTimePasswords() throws Exception {
        ObjectNode message = Box.greetingTo("");
        message.remove("to");
        Box.Reply reply = box.send(message.put("recipient", "NL.12345"));

        assertThat(reply.json().path("contacts").toString())
                .isEqualTo("[{\"input\":\"NL.12345\",\"user_id\":\"NL.12345\"}]");
        ObjectNode otp = Box.template("", "otp", "[]").put("recipient", "NL.12345");
        assertThat(box.send(otp).code()).isEqualTo(131062);
    }

    @Test
    void formsWithNestedJsonAndTheTokenInTheBodyAreRead() throws Exception {
        ObjectNode message = Box.greetingTo(Box.ANN);
        String form = "messaging_product=whatsapp&type=template&format=json&access_token=" + Box.TOKEN + "&to="
                + URLEncoder.encode(Box.ANN, StandardCharsets.UTF_8)
                + "&template=" + URLEncoder.encode(message.path("template").toString(), StandardCharsets.UTF_8);

        Box.Reply reply = box.call(
                "POST", "/" + Box.NUMBER + "/messages", form, "Content-Type", "application/x-www-form-urlencoded");

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    }

    @Test
    void multipartBodiesAreReadAndTheTokenMayBeInTheQuery() throws Exception {
        String template = Box.greetingTo(Box.ANN).path("template").toString();
        String body = part("messaging_product", "whatsapp") + part("to", Box.ANN) + part("type", "template")
                + part("template", template) + "--xYz--\r\n";

        Box.Reply reply = box.call(
                "POST",
                "/v21.0/" + Box.NUMBER + "/messages?access_token=" + Box.TOKEN,
                body,
                "Content-Type",
                "multipart/form-data; boundary=xYz");

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    }

    private static String part(String name, String value) {
        return "--xYz\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    }

    @Test
    void marketingMessagesTakeMarketingTemplatesOnly() throws Exception {
        String path = "/v26.0/" + Box.NUMBER + "/marketing_messages";
        String photo = Box.template(Box.ANN, "photo", """
                [{"type":"header","parameters":[{"type":"image","image":{"id":"1"}}]}]""").toString();

        assertThat(box.graph("POST", path, photo).status()).isEqualTo(200);
        assertThat(box.graph("POST", path, Box.greetingTo(Box.ANN).toString()).code())
                .isEqualTo(131055);
    }

    @Test
    void readMarksAreTaken() throws Exception {
        Box.Reply reply = box.graph("POST", "/" + Box.NUMBER + "/messages", """
                {"messaging_product":"whatsapp","status":"read","message_id":"wamid.x"}""");

        assertThat(reply.text()).isEqualTo("{\"success\":true}");
    }
}
