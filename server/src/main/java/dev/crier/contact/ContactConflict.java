package dev.crier.contact;

import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.db.SqlErrors;
import java.sql.SQLException;
import java.util.function.Supplier;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/// Another request took a number between our look and our write.
final class ContactConflict {
    private ContactConflict() {}

    static <T> T orTold(Supplier<T> work) {
        try {
            return work.get();
        } catch (UnableToExecuteStatementException | StoreFailure e) {
            if (e.getCause() instanceof SQLException sql && SqlErrors.duplicateKey(sql)) {
                throw Problem.of(ProblemCode.WRONG_STATE, "The phone number belongs to another contact");
            }
            throw e;
        }
    }
}
