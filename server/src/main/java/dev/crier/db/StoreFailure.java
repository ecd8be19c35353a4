package dev.crier.db;

import java.sql.SQLException;

/// The database failed; [dev.crier.api.ProblemHandlers] looks at the cause.
public final class StoreFailure extends RuntimeException {
    public StoreFailure(SQLException cause) {
        super(cause);
    }
}
