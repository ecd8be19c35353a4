package dev.crier.message;

import org.jspecify.annotations.Nullable;

/// The country of a phone number, as ISO 3166 names it; in a message's row its two letters as a number, two bytes wide.
///
/// @param code the number
public record Country(short code) {
    private static final int LETTERS = 26;
    private static final Country[] ALL = all();

    private static Country[] all() {
        Country[] all = new Country[LETTERS * LETTERS];
        for (short code = 0; code < all.length; code++) {
            all[code] = new Country(code);
        }
        return all;
    }

    /// The country of these two capital letters; null for anything else.
    public static @Nullable Country of(String iso) {
        boolean letters = iso.length() == 2 && isLetter(iso.charAt(0)) && isLetter(iso.charAt(1));
        return letters ? ALL[(iso.charAt(0) - 'A') * LETTERS + iso.charAt(1) - 'A'] : null;
    }

    /// The country of a stored number.
    public static Country of(short code) {
        return ALL[code];
    }

    private static boolean isLetter(char c) {
        return c >= 'A' && c <= 'Z';
    }

    /// The two letters.
    public String iso() {
        return new String(new char[] {(char) ('A' + code / LETTERS), (char) ('A' + code % LETTERS)});
    }
}
