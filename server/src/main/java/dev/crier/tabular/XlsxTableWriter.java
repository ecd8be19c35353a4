package dev.crier.tabular;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/// XLSX, every cell a text, so nothing in it can be a formula and no phone loses its plus. Rows leave memory as they
/// are written; a table longer than a sheet goes on in another one.
public final class XlsxTableWriter implements TableWriter {
    /// Rows between two flushes: some hundred kilobytes of cells.
    private static final int ROWS_IN_MEMORY = 500;

    /// Excel's own limit.
    private static final int MAX_CELL_CHARS = 32_767;

    /// The format's way to say who wrote it; the version must look like this.
    private static final String VERSION = "00.0001";

    private final Workbook workbook;
    private final String name;
    private Worksheet sheet;
    private int sheets = 1;
    private int rows;

    public XlsxTableWriter(OutputStream out, String name) {
        this.workbook = new Workbook(new Uncloseable(out), "Crier", VERSION);
        this.name = name;
        this.sheet = workbook.newWorksheet(name);
    }

    @Override
    public void row(List<String> cells) throws IOException {
        if (rows == Worksheet.MAX_ROWS) {
            sheet.finish();
            sheets++;
            sheet = workbook.newWorksheet(name + " " + sheets);
            rows = 0;
        }
        for (int i = 0; i < cells.size(); i++) {
            String cell = cells.get(i);
            if (!cell.isEmpty()) {
                sheet.inlineString(rows, i, cell.length() > MAX_CELL_CHARS ? cell.substring(0, MAX_CELL_CHARS) : cell);
            }
        }
        rows++;
        if (rows % ROWS_IN_MEMORY == 0) {
            sheet.flush();
        }
    }

    @Override
    public void finish() throws IOException {
        workbook.finish();
    }

    /// The library closes what it writes to.
    private static final class Uncloseable extends FilterOutputStream {
        Uncloseable(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
