package dev.crier.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.sandbox.wire.Json;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class ControlTest {
    private Box box;

    @BeforeEach
    void open() throws Exception {
        box = Box.open();
    }

    @AfterEach
    void close() {
        box.close();
    }

    @Test
    void behaviourHasItsDefaultsAndChangesInPart() throws Exception {
        box.control("POST", "/reset", null);
        JsonNode before = box.control("GET", "/behaviour", null).json();
        JsonNode after = box.control("PUT", "/behaviour", "{\"pair_rate\":\"off\",\"latency_ms\":5}")
                .json();

        assertThat(before.toString()).startsWith("""
                {"latency_ms":20,"status_delay_ms":200,"throughput_per_second":80,"pair_rate":true,""");
        assertThat(before.path("read_rate").asDouble()).isEqualTo(0.7);
        assertThat(before.propertyNames())
                .contains(
                        "lose_response",
                        "reset_before",
                        "server_error",
                        "throttle",
                        "duplicate_webhook",
                        "shuffle_webhooks",
                        "early_webhook",
                        "webhook_batch",
                        "review_ms",
                        "tier_limit");
        assertThat(after.path("pair_rate").asBoolean()).isFalse();
        assertThat(after.path("latency_ms").asInt()).isEqualTo(5);
        assertThat(after.path("status_delay_ms").asInt()).isEqualTo(200);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"colour":1}              | colour
            {"read_rate":1.5}         | read_rate
            {"latency_ms":"soon"}     | latency_ms
            {"latency_ms":1.5}        | latency_ms
            {"webhook_batch":0}       | webhook_batch
            {"webhook_batch":1001}    | webhook_batch
            {"pair_rate":"maybe"}     | pair_rate
            [1]                       | not a JSON object
            """)
    void badBehaviourIsNamedAndChangesNothing(String change, String named) throws Exception {
        JsonNode before = box.control("GET", "/behaviour", null).json();
        Box.Reply reply = box.control("PUT", "/behaviour", change);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(Json.text(reply.json(), "error")).contains(named);
        assertThat(box.control("GET", "/behaviour", null).json()).isEqualTo(before);
    }

    @Test
    void sendsAreStreamedFromAnywhere() throws Exception {
        box.greeting();
        for (int i = 0; i < 5; i++) {
            box.sent(Box.greetingTo("+3163123450" + i));
        }
        List<JsonNode> all = box.sends();
        String page = box.control("GET", "/sends?after=" + Json.text(all.get(1), "n") + "&limit=2", null)
                .text();

        assertThat(all).extracting(line -> line.path("n").asLong()).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(page).isEqualTo(all.get(2) + "\n" + all.get(3) + "\n");
        assertThat(box.control("GET", "/sends?after=x", null).status()).isEqualTo(400);
        assertThat(box.stats().path("accepted").asInt()).isEqualTo(5);
    }

    @Test
    void aUserWritesAndOpensAWindowForFreeText() throws Exception {
        ObjectNode text = Json.object()
                .put("messaging_product", "whatsapp")
                .put("to", Box.ANN)
                .put("type", "text");
        text.putObject("text").put("body", "Dear Ann");
        String closed = box.sent(text);
        Box.Reply inbound = box.control("POST", "/inbound", "{\"from\":\"+31631234567\",\"text\":\"optout\"}");
        String open = box.sent(text);
        box.settle();

        assertThat(box.hook.statusesOf(closed)).containsExactly("failed");
        assertThat(box.hook.posts.toString()).contains("131047");
        assertThat(box.hook.statusesOf(open)).contains("delivered");
        JsonNode message = inbound("text");
        assertThat(Json.text(message, "id")).isEqualTo(Json.text(inbound.json(), "id"));
        assertThat(Json.text(message, "from")).isEqualTo("31631234567");
        assertThat(Json.text(message.path("text"), "body")).isEqualTo("optout");
    }

    private JsonNode inbound(String type) {
        return box.hook.values("messages").stream()
                .flatMap(value -> value.path("messages").valueStream())
                .filter(message -> type.equals(Json.text(message, "type")))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aTapNamesTheMessageThatWasTapped() throws Exception {
        box.approved("""
                {"name":"ask","language":"en","category":"UTILITY","components":[{"type":"BODY","text":"Coming?"},
                 {"type":"BUTTONS","buttons":[{"type":"QUICK_REPLY","text":"Yes, sure"},{"type":"QUICK_REPLY","text":"No"}]}]}""");
        String wamid = box.sent(Box.template(Box.ANN, "ask", """
                [{"type":"button","sub_type":"quick_reply","index":0,"parameters":[{"type":"payload","payload":"Y"}]}]"""));
        String tap = "{\"from\":\"%s\",\"button\":{\"wamid\":\"%s\",\"payload\":\"Y\"}}";
        box.control("POST", "/inbound", tap.formatted(Box.ANN, wamid));
        box.settle();

        JsonNode message = inbound("button");
        assertThat(Json.text(message.path("context"), "id")).isEqualTo(wamid);
        assertThat(message.path("button").toString()).isEqualTo("{\"payload\":\"Y\",\"text\":\"Yes, sure\"}");
        assertThat(box.control("POST", "/inbound", tap.formatted(Box.ANN, "wamid.foreign"))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void aUserWhoStoppedMarketingGetsNoneUntilResumed() throws Exception {
        box.approved("""
                {"name":"promo","language":"en","category":"MARKETING","components":[{"type":"BODY","text":"Sale."}]}""");
        box.control("POST", "/inbound", "{\"from\":\"+31631234567\",\"user_preferences\":\"stop\"}");
        String stopped = box.sent(Box.template(Box.ANN, "promo", "[]"));
        box.control("POST", "/inbound", "{\"from\":\"+31631234567\",\"user_preferences\":\"resume\"}");
        String resumed = box.sent(Box.template(Box.ANN, "promo", "[]"));
        box.settle();

        assertThat(box.hook.statusesOf(stopped)).containsExactly("failed");
        assertThat(box.hook.statusesOf(resumed)).contains("delivered");
        JsonNode preference = box.hook
                .values("user_preferences")
                .getFirst()
                .path("user_preferences")
                .path(0);
        assertThat(Json.text(preference, "value")).isEqualTo("stop");
        assertThat(preference.path("timestamp").isIntegralNumber()).isTrue();
    }

    @Test
    void aUserMayHideThePhoneBehindAUsername() throws Exception {
        box.control("POST", "/inbound", "{\"username\":\"ann.example\",\"text\":\"hi\"}");
        box.control("POST", "/inbound", "{\"from\":\"+31631234567\",\"type\":\"unsupported\"}");
        box.settle();

        JsonNode message = inbound("text");
        assertThat(message.has("from")).isFalse();
        assertThat(Json.text(message, "from_user_id")).contains(".");
        assertThat(inbound("unsupported").path("errors").path(0).path("code").asInt())
                .isEqualTo(131051);
        assertThat(box.control("POST", "/inbound", "{\"text\":\"who?\"}").status())
                .isEqualTo(400);
    }

    @Test
    void accountsAreAddedAndKeptApart() throws Exception {
        box.greeting();
        JsonNode made = box.control("POST", "/accounts", "{\"display_phone_number\":\"+31 20 123 4567\"}")
                .json();
        String number = Json.text(made, "phone_number_id", "");
        String token = Json.text(made, "access_token", "");
        String path = "/v26.0/" + number + "/messages";

        assertThat(box.control("GET", "/accounts", null).json().size()).isEqualTo(2);
        assertThat(box.graph("POST", path, Box.greetingTo(Box.ANN).toString()).subcode())
                .isEqualTo(33);
        Box.Reply own = box.call("POST", path, Box.greetingTo(Box.ANN).toString(), "Authorization", "Bearer " + token);
        assertThat(own.code()).as("templates belong to their account").isEqualTo(132001);
    }

    @Test
    void aTokenSaysWhatItIsGoodForAndEnds() throws Exception {
        String debug = "/v26.0/debug_token?input_token=";
        JsonNode data = box.graph("GET", debug + Box.TOKEN, null).json().path("data");
        assertThat(data.path("is_valid").asBoolean()).isTrue();
        assertThat(data.path("expires_at").asLong()).isZero();
        assertThat(data.path("scopes").toString()).contains("whatsapp_business_management");
        assertThat(box.graph("GET", debug + "other", null).text()).contains("\"is_valid\":false");
        assertThat(box.graph("GET", "/v26.0/debug_token", null).code()).isEqualTo(100);

        box.control("PUT", "/standing", "{\"token_expires_at\":1}");
        Box.Reply over = box.graph("GET", "/v26.0/" + Box.NUMBER, null);
        assertThat(over.status() + "/" + over.code() + "/" + over.subcode()).isEqualTo("401/190/463");
        box.control("PUT", "/standing", "{\"token_expires_at\":0}");
    }

    @Test
    void aNumberThatPeopleBlockLosesItsQualityAndTheCallbackIsTold() throws Exception {
        assertThat(box.control("PUT", "/standing", "{\"quality\":\"purple\"}").status())
                .isEqualTo(400);
        box.control("PUT", "/standing", "{\"quality\":\"red\",\"status\":\"flagged\"}");
        box.settle();

        JsonNode number = box.graph("GET", "/v26.0/" + Box.NUMBER + "?fields=quality_rating,status", null)
                .json();
        assertThat(number.path("quality_rating").asString()
                        + number.path("status").asString())
                .isEqualTo("REDFLAGGED");
        assertThat(box.hook
                        .values("phone_number_quality_update")
                        .getFirst()
                        .path("event")
                        .asString())
                .isEqualTo("FLAGGED");
    }

    @Test
    void webhooksGoToWhoSubscribed() throws Exception {
        String subscribed = "/v26.0/" + Box.WABA + "/subscribed_apps";
        assertThat(box.graph("GET", subscribed, null).text()).contains(box.hook.url());
        box.graph("DELETE", subscribed, null);
        assertThat(box.graph("GET", subscribed, null).text()).isEqualTo("{\"data\":[]}");
        box.graph("POST", subscribed, "{}");
        assertThat(box.graph("GET", subscribed, null).text())
                .contains("Sandbox")
                .doesNotContain(box.hook.url());
    }

    @Test
    void graphErrorsAreGraphShaped() throws Exception {
        assertThat(box.call("GET", "/v26.0/" + Box.NUMBER, null).code()).isEqualTo(104);
        Box.Reply badToken = box.call("GET", "/" + Box.NUMBER, null, "Authorization", "Bearer nobody");
        assertThat(badToken.status()).isEqualTo(401);
        assertThat(badToken.code()).isEqualTo(190);
        assertThat(box.graph("GET", "/v26.0/a/b/c/d", null).code()).isEqualTo(2500);
        Box.Reply unknown = box.graph("GET", "/v26.0/454545", null);
        assertThat(unknown.code()).isEqualTo(100);
        assertThat(unknown.text()).contains("Object with ID '454545' does not exist");
        assertThat(box.graph("POST", "/" + Box.NUMBER + "/messages", "{{{").code())
                .isEqualTo(100);
        Box.Reply large = box.graph("POST", "/" + Box.NUMBER + "/messages", "\"" + "x".repeat(1_100_000) + "\"");
        assertThat(large.status()).isEqualTo(413);
        assertThat(large.code()).isEqualTo(100);
    }

    @Test
    void numbersAreRead() throws Exception {
        JsonNode one = box.graph(
                        "GET", "/v26.0/" + Box.NUMBER + "?fields=display_phone_number,throughput%7Blevel%7D", null)
                .json();
        JsonNode list =
                box.graph("GET", "/v26.0/" + Box.WABA + "/phone_numbers", null).json();

        assertThat(one.toString()).isEqualTo("""
                {"display_phone_number":"+1 555-078-3881","throughput":{"level":"HIGH"},"id":"2000"}""");
        assertThat(Json.text(list.path("data").path(0), "id")).isEqualTo(Box.NUMBER);
    }

    @Test
    void mediaIsCountedAndForgotten() throws Exception {
        String body = String.join(
                "\r\n",
                "--b",
                "Content-Disposition: form-data; name=\"messaging_product\"",
                "",
                "whatsapp",
                "--b",
                "Content-Disposition: form-data; name=\"file\"; filename=\"a.png\"",
                "Content-Type: image/png",
                "",
                "abc",
                "--x",
                "",
                "--b--",
                "");
        String path = "/v26.0/" + Box.NUMBER + "/media";
        Box.Reply upload = box.call(
                "POST",
                path,
                body,
                "Authorization",
                "Bearer " + Box.TOKEN,
                "Content-Type",
                "multipart/form-data; boundary=b");
        String id = Json.text(upload.json(), "id", "");
        JsonNode media = box.graph("GET", "/v26.0/" + id, null).json();

        assertThat(media.path("file_size").asInt()).isEqualTo("abc\r\n--x\r\n".length());
        assertThat(Json.text(media, "mime_type")).isEqualTo("image/png");
        assertThat(box.graph("DELETE", "/v26.0/" + id, null).status()).isEqualTo(200);
        assertThat(box.graph("GET", "/v26.0/" + id, null).status()).isEqualTo(400);
    }

    @Test
    void uploadsResumeAndEndInAHandle() throws Exception {
        String id = Json.text(
                box.graph("POST", "/v26.0/77/uploads?file_name=a.png&file_length=6&file_type=image/png", null)
                        .json(),
                "id",
                "");
        box.call("POST", "/v26.0/" + id, "abc", "Authorization", "OAuth " + Box.TOKEN, "file_offset", "0");
        JsonNode progress = box.graph("GET", "/v26.0/" + id, null).json();
        Box.Reply end =
                box.call("POST", "/v26.0/" + id, "def", "Authorization", "OAuth " + Box.TOKEN, "file_offset", "3");

        assertThat(id).startsWith("upload:");
        assertThat(progress.path("file_offset").asInt()).isEqualTo(3);
        assertThat(Json.text(end.json(), "h")).startsWith("4::");
    }

    @Test
    void thePagesHaveAddressesAndAskNobodyElse() throws Exception {
        box.control("POST", "/accounts", "{\"display_phone_number\":\"<b>\"}");
        for (String path : List.of("/", "/magic", "/behaviour", "/accounts")) {
            Box.Reply page = box.call("GET", path, null);

            assertThat(page.text()).contains("aria-current=\"page\"").doesNotContain("${", "style=\"", "<b>");
            assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                    .contains("default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'");
        }
        assertThat(box.call("GET", "/magic", null).text()).contains("+31610131026", "+31611132000");
        assertThat(box.call("GET", "/behaviour", null).text())
                .contains("name=\"early_webhook\"", "name=\"read_rate\"", "value=\"1\" data-initial=\"0.7\"");
        assertThat(box.call("GET", "/accounts", null).text()).contains(Box.TOKEN, Box.SECRET, "&lt;b&gt;", "accepted");
        assertThat(box.call("GET", "/style.css", null).status()).isEqualTo(200);
        assertThat(box.call("GET", "/script.js", null).text()).doesNotContain("innerHTML", "http://");
    }
}
