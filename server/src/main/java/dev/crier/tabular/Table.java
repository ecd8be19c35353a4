package dev.crier.tabular;

import java.io.Closeable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows below a header, one at a time; memory does not grow with the table.
///
/// What is wrong with one row is told by that row ([Row#faults]) and the next one can be read. What makes the rest
/// unreadable (an encoding, a quote left open, a limit of the whole table) is thrown as a
/// [dev.crier.api.ProblemException] with status 400 that names the row.
public interface Table extends Closeable {
    /// The names in the header, trimmed: all different, none of them empty.
    List<String> columns();

    /// The next row that is not blank; null at the end.
    @Nullable
    Row next();
}
