package dev.crier.db;

import java.sql.SQLException;
import java.sql.SQLTransientException;
import org.jspecify.annotations.Nullable;

/// What an error of the database means for its caller.
public final class SqlErrors {
    private SqlErrors() {}

    /// Deadlock (40P01) and serialization failure (40001).
    static boolean passesOnRetry(@Nullable Throwable error) {
        for (Throwable e = error; e != null; e = e.getCause()) {
            boolean passes = e instanceof SQLException sql
                    && ("40P01".equals(sql.getSQLState()) || "40001".equals(sql.getSQLState()));
            if (passes) {
                return true;
            }
        }
        return false;
    }

    /// True if the same statement will be refused whenever it comes: its data is wrong (class 22) or breaks a rule of
    /// the
    /// schema (class 23). Everything else may pass with time.
    static boolean refused(Exception e) {
        String state = e instanceof SQLException sql ? sql.getSQLState() : null;
        return !(e instanceof SQLException) || (state != null && (state.startsWith("22") || state.startsWith("23")));
    }

    /// A row with that key exists already.
    public static boolean duplicateKey(SQLException e) {
        return "23505".equals(e.getSQLState());
    }

    /// True if the database is away, or has no connection for us: the caller may come again.
    public static boolean unavailable(@Nullable Throwable error) {
        for (Throwable e = error; e != null; e = e.getCause()) {
            if (e instanceof SQLException sql && unavailable(sql)) {
                return true;
            }
        }
        return false;
    }

    /// True if a text held what PostgreSQL cannot store (U+0000): it came from a request's address, since bodies are
    /// checked.
    public static boolean unstorable(@Nullable Throwable error) {
        for (Throwable e = error; e != null; e = e.getCause()) {
            if (e instanceof SQLException sql && "22021".equals(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    /// True if somebody else had what was to be locked for longer than `lock_timeout`.
    public static boolean lockNotGranted(@Nullable Throwable error) {
        for (Throwable e = error; e != null; e = e.getCause()) {
            if (e instanceof SQLException sql && "55P03".equals(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    /// The pool closes before the last requests end when we stop; its error carries no state.
    private static boolean poolClosed(SQLException e) {
        return e.getSQLState() == null && String.valueOf(e.getMessage()).contains("has been closed");
    }

    /// Class 08: connection; 57P0x: shutting down or starting; 53: no resources; 25006: a read-only stand-by.
    private static boolean unavailable(SQLException e) {
        String state = e.getSQLState();
        return e instanceof SQLTransientException
                || poolClosed(e)
                || (state != null
                        && (state.startsWith("08")
                                || state.startsWith("57P")
                                || state.startsWith("53")
                                || state.startsWith("25006")
                                || passesOnRetry(e)));
    }
}
