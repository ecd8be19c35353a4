package dev.crier.sandbox.graph;

/** The connection is to be closed without an answer. */
public final class HangUpException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public HangUpException(String why) {
        super(why, null, false, false);
    }
}
