package dev.crier.contact;

import java.sql.SQLException;

/// The database failed; [dev.crier.api.ProblemHandlers] looks at the cause.
final class StoreFailure extends RuntimeException {
    StoreFailure(SQLException cause) {
        super(cause);
    }
}
