package dev.crier.bench;

import java.nio.charset.StandardCharsets;

/// Message ids as long as WhatsApp's, unique by the sink's loop and a running number.
final class Wamid {
    private static final String PREFIX = "wamid.HBgLMzE2MjAwMDAwMDAVAgARGBI0QzBFN0Q5";
    private static final int DIGITS = 12;
    private static final int LOOP_DIGITS = 2;

    /// All ids are equally long, so that the sink can write one into a prepared answer.
    static final int LENGTH = PREFIX.length() + DIGITS;

    private Wamid() {}

    static String of(int loop, long number) {
        byte[] text = (PREFIX + "0".repeat(DIGITS)).getBytes(StandardCharsets.US_ASCII);
        write(text, 0, loop, number);
        return new String(text, StandardCharsets.US_ASCII);
    }

    /// Overwrites the digits of the id that begins at `at`.
    static void write(byte[] text, int at, int loop, long number) {
        int digits = at + PREFIX.length();
        decimal(text, digits, LOOP_DIGITS, loop);
        decimal(text, digits + LOOP_DIGITS, DIGITS - LOOP_DIGITS, number);
    }

    private static void decimal(byte[] text, int at, int digits, long number) {
        long rest = number;
        for (int i = at + digits - 1; i >= at; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
