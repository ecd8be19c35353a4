package dev.crier.content;

import java.util.Arrays;

/// Writes JSON as UTF-8 into one growing array. A generator of a library would do the same with a tree or a stream
/// between; this is the path of each message.
final class JsonBytes {
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};
    /// A character takes at most the six bytes of an escape.
    static final int WIDEST = 6;

    /// Stands for half of a surrogate pair, which UTF-8 cannot hold.
    private static final char REPLACEMENT = '\uFFFD';

    private byte[] bytes;
    private int length;

    JsonBytes(int capacity) {
        bytes = new byte[Math.max(capacity, 16)];
    }

    JsonBytes raw(byte[] more) {
        reserve(more.length);
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
        return this;
    }

    /// Text that needs no escape: the words and signs of JSON itself.
    JsonBytes ascii(String text) {
        reserve(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes[length++] = (byte) text.charAt(i);
        }
        return this;
    }

    JsonBytes quoted(String text) {
        return ascii("\"").escaped(text).ascii("\"");
    }

    /// The inside of a JSON string.
    JsonBytes escaped(String text) {
        reserve(Math.multiplyExact(text.length(), WIDEST));
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c < 0x80 && c != '"' && c != '\\') {
                bytes[length++] = (byte) c;
            } else if (c < 0x80) {
                escape(c);
            } else if (isPair(text, i)) {
                four(Character.toCodePoint(c, text.charAt(++i)));
            } else {
                twoOrThree(Character.isSurrogate(c) ? REPLACEMENT : c);
            }
        }
        return this;
    }

    private static boolean isPair(String text, int at) {
        return Character.isHighSurrogate(text.charAt(at))
                && at + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(at + 1));
    }

    private void escape(char c) {
        bytes[length++] = '\\';
        switch (c) {
            case '"', '\\' -> bytes[length++] = (byte) c;
            case '\n' -> bytes[length++] = 'n';
            case '\r' -> bytes[length++] = 'r';
            case '\t' -> bytes[length++] = 't';
            default -> {
                bytes[length++] = 'u';
                bytes[length++] = '0';
                bytes[length++] = '0';
                bytes[length++] = HEX[c >> 4];
                bytes[length++] = HEX[c & 0xF];
            }
        }
    }

    private void twoOrThree(int c) {
        if (c < 0x800) {
            bytes[length++] = (byte) (0xC0 | (c >> 6));
        } else {
            bytes[length++] = (byte) (0xE0 | (c >> 12));
            following(c >> 6);
        }
        following(c);
    }

    private void four(int c) {
        bytes[length++] = (byte) (0xF0 | (c >> 18));
        following(c >> 12);
        following(c >> 6);
        following(c);
    }

    /// A byte after the first of a character: its lowest six bits.
    private void following(int bits) {
        bytes[length++] = (byte) (0x80 | (bits & 0x3F));
    }

    private void reserve(int more) {
        int needed = Math.addExact(length, more);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length * 2));
        }
    }

    /// What was written since the last call, which begins anew.
    byte[] take() {
        byte[] taken = Arrays.copyOf(bytes, length);
        length = 0;
        return taken;
    }
}
