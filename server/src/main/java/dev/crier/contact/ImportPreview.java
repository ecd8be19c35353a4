package dev.crier.contact;

import dev.crier.account.Bot;
import dev.crier.api.Fault;
import dev.crier.api.Problem;
import dev.crier.api.ProblemException;
import dev.crier.api.Spool;
import dev.crier.contact.ImportColumns.Field;
import dev.crier.tabular.CsvTable;
import dev.crier.tabular.Row;
import dev.crier.tabular.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The beginning of a table as an import would understand it; nothing is changed.
///
/// @param choices one for each column
/// @param problem why it cannot be imported with these choices; null if it can
/// @param checked rows that were looked at
/// @param wrong those of them that would be left out
/// @param plusMissing those whose number lacks nothing but its plus
public record ImportPreview(
        List<String> columns,
        List<ColumnChoice> choices,
        List<Line> lines,
        @Nullable Problem problem,
        int checked,
        int wrong,
        int plusMissing) {
    private static final int SHOWN = 8;

    /// Wrong ones are shown behind the first.
    private static final int SHOWN_WRONG = 5;

    private static final int CHECKED = 1_000;

    public ImportPreview {
        columns = List.copyOf(columns);
        choices = List.copyOf(choices);
        lines = List.copyOf(lines);
    }

    /// A row: as it is written, and the contact it becomes or what is wrong with it.
    public record Line(
            int number, List<String> cells, @Nullable ImportRow row, List<Fault> faults) {}

    /// Looks at the beginning of the table.
    ///
    /// @param choices null: those that its header suggests
    static ImportPreview of(
            Bot bot,
            Spool spool,
            CsvTable.Dialect dialect,
            @Nullable List<ColumnChoice> choices,
            ImportRow.Numbers numbers) {
        try (Table table = Importer.open(spool, dialect)) {
            List<ColumnChoice> used = choices == null ? ColumnChoice.suggested(table.columns()) : choices;
            return new Reader(table, used).read(numbers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Reader {
        private final Table table;
        private final List<ColumnChoice> choices;
        private final List<Line> lines = new ArrayList<>();
        private int checked;
        private int wrong;
        private int wrongShown;
        private int plusMissing;

        Reader(Table table, List<ColumnChoice> choices) {
            this.table = table;
            this.choices = choices;
        }

        ImportPreview read(ImportRow.Numbers numbers) {
            @Nullable Problem problem = null;
            @Nullable ImportColumns columns = null;
            try {
                columns = ImportColumns.Mapping.chosen(choices).of(table.columns());
            } catch (ProblemException e) {
                problem = e.problem();
            }
            try {
                rows(columns, numbers);
            } catch (ProblemException e) {
                problem = e.problem();
            }
            return new ImportPreview(table.columns(), choices, lines, problem, checked, wrong, plusMissing);
        }

        private void rows(@Nullable ImportColumns columns, ImportRow.Numbers numbers) {
            for (@Nullable Row row = table.next(); row != null && checked < CHECKED; row = table.next()) {
                checked++;
                if (columns == null) {
                    show(new Line(row.number(), row.cells(), null, List.of()));
                    continue;
                }
                ImportRow.Result result = ImportRow.read(row, columns, numbers);
                boolean isWrong = result.row() == null;
                wrong += isWrong ? 1 : 0;
                @Nullable String phone = columns.cell(row.cells(), Field.PHONE);
                plusMissing += isWrong && phone != null && ImportRow.isBare(phone) ? 1 : 0;
                show(new Line(row.number(), row.cells(), result.row(), result.faults()));
            }
        }

        private void show(Line line) {
            boolean isWrong = !line.faults().isEmpty();
            if (checked <= SHOWN || (isWrong && wrongShown < SHOWN_WRONG)) {
                wrongShown += checked > SHOWN ? 1 : 0;
                lines.add(line);
            }
        }
    }
}
