package dev.crier.cloudapi;

import dev.crier.cloudapi.ErrorCatalogue.Action;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A call about templates or numbers that did not succeed: refused by Graph, or not answered. Never used for sends.
public final class GraphException extends Exception {
    private final transient @Nullable GraphError error;
    private final Kind kind;

    private enum Kind {
        FINAL,
        RETRYABLE,
        NOT_OFFERED
    }

    private GraphException(String message, @Nullable GraphError error, Kind kind) {
        super(message);
        this.error = error;
        this.kind = kind;
    }

    static GraphException refused(GraphError error) {
        return new GraphException(
                "WhatsApp refused: " + error.summary(), error, mayPass(error) ? Kind.RETRYABLE : Kind.FINAL);
    }

    /// No usable answer: these calls may be repeated, since Graph refuses a second template of the same name.
    static GraphException unanswered(String cause) {
        return new GraphException("WhatsApp did not answer: " + cause, null, Kind.RETRYABLE);
    }

    static GraphException unusable(String cause) {
        return new GraphException("WhatsApp's answer cannot be used: " + cause, null, Kind.FINAL);
    }

    /// The provider has no such call; the message is a sentence for people.
    static GraphException notOffered(String sentence) {
        return new GraphException(sentence, null, Kind.NOT_OFFERED);
    }

    /// Graph's own error, unless the call failed before or beside it.
    public Optional<GraphError> error() {
        return Optional.ofNullable(error);
    }

    /// The same call may well succeed later without any change.
    public boolean retryable() {
        return kind == Kind.RETRYABLE;
    }

    /// The provider does not offer what was asked for; nothing was sent.
    public boolean notOffered() {
        return kind == Kind.NOT_OFFERED;
    }

    private static boolean mayPass(GraphError error) {
        Action action = ErrorCatalogue.sync(error).action();
        return action == Action.RETRY
                || action == Action.UNKNOWN
                || action == Action.THROTTLE_NUMBER
                || action == Action.THROTTLE_PAIR;
    }
}
