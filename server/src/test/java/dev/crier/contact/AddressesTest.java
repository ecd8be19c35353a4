package dev.crier.contact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.contact.OptoutCheck.Addressee;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Numbers come and go, people do not: an opt-out follows both.
class AddressesTest {
    private static final String ANN = "+31612345601";
    private static final String BEN = "+31612345602";
    private static final People PEOPLE = new People();
    private static final Encounters ENCOUNTERS = new Encounters(PEOPLE.consent);

    @AfterAll
    static void end() {
        PEOPLE.close();
    }

    @BeforeEach
    void nobody() {
        for (String table :
                List.of("contact", "contact_alias", "former_contact", "forgotten_optout", "consent_event")) {
            PEOPLE.sql("DELETE FROM " + table);
        }
    }

    private static String make(String phone) {
        return PEOPLE.make("\"phone\": \"" + phone + "\"");
    }

    private static void optOut(String address) {
        PEOPLE.ok("PATCH", "/" + address, "{\"user_data\": {\"whatsapp_optout\": \"all\"}}");
    }

    private static String optout(String address) {
        return PEOPLE.ok("GET", "/" + address, "")
                .at("/user_data/whatsapp_optout")
                .asString("none");
    }

    private static void merge(String from, String into) {
        PEOPLE.ok("POST", "/" + from + "/merge", "{\"into\": \"" + into + "\"}");
    }

    private static Contact wrote(@Nullable String phone, @Nullable String userId) {
        return PEOPLE.db
                .database()
                .inHandle(handle -> ENCOUNTERS.wroteToUs(handle, PEOPLE.bot, phone, userId, "Ann", Instant.now()));
    }

    private static List<UUID> resolved(String... phones) throws SQLException {
        return PEOPLE.db.database().inTransaction(connection -> {
            var people = ContactStore.resolve(
                    connection,
                    PEOPLE.consent.forgotten(),
                    PEOPLE.bot,
                    List.of(phones).stream()
                            .map(phone -> new ContactStore.Candidate(phone, Contact.Profile.EMPTY))
                            .toList());
            return List.of(phones).stream()
                    .map(phone -> Objects.requireNonNull(people.get(phone)).id())
                    .toList();
        });
    }

    private static Map<UUID, Optout> optouts(Addressee... people) throws SQLException {
        return PEOPLE.db
                .database()
                .inTransaction(connection -> OptoutCheck.of(connection, PEOPLE.bot, List.of(people)));
    }

    @Test
    void both_numbers_of_a_merged_person_lead_to_them() throws SQLException {
        String ann = make(ANN);
        String ben = make(BEN);
        merge(ann, ben);
        assertThat(resolved(ANN, BEN)).containsExactly(UUID.fromString(ben), UUID.fromString(ben));
        assertThat(wrote(ANN, null).id()).hasToString(ben);
        assertThat(PEOPLE.ok("GET", "/" + ANN, "").path("user_id").asString()).isEqualTo(ben);
        JsonNode imported = PEOPLE.ok("POST", "/import", "phone,first_name\n" + ANN + ",Ann");
        assertThat(imported.path("updated").asInt()).isEqualTo(1);
        assertThat(PEOPLE.count("SELECT count(*) FROM contact")).isEqualTo(1);
    }

    @Test
    void an_optout_from_either_number_of_a_merged_person_stops_what_waits_for_either() throws SQLException {
        UUID ann = UUID.fromString(make(ANN));
        String ben = make(BEN);
        merge(ANN, ben);
        optOut(ANN);
        var optouts = PEOPLE.db
                .database()
                .inTransaction(connection -> OptoutCheck.of(connection, PEOPLE.bot, List.of(new Addressee(ann, ANN))));
        assertThat(optouts).containsEntry(ann, Optout.ALL);
    }

    @Test
    void what_waits_for_a_number_that_has_another_owner_now_is_stopped_by_the_owners_optout() throws SQLException {
        UUID ann = UUID.fromString(make(ANN));
        PEOPLE.ok("PATCH", "/" + ann, "{\"phone\": \"" + BEN + "\"}");
        assertThat(wrote(ANN, null).id()).isNotEqualTo(ann);
        optOut(ANN);
        assertThat(optouts(new Addressee(ann, ANN), new Addressee(ann, BEN))).containsEntry(ann, Optout.ALL);
        assertThat(optouts(new Addressee(ann, BEN))).isEmpty();
    }

    @Test
    void a_second_number_cannot_be_given_to_somebody_else() {
        make(ANN);
        merge(ANN, make(BEN));
        String cas = make("+31612345603");
        assertThat(PEOPLE.send("PATCH", "/" + cas, "{\"phone\": \"" + ANN + "\"}")
                        .status())
                .isEqualTo(409);
    }

    @Test
    void who_is_erased_takes_the_optout_of_both_numbers_along_and_leaves_no_number() {
        make(ANN);
        merge(ANN, make(BEN));
        optOut(BEN);
        PEOPLE.ok("DELETE", "/" + BEN, "");
        assertThat(PEOPLE.count("SELECT count(*) FROM contact_alias")).isZero();
        make(ANN);
        assertThat(optout(ANN)).isEqualTo("all");
    }

    @Test
    void a_number_that_is_given_to_somebody_brings_the_optout_of_its_erased_owner() {
        make(ANN);
        optOut(ANN);
        PEOPLE.ok("DELETE", "/" + ANN, "");
        String ben = make(BEN);
        PEOPLE.ok("PATCH", "/" + ben, "{\"phone\": \"" + ANN + "\"}");
        assertThat(optout(ben)).isEqualTo("all");
        assertThat(PEOPLE.ok("GET", "/" + ben + "/consent", "").toString()).contains("remembered");
    }

