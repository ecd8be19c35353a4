package dev.crier.api;

/// Ends the handling of a request with a [Problem]; carries no stack trace, since it is an answer and not a defect.
public final class ProblemException extends RuntimeException {
    private final transient Problem problem;

    public ProblemException(Problem problem) {
        super(problem.code().wire() + ": " + problem.detail(), null, false, false);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
