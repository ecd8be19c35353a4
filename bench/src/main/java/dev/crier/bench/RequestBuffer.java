package dev.crier.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/// The bytes of one connection that are not yet answered, and where in them the current request lies.
///
/// As little HTTP as the benchmark's own clients need: a head, a Content-Length or none, no chunks.
final class RequestBuffer {
    private static final int MAX_REQUEST_BYTES = 64 * 1024;
    private static final byte[] CONTENT_LENGTH = {
        'c', 'o', 'n', 't', 'e', 'n', 't', '-', 'l', 'e', 'n', 'g', 't', 'h', ':'
    };

    private final byte[] bytes = new byte[MAX_REQUEST_BYTES];
    private final ByteBuffer buffer = ByteBuffer.wrap(bytes);
    private int start;
    private int bodyStart;
    private int end;

    int read(SocketChannel channel) throws IOException {
        if (end > 0) {
            int left = buffer.position() - end;
            System.arraycopy(bytes, end, bytes, 0, left);
            buffer.position(left);
            end = 0;
        }
        if (!buffer.hasRemaining()) {
            throw new IOException("A request has more than " + MAX_REQUEST_BYTES + " bytes");
        }
        return channel.read(buffer);
    }

    /// Moves to the next request; false if it has not arrived as a whole.
    boolean next() {
        start = end;
        int limit = buffer.position();
        int length = 0;
        int line = start;
        for (int i = start; i < limit; i++) {
            if (bytes[i] != '\n') {
                continue;
            }
            if (i - line <= 1 && i > start) {
                bodyStart = i + 1;
                boolean whole = bodyStart + length <= limit;
                end = whole ? bodyStart + length : start;
                return whole;
            }
            if (isContentLength(line, i)) {
                length = number(line + CONTENT_LENGTH.length, i);
            }
            line = i + 1;
        }
        return false;
    }

    private boolean isContentLength(int from, int to) {
        if (to - from <= CONTENT_LENGTH.length) {
            return false;
        }
        for (int i = 0; i < CONTENT_LENGTH.length; i++) {
            // Upper case letters differ from lower case ones by this bit; '-' and ':' have it set.
            if ((bytes[from + i] | 0x20) != CONTENT_LENGTH[i]) {
                return false;
            }
        }
        return true;
    }

    private int number(int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            if (bytes[i] >= '0' && bytes[i] <= '9') {
                number = 10 * number + bytes[i] - '0';
            }
        }
        return number;
    }

    boolean isPost() {
        return bytes[start] == 'P';
    }

    /// Whether the first line of the request has `word` in it.
    boolean asksFor(byte[] word) {
        for (int i = start; i + word.length < bodyStart && bytes[i] != '\n'; i++) {
            if (matches(word, i)) {
                return true;
            }
        }
        return false;
    }

    private boolean matches(byte[] word, int at) {
        for (int i = 0; i < word.length; i++) {
            if (bytes[at + i] != word[i]) {
                return false;
            }
        }
        return true;
    }

    /// Where the value of the last field `"name":"` of the body begins, or -1. It is sought from the end: the field
    /// that the sink wants is the last one.
    int valueOf(byte[] quotedName) {
        for (int i = end - quotedName.length; i >= bodyStart; i--) {
            if (bytes[i] == '"' && matches(quotedName, i)) {
                return i + quotedName.length;
            }
        }
        return -1;
    }

    /// The quote that ends a value.
    int endOfValue(int from) {
        int i = from;
        while (i < end && bytes[i] != '"') {
            i++;
        }
        return i;
    }

    byte[] bytes() {
        return bytes;
    }

    byte[] body() {
        return java.util.Arrays.copyOfRange(bytes, bodyStart, end);
    }
}