    @Test
    void a_number_that_is_taken_from_somebody_who_opted_out_does_not_come_back_without_that() throws SQLException {
        String ann = make(ANN);
        optOut(ANN);
        PEOPLE.ok("PATCH", "/" + ann, "{\"phone\": \"" + BEN + "\"}");
        assertThat(resolved(ANN)).doesNotContain(UUID.fromString(ann));
        assertThat(optout(ANN)).isEqualTo("all");
        assertThat(optout(BEN)).isEqualTo("all");
    }

    @Test
    void who_was_known_by_id_and_turns_out_to_have_an_erased_persons_number_has_their_optout() {
        make(ANN);
        optOut(ANN);
        PEOPLE.ok("DELETE", "/" + ANN, "");
        Contact byId = wrote(null, "NL.1");
        Contact both = wrote(ANN, "NL.1");
        assertThat(both.id()).isEqualTo(byId.id());
        assertThat(optout(ANN)).isEqualTo("all");
    }

    @Test
    void a_message_that_names_two_contacts_unites_them_however_many_tags_they_have() {
        String tags = IntStream.range(0, 30).mapToObj(i -> "\"a" + i + "\"").collect(Collectors.joining(","));
        PEOPLE.make("\"phone\": \"" + ANN + "\", \"tags\": [" + tags + "]");
        Contact byId = wrote(null, "NL.1");
        PEOPLE.ok("PATCH", "/" + byId.id(), "{\"tags\": [" + tags.replace('a', 'b') + "]}");
        Contact united = wrote(ANN, "NL.1");
        assertThat(united.phone()).isEqualTo(ANN);
        assertThat(united.tags()).hasSize(ContactPatch.MAX_TAGS).contains("a0", "a29", "b0");
        assertThat(PEOPLE.count("SELECT count(*) FROM contact")).isEqualTo(1);
    }

    @Test
    void an_import_leaves_somebody_alone_who_came_back_and_opted_in() {
        make(ANN);
        optOut(ANN);
        PEOPLE.ok("DELETE", "/" + ANN, "");
        make(ANN);
        PEOPLE.ok("PATCH", "/" + ANN, "{\"user_data\": {\"whatsapp_optout\": null}}");
        PEOPLE.ok("POST", "/import", "phone,first_name\n" + ANN + ",Ann");
        assertThat(optout(ANN)).isEqualTo("none");
    }

    @Test
    void two_rows_of_one_contact_by_two_numbers_are_not_silently_one() {
        make(ANN);
        merge(ANN, make(BEN));
        JsonNode answer = PEOPLE.ok("POST", "/import", "phone,whatsapp_optout\n" + ANN + ",\n" + BEN + ",all\n");
        assertThat(answer.at("/errors/0/code").asString()).isEqualTo("duplicate_phone");
        assertThat(answer.at("/errors/0/row").asInt()).isEqualTo(3);
        assertThat(answer.path("failed").asInt()).isEqualTo(1);
    }

    @Test
    void an_erased_persons_optout_by_id_comes_back_with_the_id() {
        Contact byId = wrote(null, "NL.1");
        PEOPLE.ok("PATCH", "/" + byId.id(), "{\"user_data\": {\"whatsapp_optout\": \"all\"}}");
        PEOPLE.ok("DELETE", "/" + byId.id(), "");
        make(ANN);
        wrote(ANN, "NL.1");
        assertThat(optout(ANN)).isEqualTo("all");
    }

    @Test
    void numbers_without_a_plus_are_international_only_if_the_caller_says_so() {
        String table = "phone\n4755551234\n31612345601\n";
        assertThat(PEOPLE.send("POST", "/import", table)
                        .json()
                        .at("/errors/0/detail")
                        .asString())
                .contains("plus=dropped");
        assertThat(PEOPLE.ok("POST", "/import?plus=dropped", table)
                        .path("failed")
                        .asInt())
                .isLessThanOrEqualTo(1);
        assertThat(PEOPLE.get("/" + ANN).status()).isEqualTo(200);
        assertThat(PEOPLE.send("POST", "/import?plus=lost", table).codes()).containsExactly("invalid_value");
    }

    @Test
    void a_new_contact_of_an_import_has_no_more_tags_than_one_may_have() {
        String tags = IntStream.range(0, 51).mapToObj(i -> "t" + i).collect(Collectors.joining(","));
        JsonNode answer = PEOPLE.ok("POST", "/import", "phone,tags\n" + ANN + ",\"" + tags + "\"");
        assertThat(answer.at("/errors/0/code").asString()).isEqualTo("too_many");
    }

    @Test
    void two_who_make_one_argentinian_in_both_spellings_at_once_make_one_contact() throws Exception {
        String with = "+5491123456789";
        String without = "+541123456789";
        CompletableFuture<List<UUID>> second = PEOPLE.db.database().inTransaction(connection -> {
            var first = ContactStore.resolve(
                    connection,
                    PEOPLE.consent.forgotten(),
                    PEOPLE.bot,
                    List.of(new ContactStore.Candidate(with, Contact.Profile.EMPTY)));
            assertThat(first).containsKey(with);
            CompletableFuture<List<UUID>> other = CompletableFuture.supplyAsync(() -> resolvedQuietly(without));
            Awaitility.await()
                    .until(() ->
                            PEOPLE.count("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'") > 0);
            return other;
        });
        assertThat(second.get()).hasSize(1);
        assertThat(PEOPLE.count("SELECT count(*) FROM contact")).isEqualTo(1);
    }

    private static List<UUID> resolvedQuietly(String phone) {
        try {
            return resolved(phone);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
