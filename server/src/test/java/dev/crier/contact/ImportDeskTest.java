package dev.crier.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crier.MovingClock;
import dev.crier.account.Bot;
import dev.crier.api.ProblemException;
import dev.crier.contact.ImportColumns.Field;
import dev.crier.contact.ImportDesk.Numbers;
import dev.crier.contact.ImportDesk.Owner;
import dev.crier.contact.ImportDesk.Phase;
import dev.crier.contact.ImportDesk.Reading;
import dev.crier.contact.ImportDesk.State;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// A table between being chosen and being imported.
class ImportDeskTest {
    private static final People PEOPLE = new People();
    private static final ImportDesk DESK =
            new ImportDesk(new Importer(PEOPLE.db.database(), PEOPLE.consent.forgotten()), Clock.systemUTC());
    private static final Bot BOT = PEOPLE.accounts.bot(PEOPLE.bot).orElseThrow();
    private static final Reading SUGGESTED = new Reading(null, null, Numbers.WITH_PLUS);

    private final Owner owner = new Owner(PEOPLE.bot, UUID.randomUUID());

    @AfterAll
    static void end() {
        DESK.close();
        PEOPLE.close();
    }

    private UUID take(String table) throws IOException {
        return DESK.take(owner, "people.csv", new ByteArrayInputStream(table.getBytes(StandardCharsets.UTF_8)));
    }

    private State end(UUID id) {
        return Awaitility.await()
                .until(
                        () -> DESK.state(owner, id),
                        state -> state.phase() == Phase.DONE || state.phase() == Phase.FAILED);
    }

    @Test
    void columns_of_other_names_are_understood_and_shown_before_anything_happens() throws IOException {
        UUID id = take("Vorname;Mobile;Labels;Colour\nAnn;+31612000001;vip;red\nCarl;12;;\n");
        ImportPreview preview = DESK.preview(BOT, owner, id, SUGGESTED);
        assertThat(preview.choices())
                .containsExactly(
                        new ColumnChoice.OfField(Field.FIRST_NAME),
                        new ColumnChoice.OfField(Field.PHONE),
                        new ColumnChoice.OfField(Field.TAGS),
                        new ColumnChoice.Variable());
        assertThat(preview.problem()).isNull();
        assertThat(preview.checked()).isEqualTo(2);
        assertThat(preview.wrong()).isEqualTo(1);
        ImportRow ann = preview.lines().getFirst().row();
        assertThat(ann).isNotNull();
        assertThat(String.valueOf(ann)).contains("+31612000001", "Ann", "vip", "red");
        assertThat(PEOPLE.count("SELECT count(*) FROM contact WHERE phone = '+31612000001'"))
                .isZero();
    }

    @Test
    void it_is_carried_out_once_with_progress_counts_and_a_list_of_what_was_wrong() throws IOException {
        UUID id = take("phone;first_name\n+31612000002;Dora\nnobody;Eve\n");
        Reading tagged = new Reading(null, "spring", Numbers.WITH_PLUS);
        assertThat(DESK.start(BOT, owner, id, tagged)).isTrue();
        assertThat(DESK.start(BOT, owner, id, tagged)).isFalse();
        State state = end(id);
        assertThat(state.phase()).isEqualTo(Phase.DONE);
        assertThat(state.done()).isEqualTo(2);
        assertThat(state.total()).isEqualTo(2);
        assertThat(String.valueOf(state.result())).contains("\"created\":1", "\"failed\":1");
        try (InputStream wrong = DESK.wrong(owner, id)) {
            assertThat(new String(wrong.readAllBytes(), StandardCharsets.UTF_8)).contains("3,phone must be a number");
        }
        assertThat(PEOPLE.count("SELECT count(*) FROM contact WHERE phone = '+31612000002' AND tags = '{spring}'"))
                .isEqualTo(1);
    }

    @Test
    void choices_that_make_no_import_are_told() throws IOException {
        UUID id = take("a,b\n1,2\n");
        ImportPreview preview = DESK.preview(BOT, owner, id, SUGGESTED);
        assertThat(preview.problem()).isNotNull();
        assertThat(String.valueOf(preview.problem())).contains("choose which column holds the phone number");
        assertThat(DESK.start(BOT, owner, id, SUGGESTED)).isTrue();
        assertThat(end(id).phase()).isEqualTo(Phase.FAILED);
        assertThat(DESK.start(BOT, owner, id, SUGGESTED))
                .as("with other choices")
                .isTrue();
    }

