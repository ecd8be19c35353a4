package dev.crier.api;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;

/// A request's body with a bound on its size and on its slowness.
public final class Body extends FilterInputStream {
    /// Everybody gets this long; a sender slower than that plus [#SLOWEST_BYTES_PER_SECOND] holds a connection for
    /// nothing.
    private static final long GRACE_NANOS = 30_000_000_000L;

    private static final long SLOWEST_BYTES_PER_SECOND = 10_000;

    /// Of a refused body: more than what is in flight when a client that listens gets the answer.
    private static final long MAX_DISCARDED_BYTES = 16L << 20;

    private static final long DISCARD_NANOS = 5_000_000_000L;
    private static final int BUFFER_BYTES = 16 * 1024;

    private final long limitBytes;
    private final long startNanos = System.nanoTime();
    private long count;

    private Body(InputStream in, long limitBytes) {
        super(in);
        this.limitBytes = limitBytes;
    }

    /// The JSON body of `request`, at most `limitBytes` of it.
    public static Body json(ServerRequest request, long limitBytes) {
        String type = request.headers().first(HeaderNames.CONTENT_TYPE).orElse("application/json");
        String media = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        // curl's -d says form-urlencoded unless told otherwise; the original API's users rely on JSON being read
        // anyway.
        if (!media.equals("application/json")
                && !media.endsWith("+json")
                && !media.equals("application/x-www-form-urlencoded")
                && !media.startsWith("text/plain")) {
            throw Problem.of(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE, "Send the body as application/json, not as " + shorten(media));
        }
        return raw(request, limitBytes);
    }

    /// The body of `request` whatever its type.
    public static Body raw(ServerRequest request, long limitBytes) {
        long announced = request.headers().contentLength().orElse(0);
        if (announced > limitBytes) {
            throw tooLarge(limitBytes);
        }
        InputStream in =
                request.content().hasEntity() ? request.content().inputStream() : InputStream.nullInputStream();
        Body body = new Body(in, limitBytes);
        request.context().register(Body.class, body);
        return body;
    }

    /// Reads on after a refusal was sent. Closing a connection with something unread resets it, which would take the
    /// answer away from a client that is still sending.
    static void discard(ServerRequest request) {
        boolean waits = request.headers().contains(HeaderNames.EXPECT) && !request.continueSent();
        if (waits) {
            return;
        }
        try {
            InputStream rest = request.context()
                    .get(Body.class, Body.class)
                    .map(body -> body.in)
                    .orElseGet(() -> request.content().inputStream());
            long end = System.nanoTime() + DISCARD_NANOS;
            byte[] buffer = new byte[BUFFER_BYTES];
            long count = 0;
            int read = 0;
            while (read >= 0 && count < MAX_DISCARDED_BYTES && System.nanoTime() - end < 0) {
                read = rest.read(buffer);
                count += read;
            }
        } catch (IOException | RuntimeException e) {
            // Whoever has gone has no use for the answer.
        }
    }

    /// All of it in memory; for bodies whose limit is small.
    public byte[] bytes() {
        try {
            return readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String shorten(String text) {
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }

    private static ProblemException tooLarge(long limitBytes) {
        return Problem.of(ProblemCode.TOO_LARGE, "The body may have at most " + limitBytes + " bytes");
    }

    private int counted(int read) {
        if (read > 0) {
            count += read;
            if (count > limitBytes) {
                throw tooLarge(limitBytes);
            }
            long allowed = GRACE_NANOS + count / SLOWEST_BYTES_PER_SECOND * 1_000_000_000L;
            if (System.nanoTime() - startNanos > allowed) {
                throw Problem.of(ProblemCode.REQUEST_TIMEOUT, "The body did not arrive in time");
            }
        }
        return read;
    }

    @Override
    public int read() throws IOException {
        int b = super.read();
        counted(b < 0 ? 0 : 1);
        return b;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        return counted(super.read(buffer, offset, length));
    }
}
