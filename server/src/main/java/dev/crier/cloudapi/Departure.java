package dev.crier.cloudapi;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;
import org.jspecify.annotations.Nullable;

/// A request's body that tells when it begins to leave. Before that a failure is proof of "not sent": the connection
/// may stand and the head may be in its buffer, but a head without its body makes no message. After it no failure
/// proves anything. It is announced as late as can be, for what crashes after it puts somebody's message in doubt.
final class Departure extends HttpEntityWrapper {
    private final Runnable aboutToWrite;
    private volatile boolean left;
    private volatile @Nullable RuntimeException refusal;

    Departure(byte[] body, Runnable aboutToWrite) {
        super(new ByteArrayEntity(body, ContentType.APPLICATION_JSON));
        this.aboutToWrite = aboutToWrite;
    }

    @Override
    public boolean isRepeatable() {
        return false;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        leave();
        super.writeTo(out);
    }

    private void leave() {
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
