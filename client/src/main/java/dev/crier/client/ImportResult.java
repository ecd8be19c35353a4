package dev.crier.client;

import java.util.List;

/// What an import of contacts came to.
///
/// @param failed rows that were left out
/// @param errorsTotal faults in all, of which `errors` are the first 100
public record ImportResult(
        int rows, int created, int updated, int unchanged, int failed, int errorsTotal, List<RowError> errors) {
    public ImportResult {
        errors = Lists.of(errors);
    }

    /// Why a row was left out.
    ///
    /// @param row as a spreadsheet counts: the header is row 1
    public record RowError(int row, String code, String detail) {}
}
