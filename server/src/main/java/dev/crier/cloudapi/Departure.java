package dev.crier.cloudapi;

import org.jspecify.annotations.Nullable;

/// The moment at which a request begins to leave us. Before it a failure is proof of "not sent", after it no failure
/// proves anything; [GraphHttp] passes it when the connection stands and the first byte is to be written.
final class Departure {
    /// The attribute of the HTTP context that holds it.
    static final String ATTRIBUTE = "crier.departure";

    private final Runnable aboutToWrite;
    private volatile boolean left;
    private volatile @Nullable RuntimeException refusal;

    Departure(Runnable aboutToWrite) {
        this.aboutToWrite = aboutToWrite;
    }

    void leave() {
        if (left) {
            throw new IllegalStateException("A request must leave only once");
        }
        try {
            aboutToWrite.run();
        } catch (RuntimeException e) {
            refusal = e;
            throw e;
        }
        left = true;
    }

    boolean left() {
        return left;
    }

    /// The caller's own exception goes back to the caller.
    void rethrowRefusal() {
        RuntimeException mine = refusal;
        if (mine != null) {
            throw mine;
        }
    }
}
