package dev.crier.cloudapi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crier.cloudapi.WebhookPayload.InboundMessage;
import dev.crier.cloudapi.WebhookPayload.Kind;
import dev.crier.cloudapi.WebhookPayload.Pricing;
import dev.crier.cloudapi.WebhookPayload.StatusUpdate;
import dev.crier.cloudapi.WebhookPayload.WebhookError;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookParserTest {
    private static final Instant AT = Instant.ofEpochSecond(1_750_030_073);
    private static final String METADATA =
            "\"metadata\":{\"display_phone_number\":\"15550783881\",\"phone_number_id\":\"106\"}";

    private static WebhookPayload parse(String json) throws MalformedWebhook {
        return WebhookParser.parse(json.getBytes(UTF_8));
    }

    /// One change whose value holds the number's metadata and these members.
    private static WebhookPayload value(String members) throws MalformedWebhook {
        return parse(change("{" + METADATA + "," + members + "}", "messages"));
    }

    private static String change(String value, String field) {
        return "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"id\":\"102\",\"time\":1674250641,\"changes\":["
                + "{\"value\":" + value + ",\"field\":\"" + field + "\"}]}]}";
    }

    private static String status(String id, String status) {
        return "{\"id\":\"%s\",\"status\":\"%s\",\"timestamp\":\"1750030073\"}".formatted(id, status);
    }

    @Test
    void a_status_is_read_with_all_that_we_use() throws MalformedWebhook {
        WebhookPayload payload = value("""
                "contacts":[{"wa_id":"16505551234"}],
                "statuses":[{"id":"wamid.A","status":"delivered","timestamp":"1750030073","recipient_id":"16505551234",
                  "recipient_user_id":"US.1349","biz_opaque_callback_data":"b1:7","conversation":{"id":"c"},
                  "pricing":{"billable":true,"pricing_model":"PMP","type":"regular","category":"marketing"}}]""");
        assertThat(payload.statuses())
                .containsExactly(new StatusUpdate(
                        "106",
                        "wamid.A",
                        Kind.DELIVERED,
                        AT,
                        "16505551234",
                        "US.1349",
                        "b1:7",
                        List.of(),
                        new Pricing("marketing", "regular", true, "PMP")));
        assertThat(payload.skipped()).isZero();
    }

    @Test
    void a_failed_status_says_why() throws MalformedWebhook {
        StatusUpdate failed = value("""
                "statuses":[{"id":"wamid.A","status":"failed","timestamp":"1750030073","errors":[
                  {"code":131049,"title":"Withheld","message":"Withheld","error_data":{"details":"a\\u0000b\\ud83d"}},
                  {"title":"no code"}]}]""").statuses().getFirst();
        assertThat(failed.errors()).containsExactly(new WebhookError(131049, "Withheld", "a\uFFFDb\uFFFD"));
        assertThat(failed.error()).isEqualTo(failed.errors().getFirst());
    }

    @Test
    void every_entry_change_and_update_is_read() throws MalformedWebhook {
        String change = "{\"field\":\"messages\",\"value\":{\"statuses\":[" + status("a", "sent") + ","
                + status("b", "read") + "]," + METADATA + "}}";
        String entry = "{\"changes\":[" + change + "," + change + "],\"id\":\"102\"}";
        WebhookPayload payload = parse("{\"entry\":[" + entry + "," + entry + "],\"object\":\"x\"}");
        assertThat(payload.statuses())
                .hasSize(8)
                .allMatch(status -> status.phoneNumberId().equals("106"));
    }

    @ParameterizedTest
    @CsvSource({"sent,SENT", "delivered,DELIVERED", "read,READ", "played,PLAYED", "failed,FAILED", "warning,OTHER"})
    void a_status_has_its_kind(String word, Kind kind) throws MalformedWebhook {
        assertThat(value("\"statuses\":[" + status("a", word) + "]")
                        .statuses()
                        .getFirst()
                        .kind())
                .isEqualTo(kind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7",
                "null",
                "[]",
                "{}",
                "{\"id\":\"a\",\"status\":\"sent\"}",
                "{\"id\":{\"x\":[1]},\"status\":\"sent\",\"timestamp\":\"1\"}",
                "{\"id\":\"a\",\"status\":\"sent\",\"timestamp\":\"soon\"}",
                "{\"id\":\"a\",\"status\":\"sent\",\"timestamp\":-5}",
                "{\"id\":\"a\",\"status\":[[\"sent\"]],\"timestamp\":\"1750030073\"}"
            })
    void a_piece_that_is_no_status_is_skipped_alone(String piece) throws MalformedWebhook {
        WebhookPayload payload = value("\"statuses\":[" + piece + "," + status("b", "read") + "]");
        assertThat(payload.statuses()).extracting(StatusUpdate::wamid).containsExactly("b");
        assertThat(payload.skipped()).isPositive();
    }

    @Test
    void wrong_types_elsewhere_leave_the_status_standing() throws MalformedWebhook {
        WebhookPayload payload = value("""
                "errors":"none","contacts":{"a":1},"unheard_of":[{"deep":[{}]}],
                "statuses":[{"id":"a","status":"sent","timestamp":1750030073,"pricing":[1],"errors":{"code":1},
                  "recipient_id":{"x":1},"biz_opaque_callback_data":["a"]}]""");
        assertThat(payload.statuses())
                .containsExactly(new StatusUpdate("106", "a", Kind.SENT, AT, null, null, null, List.of(), null));
        assertThat(payload.skipped()).isEqualTo(6);
    }

    @Test
    void a_tap_on_a_templates_button_names_our_message() throws MalformedWebhook {
        InboundMessage tap = value("""
                "contacts":[{"profile":{"name":"Ann","username":"ann.k"},"wa_id":"1650","user_id":"US.1"}],
                "messages":[{"context":{"from":"1555","id":"wamid.OURS"},"from":"1650","id":"wamid.B",
                  "timestamp":"1750030073","type":"button","button":{"payload":"STOP_PROMO","text":"Stop"}}]""").messages().getFirst();
        assertThat(tap.contextId()).isEqualTo("wamid.OURS");
        assertThat(tap.buttonPayload()).isEqualTo("STOP_PROMO");
        assertThat(tap.text()).isEqualTo("Stop");
        assertThat(tap.from()).isEqualTo("1650");
        assertThat(tap.fromUserId()).isEqualTo("US.1");
        assertThat(tap.profileName()).isEqualTo("Ann");
        assertThat(tap.username()).isEqualTo("ann.k");
        assertThat(tap.at()).isEqualTo(AT);
        assertThat(tap.raw().path("button").path("payload").asString()).isEqualTo("STOP_PROMO");
    }

    @Test
    void people_in_one_batch_are_not_mixed_up() throws MalformedWebhook {
        WebhookPayload payload = value("""
                "messages":[
                  {"from":"1","id":"a","timestamp":"1","type":"text","text":{"body":"x\\u0000"}},
                  {"from_user_id":"US.2","id":"b","timestamp":"1","type":"text","text":{"body":"y"}},
                  {"from":"3","id":"c","timestamp":"1","type":"newest_thing"}],
                "contacts":[{"profile":{"name":"Two"},"user_id":"US.2"},{"profile":{"name":"One"},"wa_id":"1"}]""");
        assertThat(payload.messages()).extracting(InboundMessage::profileName).containsExactly("One", "Two", null);
        assertThat(payload.messages()).extracting(InboundMessage::text).containsExactly("x\uFFFD", "y", null);
        assertThat(payload.messages().getFirst().raw().path("text").path("body").asString())
                .isEqualTo("x\uFFFD");
    }

    @Test
    void an_opt_out_in_whatsapps_settings_is_read() throws MalformedWebhook {
        String preferences = "{" + METADATA + ",\"user_preferences\":[{\"wa_id\":\"1650\",\"detail\":\"User stopped\","
                + "\"category\":\"marketing_messages\",\"value\":\"stop\",\"timestamp\":1750030073},{\"value\":\"stop\"}]}";
        WebhookPayload payload = parse(change(preferences, "user_preferences"));
        assertThat(payload.preferences())
                .containsExactly(new WebhookPayload.UserPreference(
                        "106", "1650", null, "marketing_messages", "stop", AT, "User stopped"));
        assertThat(payload.skipped()).isEqualTo(1);
    }

    @Test
    void an_error_of_the_number_is_read() throws MalformedWebhook {
        assertThat(value("\"errors\":[{\"code\":130429,\"title\":\"Rate limit hit\"}]")
                        .numberErrors())
                .containsExactly(
                        new WebhookPayload.NumberError("106", new WebhookError(130429, "Rate limit hit", null)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"event\":\"é\\u0000\",\"messages\":[{\"id\":7}],\"errors\":3}", "[1]", "\"text\"", "null"})
    void another_field_keeps_its_value_as_it_came(String value) throws MalformedWebhook {
        WebhookPayload after = parse(change(value, "account_update"));
        assertThat(after.changes()).hasSize(1);
        assertThat(after.messages()).isEmpty();
        assertThat(after.skipped()).isZero();
        WebhookPayload.FieldChange change = after.changes().getFirst();
        assertThat(change.value().toString()).isEqualTo(value.replace("\\u0000", "\uFFFD"));
        assertThat(change.wabaId()).isEqualTo("102");
        assertThat(change.time()).isEqualTo(Instant.ofEpochSecond(1_674_250_641));
        WebhookPayload before = parse("{\"entry\":[{\"changes\":[{\"field\":\"account_update\",\"value\":" + value
                + "}],\"time\":1674250641,\"id\":\"102\"}]}");
        assertThat(before.changes()).isEqualTo(after.changes());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "[]", "7", "nul", "{", "{} {}", "{\"entry\":[{]}", "{\"entry\":[{\"changes\":[", "\u0000"})
    void what_is_no_json_object_is_malformed(String body) {
        assertThatThrownBy(() -> parse(body)).isInstanceOf(MalformedWebhook.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"entry\":7}", "{\"entry\":[7,[],{}]}", "{\"entry\":[{\"changes\":[{},{\"value\":{}}]}]}"
            })
    void an_object_that_tells_nothing_is_empty(String body) throws MalformedWebhook {
        WebhookPayload payload = parse(body);
        assertThat(payload.statuses()).isEmpty();
        assertThat(payload.changes()).isEmpty();
    }

    @Test
    void depth_and_size_have_bounds() {
        String deep = "{\"entry\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}";
        assertThatThrownBy(() -> parse(deep)).isInstanceOf(MalformedWebhook.class);
        byte[] long5 = new byte[WebhookParser.MAX_BYTES + 1];
        assertThatThrownBy(() -> WebhookParser.parse(long5)).isInstanceOf(MalformedWebhook.class);
        assertThatThrownBy(() -> parse("{\"a\":\"\u00ff".replace('\u00ff', '\0') + "\"}"))
                .isInstanceOf(MalformedWebhook.class);
    }

    @Test
    void a_thousand_statuses_are_one_payload() throws MalformedWebhook {
        String thousand = (status("a", "sent") + ",").repeat(999) + status("b", "sent");
        assertThat(value("\"statuses\":[" + thousand + "]").statuses()).hasSize(1_000);
    }
}
