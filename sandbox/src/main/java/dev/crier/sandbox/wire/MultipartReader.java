package dev.crier.sandbox.wire;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a multipart/form-data body part by part without holding a part in memory. */
final class MultipartReader {
    private static final int HEADER_LIMIT_BYTES = 8 * 1024;
    private static final int CHUNK_BYTES = 16 * 1024;

    private final InputStream in;
    private final byte[] delimiter;
    private Map<String, String> headers = Map.of();

    MultipartReader(InputStream in, String boundary) throws IOException {
        this.in = new BufferedInputStream(in, CHUNK_BYTES);
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.UTF_8);
        skipPreamble(boundary);
    }

    /** Moves to the next part; false at the closing boundary or the end of the body. */
    boolean nextPart() throws IOException {
        int first = in.read();
        int second = in.read();
        if (first != '\r' || second != '\n') {
            in.transferTo(java.io.OutputStream.nullOutputStream());
            return false;
        }
        Map<String, String> read = new HashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                read.put(
                        line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        headers = read;
        return true;
    }

    @Nullable
    String header(String name) {
        return headers.get(name);
    }

    @Nullable
    String disposition(String attribute) {
        return attribute(headers.getOrDefault("content-disposition", ""), attribute);
    }

    String text(int limitBytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        copy((bytes, length) -> {
            if (out.size() + length > limitBytes) {
                throw new BodyTooLargeException(limitBytes);
            }
            out.write(bytes, 0, length);
        });
        return out.toString(StandardCharsets.UTF_8);
    }

    void drain(RequestBody.Sink sink) throws IOException {
        copy(sink::write);
    }

    static @Nullable String attribute(String header, String name) {
        Matcher matcher = Pattern.compile("(?i)(?:^|[;\\s])" + name + "=(?:\"([^\"]*)\"|([^;\\s]+))")
                .matcher(header);
        if (!matcher.find()) {
            return null;
        }
        return matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
    }

    private interface Target {
        void write(byte[] bytes, int length) throws IOException;
    }

    /**
     * Copies up to the next delimiter. A carriage return stands only at the delimiter's start, so after a mismatch the
     * bytes matched so far are content and the search starts again at the current byte.
     */
    private void copy(Target target) throws IOException {
        byte[] chunk = new byte[CHUNK_BYTES];
        int filled = 0;
        int matched = 0;
        while (matched < delimiter.length) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            if (next == delimiter[matched]) {
                matched++;
                continue;
            }
            if (filled + matched + 1 > chunk.length) {
                target.write(chunk, filled);
                filled = 0;
            }
            System.arraycopy(delimiter, 0, chunk, filled, matched);
            filled += matched;
            matched = next == delimiter[0] ? 1 : 0;
            if (matched == 0) {
                chunk[filled++] = (byte) next;
            }
        }
        target.write(chunk, filled);
    }

    private void skipPreamble(String boundary) throws IOException {
        String expected = "--" + boundary;
        byte[] start = in.readNBytes(expected.length());
        if (!new String(start, StandardCharsets.UTF_8).equals(expected)) {
            copy((bytes, length) -> {});
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            if (out.size() >= HEADER_LIMIT_BYTES) {
                throw new BodyTooLargeException(HEADER_LIMIT_BYTES);
            }
            if (next != '\r') {
                out.write(next);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
