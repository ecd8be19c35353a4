package dev.crier.contact;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// The country of a phone number. Asked once for each message that is sent, so most answers come from a table.
///
/// Nearly every calling code is one country's. Where several share one (+1, +7, +44 …) the first digits after it
/// decide; libphonenumber is asked once for each beginning that comes up.
public final class Regions {
    private static final PhoneNumberUtil UTIL = PhoneNumberUtil.getInstance();
    private static final int MAX_CODE_DIGITS = 3;
    private static final String NOWHERE = PhoneNumberUtil.REGION_CODE_FOR_NON_GEO_ENTITY;

    /// In North America the area code is a country's; elsewhere no plan needs more digits than this.
    private static final int NORTH_AMERICAN_DIGITS = 3;

    private static final int DECIDING_DIGITS = 6;

    /// By calling code: the country, or the empty text where several share the code.
    private static final @Nullable String[] BY_CODE = byCode();

    /// Beginnings of numbers that were looked up, each at its remainder; a newer one takes the place.
    private static final AtomicReferenceArray<@Nullable Beginning> KNOWN = new AtomicReferenceArray<>(4_096);

    private record Beginning(int digits, @Nullable String region) {}

    private Regions() {}

    private static @Nullable String[] byCode() {
        @Nullable String[] regions = new @Nullable String[1_000];
        for (int code : UTIL.getSupportedCallingCodes()) {
            List<String> all = UTIL.getRegionCodesForCountryCode(code);
            regions[code] = all.size() == 1 && !all.getFirst().equals(NOWHERE) ? all.getFirst() : "";
        }
        return regions;
    }

    /// The ISO 3166 code for a number in E.164, with or without its plus; null if it is no country's number.
    public static @Nullable String of(@Nullable String phone) {
        if (phone == null) {
            return null;
        }
        int start = phone.startsWith("+") ? 1 : 0;
        int length = phone.length() - start;
        if (length < MAX_CODE_DIGITS + 1 || length > 15 || !isDigits(phone, start)) {
            return null;
        }
        int code = 0;
        for (int i = 0; i < MAX_CODE_DIGITS; i++) {
            code = 10 * code + phone.charAt(start + i) - '0';
            @Nullable String region = BY_CODE[code];
            if (region != null) {
                return region.isEmpty() ? shared(phone.substring(start), code, i + 1) : region;
            }
        }
        return null;
    }

    private static boolean isDigits(String phone, int start) {
        for (int i = start; i < phone.length(); i++) {
            if (phone.charAt(i) < '0' || phone.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static @Nullable String shared(String digits, int code, int codeDigits) {
        int deciding = codeDigits + (code == 1 ? NORTH_AMERICAN_DIGITS : DECIDING_DIGITS);
        if (digits.length() < deciding) {
            return lookUp(digits);
        }
        int beginning = Integer.parseInt(digits.substring(0, deciding));
        int place = beginning % KNOWN.length();
        @Nullable Beginning known = KNOWN.get(place);
        if (known != null && known.digits() == beginning) {
            return known.region();
        }
        @Nullable String region = lookUp(digits);
        if (region != null) {
            KNOWN.set(place, new Beginning(beginning, region));
        }
        return region;
    }

    private static @Nullable String lookUp(String digits) {
        try {
            @Nullable String region = UTIL.getRegionCodeForNumber(UTIL.parse("+" + digits, "ZZ"));
            return region == null || region.equals(NOWHERE) ? null : region;
        } catch (NumberParseException e) {
            return null;
        }
    }
}
