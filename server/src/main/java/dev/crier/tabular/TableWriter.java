package dev.crier.tabular;

import java.io.IOException;
import java.util.List;

/// Writes a table row by row into a stream that stays the caller's.
///
/// Not closeable on purpose: a table that broke off must not end as if it were whole.
public interface TableWriter {
    void row(List<String> cells) throws IOException;

    /// Writes what ends the table; the stream stays open.
    void finish() throws IOException;
}
