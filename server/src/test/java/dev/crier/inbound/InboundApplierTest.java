package dev.crier.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.account.Bot;
import dev.crier.channel.WhatsappChannel;
import dev.crier.cloudapi.MalformedWebhook;
import dev.crier.cloudapi.WebhookParser;
import dev.crier.cloudapi.WebhookPayload;
import dev.crier.contact.Contact;
import dev.crier.contact.DefaultResponses;
import dev.crier.contact.Erasure;
import dev.crier.contact.KeywordLists;
import dev.crier.contact.Optout;
import dev.crier.db.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InboundApplierTest {
    private static final TestDatabase DB = TestDatabase.fresh();
    private static final Scene SCENE = new Scene(DB.database());
    private static int people;

    private final String waId = "316%08d".formatted(20_000_000 + people++);

    @AfterAll
    static void end() {
        SCENE.close();
        DB.close();
    }

    @BeforeEach
    void forget() {
        SCENE.replies.clear();
    }

    private static WebhookPayload payload(String value) {
        String body = "{\"entry\":[{\"id\":\"x\",\"changes\":[{\"field\":\"messages\",\"value\":" + value + "}]}]}";
        try {
            return WebhookParser.parse(body.getBytes(StandardCharsets.UTF_8));
        } catch (MalformedWebhook e) {
            throw new AssertionError(e);
        }
    }

    private WebhookPayload message(String id, Instant at, String content) {
        return payload("""
                {"contacts":[{"wa_id":"%s","user_id":"NL.%s","profile":{"name":"Ann"}}],
                 "messages":[{"from":"%s","id":"%s","timestamp":"%d",%s}]}""".formatted(waId, waId, waId, id, at.getEpochSecond(), content));
    }

    private void write(String id, Instant at, String text) {
        SCENE.intake.take(SCENE.receiver, message(id, at, "\"type\":\"text\",\"text\":{\"body\":\"" + text + "\"}"));
    }

    private void write(String text) {
        write(Scene.wamid(), Scene.NOW, text);
    }

    private Contact contact() {
        return SCENE.contact(SCENE.receiver, "+" + waId);
    }

    private int consentEvents() {
        UUID id = contact().id();
        return DB.database()
                .jdbi()
                .withHandle(handle -> handle.select("SELECT count(*) FROM consent_event WHERE contact_id = ?", id)
                        .mapTo(Integer.class)
                        .one());
    }

    @Test
    void somebody_new_becomes_a_contact_with_an_open_window() {
        write("hello");
        assertThat(contact().profile().firstName()).isEqualTo("Ann");
        assertThat(contact().whatsappUserId()).isEqualTo("NL." + waId);
        assertThat(contact().lastInboundAt()).isEqualTo(Scene.NOW);
        assertThat(contact().optout()).isNull();
        assertThat(SCENE.replies).isEmpty();
    }

    @Test
    void optout_blocks_everything_and_is_answered_in_the_bots_language() {
        write(" Opt-Out! ");
        assertThat(contact().optout()).isEqualTo(Optout.ALL);
        assertThat(SCENE.replies)
                .containsExactly(DefaultResponses.builtIn(DefaultResponses.Name.OPTOUT, List.of("nl")));
        write("optin");
        assertThat(contact().optout()).isNull();
        assertThat(SCENE.replies).hasSize(2);
        assertThat(consentEvents()).isEqualTo(2);
    }

    @Test
    void a_question_about_opting_out_is_no_optout() {
        write("how do I opt out?");
        assertThat(contact().optout()).isNull();
    }

    @Test
    void what_meta_tells_twice_has_one_effect() {
        String id = Scene.wamid();
        write(id, Scene.NOW, "optout");
        write("optin");
        write(id, Scene.NOW, "optout");
        assertThat(contact().optout()).isNull();
        assertThat(SCENE.replies).hasSize(2);
        assertThat(consentEvents()).isEqualTo(2);
    }

    @Test
    void an_old_optin_that_comes_late_does_not_undo_a_newer_optout() {
        write(Scene.wamid(), Scene.NOW.minusSeconds(10), "optout");
        write(Scene.wamid(), Scene.NOW.minusSeconds(20), "optin");
        assertThat(contact().optout()).isEqualTo(Optout.ALL);
        assertThat(SCENE.replies).hasSize(1);
    }

    @Test
    void an_old_optout_that_comes_late_does_not_undo_a_newer_optin() {
        write(Scene.wamid(), Scene.NOW.minusSeconds(10), "optin");
        write(Scene.wamid(), Scene.NOW.minusSeconds(20), "optout");
        assertThat(contact().optout()).isNull();
    }

    /// Both within seconds, told in the wrong order: a later "no marketing" says nothing against an earlier "nothing".
    @Test
    void an_optout_that_comes_after_a_newer_stop_of_marketing_still_counts() {
        preference("stop", Scene.NOW.getEpochSecond() - 5);
        assertThat(contact().optout()).isEqualTo(Optout.MARKETING);
        write(Scene.wamid(), Scene.NOW.minusSeconds(10), "optout");
        assertThat(contact().optout()).isEqualTo(Optout.ALL);
    }

    @Test
    void a_tapped_button_counts_by_its_label_or_its_payload() {
        SCENE.intake.take(
                SCENE.receiver,
                message(
                        Scene.wamid(),
                        Scene.NOW,
                        "\"type\":\"button\",\"button\":{\"text\":\"Stop\",\"payload\":\"optout\"}"));
        assertThat(contact().optout()).isEqualTo(Optout.ALL);
        SCENE.intake.take(
                SCENE.receiver,
                message(
                        Scene.wamid(),
                        Scene.NOW,
                        "\"type\":\"interactive\",\"interactive\":{\"type\":\"button_reply\","
                                + "\"button_reply\":{\"id\":\"1\",\"title\":\"Opt in\"}}"));
        assertThat(contact().optout()).isNull();
    }

    @Test
    void a_message_from_the_future_opens_the_window_now_and_one_from_long_ago_then() {
        write(Scene.wamid(), Scene.NOW.plus(Duration.ofDays(9_000)), "hello");
        assertThat(contact().lastInboundAt()).isEqualTo(Scene.NOW);
        write(Scene.wamid(), Instant.EPOCH, "hello");
        assertThat(contact().lastInboundAt()).isEqualTo(Scene.NOW);
    }

    @Test
    void an_optout_of_yesterday_counts_but_is_not_answered() {
        write(Scene.wamid(), Scene.NOW.minus(Duration.ofHours(30)), "optout");
        assertThat(contact().optout()).isEqualTo(Optout.ALL);
        assertThat(SCENE.replies).isEmpty();
    }

    @Test
    void a_person_with_a_username_has_no_phone_until_one_is_told() {
        SCENE.intake.take(SCENE.receiver, payload("""
                {"contacts":[{"user_id":"NL.%1$s","profile":{"name":"Bo","username":"bo"}}],
                 "messages":[{"from_user_id":"NL.%1$s","id":"%2$s","timestamp":"1","type":"text",
                              "text":{"body":"optout"}}]}""".formatted(waId, Scene.wamid())));
        write("hello");
        assertThat(contact().whatsappUserId()).isEqualTo("NL." + waId);
        assertThat(contact().optout()).isEqualTo(Optout.ALL);
    }

    @Test
    void strange_payloads_are_stored() {
        SCENE.intake.take(
                SCENE.receiver,
                message(
                        Scene.wamid(),
                        Scene.NOW,
                        "\"type\":\"new_thing\",\"x\":[1e999999,-1e-999999,\"\\u0000\",\"\\ud800\"]"));
        assertThat(contact().lastInboundAt()).isEqualTo(Scene.NOW);
    }

    @Test
    void an_answer_that_fails_leaves_the_optout_standing() {
        InboundApplier applier = new InboundApplier(
                DB.database(),
                SCENE.consent,
                null,
                null,
                (handle, bot, channel, contact, text) -> handle.execute("SELECT 1/0"),
                () -> {},
                java.time.Clock.fixed(Scene.NOW, java.time.ZoneOffset.UTC));
        WebhookPayload payload = message(Scene.wamid(), Scene.NOW, "\"type\":\"text\",\"text\":{\"body\":\"optout\"}");
        applier.apply(SCENE.receiver, payload.messages().getFirst());
        assertThat(contact().optout()).isEqualTo(Optout.ALL);
    }

    @Test
    void the_bots_own_text_wins_over_ours() {
        Receiver other = SCENE.receiver("de");
        DefaultResponses responses = new DefaultResponses(DB.database());
        responses.set(other.bot().id(), DefaultResponses.Name.OPTOUT, "de", "Tschüss");
        SCENE.intake.take(other, message(Scene.wamid(), Scene.NOW, "\"type\":\"text\",\"text\":{\"body\":\"optout\"}"));
        assertThat(SCENE.replies).containsExactly("Tschüss");
    }

    @Test
    void a_stop_in_whatsapps_settings_blocks_marketing_until_it_is_resumed() {
        preference("stop", 100);
        assertThat(contact().optout()).isEqualTo(Optout.MARKETING);
        assertThat(contact().lastInboundAt()).isNull();
        preference("resume", 200);
        assertThat(contact().optout()).isNull();
        preference("stop", 100);
        assertThat(contact().optout()).as("told again").isNull();
    }

    @Test
    void a_resume_in_whatsapps_settings_does_not_bring_back_who_opted_out() {
        write("optout");
        preference("resume", 10_000_000_000L);
        assertThat(contact().optout()).isEqualTo(Optout.ALL);
    }

    private void preference(String value, long second) {
        SCENE.intake.take(SCENE.receiver, payload("""
                {"user_preferences":[{"wa_id":"%s","category":"marketing_messages","value":"%s","timestamp":%d}]}""".formatted(waId, value, second)));
    }

    @Test
    void keywords_of_the_bot_replace_the_configured_ones() {
        KeywordLists configured = KeywordLists.configured(List.of("quit"), null);
        assertThat(Wish.of("QUIT.", configured.of(SCENE.receiver.bot()).keywords()))
                .contains(Wish.OPTOUT);
        assertThat(Wish.of("optout", configured.of(SCENE.receiver.bot()).keywords()))
                .isEmpty();
        assertThat(Wish.of("opt in", configured.of(SCENE.receiver.bot()).keywords()))
                .contains(Wish.OPTIN);
        Bot bot = SCENE.receiver.bot();
        Bot own = new Bot(bot.id(), bot.environmentId(), "own", bot.locales(), null, true, true, List.of("weg"), null);
        assertThat(Wish.of("weg", configured.of(own).keywords())).contains(Wish.OPTOUT);
        assertThat(Wish.of("quit", configured.of(own).keywords())).isEmpty();
    }

    @Test
    void who_was_known_by_name_only_and_by_number_only_is_one_person_when_a_message_names_both() {
        String userId = "NL." + waId;
        UUID unnamed = SCENE.contact(SCENE.receiver, known()).id();
        SCENE.intake.take(
                SCENE.receiver, payload("""
                {"contacts":[{"user_id":"%s","profile":{"name":"ann.bee"}}],
                 "messages":[{"from_user_id":"%s","id":"%s","timestamp":"%d","type":"text","text":{"body":"optout"}}]}""".formatted(userId, userId, Scene.wamid(), Scene.NOW.getEpochSecond())));
        UUID nameless = DB.database()
                .jdbi()
                .withHandle(handle -> handle.select("SELECT id FROM contact WHERE whatsapp_user_id = ?", userId)
                        .mapTo(UUID.class)
                        .one());
        assertThat(nameless).isNotEqualTo(unnamed);
        write("hello");
        assertThat(contact().id()).isEqualTo(unnamed);
        assertThat(contact().whatsappUserId()).isEqualTo(userId);
        assertThat(contact().optout()).as("the stricter wish").isEqualTo(Optout.ALL);
        assertThat(contact().profile().firstName()).isEqualTo("ann.bee");
        int kept = DB.database()
                .jdbi()
                .withHandle(
                        handle -> handle.select("SELECT count(*) FROM inbound_message WHERE contact_id = ?", unnamed)
                                .mapTo(Integer.class)
                                .one());
        assertThat(kept).isEqualTo(2);
        write("optin");
        assertThat(contact().optout()).isNull();
    }

    /// A contact of the number alone, as an import makes them; the number.
    private String known() {
        DB.database()
                .jdbi()
                .useHandle(handle -> handle.execute(
                        "INSERT INTO contact (bot_id, id, phone) VALUES (?, ?, ?)",
                        SCENE.receiver.bot().id(),
                        UUID.randomUUID(),
                        "+" + waId));
        return "+" + waId;
    }

    @Test
    void an_erased_person_who_writes_again_is_still_opted_out_and_may_opt_in() {
        write("optout");
        Contact before = contact();
        DB.database()
                .jdbi()
                .useTransaction(handle -> new Erasure(SCENE.consent)
                        .erase(handle, SCENE.receiver.bot().id(), before));
        write("hello again");
        assertThat(contact().optout()).isEqualTo(Optout.ALL);
        write("optin");
        assertThat(contact().optout()).isNull();
    }

    @Test
    void a_disabled_channel_still_takes_an_optout_but_answers_nothing() {
        WhatsappChannel channel = SCENE.channel();
        Receiver off = new Receiver(
                new WhatsappChannel(
                        channel.id(),
                        channel.botId(),
                        false,
                        channel.provider(),
                        channel.endpoint(),
                        channel.appSecret(),
                        channel.verifyToken(),
                        channel.throughput(),
                        null),
                SCENE.receiver.bot());
        SCENE.intake.take(off, message(Scene.wamid(), Scene.NOW, "\"type\":\"text\",\"text\":{\"body\":\"optout\"}"));
        assertThat(contact().optout()).isEqualTo(Optout.ALL);
        assertThat(SCENE.replies).isEmpty();
    }
}
