package dev.crier.cloudapi;

import dev.crier.cloudapi.ErrorCatalogue.Action;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A call about templates or numbers that did not succeed: refused by Graph, or not answered. Never used for sends.
public final class GraphException extends Exception {
    private final transient @Nullable GraphError error;
    private final boolean retryable;

    private GraphException(String message, @Nullable GraphError error, boolean retryable) {
        super(message);
        this.error = error;
        this.retryable = retryable;
    }

    static GraphException refused(GraphError error) {
        return new GraphException("WhatsApp refused: " + error.summary(), error, mayPass(error));
    }

    /// No usable answer: these calls may be repeated, since Graph refuses a second template of the same name.
    static GraphException unanswered(String cause) {
        return new GraphException("WhatsApp did not answer: " + cause, null, true);
    }

    static GraphException unusable(String cause) {
        return new GraphException("WhatsApp's answer cannot be used: " + cause, null, false);
    }

    /// Graph's own error, unless the call failed before or beside it.
    public Optional<GraphError> error() {
        return Optional.ofNullable(error);
    }

    /// The same call may well succeed later without any change.
    public boolean retryable() {
        return retryable;
    }

    private static boolean mayPass(GraphError error) {
        Action action = ErrorCatalogue.sync(error).action();
        return action == Action.RETRY
                || action == Action.UNKNOWN
                || action == Action.THROTTLE_NUMBER
                || action == Action.THROTTLE_PAIR;
    }
}
