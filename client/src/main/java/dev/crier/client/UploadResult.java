package dev.crier.client;

import java.util.List;

/// What an upload came to.
///
/// @param rows that were read
/// @param duplicates people who were in the broadcast already
/// @param refused rows that cannot be used
/// @param total people in the broadcast now
/// @param errors why rows were refused, the first 1,000 rows
public record UploadResult(
        String id, int rows, int added, int duplicates, int refused, int total, List<RowErrors> errors) {
    public UploadResult {
        errors = Lists.of(errors);
    }

    /// Why a row was refused.
    ///
    /// @param row as a spreadsheet counts: the header of a CSV is row 1; an entry of a JSON list counts from 1
    public record RowErrors(int row, List<Problem.Fault> errors) {
        public RowErrors {
            errors = Lists.of(errors);
        }
    }
}
