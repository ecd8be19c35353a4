package dev.crier.sandbox.wire;

import java.io.IOException;

/** The body, or one of its fields, is longer than the sandbox takes. */
public final class BodyTooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    public BodyTooLargeException(long limitBytes) {
        super("The request body is larger than " + limitBytes + " bytes");
    }
}
