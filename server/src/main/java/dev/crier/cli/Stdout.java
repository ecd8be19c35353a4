package dev.crier.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// UTF-8 bytes on their way to where a command prints text. A reader that has gone is a failure, not silence.
final class Stdout extends OutputStream {
    private static final int BUFFER = 16 * 1024;

    private final PrintWriter out;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER);
    private final CharBuffer chars = CharBuffer.allocate(BUFFER);

    Stdout(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            int count = Math.min(length - done, bytes.remaining());
            bytes.put(from, offset + done, count);
            done += count;
            decode(false);
        }
        if (out.checkError()) {
            throw new IOException("nobody reads the output any more");
        }
    }

    private void decode(boolean end) {
        bytes.flip();
        var _ = decoder.decode(bytes, chars, end);
        chars.flip();
        out.append(chars);
        chars.clear();
        bytes.compact();
    }

    @Override
    public void close() {
        decode(true);
        out.flush();
    }
}
