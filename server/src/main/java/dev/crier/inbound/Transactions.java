package dev.crier.inbound;

import dev.crier.db.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/// Work on a JDBI handle inside of our own transactions, which run again after a deadlock.
final class Transactions {
    private Transactions() {}

    static <T> T in(Database database, Function<Handle, T> work) {
        try {
            return database.inTransaction(connection -> with(connection, work));
        } catch (SQLException e) {
            throw new IntakeFailure(e);
        }
    }

    /// The handle stays open on purpose: closing it would end the transaction of `connection`.
    static <T> T with(Connection connection, Function<Handle, T> work) throws SQLException {
        try {
            return work.apply(Jdbi.open(connection));
        } catch (JdbiException e) {
            if (e.getCause() instanceof SQLException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
