package dev.crier.contact;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonemetadata.PhoneMetadata;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import com.google.i18n.phonenumbers.metadata.DefaultMetadataDependenciesProvider;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Parses a plus with digits as libphonenumber does, five times as fast: it looks for extensions, letters and words,
/// which such a number has not, and that was a third of what accepting a broadcast costs.
///
/// Whatever is not plain (a leading zero, a national prefix after the country's code, a code that is no country's) is
/// left to the library; `PhonesTest` holds both against each other.
final class InternationalNumbers {
    private static final PhoneNumberUtil UTIL = PhoneNumberUtil.getInstance();
    private static final int MAX_CODE_DIGITS = 3;
    private static final int MIN_NATIONAL_DIGITS = 4;
    private static final int MAX_NATIONAL_DIGITS = 14;

    /// By calling code; null where there is none, or one that is not of a country.
    private static final @Nullable Country[] COUNTRIES = countries();

    /// @param nationalPrefix what the library would take off the front of a national number
    private record Country(int code, @Nullable Pattern nationalPrefix) {}

    private InternationalNumbers() {}

    private static @Nullable Country[] countries() {
        @Nullable Country[] countries = new @Nullable Country[1_000];
        var metadata = DefaultMetadataDependenciesProvider.getInstance().getPhoneNumberMetadataSource();
        for (int code : UTIL.getSupportedCallingCodes()) {
            String region = UTIL.getRegionCodeForCountryCode(code);
            if (!region.equals(PhoneNumberUtil.REGION_CODE_FOR_NON_GEO_ENTITY)) {
                PhoneMetadata country = metadata.getMetadataForRegion(region);
                String prefix = country.getNationalPrefixForParsing();
                countries[code] = new Country(code, prefix.isEmpty() ? null : Pattern.compile(prefix));
            }
        }
        return countries;
    }

    /// The number in `plusAndDigits`; empty if the library has to look at it.
    static Optional<PhoneNumber> parse(String plusAndDigits) {
        int code = 0;
        int bound = Math.min(plusAndDigits.length(), MAX_CODE_DIGITS + 1);
        for (int i = 1; i < bound; i++) {
            code = 10 * code + plusAndDigits.charAt(i) - '0';
            Country country = COUNTRIES[code];
            if (code == 0) {
                return Optional.empty(); // no calling code begins with 0
            }
            if (country != null) {
                return parse(country, plusAndDigits.substring(i + 1));
            }
        }
        return Optional.empty();
    }

    private static Optional<PhoneNumber> parse(Country country, String national) {
        boolean plain = national.length() >= MIN_NATIONAL_DIGITS
                && national.length() <= MAX_NATIONAL_DIGITS
                && national.charAt(0) != '0'
                && (country.nationalPrefix() == null
                        || !country.nationalPrefix().matcher(national).lookingAt());
        return plain
                ? Optional.of(
                        new PhoneNumber().setCountryCode(country.code()).setNationalNumber(Long.parseLong(national)))
                : Optional.empty();
    }
}
