package dev.crier.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.restfb.BinaryAttachment;
import com.restfb.Body;
import com.restfb.DefaultJsonMapper;
import com.restfb.Parameter;
import com.restfb.json.Json;
import com.restfb.json.JsonObject;
import com.restfb.types.GraphResponse;
import com.restfb.types.whatsapp.platform.SendMessage;
import com.restfb.types.whatsapp.platform.SuccessfulResponse;
import com.restfb.types.whatsapp.platform.send.Audio;
import com.restfb.types.whatsapp.platform.send.Contact;
import com.restfb.types.whatsapp.platform.send.Document;
import com.restfb.types.whatsapp.platform.send.Image;
import com.restfb.types.whatsapp.platform.send.Interactive;
import com.restfb.types.whatsapp.platform.send.Location;
import com.restfb.types.whatsapp.platform.send.Reaction;
import com.restfb.types.whatsapp.platform.send.Sticker;
import com.restfb.types.whatsapp.platform.send.Text;
import com.restfb.types.whatsapp.platform.send.Video;
import com.restfb.types.whatsapp.platform.send.contact.Name;
import com.restfb.types.whatsapp.platform.send.contact.Phone;
import com.restfb.types.whatsapp.platform.send.interactive.Action;
import com.restfb.types.whatsapp.platform.send.interactive.Button;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MessagesTest {
    private static final String BODY = "{'type':'BODY','text':'Your order has left our house today.'}";
    private static Waba waba;
    private static int people = 643_000_000;

    @BeforeAll
    static void open() {
        waba = Waba.open();
    }

    /// Somebody nobody wrote to yet.
    private static String somebody() {
        return "+31" + ++people;
    }

    private static void template(String name, String category, String components, Parameter... more) {
        var _ = waba.approvedJson(waba.create(name, category, components.replace('\'', '"'), more));
    }

    /// What the person sees.
    private static JsonObject sent(String name, String components) {
        String to = somebody();
        SuccessfulResponse answer = waba.sendTemplate(to, name, components);
        assertThat(answer.getMessagingProduct()).isEqualTo("whatsapp");
        assertThat(answer.getContacts()).singleElement().satisfies(contact -> {
            assertThat(contact.getInput()).isEqualTo(to);
            assertThat(contact.getWaId()).isEqualTo(to.substring(1));
        });
        String wamid = answer.getMessages().getFirst().getId();
        assertThat(wamid).startsWith("wamid.");
        return Waba.seen(wamid);
    }

    @Test
    void variablesByPositionInHeaderAndBody() {
        template(
                "by_position",
                "MARKETING",
                "[{'type':'HEADER','format':'TEXT','text':'Order {{1}}','example':{'header_text':['1']}},"
                        + "{'type':'BODY','text':'Hello {{1}}, it costs {{2}} in all.','example':{'body_text':[['A','9']]}}]");

        JsonObject seen = sent(
                "by_position",
                "[{'type':'header','parameters':[{'type':'text','text':'815'}]},"
                        + "{'type':'body','parameters':[{'type':'text','text':'Bo & Söhne'},{'type':'text','text':'€ 12'}]}]");

        assertThat(seen.getString("header", "")).isEqualTo("Order 815");
        assertThat(seen.getString("body", "")).isEqualTo("Hello Bo & Söhne, it costs € 12 in all.");
    }

    @Test
    void variablesByName() {
        template(
                "by_name",
                "UTILITY",
                "[{'type':'BODY','text':'Hello {{first_name}}, welcome.','example':{'body_text_named_params':"
                        + "[{'param_name':'first_name','example':'Ann'}]}}]",
                Parameter.with("parameter_format", "NAMED"));

        JsonObject seen = sent(
                "by_name",
                "[{'type':'body','parameters':[{'type':'text','parameter_name':'first_name','text':'Bo'}]}]");

        assertThat(seen.getString("body", "")).isEqualTo("Hello Bo, welcome.");
    }

    @Test
    void headersWithAnUploadedPictureAFilmADocumentAndAPlace() {
        for (String kind : List.of("image", "video", "document")) {
            template(
                    "with_" + kind,
                    "MARKETING",
                    "[{'type':'HEADER','format':'%s','example':{'header_handle':['4::x']}},%s]".formatted(kind, BODY));
            String id = upload(kind);

            JsonObject byId = sent(
                    "with_" + kind,
                    "[{'type':'header','parameters':[{'type':'%s','%s':{'id':'%s'}}]}]".formatted(kind, kind, id));
            JsonObject byLink = sent(
                    "with_" + kind,
                    "[{'type':'header','parameters':[{'type':'%s','%s':{'link':'https://example.com/f'}}]}]"
                            .formatted(kind, kind));

            assertThat(byId.getString("header", "")).isEqualTo(id);
            assertThat(byLink.getString("header", "")).isEqualTo("https://example.com/f");
        }
        template("with_place", "UTILITY", "[{'type':'HEADER','format':'LOCATION'}," + BODY + "]");
        assertThat(sent(
                                "with_place",
                                "[{'type':'header','parameters':[{'type':'location','location':{'latitude':52.37,"
                                        + "'longitude':4.89,'name':'Dam','address':'Dam 1'}}]}]")
                        .getString("header", ""))
                .isEqualTo("Dam");
    }

    private static String upload(String kind) {
        String type = kind.equals("document") ? "application/pdf" : kind + (kind.equals("image") ? "/png" : "/mp4");
        byte[] bytes = "bytes of a file".getBytes(StandardCharsets.UTF_8);
        GraphResponse media = waba.client.publish(
                waba.number + "/media",
                GraphResponse.class,
                BinaryAttachment.with("file", "example." + kind, bytes, type),
                Parameter.with("messaging_product", "whatsapp"),
                Parameter.with("type", type));
        JsonObject described = waba.client.fetchObject(media.getId(), JsonObject.class);
        assertThat(described.getString("mime_type", "")).isEqualTo(type);
        assertThat(described.get("file_size").asLong()).isEqualTo(bytes.length);
        return media.getId();
    }

    @Test
    void buttonsOfEachKind() {
        template(
                "with_buttons",
                "MARKETING",
                "[" + BODY + ",{'type':'BUTTONS','buttons':[{'type':'QUICK_REPLY','text':'Stop'},"
                        + "{'type':'URL','text':'Track','url':'https://example.com/{{1}}','example':['https://example.com/1']},"
                        + "{'type':'COPY_CODE','example':'SALE25'},"
                        + "{'type':'FLOW','text':'Start','flow_id':'1','flow_action':'navigate'}]}]");
        template(
                "with_catalog",
                "MARKETING",
                "[" + BODY + ",{'type':'BUTTONS','buttons':[{'type':'CATALOG','text':'Look'}]}]");
        template(
                "with_products",
                "MARKETING",
                "[" + BODY + ",{'type':'BUTTONS','buttons':[{'type':'MPM','text':'Look'}]}]");

        JsonObject buttons = sent(
                "with_buttons",
                "[{'type':'button','sub_type':'quick_reply','index':'0','parameters':[{'type':'payload','payload':'S'}]},"
                        + "{'type':'button','sub_type':'url','index':1,'parameters':[{'type':'text','text':'b2'}]},"
                        + "{'type':'button','sub_type':'copy_code','index':2,'parameters':[{'type':'coupon_code','coupon_code':'C'}]},"
                        + "{'type':'button','sub_type':'flow','index':3,'parameters':[{'type':'action','action':{'flow_token':'t'}}]}]");
        JsonObject catalog = sent(
                "with_catalog",
                "[{'type':'button','sub_type':'CATALOG','index':0,'parameters':[{'type':'action','action':"
                        + "{'thumbnail_product_retailer_id':'a'}}]}]");
        JsonObject products = sent(
                "with_products",
                "[{'type':'button','sub_type':'mpm','index':0,'parameters':[{'type':'action','action':"
                        + "{'thumbnail_product_retailer_id':'a','sections':[{'title':'All','product_items':"
                        + "[{'product_retailer_id':'a'}]}]}}]}]");

        assertThat(buttons.get("buttons").toString()).isEqualTo("[\"S\",\"https://example.com/b2\",\"C\",\"Start\"]");
        assertThat(catalog.get("buttons").toString()).isEqualTo("[\"Look\"]");
        assertThat(products.get("buttons").toString()).isEqualTo("[\"Look\"]");
    }

    @Test
    void aOneTimePasswordAnOfferAndACarousel() {
        template(
                "password",
                "AUTHENTICATION",
                "[{'type':'BODY'},{'type':'BUTTONS','buttons':[{'type':'OTP','otp_type':'COPY_CODE'}]}]");
        template(
                "with_offer",
                "MARKETING",
                "[" + BODY
                        + ",{'type':'LIMITED_TIME_OFFER','limited_time_offer':{'text':'Soon','has_expiration':true}}]");
        String card = "{'components':[{'type':'HEADER','format':'IMAGE','example':{'header_handle':['4::x']}},"
                + "{'type':'BUTTONS','buttons':[{'type':'QUICK_REPLY','text':'More'}]}]}";
        template("with_cards", "MARKETING", "[%s,{'type':'CAROUSEL','cards':[%s,%s]}]".formatted(BODY, card, card));

        JsonObject password = sent(
                "password",
                "[{'type':'body','parameters':[{'type':'text','text':'123456'}]},"
                        + "{'type':'button','sub_type':'url','index':'0','parameters':[{'type':'text','text':'123456'}]}]");
        JsonObject offer = sent(
                "with_offer",
                "[{'type':'limited_time_offer','parameters':[{'type':'limited_time_offer',"
                        + "'limited_time_offer':{'expiration_time_ms':1790000000000}}]}]");
        String filled =
                "{'card_index':%d,'components':[{'type':'header','parameters':[{'type':'image','image':{'id':'1'}}]},"
                        + "{'type':'button','sub_type':'quick_reply','index':'0','parameters':[{'type':'payload','payload':'p%d'}]}]}";
        JsonObject cards = sent(
                "with_cards",
                "[{'type':'carousel','cards':[%s,%s]}]".formatted(filled.formatted(0, 0), filled.formatted(1, 1)));

        assertThat(password.getString("body", "")).startsWith("*123456*");
        assertThat(offer.getString("body", "")).startsWith("Your order");
        assertThat(cards.get("buttons").toString()).isEqualTo("[\"p0\",\"p1\"]");
    }

    @Test
    void everythingFreeFormReachesAPersonWhoHasWritten() throws Exception {
        String to = somebody();
        Waba.control(
                "POST",
                "/inbound",
                Json.object()
                        .add("from", to)
                        .add("phone_number_id", waba.number)
                        .add("text", "Hello"));
        var link = URI.create("https://example.com/file").toURL();
        Contact contact = new Contact();
        Name name = new Name("Ann Lee");
        name.setFirstName("Ann");
        contact.setName(name);
        Phone phone = new Phone();
        phone.setPhone("+31612345678");
        contact.addPhone(phone);
        Action action = new Action().addButton(new Button("Yes", "yes")).addButton(new Button("No", "no"));
        Interactive interactive = new Interactive(action);
        interactive.setType(Interactive.Type.button);
        interactive.setBody(new com.restfb.types.whatsapp.platform.send.interactive.Body("Which?"));

        String wamid = freeForm(to, message -> message.setText(new Text("Good day")));
        Reaction reaction = new Reaction(wamid);
        reaction.setEmoji("😀");
        freeForm(to, message -> message.setMedia(new Image(link)));
        freeForm(to, message -> message.setMedia(new Video(link)));
        freeForm(to, message -> message.setMedia(new Audio(link)));
        freeForm(to, message -> message.setMedia(new Document(link)));
        freeForm(to, message -> message.setMedia(new Sticker("1")));
        freeForm(to, message -> message.setLocation(new Location(1.5, 2.5)));
        freeForm(to, message -> message.addContact(contact));
        freeForm(to, message -> message.setReaction(reaction));
        String buttons = freeForm(to, message -> message.setInteractive(interactive));

        assertThat(Waba.seen(wamid).getString("body", "")).isEqualTo("Good day");
        assertThat(Waba.seen(buttons).get("buttons").toString()).isEqualTo("[\"Yes\",\"No\"]");
    }

    /// By the library's own message type, as a JSON body.
    private static String freeForm(String to, Consumer<SendMessage> content) {
        SendMessage message = new SendMessage(to);
        content.accept(message);
        SuccessfulResponse answer = waba.client.publish(
                waba.number + "/messages", SuccessfulResponse.class, Body.withData(message, new DefaultJsonMapper()));
        return answer.getMessages().getFirst().getId();
    }
}
