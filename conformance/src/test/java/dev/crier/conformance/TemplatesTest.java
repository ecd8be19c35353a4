package dev.crier.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.restfb.Connection;
import com.restfb.Parameter;
import com.restfb.json.Json;
import com.restfb.json.JsonObject;
import com.restfb.types.GraphResponse;
import com.restfb.types.whatsapp.WhatsAppMessageTemplate;
import com.restfb.types.whatsapp.WhatsAppMessageTemplate.ParameterFormat;
import com.restfb.types.whatsapp.WhatsAppMessageTemplateComponent;
import com.restfb.types.whatsapp.WhatsAppMessageTemplateComponent.Button;
import com.restfb.types.whatsapp.WhatsAppMessageTemplateComponent.ButtonType;
import com.restfb.types.whatsapp.WhatsAppMessageTemplateComponent.Example;
import com.restfb.types.whatsapp.WhatsAppMessageTemplateComponent.Format;
import com.restfb.types.whatsapp.WhatsAppMessageTemplateComponent.NamedParam;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplatesTest {
    private static Waba waba;

    @BeforeAll
    static void open() {
        waba = Waba.open();
    }

    private static WhatsAppMessageTemplateComponent component(WhatsAppMessageTemplateComponent.Type type, String text) {
        WhatsAppMessageTemplateComponent component = new WhatsAppMessageTemplateComponent();
        component.setType(type);
        component.setText(text);
        return component;
    }

    private static WhatsAppMessageTemplateComponent body() {
        return component(WhatsAppMessageTemplateComponent.Type.BODY, "Your order has left our house today.");
    }

    private static WhatsAppMessageTemplateComponent header(Format format) {
        WhatsAppMessageTemplateComponent header = new WhatsAppMessageTemplateComponent();
        header.setType(WhatsAppMessageTemplateComponent.Type.HEADER);
        header.setFormat(format);
        return header;
    }

    private static Button button(ButtonType type, String text) {
        Button button = new Button();
        button.setType(type);
        button.setText(text);
        return button;
    }

    private static NamedParam named(String name, String value) {
        NamedParam param = new NamedParam();
        param.setParamName(name);
        param.setExample(value);
        return param;
    }

    @Test
    void aTextHeaderAPositionalBodyAndAFooterComeBackAsTheyWereMade() {
        WhatsAppMessageTemplateComponent header = header(Format.TEXT);
        header.setText("Order {{1}}");
        Example ofHeader = new Example();
        ofHeader.setHeaderText(List.of("4711"));
        header.setExample(ofHeader);
        WhatsAppMessageTemplateComponent body = component(
                WhatsAppMessageTemplateComponent.Type.BODY, "Hello {{1}}, your order arrives on {{2}} at noon.");
        Example ofBody = new Example();
        ofBody.setBodyText(List.of(List.of("Ann", "Monday")));
        body.setExample(ofBody);
        String id = waba.create(
                "text_header",
                "UTILITY",
                List.of(header, body, component(WhatsAppMessageTemplateComponent.Type.FOOTER, "Thank you")));

        WhatsAppMessageTemplate read = waba.approved(id);

        assertThat(read.getName()).isEqualTo("text_header");
        assertThat(read.getLanguage()).isEqualTo("en_US");
        assertThat(read.getCategory()).isEqualTo("UTILITY");
        assertThat(read.getParameterFormat()).isEqualTo(ParameterFormat.POSITIONAL);
        assertThat(read.getQualityScore().getScore()).isEqualTo("GREEN");
        assertThat(read.getComponents())
                .extracting(WhatsAppMessageTemplateComponent::getType)
                .containsExactly(
                        WhatsAppMessageTemplateComponent.Type.HEADER,
                        WhatsAppMessageTemplateComponent.Type.BODY,
                        WhatsAppMessageTemplateComponent.Type.FOOTER);
        assertThat(read.getComponents().get(0).getFormat()).isEqualTo(Format.TEXT);
        assertThat(read.getComponents().get(0).getExample().getHeaderText()).containsExactly("4711");
        assertThat(read.getComponents().get(1).getExample().getBodyText()).containsExactly(List.of("Ann", "Monday"));
    }

    @ParameterizedTest
    @EnumSource(
            value = Format.class,
            names = {"IMAGE", "VIDEO", "DOCUMENT"})
    void aMediaHeaderTakesTheHandleOfAnUpload(Format format) {
        WhatsAppMessageTemplateComponent header = header(format);
        Example example = new Example();
        example.setHeaderHandle(List.of("4::aW1hZ2UvanBlZw==:ARa:e:1"));
        header.setExample(example);

        String id =
                waba.create("header_" + format.name().toLowerCase(Locale.ROOT), "MARKETING", List.of(header, body()));

        assertThat(waba.approved(id).getComponents().getFirst().getFormat()).isEqualTo(format);
    }

    @Test
    void aHeaderOfAPlaceNeedsNoExample() {
        String id = waba.create("header_location", "UTILITY", List.of(header(Format.LOCATION), body()));

        assertThat(waba.approved(id).getComponents().getFirst().getFormat()).isEqualTo(Format.LOCATION);
    }

    @Test
    void variablesWithNamesAreToldApartFromNumbers() {
        WhatsAppMessageTemplateComponent body = component(
                WhatsAppMessageTemplateComponent.Type.BODY,
                "Hello {{first_name}}, your order {{order_id}} is on its way.");
        Example example = new Example();
        example.setBodyTextNamedParams(List.of(named("first_name", "Ann"), named("order_id", "4711")));
        body.setExample(example);

        WhatsAppMessageTemplate read = waba.approved(waba.create(
                "named", "UTILITY", List.of(body), Parameter.with("parameter_format", ParameterFormat.NAMED.name())));

        assertThat(read.getParameterFormat()).isEqualTo(ParameterFormat.NAMED);
        assertThat(read.getComponents().getFirst().getExample().getBodyTextNamedParams())
                .extracting(NamedParam::getParamName)
                .containsExactly("first_name", "order_id");
    }

    @Test
    void everyKindOfButtonTheLibraryKnowsIsTaken() {
        Button url = button(ButtonType.URL, "Track");
        url.setUrl("https://example.com/{{1}}");
        url.setExample(List.of("https://example.com/a1"));
        Button phone = button(ButtonType.PHONE_NUMBER, "Call");
        phone.setPhoneNumber("+31201234567");
        Button code = button(ButtonType.COPY_CODE, "Copy");
        code.setExample(List.of("SALE25"));
        Button flow = button(ButtonType.FLOW, "Start");
        flow.setFlowId("1");
        flow.setFlowAction("navigate");
        flow.setNavigateScreen("FIRST");
        List<Button> all = List.of(
                button(ButtonType.QUICK_REPLY, "Yes"), url, phone, code, flow, button(ButtonType.MPM, "View items"));
        WhatsAppMessageTemplateComponent buttons = new WhatsAppMessageTemplateComponent();
        buttons.setType(WhatsAppMessageTemplateComponent.Type.BUTTONS);
        buttons.setButtons(all);

        WhatsAppMessageTemplate read = waba.approved(waba.create("buttons", "MARKETING", List.of(body(), buttons)));

        List<Button> kept = read.getComponents().get(1).getButtons();
        assertThat(kept)
                .extracting(Button::getType)
                .containsExactlyElementsOf(all.stream().map(Button::getType).toList());
        assertThat(kept.get(1).getUrl()).isEqualTo("https://example.com/{{1}}");
        assertThat(kept.get(2).getPhoneNumber()).isEqualTo("+31201234567");
        assertThat(kept.get(4).getFlowId()).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"COPY_CODE", "ONE_TAP", "ZERO_TAP"})
    void anAuthenticationTemplateGetsItsTextsFromMeta(String otpType) {
        String apps = otpType.equals("COPY_CODE")
                ? ""
                : ",\"supported_apps\":[{\"package_name\":\"com.example.app\",\"signature_hash\":\"K8a/AINcGX7\"}]";
        String components = """
                [{"type":"BODY","add_security_recommendation":true},{"type":"FOOTER","code_expiration_minutes":10},
                 {"type":"BUTTONS","buttons":[{"type":"OTP","otp_type":"%s"%s}]}]""".formatted(otpType, apps);

        String read = waba.approvedJson(
                        waba.create("otp_" + otpType.toLowerCase(Locale.ROOT), "AUTHENTICATION", components))
                .toString();

        assertThat(read)
                .contains("*{{1}}* is your verification code. For your security, do not share this code.")
                .contains("This code expires in 10 minutes.")
                .contains("\"otp_type\":\"" + otpType + "\"");
    }

    @Test
    void aCarouselAndAnOfferWhichTheLibraryHasNoTypesForAreTakenAsJson() {
        String card = """
                {"components":[{"type":"HEADER","format":"IMAGE","example":{"header_handle":["4::aW1n:ARa:e:1"]}},
                 {"type":"BODY","text":"Only today for you."},
                 {"type":"BUTTONS","buttons":[{"type":"QUICK_REPLY","text":"More"}]}]}""";
        String carousel = """
                [{"type":"BODY","text":"Our offers of this week."},{"type":"CAROUSEL","cards":[%s,%s]}]""".formatted(card, card);
        String offer = """
                [{"type":"BODY","text":"This is for you."},{"type":"BUTTONS","buttons":[{"type":"COPY_CODE","example":"SALE"}]},
                 {"type":"LIMITED_TIME_OFFER","limited_time_offer":{"text":"Ends soon","has_expiration":true}}]""";

        JsonObject cards = waba.client.fetchObject(waba.create("carousel", "MARKETING", carousel), JsonObject.class);
        JsonObject ends = waba.client.fetchObject(waba.create("offer", "MARKETING", offer), JsonObject.class);

        assertThat(cards.get("components")
                        .asArray()
                        .get(1)
                        .asObject()
                        .get("cards")
                        .asArray()
                        .size())
                .isEqualTo(2);
        assertThat(ends.toString()).contains("\"has_expiration\":true");
    }

    @Test
    void aListIsPagedForwardsByItsIteratorAndBackByItsLinks() {
        Waba own = Waba.open();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            names.add("page_" + i);
            own.create("page_" + i, "UTILITY", List.of(body()));
        }

        Connection<WhatsAppMessageTemplate> first = own.client.fetchConnection(
                own.id + "/message_templates",
                WhatsAppMessageTemplate.class,
                Parameter.withLimit(2),
                Parameter.withFields("name"));
        List<List<String>> pages = new ArrayList<>();
        first.forEach(page -> pages.add(named(page)));

        assertThat(pages).extracting(List::size).containsExactly(2, 2, 2, 1);
        assertThat(pages.stream().flatMap(List::stream)).containsExactlyElementsOf(names);
        assertThat(first.hasPrevious()).isFalse();
        assertThat(first.getAfterCursor()).isNotBlank();

        Connection<WhatsAppMessageTemplate> page = first;
        while (page.hasNext()) {
            page = own.client.fetchConnectionPage(page.getNextPageUrl(), WhatsAppMessageTemplate.class);
        }
        List<List<String>> back = new ArrayList<>(List.of(named(page.getData())));
        while (page.hasPrevious()) {
            page = own.client.fetchConnectionPage(page.getPreviousPageUrl(), WhatsAppMessageTemplate.class);
            back.add(named(page.getData()));
        }
        Collections.reverse(back);
        assertThat(back).isEqualTo(pages);
    }

    private static List<String> named(List<WhatsAppMessageTemplate> page) {
        return page.stream().map(WhatsAppMessageTemplate::getName).toList();
    }

    @Test
    void anEditReplacesTheComponentsAsAWhole() {
        String id = waba.create(
                "edited", "UTILITY", List.of(body(), component(WhatsAppMessageTemplateComponent.Type.FOOTER, "Bye")));
        assertThat(waba.approved(id).getComponents()).hasSize(2);

        GraphResponse edited = waba.client.publish(
                id,
                GraphResponse.class,
                Parameter.with(
                        "components",
                        List.of(component(WhatsAppMessageTemplateComponent.Type.BODY, "Other words now."))));

        assertThat(edited.isSuccess()).isTrue();
        assertThat(waba.approved(id).getComponents())
                .extracting(WhatsAppMessageTemplateComponent::getText)
                .containsExactly("Other words now.");
    }

    @Test
    void deletingTakesATemplateOutOfTheList() {
        waba.approved(waba.create("short_lived", "UTILITY", List.of(body())));

        assertThat(waba.client.deleteObject(waba.id + "/message_templates", Parameter.with("name", "short_lived")))
                .isTrue();

        Connection<WhatsAppMessageTemplate> left = waba.client.fetchConnection(
                waba.id + "/message_templates", WhatsAppMessageTemplate.class, Parameter.with("name", "short_lived"));
        assertThat(left.getData()).isEmpty();
    }

    @Test
    void theNumberIsDescribedInMetasWords() {
        JsonObject number = waba.client.fetchObject(
                waba.number,
                JsonObject.class,
                Parameter.withFields("display_phone_number,quality_rating,throughput,platform_type"));

        assertThat(number.getString("id", "")).isEqualTo(waba.number);
        assertThat(number.getString("quality_rating", "")).isEqualTo("GREEN");
        assertThat(Json.parse(number.get("throughput").toString()).asObject().getString("level", ""))
                .isEqualTo("STANDARD");
    }
}
