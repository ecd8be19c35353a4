package dev.crier.studio.broadcasts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.tabular.CsvTableWriter;
import dev.crier.tabular.TableWriter;
import dev.crier.tabular.XlsxTableWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Files of people, and pasted lines.
class SheetTest {
    private static final List<String> USES = List.of("phone", "first_name", "params.column_2");

    private static byte[] file(boolean workbook) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TableWriter table = workbook
                ? new XlsxTableWriter(out, "People")
                : new CsvTableWriter(out, ';', CsvTableWriter.Mark.WITH_MARK);
        table.row(List.of("Mobile Number", "Voornaam", "Day"));
        table.row(List.of("0612345601", "Ann", "3 May"));
        table.row(List.of("12", "Nobody", ""));
        table.row(List.of("", "Carl", ""));
        table.row(List.of("+31612345602", "Dora", ""));
        table.finish();
        return out.toByteArray();
    }

    private static Plan.People people(Plan.Kind kind) {
        return new Plan.People(kind, null, "people", kind == Plan.Kind.FILE ? USES : List.of(), null);
    }

    private static PeopleReader.Summary read(Plan.Kind kind, byte[] source, StringBuilder into) throws IOException {
        return new PeopleReader("NL").read(people(kind), source, (user, _) -> into.append(user));
    }

    @Test
    void the_names_of_columns_suggest_what_they_are() throws IOException {
        for (boolean workbook : new boolean[] {false, true}) {
            List<Sheet.Column> columns = Sheet.columns(file(workbook));
            assertThat(columns).extracting(Sheet.Column::name).containsExactly("Mobile Number", "Voornaam", "Day");
            assertThat(columns.getFirst().samples()).containsExactly("0612345601", "12", "");
            assertThat(Sheet.suggest(columns, Map.of("day", "{{2}}")))
                    .containsExactly("phone", "first_name", "params.day");
        }
    }

    @Test
    void one_column_must_say_who_it_is_and_none_is_said_twice() {
        assertThat(Sheet.faults(List.of("phone", ""))).isEmpty();
        assertThat(Sheet.faults(List.of("", "first_name"))).hasSize(1);
        assertThat(Sheet.faults(List.of("phone", "phone"))).hasSize(1);
    }

    @Test
    void rows_without_a_usable_number_are_told_and_left_out() throws IOException {
        StringBuilder users = new StringBuilder();
        PeopleReader.Summary summary = read(Plan.Kind.FILE, file(true), users);
        assertThat(summary.usable()).isEqualTo(2);
        assertThat(summary.told()).extracting(PeopleReader.Refused::row).containsExactly(3, 4);
        assertThat(users.toString())
                .contains("\"column_2\":\"3 May\"")
                .contains("\"first_name\":\"Dora\"")
                .doesNotContain("Nobody");
    }

    @Test
    void lines_have_a_number_and_perhaps_a_name() throws IOException {
        StringBuilder users = new StringBuilder();
        String text = "+31 6 12345601, Ann\n\n(06) 12-34-56-02\n0612345603 Dora Day\nEve\n+31612345604;\n123\n";
        PeopleReader.Summary summary = read(Plan.Kind.NUMBERS, text.getBytes(StandardCharsets.UTF_8), users);
        assertThat(summary.usable()).isEqualTo(4);
        assertThat(summary.told()).extracting(PeopleReader.Refused::row).containsExactly(5, 7);
        assertThat(users.toString()).contains("\"first_name\":\"Ann\"").contains("\"first_name\":\"Dora Day\"");
    }
}
