package dev.crier.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// There was no answer, or none of a Crier: nothing listens, the connection broke, the time was up. What was asked for
/// may have been done all the same.
public final class NoAnswerException extends CrierException {
    private static final long serialVersionUID = 1L;

    NoAnswerException(String sentence, @Nullable Throwable cause) {
        super(new Problem(null, null, 0, "no_answer", sentence, List.of()), null, cause);
    }
}
