package dev.crier.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// An error answer as RFC 9457 wants it: what is wrong as a whole, and each fault by itself.
///
/// @param retryAfterSeconds when to come again, where that helps
public record Problem(
        ProblemCode code,
        String detail,
        List<Fault> errors,
        @Nullable Integer retryAfterSeconds) {
    /// More faults than this are counted, not listed: an answer has a bound too.
    public static final int MAX_FAULTS = 100;

    public Problem {
        errors = List.copyOf(errors);
    }

    public Problem(ProblemCode code, String detail, List<Fault> errors) {
        this(code, detail, errors, null);
    }

    public static ProblemException of(ProblemCode code, String detail) {
        return new ProblemException(new Problem(code, detail, List.of()));
    }

    public static ProblemException of(ProblemCode code, String detail, List<Fault> errors) {
        return new ProblemException(new Problem(code, detail, errors));
    }
}
