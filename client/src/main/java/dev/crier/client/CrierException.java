package dev.crier.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The server refused a request; the message is the problem's detail with each fault on a line.
public class CrierException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;
    private final @Nullable String requestId;

    CrierException(Problem problem, @Nullable String requestId, @Nullable Throwable cause) {
        super(problem.text(), cause);
        this.problem = problem;
        this.requestId = requestId;
    }

    /// All that the server said.
    public Problem problem() {
        return problem;
    }

    /// Stable, for programs, such as `template_not_found`; `/docs/errors` of a server lists them.
    public String code() {
        return problem.code();
    }

    /// The HTTP status; 0 if there was no answer.
    public int status() {
        return problem.status();
    }

    public List<Problem.Fault> errors() {
        return problem.errors();
    }

    /// How a proxy or the server named the request, to be found in its log; null if it did not.
    public @Nullable String requestId() {
        return requestId;
    }
}
