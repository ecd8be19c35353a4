package dev.crier.tabular;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// CSV as RFC 4180 has it, in UTF-8, with [FormulaGuard].
public final class CsvTableWriter implements TableWriter {
    /// Without it Excel takes UTF-8 for the country's old encoding.
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final Writer text;
    private final CsvWriter csv;

    /// Whether the table begins with a byte order mark.
    public enum Mark {
        /// For people with Excel.
        WITH_MARK,
        /// For programs.
        WITHOUT_MARK
    }

    public CsvTableWriter(OutputStream out, char separator, Mark mark) throws IOException {
        this.text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        if (mark == Mark.WITH_MARK) {
            text.write(BYTE_ORDER_MARK);
        }
        this.csv = CsvWriter.builder()
                .fieldSeparator(separator)
                .lineDelimiter(LineDelimiter.CRLF)
                .build(text);
    }

    @Override
    public void row(List<String> cells) throws IOException {
        try {
            csv.writeRecord(cells.stream().map(FormulaGuard::write).toList());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public void finish() throws IOException {
        csv.flush();
        text.flush();
    }
}
