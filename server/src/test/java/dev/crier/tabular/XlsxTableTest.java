package dev.crier.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.crier.api.Fault;
import dev.crier.api.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class XlsxTableTest {
    private static final String MAIN = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
    private static final String WORKBOOK = "<workbook " + MAIN
            + " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets>"
            + "<sheet name=\"hidden\" state=\"hidden\" r:id=\"r2\"/><sheet name=\"x\" r:id=\"r1\"/></sheets></workbook>";
    private static final String RELATIONS = "<Relationships><Relationship Id=\"r1\" Target=\"/xl/worksheets/one.xml\"/>"
            + "<Relationship Id=\"r2\" Target=\"worksheets/two.xml\"/></Relationships>";

    private static byte[] workbook(Map<String, String> parts) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("xl/workbook.xml", WORKBOOK);
        all.put("xl/_rels/workbook.xml.rels", RELATIONS);
        all.putAll(parts);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (var part : all.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] sheet(String rows) {
        return workbook(Map.of("xl/worksheets/one.xml", "<worksheet><sheetData>" + rows + "</sheetData></worksheet>"));
    }

    private static String text(String reference, String text) {
        return "<c r=\"" + reference + "\" t=\"inlineStr\"><is><t>" + text + "</t></is></c>";
    }

    private static List<Row> rows(byte[] workbook) {
        try (XlsxTable table = new XlsxTable(new ByteArrayInputStream(workbook), Bounds.SHEET)) {
            List<Row> rows = new ArrayList<>();
            for (@Nullable Row row = table.next(); row != null; row = table.next()) {
                rows.add(row);
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Fault fault(byte[] workbook) {
        return catchThrowableOfType(ProblemException.class, () -> rows(workbook))
                .problem()
                .errors()
                .getFirst();
    }

    @Test
    void what_was_written_is_read_as_it_was_and_nothing_is_a_formula() throws IOException {
        List<String> cells = List.of("+31612345678", "=1+1", "a<b>&\"c\"", "日本\nx", "", "007");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        XlsxTableWriter writer = new XlsxTableWriter(out, "Contacts");
        writer.row(List.of("a", "b", "c", "d", "e", "f"));
        for (int i = 0; i < 1_200; i++) {
            writer.row(cells);
        }
        writer.finish();
        List<Row> rows = rows(out.toByteArray());
        assertThat(rows).hasSize(1_200);
        assertThat(rows.getLast()).isEqualTo(new Row(1_201, cells, List.of()));
    }

    @Test
    void numbers_dates_and_shared_texts_are_read_as_people_see_them() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Workbook workbook = new Workbook(out, "test", "1.0");
        Worksheet sheet = workbook.newWorksheet("x");
        List<String> names = List.of("phone", "amount", "day", "moment", "flag", "name");
        for (int i = 0; i < names.size(); i++) {
            sheet.value(0, i, names.get(i));
        }
        sheet.value(3, 0, 31612345678L);
        sheet.value(3, 1, 0.1);
        sheet.value(3, 2, LocalDate.of(2026, 5, 3));
        sheet.style(3, 2).format("yyyy-mm-dd").set();
        sheet.value(3, 3, LocalDateTime.of(2026, 5, 3, 10, 30));
        sheet.style(3, 3).format("d/m/yy h:mm").set();
        sheet.value(3, 4, true);
        sheet.value(3, 5, "Ann");
        workbook.finish();
        assertThat(rows(out.toByteArray()))
                .containsExactly(new Row(
                        4, List.of("31612345678", "0.1", "2026-05-03", "2026-05-03T10:30", "true", "Ann"), List.of()));
    }

    @Test
    void cells_lie_where_they_say_and_rows_too() {
        byte[] workbook = sheet("<row r=\"1\">" + text("A1", "a") + text("B1", "b") + text("C1", "c") + "</row>"
                + "<row r=\"7\">" + text("C7", "x") + "</row><row>" + "<c t=\"inlineStr\"><is><t>y</t></is></c></row>");
        assertThat(rows(workbook))
                .containsExactly(
                        new Row(7, List.of("", "", "x"), List.of()), new Row(8, List.of("y", "", ""), List.of()));
    }

    @Test
    void runs_of_a_text_are_put_together_without_their_pronunciation() {
        byte[] workbook = workbook(Map.of(
                "xl/sharedStrings.xml",
                "<sst><si><r><t>na</t></r><r><t xml:space=\"preserve\">me </t></r><rPh><t>NO</t></rPh></si></sst>",
                "xl/worksheets/one.xml",
                "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>"
                        + "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>0</v></c></row></sheetData></worksheet>"));
        assertThat(rows(workbook).getFirst().cells()).containsExactly("name");
    }

    @Test
    void a_cell_that_lies_about_its_column_costs_nothing() {
        assertThat(fault(sheet("<row r=\"1\">" + text("ZZZZZZ1", "a") + "</row>"))
                        .code())
                .isEqualTo("malformed_xlsx");
        assertThat(fault(sheet("<row r=\"1\">" + text("XFD1", "a") + "</row>")).code())
                .isEqualTo("too_many");
        List<Row> rows =
                rows(sheet("<row r=\"1\">" + text("A1", "a") + "</row><row r=\"2\">" + text("GT2", "b") + "</row>"));
        assertThat(rows.getFirst().faults()).extracting(Fault::code).containsExactly("too_many_cells");
    }

    @Test
    void bombs_do_not_go_off() {
        String long1 = "x".repeat(300_000);
        assertThat(fault(sheet("<row a=\"" + long1 + "\"/>")).code()).isEqualTo("too_large");
        String runs = "<t>" + "x".repeat(10_000) + "</t>";
        assertThat(fault(sheet("<row><c r=\"A1\" t=\"inlineStr\"><is>" + runs.repeat(10) + "</is></c></row>"))
                        .code())
                .isEqualTo("malformed_xlsx");
        assertThat(fault(sheet("<!-- " + long1 + "<".repeat(9) + " -->")).code())
                .isEqualTo("malformed_xlsx");
        byte[] entity = workbook(Map.of(
                "xl/worksheets/one.xml",
                "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/hostname\">]><worksheet><sheetData><row><c t=\"str\">"
                        + "<v>&a;</v></c></row></sheetData></worksheet>"));
        assertThat(fault(entity).code()).isEqualTo("malformed_xlsx");
        assertThat(fault(sheet("<row r=\"1\">" + text("A1", "a") + "</row><row r=\"999999999\"/>"))
                        .code())
                .isEqualTo("malformed_xlsx");
        assertThat(fault(sheet("<row r=\"1\"><c r=\"A1\" t=\"str\"><v>n</v></c></row>"
                                + "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>9</v></c></row>"))
                        .detail())
                .startsWith("row 2: ");
        assertThat(rows(sheet("<row r=\"1\"><c r=\"A1\" t=\"str\"><v>n</v></c></row>"
                                + "<row r=\"2\"><c r=\"A2\"><v>1e999</v></c></row>"))
                        .getFirst()
                        .cells())
                .containsExactly("1e999");
    }

    @Test
    void what_is_no_workbook_is_told() {
        assertThat(fault("name,phone\n".getBytes(StandardCharsets.UTF_8)).code())
                .isEqualTo("malformed_xlsx");
        assertThat(fault(new byte[0]).code()).isEqualTo("malformed_xlsx");
        assertThat(fault(workbook(Map.of())).code()).isEqualTo("malformed_xlsx");
        assertThat(fault(sheet("<row r=\"1\"><c>")).code()).isEqualTo("malformed_xlsx");
        assertThat(fault(sheet("")).code()).isEqualTo("missing_header");
        byte[] whole = sheet("<row r=\"1\">" + text("A1", "a") + "</row>");
        byte[] broken = whole.clone();
        for (int i = 60; i < 120; i++) {
            broken[i] ^= 0x55;
        }
        assertThat(fault(broken).code()).isIn("malformed_xlsx", "too_large");
    }
}
