package dev.crier.tabular;

import dev.crier.api.Fault;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.api.ProblemException;
import dev.crier.api.Texts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How large a table may be, and the faults of those that are not tables.
///
/// @param rows rows below the header
public record Bounds(int rows) {
    /// Nobody keeps so many things of a person; the widest exports of CRMs have some 150.
    static final int MAX_COLUMNS = 200;

    /// As long as a parameter of a broadcast may be.
    static final int MAX_CELL_CHARS = 4_096;

    /// A header's name becomes a variable's.
    static final int MAX_NAME_CHARS = 100;

    /// More than a legal row has ever room for in practice; what a quote left open may eat.
    static final int MAX_ROW_CHARS = 256 * 1024;

    /// A million rows is what a sheet of a spreadsheet program has room for.
    public static final Bounds SHEET = new Bounds(1_048_576);

    /// The table cannot be read beyond this row.
    static ProblemException broken(String code, long row, String what) {
        String detail = "row " + row + ": " + what;
        return Problem.of(
                ProblemCode.INVALID_REQUEST,
                "The table cannot be read beyond row " + row,
                List.of(new Fault(code, detail)));
    }

    static ProblemException unreadable(String code, String what) {
        return Problem.of(ProblemCode.INVALID_REQUEST, "The table cannot be read", List.of(new Fault(code, what)));
    }

    void requireRoom(long rowsRead) {
        if (rowsRead >= rows) {
            throw Problem.of(
                    ProblemCode.INVALID_REQUEST,
                    "The table is too long",
                    List.of(new Fault("too_many", "a table may have at most " + rows + " rows below its header")));
        }
    }

    /// The header's names, or every fault in them at once. Empty cells at its end are no columns.
    static List<String> columns(List<String> header) {
        int count = header.size();
        while (count > 0 && header.get(count - 1).isBlank()) {
            count--;
        }
        if (count == 0) {
            throw unreadable("missing_header", "row 1: the first row must hold the names of the columns");
        }
        if (count > MAX_COLUMNS) {
            throw unreadable("too_many", "row 1: a table may have at most " + MAX_COLUMNS + " columns");
        }
        List<String> names = new ArrayList<>(count);
        List<Fault> faults = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < count; i++) {
            String name = header.get(i).strip();
            @Nullable Fault fault = fault(name, i + 1, seen);
            if (fault != null) {
                faults.add(fault);
            }
            names.add(name);
        }
        if (!faults.isEmpty()) {
            throw Problem.of(ProblemCode.INVALID_REQUEST, "The header of the table is not valid", faults);
        }
        return List.copyOf(names);
    }

    private static @Nullable Fault fault(String name, int column, Set<String> seen) {
        String where = "row 1, column " + column + ": ";
        if (name.isEmpty()) {
            return new Fault("invalid_header", where + "the column has no name");
        }
        if (name.length() > MAX_NAME_CHARS) {
            return new Fault(
                    "invalid_header", where + "a column's name may have at most " + MAX_NAME_CHARS + " characters");
        }
        @Nullable String problem = Texts.problem(name);
        if (problem != null) {
            return new Fault("invalid_header", where + "the column's name " + problem);
        }
        if (!seen.add(name.toLowerCase(Locale.ROOT))) {
            return new Fault("invalid_header", where + "the column " + name + " is there twice");
        }
        return null;
    }

    /// A row as its cells make it, filled up to as many as there are columns.
    static Row row(int number, List<String> columns, List<String> written) {
        List<String> cells = new ArrayList<>(columns.size());
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < written.size() && faults.size() < Problem.MAX_FAULTS; i++) {
            String cell = written.get(i).strip();
            if (i >= columns.size()) {
                if (!cell.isEmpty()) {
                    faults.add(
                            new Fault("too_many_cells", "the row has more cells than the header's " + columns.size()));
                    break;
                }
                continue;
            }
            @Nullable String problem = Texts.problem(cell);
            if (problem != null) {
                faults.add(new Fault("invalid_text", columns.get(i) + " " + problem));
            } else if (cell.length() > MAX_CELL_CHARS) {
                faults.add(
                        new Fault("too_long", columns.get(i) + " may have at most " + MAX_CELL_CHARS + " characters"));
            }
            cells.add(cell);
        }
        while (cells.size() < columns.size()) {
            cells.add("");
        }
        return new Row(number, cells, faults);
    }

    static boolean isBlank(List<String> cells) {
        for (String cell : cells) {
            if (!cell.isBlank()) {
                return false;
            }
        }
        return true;
    }
}
