package dev.crier.sandbox.control;

/** A control call that cannot be done, with its HTTP status. */
public final class ControlException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    public ControlException(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    public int status() {
        return status;
    }
}
