package dev.crier.contact;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The table and the library agree on where a number is from.
class RegionsTest {
    private static final PhoneNumberUtil UTIL = PhoneNumberUtil.getInstance();

    @Test
    void every_country_is_found_by_its_mobile_numbers_twice_as_well() {
        for (int round = 0; round < 2; round++) {
            for (String region : UTIL.getSupportedRegions()) {
                PhoneNumber number = UTIL.getExampleNumberForType(region, PhoneNumberType.MOBILE);
                if (number != null) {
                    String e164 = UTIL.format(number, PhoneNumberFormat.E164);
                    String expected = UTIL.getRegionCodeForNumber(number);
                    assertThat(Regions.of(e164)).as(e164).isEqualTo(expected);
                    assertThat(Regions.of(e164.substring(1))).as(e164).isEqualTo(expected);
                }
            }
        }
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "+",
                "+1",
                "+999123456",
                "+80012345678",
                "whatsapp",
                "+31 6 12",
                "+00000000000",
                "+1234567890123456"
            })
    void what_is_no_countrys_number_has_no_country(String phone) {
        assertThat(Regions.of(phone)).isNull();
    }
}
