package dev.crier.contact;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Phone numbers as people write them, made E.164.
public final class Phones {
    /// E.164 has 15 digits; people add spaces and dashes.
    private static final int MAX_CHARS = 40;

    private static final PhoneNumberUtil UTIL = PhoneNumberUtil.getInstance();
    private static final String UNKNOWN_REGION = "ZZ";

    /// Area code, and the eight digits of a mobile number; those of landlines start with 2 to 5 and got no 9.
    private static final Pattern BRAZIL = Pattern.compile("\\+55([1-9][1-9])9?([6-9][0-9]{7})");

    private static final Pattern MEXICO = Pattern.compile("\\+521?([0-9]{10})");
    private static final Pattern ARGENTINA = Pattern.compile("\\+54(9?)([1-8][0-9]{9})");

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
            PhoneNumber number = parse(digits, defaultCountry == null ? UNKNOWN_REGION : defaultCountry);
            String e164 = UTIL.format(number, PhoneNumberFormat.E164);
            String canonical = spellings(e164).getFirst();
            boolean valid = canonical.equals(e164) ? UTIL.isValidNumber(number) : isValid(canonical);
            return valid ? canonical : null;
        } catch (NumberParseException e) {
            return null;
        }
    }

    private static boolean isValid(String e164) throws NumberParseException {
        return UTIL.isValidNumber(parse(e164, UNKNOWN_REGION));
    }

    private static PhoneNumber parse(String digits, String region) throws NumberParseException {
        Optional<PhoneNumber> plain = digits.startsWith("+") ? InternationalNumbers.parse(digits) : Optional.empty();
        return plain.isPresent() ? plain.get() : UTIL.parse(digits, region);
    }

    /// Every number by which WhatsApp may call the person of this one, the one to store first.
    ///
    /// WhatsApp keeps the id that somebody registered with, also when their country has changed its numbers:
    /// Brazil put a 9 before mobile numbers, Mexico dropped the 1 after its code. In Argentina mobile numbers
    /// have a 9 after the code only when they are called from abroad; both forms are valid, so the given one
    /// comes first.
    public static List<String> spellings(String e164) {
        if (!e164.startsWith("+5")) {
            return List.of(e164); // none of those countries; most numbers are asked for this several times
        }
        Matcher brazil = BRAZIL.matcher(e164);
        if (brazil.matches()) {
            return List.of("+55" + brazil.group(1) + "9" + brazil.group(2), "+55" + brazil.group(1) + brazil.group(2));
        }
        Matcher mexico = MEXICO.matcher(e164);
        if (mexico.matches()) {
            return List.of("+52" + mexico.group(1), "+521" + mexico.group(1));
        }
        Matcher argentina = ARGENTINA.matcher(e164);
        if (argentina.matches()) {
            String other = argentina.group(1).isEmpty() ? "+549" : "+54";
            return List.of(e164, other + argentina.group(2));
        }
        return List.of(e164);
    }

    /// The same for every spelling of one person's number: by this, two numbers are one person or two.
    public static String person(String e164) {
        return Collections.min(spellings(e164));
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
