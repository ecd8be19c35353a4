package dev.crier.tabular;

import dev.crier.api.Fault;
import java.util.List;

/// A row of a [Table].
///
/// @param number as spreadsheets count: the header is 1, blank rows count too
/// @param cells as many as there are columns, trimmed; empty where the row ends early
/// @param faults what is wrong with it as a row of this table; then its cells are not to be used
public record Row(int number, List<String> cells, List<Fault> faults) {
    public Row {
        cells = List.copyOf(cells);
        faults = List.copyOf(faults);
    }
}
