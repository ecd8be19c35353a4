package dev.crier.client;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpTimeoutException;
import java.time.Duration;

/// A stream that is given up when one read takes too long: the JDK's client waits for ever for the rest of an answer.
final class IdleGuard extends FilterInputStream {
    private static final long NOT_READING = Long.MAX_VALUE;

    private final Duration limit;
    private final Thread watch;
    private volatile long readingSinceNanos = NOT_READING;
    private volatile boolean givenUp;

    IdleGuard(InputStream in, Duration limit) {
        super(in);
        this.limit = limit;
        this.watch = Thread.ofVirtual().name("crier-client-idle").start(this::watch);
    }

    private void watch() {
        Duration look = limit.dividedBy(4).plusMillis(1);
        try {
            while (true) {
                Thread.sleep(look);
                long since = readingSinceNanos;
                if (since != NOT_READING && System.nanoTime() - since > limit.toNanos()) {
                    givenUp = true;
                    in.close();
                    return;
                }
            }
        } catch (InterruptedException | IOException e) {
            // Closed by its reader, which is all there is to do.
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        int count = read(one, 0, 1);
        return count < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        readingSinceNanos = System.nanoTime();
        try {
            int count = in.read(bytes, offset, length);
            if (givenUp) {
                throw silent();
            }
            return count;
        } catch (IOException e) {
            throw givenUp ? silent() : e;
        } finally {
            readingSinceNanos = NOT_READING;
        }
    }

    private HttpTimeoutException silent() {
        return new HttpTimeoutException("the server was silent for " + limit.toSeconds() + " s");
    }

    @Override
    public void close() throws IOException {
        watch.interrupt();
        super.close();
    }
}
