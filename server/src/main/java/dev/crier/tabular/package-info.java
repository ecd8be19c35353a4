/// Tables as people have them: CSV and XLSX, read and written as streams.
///
/// In: bytes that somebody's spreadsheet wrote. Out: rows, or a fault that names the row as the spreadsheet shows it.
/// Knows nothing of what the columns mean.
@NullMarked
package dev.crier.tabular;

import org.jspecify.annotations.NullMarked;
