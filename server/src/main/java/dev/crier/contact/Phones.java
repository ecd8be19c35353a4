package dev.crier.contact;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import org.jspecify.annotations.Nullable;

/// Phone numbers as people write them, made E.164.
public final class Phones {
    /// E.164 has 15 digits; people add spaces and dashes.
    private static final int MAX_CHARS = 40;

    private static final PhoneNumberUtil UTIL = PhoneNumberUtil.getInstance();
    private static final String UNKNOWN_REGION = "ZZ";

    private Phones() {}

    /// `written` as E.164 with its plus, or null if it is no valid number.
    ///
    /// Spaces, `-`, `.`, `(` and `)` are dropped and `00` is a plus. A number in national form is taken only if
    /// `defaultCountry` says of which country: guessing one would send to a stranger.
    public static @Nullable String normalise(String written, @Nullable String defaultCountry) {
        if (written.length() > MAX_CHARS) {
            return null;
        }
        String digits = strip(written);
        if (digits == null) {
            return null;
        }
        if (digits.startsWith("00")) {
            digits = "+" + digits.substring(2);
        }
        if (!digits.startsWith("+") && defaultCountry == null) {
            return null;
        }
        try {
            PhoneNumber number = UTIL.parse(digits, defaultCountry == null ? UNKNOWN_REGION : defaultCountry);
            return UTIL.isValidNumber(number) ? UTIL.format(number, PhoneNumberFormat.E164) : null;
        } catch (NumberParseException e) {
            return null;
        }
    }

    /// Digits, after at most one leading plus; null if anything else is left.
    private static @Nullable String strip(String written) {
        StringBuilder digits = new StringBuilder(written.length());
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            if ((c >= '0' && c <= '9') || (c == '+' && digits.isEmpty())) {
                digits.append(c);
            } else if (" -.()\u00a0".indexOf(c) < 0) {
                return null;
            }
        }
        return digits.isEmpty() ? null : digits.toString();
    }

    public static boolean isRegion(String region) {
        return UTIL.getSupportedRegions().contains(region);
    }
}
