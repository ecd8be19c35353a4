package dev.crier.tabular;

import dev.crier.api.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipFile;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/// The first visible sheet of an XLSX, row by row.
///
/// The parts are read here and not by a library: those at hand trust a workbook with their memory (a cell that says it
/// is in column ZZZZZZ, a text of a gigabyte in a file of a kilobyte).
public final class XlsxTable implements Table {
    /// A full sheet of wide rows; beyond it only a bomb goes.
    private static final long MAX_SHEET_BYTES = 1L << 30;

    private static final int LETTERS = 26;

    /// Excel's own limit.
    private static final int MAX_SHEET_COLUMNS = 16_384;

    private final Path file;
    private final ZipFile zip;
    private final XlsxWorkbook workbook;
    private final XMLStreamReader sheet;
    private final Bounds bounds;
    private final List<String> columns;
    private int number;
    private int rows;

    /// Reads `in` to its end and then the header; a temporary file holds the workbook until [#close].
    public XlsxTable(InputStream in, Bounds bounds) throws IOException {
        this.bounds = bounds;
        this.file = Files.createTempFile("crier-workbook", ".xlsx");
        @Nullable ZipFile opened = null;
        try {
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            opened = XlsxWorkbook.open(file);
            this.zip = opened;
            this.workbook = new XlsxWorkbook(opened);
            this.sheet = workbook.part(workbook.sheet(), MAX_SHEET_BYTES);
            @Nullable List<String> header = cells();
            this.columns = Bounds.columns(header == null || number != 1 ? List.of() : header);
        } catch (IOException | RuntimeException e) {
            if (opened != null) {
                opened.close();
            }
            Files.deleteIfExists(file);
            throw e;
        }
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    @Override
    public @Nullable Row next() {
        while (true) {
            @Nullable List<String> cells = cells();
            if (cells == null) {
                return null;
            }
            if (!Bounds.isBlank(cells)) {
                bounds.requireRoom(rows++);
                return Bounds.row(number, columns, cells);
            }
        }
    }

    /// The cells of the next row; null at the sheet's end.
    private @Nullable List<String> cells() {
        try {
            while (sheet.hasNext()) {
                int event = sheet.next();
                if (event == XMLStreamConstants.START_ELEMENT
                        && sheet.getLocalName().equals("row")) {
                    number = Math.max(number + 1, rowNumber());
                    if (number > Bounds.SHEET.rows()) {
                        throw Bounds.unreadable("malformed_xlsx", "the sheet has more rows than a sheet can have");
                    }
                    return row();
                }
                if (event == XMLStreamConstants.END_ELEMENT
                        && sheet.getLocalName().equals("sheetData")) {
                    return null;
                }
            }
            return null;
        } catch (XMLStreamException e) {
            throw broken(e);
        }
    }

    private ProblemException broken(XMLStreamException e) {
        if (e.getNestedException() instanceof IOException io && !(io instanceof java.util.zip.ZipException)) {
            throw new UncheckedIOException(io);
        }
        return Bounds.broken("malformed_xlsx", number + 1L, "the workbook is damaged");
    }

    /// As the row says itself; 0 if it does not.
    private int rowNumber() {
        @Nullable String written = sheet.getAttributeValue(null, "r");
        return written == null || !written.matches("[0-9]{1,9}") ? 0 : Integer.parseInt(written);
    }

    private List<String> row() throws XMLStreamException {
        List<String> cells = new ArrayList<>();
        int column = -1;
        while (sheet.next() != XMLStreamConstants.END_ELEMENT
                || !sheet.getLocalName().equals("row")) {
            if (!sheet.isStartElement() || !sheet.getLocalName().equals("c")) {
                continue;
            }
            column = column(sheet.getAttributeValue(null, "r"), column + 1);
            if (column >= MAX_SHEET_COLUMNS) {
                throw Bounds.broken("malformed_xlsx", number, "the row has more cells than a sheet can have");
            }
            String value = workbook.cell(sheet, number);
            // One beyond the limit is kept, so that it is told; the rest of a wide row is not held in memory.
            if (!value.isBlank() && cells.size() <= Bounds.MAX_COLUMNS) {
                while (cells.size() < Math.min(column, Bounds.MAX_COLUMNS)) {
                    cells.add("");
                }
                cells.add(value);
            }
        }
        return cells;
    }

    /// The column in a reference such as `AB12`, from 0; never one that went before.
    private static int column(@Nullable String reference, int next) {
        int column = 0;
        for (int i = 0; reference != null && i < reference.length(); i++) {
            char c = reference.charAt(i);
            if (c < 'A' || c > 'Z' || column > MAX_SHEET_COLUMNS) {
                break;
            }
            column = column * LETTERS + c - 'A' + 1;
        }
        return Math.max(column - 1, next);
    }

    @Override
    public void close() throws IOException {
        zip.close();
        Files.deleteIfExists(file);
    }
}
