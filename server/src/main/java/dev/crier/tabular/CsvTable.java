package dev.crier.tabular;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.crier.api.ProblemException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A table in CSV (RFC 4180), as spreadsheets of any country write it.
///
/// A quote that is left open ends in a fault that names the row where it opened, at the latest after
/// [Bounds#MAX_ROW_CHARS].
public final class CsvTable implements Table {
    /// Cells of a row that are split at all; the bound of columns is told in better words.
    private static final int MAX_CELLS = 20_000;

    private final CsvReader<CsvRecord> reader;
    private final Iterator<CsvRecord> records;
    private final Bounds bounds;
    private final char separator;
    private final List<String> columns;
    private int number;
    private int rows;

    /// What a caller may say about a table that does not say it itself.
    ///
    /// @param separator empty: whichever of comma, semicolon and tab the header has most of
    /// @param windows1252 whether what is not UTF-8 may be read as windows-1252
    public record Dialect(Optional<Character> separator, boolean windows1252) {
        public static final Dialect DETECTED = new Dialect(Optional.empty(), true);
        public static final Dialect STRICT = new Dialect(Optional.empty(), false);
    }

    /// Reads the header of the table in `in`, which [#close] closes.
    public CsvTable(InputStream in, Dialect dialect, Bounds bounds) throws IOException {
        BufferedReader text = new BufferedReader(new Decoder(in, dialect.windows1252()));
        this.bounds = bounds;
        this.separator = dialect.separator().isPresent() ? dialect.separator().get() : mostFrequent(text);
        this.reader = CsvReader.builder()
                .fieldSeparator(separator)
                .skipEmptyLines(false)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false)
                .maxBufferSize(Bounds.MAX_ROW_CHARS)
                .build(
                        CsvRecordHandler.builder()
                                .maxFields(MAX_CELLS)
                                .maxFieldSize(Bounds.MAX_ROW_CHARS)
                                .maxRecordSize(Bounds.MAX_ROW_CHARS)
                                .build(),
                        text);
        this.records = reader.iterator();
        @Nullable CsvRecord header = read();
        this.columns = Bounds.columns(header == null ? List.of() : header.getFields());
    }

    /// The separator that was given or found.
    public char separator() {
        return separator;
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    @Override
    public @Nullable Row next() {
        while (true) {
            @Nullable CsvRecord record = read();
            if (record == null) {
                return null;
            }
            List<String> cells = record.getFields();
            if (!Bounds.isBlank(cells)) {
                bounds.requireRoom(rows++);
                return Bounds.row(
                        number, columns, cells.stream().map(FormulaGuard::read).toList());
            }
        }
    }

    private @Nullable CsvRecord read() {
        try {
            if (!records.hasNext()) {
                return null;
            }
            CsvRecord record = records.next();
            number++;
            return record;
        } catch (CsvParseException e) {
            throw broken(e, number + 1L);
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof Decoder.MalformedException) {
                throw malformed(number + 1L);
            }
            throw e;
        }
    }

    /// The library tells what it met only in words; they decide which words we use, nothing else.
    private static ProblemException broken(CsvParseException e, long row) {
        boolean quote = String.valueOf(e.getMessage()).contains("quot");
        return quote
                ? Bounds.broken(
                        "unclosed_quote",
                        row,
                        "a quote opens in this row and does not close where its cell ends; a quote inside of a quoted "
                                + "cell is written twice")
                : Bounds.broken(
                        "too_long",
                        row,
                        "a row may have at most " + Bounds.MAX_ROW_CHARS + " characters and " + MAX_CELLS + " cells");
    }

    private static ProblemException malformed(long row) {
        return Bounds.broken("invalid_encoding", row, "the text is not valid UTF-8; save the table as \"CSV UTF-8\"");
    }

    /// Looks at the first line without consuming it; separators inside of quotes do not count.
    private static char mostFrequent(BufferedReader text) throws IOException {
        text.mark(Bounds.MAX_ROW_CHARS + 1);
        int commas = 0;
        int semicolons = 0;
        int tabs = 0;
        boolean quoted = false;
        try {
            for (int i = 0; i < Bounds.MAX_ROW_CHARS; i++) {
                int c = text.read();
                if (c < 0 || (!quoted && (c == '\n' || c == '\r'))) {
                    break;
                }
                if (c == '"') {
                    quoted = !quoted;
                } else if (!quoted) {
                    commas += c == ',' ? 1 : 0;
                    semicolons += c == ';' ? 1 : 0;
                    tabs += c == '\t' ? 1 : 0;
                }
            }
        } catch (Decoder.MalformedException e) {
            throw malformed(1);
        }
        text.reset();
        if (semicolons > commas && semicolons >= tabs) {
            return ';';
        }
        return tabs > commas ? '\t' : ',';
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
