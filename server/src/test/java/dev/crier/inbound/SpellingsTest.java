package dev.crier.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.cloudapi.MalformedWebhook;
import dev.crier.cloudapi.WebhookParser;
import dev.crier.contact.Contact;
import dev.crier.contact.ContactStore;
import dev.crier.contact.Forgotten;
import dev.crier.contact.Optout;
import dev.crier.contact.UserAddress;
import dev.crier.db.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// People whose WhatsApp id is not the number by which a back office knows them.
class SpellingsTest {
    private static final TestDatabase DB = TestDatabase.fresh();
    private static final Scene SCENE = new Scene(DB.database());

    private final Receiver receiver = SCENE.receiver("en");
    private final UUID botId = receiver.bot().id();

    @AfterAll
    static void end() {
        SCENE.close();
        DB.close();
    }

    private void tell(String value) {
        String body = "{\"entry\":[{\"id\":\"x\",\"changes\":[{\"field\":\"messages\",\"value\":" + value + "}]}]}";
        try {
            SCENE.intake.take(receiver, WebhookParser.parse(body.getBytes(StandardCharsets.UTF_8)));
        } catch (MalformedWebhook e) {
            throw new AssertionError(e);
        }
    }

    private void write(String waId, String text) {
        tell("""
                {"contacts":[{"wa_id":"%s","profile":{"name":"Ann"}}],
                 "messages":[{"from":"%s","id":"%s","timestamp":"%d","type":"text","text":{"body":"%s"}}]}""".formatted(waId, waId, Scene.wamid(), Scene.NOW.getEpochSecond(), text));
    }

    private Contact.Reach known(String phone) throws SQLException {
        var candidate = new ContactStore.Candidate(phone, Contact.Profile.EMPTY);
        Map<String, Contact.Reach> found = DB.database()
                .inTransaction(connection ->
                        ContactStore.resolve(connection, new Forgotten(new byte[32]), botId, List.of(candidate)));
        return Objects.requireNonNull(found.get(phone));
    }

    private int contacts() {
        return DB.database()
                .jdbi()
                .withHandle(handle -> handle.select("SELECT count(*) FROM contact WHERE bot_id = ?", botId)
                        .mapTo(Integer.class)
                        .one());
    }

    @ParameterizedTest
    @CsvSource({
        "+5521987654321, 552187654321",
        "+5521987654321, 5521987654321",
        "+525512345678, 5215512345678",
        "+5491123456789, 5491123456789",
        "+541123456789, 5491123456789"
    })
    void an_optout_reaches_its_person(String phone, String waId) throws SQLException {
        UUID before = known(phone).id();
        write(waId, "optout");
        assertThat(known(phone).id()).isEqualTo(before);
        assertThat(known(phone).optout()).isEqualTo(Optout.ALL);
        assertThat(known(phone).phone()).isEqualTo(phone);
        assertThat(contacts()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"+5521987654321, 552187654321", "+525512345678, 5215512345678", "+541123456789, 5491123456789"})
    void so_does_the_switch_in_whatsapps_settings(String phone, String waId) throws SQLException {
        UUID before = known(phone).id();
        String preference = """
                {"user_preferences":[{"wa_id":"%s","detail":"x","category":"marketing_messages","value":"%s",
                                      "timestamp":%d}]}""";
        tell(preference.formatted(waId, "stop", Scene.NOW.getEpochSecond() - 10));
        assertThat(known(phone).optout()).isEqualTo(Optout.MARKETING);
        tell(preference.formatted(waId, "resume", Scene.NOW.getEpochSecond()));
        assertThat(known(phone).optout()).isNull();
        assertThat(known(phone).id()).isEqualTo(before);
        assertThat(contacts()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "552187654321, +5521987654321",
        "5215512345678, +525512345678",
        "5491123456789, +5491123456789",
        "552133334444, +552133334444"
    })
    void somebody_new_is_stored_by_the_number_of_today(String waId, String phone) throws SQLException {
        write(waId, "hello");
        assertThat(known(phone).phone()).isEqualTo(phone);
        assertThat(contacts()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "552187654321, whatsapp+552187654321",
        "552187654321, +5521987654321",
        "5215512345678, whatsapp+5215512345678",
        "5491123456789, +541123456789"
    })
    void the_api_finds_them_by_either(String waId, String address) {
        write(waId, "hello");
        Optional<Contact> found = new ContactStore(DB.database()).find(botId, UserAddress.parse(address, null));
        assertThat(found).isPresent();
    }

    /// Such rows are from before spellings were known.
    @ParameterizedTest
    @CsvSource({"+552187654321, +5521987654321", "+5215512345678, +525512345678"})
    void a_contact_stored_by_the_old_number_stays_the_same_person(String old, String today) throws SQLException {
        UUID id = known(old).id();
        assertThat(known(today).id()).isEqualTo(id);
        assertThat(known(today).phone()).isEqualTo(old);
        write(old.substring(1), "optout");
        assertThat(known(today).optout()).isEqualTo(Optout.ALL);
        assertThat(contacts()).isEqualTo(1);
    }
}
