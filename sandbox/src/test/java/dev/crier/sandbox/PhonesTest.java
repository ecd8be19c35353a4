package dev.crier.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crier.sandbox.wire.Json;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class PhonesTest {
    private static final String BEN = "+31631234568";

    private Box box;

    @BeforeEach
    void open() throws Exception {
        box = Box.open();
    }

    @AfterEach
    void close() {
        box.close();
    }

    private List<String> phones(String query) throws Exception {
        return box.control("GET", "/phones" + query, null)
                .json()
                .path("phones")
                .valueStream()
                .map(row -> Json.text(row, "phone", ""))
                .toList();
    }

    private JsonNode chat(String phone) throws Exception {
        return box.control("GET", "/phones/" + phone.replace("+", "%2B"), null).json();
    }

    private void writes(String phone, String text) throws Exception {
        String body = Json.object().put("from", phone).put("text", text).toString();
        assertThat(box.control("POST", "/inbound", body).status()).isEqualTo(200);
    }

    @Test
    void theNewestIsFirstWhoeverSaidIt() throws Exception {
        box.greeting();
        box.sent(Box.greetingTo(Box.ANN));
        box.sent(Box.greetingTo(BEN));
        List<String> sent = phones("");
        writes(Box.ANN, "thank\nyou");
        JsonNode first =
                box.control("GET", "/phones", null).json().path("phones").path(0);

        assertThat(sent).containsExactly(BEN, Box.ANN);
        assertThat(phones("")).containsExactly(Box.ANN, BEN);
        assertThat(Json.text(first, "line")).isEqualTo("thank you");
        assertThat(first.path("own").asBoolean()).isTrue();
        assertThat(phones("?search=4568")).containsExactly(BEN);
        assertThat(phones("?search=%2B31%206%203123")).containsExactly(Box.ANN, BEN);
        assertThat(phones("?search=nobody")).isEmpty();
    }

    @Test
    void aMessageThatNeverArrivedSaysWhy() throws Exception {
        box.greeting();
        box.sent(Box.greetingTo("+31610131026"));
        await().until(() -> chat("+31610131026").toString().contains("\"status\":\"failed\""));
        JsonNode error = chat("+31610131026").path("messages").path(0).path("error");

        assertThat(error.path("code").asInt()).isEqualTo(131026);
        assertThat(Json.text(error, "title")).isEqualTo("Message undeliverable");
    }

    @Test
    void aChatShowsWhatTheBusinessSentAndThePersonDid() throws Exception {
        box.approved("""
                {"name":"ask","language":"en","category":"UTILITY","components":[
                 {"type":"HEADER","format":"TEXT","text":"Party"},{"type":"BODY","text":"Coming, *dear* guest?"},
                 {"type":"FOOTER","text":"The hosts"},
                 {"type":"BUTTONS","buttons":[{"type":"QUICK_REPLY","text":"Yes, sure"},
                 {"type":"URL","text":"The way","url":"https://example.com/way"}]}]}""");
        String wamid = box.sent(Box.template(Box.ANN, "ask", """
                [{"type":"button","sub_type":"quick_reply","index":0,"parameters":[{"type":"payload","payload":"Y"}]}]"""));
        ObjectNode tap = Json.object().put("from", Box.ANN);
        tap.putObject("button").put("wamid", wamid).put("payload", "Y");
        box.control("POST", "/inbound", tap.toString());
        box.control("POST", "/inbound", "{\"from\":\"+31631234567\",\"user_preferences\":\"stop\"}");
        box.settle();
        JsonNode chat = chat(Box.ANN);
        JsonNode sent = chat.path("messages").path(0);

        assertThat(sent.path("header").toString()).isEqualTo("{\"kind\":\"text\",\"text\":\"Party\"}");
        assertThat(Json.text(sent, "body")).isEqualTo("Coming, *dear* guest?");
        assertThat(Json.text(sent, "footer")).isEqualTo("The hosts");
        assertThat(Json.text(sent, "status")).isEqualTo("read");
        assertThat(sent.path("buttons").toString()).isEqualTo("""
                [{"kind":"reply","text":"Yes, sure","value":"Y"},\
                {"kind":"url","text":"The way","value":"https://example.com/way"}]""");
        assertThat(chat.path("messages").path(1).path("kind").asString()).isEqualTo("button");
        assertThat(chat.path("messages").path(1).path("text").asString()).isEqualTo("Yes, sure");
        assertThat(chat.path("messages").path(2).path("kind").asString()).isEqualTo("preference");
        assertThat(chat.path("marketing_stopped").asBoolean()).isTrue();
    }

    @Test
    void aNumberHasChatsOfItsOwn() throws Exception {
        JsonNode other = box.control("POST", "/accounts", "{\"display_phone_number\":\"+31 20 123 4567\"}")
                .json();
        String number = Json.text(other, "phone_number_id", "");
        writes(Box.ANN, "to the first");

        assertThat(phones("")).containsExactly(Box.ANN);
        assertThat(phones("?phone_number_id=" + number)).isEmpty();
        assertThat(chat(Box.ANN).path("messages").size()).isEqualTo(1);
        assertThat(box.control("GET", "/phones", null).json().path("numbers").size())
                .isEqualTo(2);
    }

    @Test
    void whatPeopleSaidIsBoundedAndGoneAfterAReset() throws Exception {
        writes(Box.ANN, "x".repeat(100_000));
        for (int i = 0; i < 210; i++) {
            writes(Box.ANN, "message " + i);
        }
        JsonNode messages = chat(Box.ANN).path("messages");
        box.control("POST", "/reset", null);

        assertThat(messages.size()).isEqualTo(200);
        assertThat(messages.path(199).path("text").asString()).isEqualTo("message 209");
        assertThat(phones("")).isEmpty();
        assertThat(chat(Box.ANN).path("messages").isEmpty()).isTrue();
    }

    @Test
    void hostileTextStaysText() throws Exception {
        String hostile = "<script>alert(1)</script> *_~```\u202e\u0000";
        writes(Box.ANN, hostile);

        assertThat(chat(Box.ANN).path("messages").path(0).path("text").asString())
                .isEqualTo(hostile);
        assertThat(box.call("GET", "/?phone=%3Cscript%3E", null).text()).doesNotContain("<script>");
        assertThat(box.control("GET", "/phones/abc", null).status()).isEqualTo(400);
        assertThat(box.control("GET", "/phones/" + "1".repeat(70), null).status())
                .isEqualTo(400);
        assertThat(box.control("GET", "/phones/1%202", null).status()).isEqualTo(200);
    }

    @Test
    void cardsAndOffersAreKeptForThePhone() throws Exception {
        box.approved("""
                {"name":"sale","language":"en","category":"MARKETING","components":[
                 {"type":"BODY","text":"Look"},{"type":"CAROUSEL","cards":[
                 {"components":[{"type":"HEADER","format":"IMAGE","example":{"header_handle":["4::a"]}},
                  {"type":"BODY","text":"One"},{"type":"BUTTONS","buttons":[{"type":"QUICK_REPLY","text":"This"}]}]},
                 {"components":[{"type":"HEADER","format":"IMAGE","example":{"header_handle":["4::a"]}},
                  {"type":"BODY","text":"Two"},{"type":"BUTTONS","buttons":[{"type":"QUICK_REPLY","text":"That"}]}]}]}]}""");
        String header =
                "{\"type\":\"header\",\"parameters\":[{\"type\":\"image\",\"image\":{\"link\":\"https://example.com/%s.png\"}}]}";
        box.sent(Box.template(
                Box.ANN,
                "sale",
                "[{\"type\":\"carousel\",\"cards\":[{\"card_index\":0,\"components\":[%s]},{\"card_index\":1,\"components\":[%s]}]}]"
                        .formatted(header.formatted("a"), header.formatted("b"))));
        JsonNode cards = chat(Box.ANN).path("messages").path(0).path("cards");

        assertThat(cards.size()).isEqualTo(2);
        assertThat(cards.path(1).path("header").toString())
                .isEqualTo("{\"kind\":\"image\",\"text\":\"https://example.com/b.png\"}");
        assertThat(cards.path(1).path("body").asString()).isEqualTo("Two");
        assertThat(cards.path(1).path("buttons").path(0).path("text").asString())
                .isEqualTo("That");
    }
}