    @Test
    void a_table_is_its_owners_and_the_oldest_makes_room() throws IOException {
        UUID first = take("phone\n+31612000003\n");
        assertThatThrownBy(() -> DESK.state(new Owner(PEOPLE.bot, UUID.randomUUID()), first))
                .isInstanceOf(ProblemException.class);
        for (int i = 0; i < ImportDesk.MAX_TABLES_OF_ONE; i++) {
            var _ = take("phone\n+31612000004\n");
        }
        assertThatThrownBy(() -> DESK.state(owner, first)).isInstanceOf(ProblemException.class);
    }

    @Test
    void no_table_is_kept_for_long_also_if_nobody_brings_another() throws IOException {
        MovingClock clock = new MovingClock(Instant.parse("2026-05-04T10:00:00Z"));
        try (ImportDesk desk = new ImportDesk(new Importer(PEOPLE.db.database(), PEOPLE.consent.forgotten()), clock)) {
            UUID id = desk.take(
                    owner, "people.csv", new ByteArrayInputStream("phone\n".getBytes(StandardCharsets.UTF_8)));
            clock.move(ImportDesk.KEPT);
            desk.runOnce();
            assertThat(desk.state(owner, id).phase()).isEqualTo(Phase.CHOSEN);
            clock.move(Duration.ofMillis(1));
            desk.runOnce();
            assertThatThrownBy(() -> desk.state(owner, id)).isInstanceOf(ProblemException.class);
        }
    }

    @Test
    void numbers_whose_plus_a_spreadsheet_took_are_noticed() throws IOException {
        UUID id = take("phone\n4915112345678\n");
        assertThat(DESK.preview(BOT, owner, id, SUGGESTED).plusMissing()).isEqualTo(1);
        assertThat(DESK.preview(BOT, owner, id, new Reading(null, null, Numbers.PLUS_DROPPED))
                        .wrong())
                .isZero();
    }

    @Test
    void those_who_share_what_is_ones_own_are_found_and_many_are_tagged_at_once() {
        String one = PEOPLE.make("\"phone\":\"+31612100001\",\"first_name\":\"Ann\",\"last_name\":\"Lee\"");
        String two = PEOPLE.make("\"phone\":\"+31612100002\",\"first_name\":\"ann\",\"last_name\":\"LEE\"");
        String three = PEOPLE.make("\"phone\":\"+31612100003\",\"email\":\"lee@example.com\"");
        String four = PEOPLE.make("\"phone\":\"+31612100004\",\"email\":\"Lee@example.com\",\"first_name\":\"Ann\"");
        Census census = new Census(PEOPLE.db.database());
        ContactBook book = new ContactBook(PEOPLE.db.database(), PEOPLE.consent, Clock.systemUTC());
        assertThat(census.lookalikes(PEOPLE.bot, book.find(BOT, UserAddress.parse(one, null))))
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.contact().id()).hasToString(two);
                    assertThat(found.shared()).isEqualTo("name");
                });
        assertThat(census.lookalikes(PEOPLE.bot, book.find(BOT, UserAddress.parse(three, null))))
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.contact().id()).hasToString(four);
                    assertThat(found.shared()).isEqualTo("email");
                });
        assertThat(census.size(PEOPLE.bot).isExact()).isTrue();

        TagChange change = new TagChange(java.util.Set.of("lee"), java.util.Set.of());
        BulkTags bulk = new BulkTags(PEOPLE.db.database());
        List<UUID> both = List.of(UUID.fromString(one), UUID.fromString(two));
        assertThat(bulk.change(PEOPLE.bot, ContactFilter.of(both), change)).isEqualTo(new BulkTags.Outcome(2, 0));
        assertThat(bulk.change(PEOPLE.bot, ContactFilter.of("", List.of("lee")), change))
                .isEqualTo(new BulkTags.Outcome(0, 0));
        assertThat(bulk.change(
                        PEOPLE.bot,
                        ContactFilter.of("ann", List.of()),
                        new TagChange(java.util.Set.of("ann"), java.util.Set.of("lee"))))
                .isEqualTo(new BulkTags.Outcome(3, 0));
    }
}
