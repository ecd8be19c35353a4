package dev.crier.tabular;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// Bytes of unknown encoding as characters: what the byte order mark says, else UTF-8, read strictly.
///
/// Characters before a malformed byte are handed out before the error is thrown, so whoever reads rows knows in which
/// row it is. Old spreadsheets write windows-1252: if that is allowed, the first byte that is no UTF-8 decides for it,
/// as long as nothing but ASCII came before. So one pass suffices.
final class Decoder extends Reader {
    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");
    private static final int BUFFER_BYTES = 16 * 1024;

    /// Bytes that are not of the encoding the text is read in.
    static final class MalformedException extends IOException {
        MalformedException(Charset charset) {
            super("not " + charset.name());
        }
    }

    private final InputStream in;
    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER_BYTES);
    private CharsetDecoder decoder;
    private boolean mayFallBack;
    private boolean ended;
    private boolean malformed;
    private char secondHalf;

    /// @param windows1252 whether what is not UTF-8 may be read as windows-1252
    Decoder(InputStream in, boolean windows1252) throws IOException {
        this.in = in;
        int count = in.readNBytes(bytes.array(), 0, 3);
        bytes.limit(count);
        ended = count < 3;
        this.decoder = strict(detect());
        this.mayFallBack = windows1252 && decoder.charset().equals(StandardCharsets.UTF_8);
    }

    private static CharsetDecoder strict(Charset charset) {
        return charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    /// Skips the byte order mark, if there is one.
    private Charset detect() {
        if (starts(0xEF, 0xBB, 0xBF)) {
            bytes.position(3);
        } else if (starts(0xFF, 0xFE)) {
            bytes.position(2);
            return StandardCharsets.UTF_16LE;
        } else if (starts(0xFE, 0xFF)) {
            bytes.position(2);
            return StandardCharsets.UTF_16BE;
        }
        return StandardCharsets.UTF_8;
    }

    private boolean starts(int... mark) {
        if (bytes.limit() < mark.length) {
            return false;
        }
        for (int i = 0; i < mark.length; i++) {
            if ((bytes.get(i) & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (secondHalf != 0) {
            buffer[offset] = secondHalf;
            secondHalf = 0;
            return 1;
        }
        CharBuffer chars = CharBuffer.wrap(buffer, offset, length).slice();
        while (true) {
            CoderResult result = malformed ? CoderResult.OVERFLOW : decoder.decode(bytes, chars, ended);
            noteNonAscii(buffer, offset, chars.position());
            if (result.isError()) {
                if (fallBack()) {
                    continue;
                }
                malformed = true;
            }
            int count = chars.position();
            if (count > 0) {
                return count;
            }
            if (malformed) {
                throw new MalformedException(decoder.charset());
            }
            if (ended) {
                return -1;
            }
            if (result.isUnderflow()) {
                fill();
            } else {
                return half(buffer, offset);
            }
        }
    }

    /// There is room for one character and the next one is a pair: a reader that answers 0 is asked for ever.
    private int half(char[] buffer, int offset) {
        CharBuffer pair = CharBuffer.allocate(2);
        decoder.decode(bytes, pair, ended);
        mayFallBack = false;
        buffer[offset] = pair.get(0);
        secondHalf = pair.get(1);
        return 1;
    }

    private boolean fallBack() {
        if (!mayFallBack) {
            return false;
        }
        mayFallBack = false;
        decoder = strict(WINDOWS_1252);
        return true;
    }

    private void noteNonAscii(char[] buffer, int offset, int count) {
        for (int i = 0; mayFallBack && i < count; i++) {
            mayFallBack = buffer[offset + i] < 0x80;
        }
    }

    private void fill() throws IOException {
        bytes.compact();
        int count = in.read(bytes.array(), bytes.position(), bytes.remaining());
        if (count < 0) {
            ended = true;
        } else {
            bytes.position(bytes.position() + count);
        }
        bytes.flip();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
