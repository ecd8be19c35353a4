package dev.crier.cli;

import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import dev.crier.Config;
import dev.crier.api.ProblemException;
import dev.crier.db.SqlErrors;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/// What went wrong, for people: one plain sentence, never a stack trace.
final class Sentence {
    private Sentence() {}

    static String of(Throwable failure) {
        return switch (failure) {
            case CommandFailure said -> text(said);
            case Config.InvalidConfigException faults -> text(faults);
            case ProblemException problem -> problem.problem().detail();
            case NoSuchFileException missing -> "There is no file or folder " + missing.getFile();
            case AccessDeniedException denied -> "No permission for " + denied.getFile();
            case BindException taken -> text(taken);
            case UncheckedIOException io -> of(io.getCause() == null ? new CommandFailure(text(io)) : io.getCause());
            case PoolInitializationException pool -> "The database cannot be reached: " + root(pool);
            case JdbiException sql when SqlErrors.unavailable(sql) -> "The database is away: " + root(sql);
            case SQLException sql -> "The database refused: " + root(sql);
            case JdbiException sql -> "The database refused: " + root(sql);
            default -> text(failure);
        };
    }

    private static String root(Throwable failure) {
        Throwable deepest = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            deepest = cause;
        }
        return text(deepest);
    }

    private static String text(Throwable failure) {
        @Nullable String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message.strip();
    }
}
