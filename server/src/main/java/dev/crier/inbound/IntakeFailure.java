package dev.crier.inbound;

/// Something of a webhook could not be committed; [dev.crier.api.ProblemHandlers] looks at the cause.
/// Meta comes again.
final class IntakeFailure extends RuntimeException {
    IntakeFailure(Throwable cause) {
        super(cause);
    }
}
