package dev.crier.inbound;

import dev.crier.contact.Phones;
import org.jspecify.annotations.Nullable;

/// Who Meta says somebody is.
final class People {
    private static final int MIN_DIGITS = 5;

    /// E.164.
    private static final int MAX_DIGITS = 15;

    private People() {}

    /// A WhatsApp id, which is a phone number in digits, as E.164; null if there is none.
    ///
    /// Meta has spoken with this number, so it is taken even if libphonenumber has not heard of it yet.
    static @Nullable String phone(@Nullable String waId) {
        if (waId == null) {
            return null;
        }
        String digits = waId.startsWith("+") ? waId.substring(1) : waId;
        boolean isNumber = digits.length() >= MIN_DIGITS
                && digits.length() <= MAX_DIGITS
                && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!isNumber) {
            return null;
        }
        String phone = Phones.normalise("+" + digits, null);
        return phone == null ? "+" + digits : phone;
    }

    /// A business-scoped user id, null if it is none.
    static @Nullable String userId(@Nullable String userId) {
        return userId == null || userId.isBlank() ? null : userId;
    }
}
