package dev.crier.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.crier.api.Fault;
import dev.crier.api.ProblemCode;
import dev.crier.api.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CsvTableTest {
    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

    private static CsvTable table(byte[] bytes, CsvTable.Dialect dialect) {
        try {
            return new CsvTable(new ByteArrayInputStream(bytes), dialect, Bounds.SHEET);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CsvTable table(String text) {
        return table(text.getBytes(StandardCharsets.UTF_8), CsvTable.Dialect.STRICT);
    }

    private static List<Row> rows(Table table) {
        List<Row> rows = new ArrayList<>();
        for (@Nullable Row row = table.next(); row != null; row = table.next()) {
            rows.add(row);
        }
        return rows;
    }

    private static Fault fault(Runnable reading) {
        ProblemException e = catchThrowableOfType(ProblemException.class, reading::run);
        assertThat(e.problem().code()).isEqualTo(ProblemCode.INVALID_REQUEST);
        return e.problem().errors().getFirst();
    }

    @Test
    void rows_have_the_numbers_that_a_spreadsheet_shows() {
        List<Row> rows = rows(table("name,phone\r\nAnn,+31612345678\r\n\r\n,\r\n\"B\no\",2\r\nCarl\r\n"));
        assertThat(rows)
                .containsExactly(
                        new Row(2, List.of("Ann", "+31612345678"), List.of()),
                        new Row(5, List.of("B\no", "2"), List.of()),
                        new Row(6, List.of("Carl", ""), List.of()));
    }

    @Test
    void names_are_trimmed_and_empty_cells_behind_them_are_no_columns() {
        assertThat(table(" first_name ;Last;;\n").columns()).containsExactly("first_name", "Last");
    }

    @Test
    void the_header_decides_the_separator() {
        assertThat(table("a,b;c,d\n").separator()).isEqualTo(',');
        assertThat(table("a;b;\"c,d,e,f\"\n").separator()).isEqualTo(';');
        assertThat(table("a\tb\tc,d\n").separator()).isEqualTo('\t');
        assertThat(table("phone\n+31612345678\n").columns()).containsExactly("phone");
    }

    @Test
    void a_given_separator_wins_even_when_it_is_the_wrong_one() {
        byte[] text = "a,b,c;d\n1,2,3;4\n".getBytes(StandardCharsets.UTF_8);
        CsvTable table = table(text, new CsvTable.Dialect(Optional.of(';'), false));
        assertThat(table.columns()).containsExactly("a,b,c", "d");
        assertThat(rows(table).getFirst().cells()).containsExactly("1,2,3", "4");
    }

    @Test
    void byte_order_marks_decide_the_encoding() {
        String text = "name;city\nJosé;Zürich 日本\n";
        for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            CsvTable table = table(("\uFEFF" + text).getBytes(charset), CsvTable.Dialect.STRICT);
            assertThat(table.columns()).as(charset.name()).containsExactly("name", "city");
            assertThat(rows(table).getFirst().cells()).containsExactly("José", "Zürich 日本");
        }
    }

    @Test
    void what_is_no_utf8_names_its_row_however_far_down_it_is() {
        String good = "name\n" + "x\n".repeat(50_000);
        byte[] bytes = (good + "Jos\u00e9\ny\n").getBytes(WINDOWS_1252);
        Fault fault = fault(() -> rows(table(bytes, CsvTable.Dialect.STRICT)));
        assertThat(fault.code()).isEqualTo("invalid_encoding");
        assertThat(fault.detail()).startsWith("row 50002: ");
    }

    @Test
    void windows_1252_is_read_where_it_is_allowed_and_nothing_else_was_proven() {
        byte[] latin = "name\nAnn\nJosé €5\nZoë\n".getBytes(WINDOWS_1252);
        assertThat(rows(table(latin, CsvTable.Dialect.DETECTED)))
                .extracting(row -> row.cells().getFirst())
                .containsExactly("Ann", "José €5", "Zoë");
        byte[] broken = new byte[] {'n', '\n', (byte) 0xC3, (byte) 0xA9, '\n', (byte) 0xE9, '\n'};
        assertThat(fault(() -> rows(table(broken, CsvTable.Dialect.DETECTED))).detail())
                .startsWith("row 3: ");
        byte[] undefined = new byte[] {'n', '\n', (byte) 0x81, '\n'};
        assertThat(fault(() -> rows(table(undefined, CsvTable.Dialect.DETECTED)))
                        .code())
                .isEqualTo("invalid_encoding");
    }

    @Test
    void a_character_of_two_halves_may_lie_on_any_edge_of_a_buffer() {
        for (int before = 8_185; before < 8_195; before++) {
            String text = "a," + "\"" + " ".repeat(before) + "\uD83D\uDE00\"\n1,2\n";
            CsvTable table = table(text);
            assertThat(table.columns()).containsExactly("a", "\uD83D\uDE00");
            assertThat(rows(table)).hasSize(1);
        }
    }

    @Test
    void half_a_character_at_the_end_is_told() {
        byte[] cut = new byte[] {'n', '\n', 'x', '\n', (byte) 0xC3};
        assertThat(fault(() -> rows(table(cut, CsvTable.Dialect.STRICT))).detail())
                .startsWith("row 3: ");
        assertThat(fault(() -> table(new byte[] {(byte) 0xFF}, CsvTable.Dialect.STRICT))
                        .detail())
                .startsWith("row 1: ");
    }

    @Test
    void a_quote_left_open_names_the_row_where_it_opened() {
        Fault atEnd = fault(() -> rows(table("a,b\n1,2\n3,\"x\n4,5\n")));
        assertThat(atEnd.code()).isEqualTo("unclosed_quote");
        assertThat(atEnd.detail()).startsWith("row 3: ");
        assertThat(fault(() -> rows(table("a,b\n1,2\n3,\"x\"y\n4,5\n"))).detail())
                .startsWith("row 3: ");
        assertThat(fault(() -> rows(table("a,b\n1,\"2\n3,\"4\"\n"))).detail()).startsWith("row 2: ");
        Fault inHeader = fault(() -> table("a,\"b\n1,2\n"));
        assertThat(inHeader.detail()).startsWith("row 1: ");
    }

    @Test
    void a_quote_left_open_never_reads_the_whole_table_into_memory() {
        InputStream endless = new InputStream() {
            private long count;

            @Override
            public int read() {
                count++;
                if (count > 50L * Bounds.MAX_ROW_CHARS) {
                    throw new AssertionError("still reading");
                }
                return count == 1 ? 'a' : count == 2 ? '\n' : count == 3 ? '"' : 'x';
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                for (int i = 0; i < length; i++) {
                    buffer[offset + i] = (byte) read();
                }
                return length;
            }
        };
        Fault fault = fault(() -> {
            try (CsvTable table = new CsvTable(endless, CsvTable.Dialect.STRICT, Bounds.SHEET)) {
                rows(table);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        assertThat(fault.detail()).startsWith("row 2: ");
    }

    @Test
    void ten_thousand_columns_are_too_many_for_a_header_and_one_fault_of_a_row() {
        String wide = "x,".repeat(10_000) + "x";
        assertThat(fault(() -> table(wide + "\n")).code()).isEqualTo("too_many");
        List<Row> rows = rows(table("a,b\n" + wide + "\n1,2\n"));
        assertThat(rows.getFirst().faults()).hasSize(1);
        assertThat(rows.getFirst().faults().getFirst().code()).isEqualTo("too_many_cells");
        assertThat(rows.getLast()).isEqualTo(new Row(3, List.of("1", "2"), List.of()));
        assertThat(fault(() -> rows(table("a\n" + "x,".repeat(30_000) + "\n"))).code())
                .isEqualTo("too_long");
    }

    @Test
    void a_bad_row_does_not_stop_the_next_one() {
        List<Row> rows = rows(table("a,b\n" + "x".repeat(4_097) + ",\u0000\n1,2\n"));
        assertThat(rows.getFirst().faults()).extracting(Fault::code).containsExactly("too_long", "invalid_text");
        assertThat(rows.getLast().faults()).isEmpty();
    }

    @Test
    void every_fault_of_the_header_is_told() {
        ProblemException e =
                catchThrowableOfType(ProblemException.class, () -> table("a,A,,b\u0000," + "x".repeat(101) + ",c\n"));
        assertThat(e.problem().errors())
                .extracting(fault -> fault.detail().split(":", 2)[0])
                .containsExactly("row 1, column 2", "row 1, column 3", "row 1, column 4", "row 1, column 5");
        assertThat(fault(() -> table("")).code()).isEqualTo("missing_header");
        assertThat(fault(() -> table("\n\n")).code()).isEqualTo("missing_header");
    }

    @Test
    void a_table_has_a_bound() throws IOException {
        byte[] text = "a\n1\n2\n3\n".getBytes(StandardCharsets.UTF_8);
        try (CsvTable table = new CsvTable(new ByteArrayInputStream(text), CsvTable.Dialect.STRICT, new Bounds(2))) {
            assertThat(fault(() -> rows(table)).code()).isEqualTo("too_many");
        }
    }

    private static String written(char separator, CsvTableWriter.Mark mark, List<List<String>> rows) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            CsvTableWriter writer = new CsvTableWriter(out, separator, mark);
            for (List<String> row : rows) {
                writer.row(row);
            }
            writer.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void cells_are_quoted_where_they_must_be() {
        List<List<String>> rows = List.of(List.of("a,b", "c;d", "e\"f", "g\nh", ""));
        assertThat(written(',', CsvTableWriter.Mark.WITHOUT_MARK, rows))
                .isEqualTo("\"a,b\",c;d,\"e\"\"f\",\"g\nh\",\r\n");
        assertThat(written(';', CsvTableWriter.Mark.WITH_MARK, rows))
                .isEqualTo("\uFEFFa,b;\"c;d\";\"e\"\"f\";\"g\nh\";\r\n");
    }

    @Test
    void no_cell_is_a_formula_and_phones_and_numbers_stay_as_they_are() {
        List<String> formulas = List.of("=1+1", "+SUM(A1)", "-2+3", "@x", "\tx", "\rx", "＝1", "+31 6 =cmd|x");
        String guarded = written(';', CsvTableWriter.Mark.WITHOUT_MARK, List.of(formulas));
        assertThat(guarded).isEqualTo("'=1+1;'+SUM(A1);'-2+3;'@x;'\tx;\"'\rx\";'＝1;'+31 6 =cmd|x\r\n");
        List<String> harmless = List.of("+31612345678", "-5", "-1.25", "Ann = Bo", "a@example.com", "'t Hart");
        assertThat(written(';', CsvTableWriter.Mark.WITHOUT_MARK, List.of(harmless)))
                .isEqualTo(String.join(";", harmless) + "\r\n");
    }

    @Test
    void what_was_written_is_read_as_it_was() {
        List<String> cells = List.of("=1+1", "'=1+1", "''+x", "+31612345678", "a\"b", "c\nd", "'t Hart", "e;f,g", "-5");
        String text = written(
                ',',
                CsvTableWriter.Mark.WITH_MARK,
                List.of(List.of("a", "b", "c", "d", "e", "f", "g", "h", "i"), cells));
        assertThat(rows(table(text)).getFirst().cells()).isEqualTo(cells);
    }
}
