package dev.crier.contact;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhonesTest {
    private static final PhoneNumberUtil UTIL = PhoneNumberUtil.getInstance();

    @ParameterizedTest
    @CsvSource({
        "+5521987654321, +552187654321", // Brazil: the ninth digit
        "+5215512345678, +525512345678", // Mexico: the 1
        "+5491123456789, +541123456789" // Argentina: the 9
    })
    void two_spellings_are_one_person_from_either_side(String one, String other) {
        assertThat(Phones.spellings(one)).containsExactlyInAnyOrder(one, other);
        assertThat(Phones.spellings(other)).containsExactlyInAnyOrder(one, other);
    }

    @Test
    void the_number_to_store_comes_first() {
        assertThat(Phones.spellings("+552187654321")).isEqualTo(List.of("+5521987654321", "+552187654321"));
        assertThat(Phones.spellings("+5215512345678")).isEqualTo(List.of("+525512345678", "+5215512345678"));
        assertThat(Phones.spellings("+5491123456789")).first().isEqualTo("+5491123456789");
        assertThat(Phones.spellings("+541123456789")).first().isEqualTo("+541123456789");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+31612345678",
                "+552133334444", // a landline of Rio
                "+5511933334444", // without its 9 it would be somebody's landline
                "+5255123456789012",
                "+12125550123"
            })
    void others_have_one_spelling(String phone) {
        assertThat(Phones.spellings(phone)).containsExactly(phone);
    }

    @Test
    void old_spellings_are_made_new() {
        assertThat(Phones.normalise("+55 21 8765-4321", null)).isEqualTo("+5521987654321");
        assertThat(Phones.normalise("+55 21 98765-4321", null)).isEqualTo("+5521987654321");
        assertThat(Phones.normalise("+52 1 55 1234 5678", null)).isEqualTo("+525512345678");
        assertThat(Phones.normalise("+52 55 1234 5678", null)).isEqualTo("+525512345678");
        assertThat(Phones.normalise("+54 9 11 2345-6789", null)).isEqualTo("+5491123456789");
        assertThat(Phones.normalise("+55 21 3333-4444", null)).isEqualTo("+552133334444");
    }

    @Test
    void numbers_are_parsed_as_libphonenumber_parses_them() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> written = new ArrayList<>();
        for (String region : UTIL.getSupportedRegions()) {
            for (PhoneNumberType type : PhoneNumberType.values()) {
                PhoneNumber example = UTIL.getExampleNumberForType(region, type);
                if (example != null) {
                    variants(UTIL.format(example, PhoneNumberFormat.E164), random, written);
                }
            }
        }
        int plain = 0;
        for (String number : written) {
            Optional<PhoneNumber> ours = InternationalNumbers.parse(number);
            plain += ours.isPresent() ? 1 : 0;
            assertThat(ours.map(PhonesTest::valid).orElse(valid(number)))
                    .as("%s, seed %d", number, seed)
                    .isEqualTo(valid(number));
        }
        assertThat(plain).isGreaterThan(written.size() / 2);
    }

    /// The number itself, and what typing errors, national prefixes and chance make of it.
    private static void variants(String number, Random random, List<String> written) {
        written.add(number);
        int code = codeLength(number);
        for (String prefix : List.of("0", "1", "8", "9", "15", "17", "90", "011", "119")) {
            written.add(number.substring(0, 1 + code) + prefix + number.substring(1 + code));
        }
        for (int i = 0; i < 20; i++) {
            StringBuilder changed = new StringBuilder(number);
            for (int times = random.nextInt(4); times >= 0; times--) {
                changed.setCharAt(1 + random.nextInt(changed.length() - 1), (char) ('0' + random.nextInt(10)));
            }
            if (random.nextInt(4) == 0) {
                changed.append(random.nextInt(1000));
            }
            written.add(changed.toString());
        }
        written.add(number.substring(0, 1 + random.nextInt(number.length() - 1)));
    }

    private static int codeLength(String number) {
        for (int length = 1; length < 4; length++) {
            if (UTIL.getSupportedCallingCodes().contains(Integer.valueOf(number.substring(1, 1 + length)))) {
                return length;
            }
        }
        throw new IllegalArgumentException(number);
    }

    private static String valid(String number) {
        try {
            return valid(UTIL.parse(number, "ZZ"));
        } catch (NumberParseException e) {
            return "";
        }
    }

    private static String valid(PhoneNumber number) {
        return UTIL.isValidNumber(number) ? UTIL.format(number, PhoneNumberFormat.E164) : "";
    }
}
