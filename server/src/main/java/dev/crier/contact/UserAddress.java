package dev.crier.contact;

import dev.crier.api.Ids;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// How a caller names a person: a contact's id, `whatsapp+316…`, or a phone number.
public sealed interface UserAddress {
    record ById(UUID id) implements UserAddress {}

    /// A phone number, valid or not.
    ///
    /// @param written the number as it was given
    /// @param phone the number as E.164; null if it is not valid
    record ByPhone(String written, @Nullable String phone) implements UserAddress {}

    /// Neither: such a user cannot exist.
    record Unreadable(String written) implements UserAddress {}

    String WHATSAPP_PREFIX = "whatsapp";

    static UserAddress parse(String written, @Nullable String defaultCountry) {
        UUID id = Ids.parse(written);
        if (id != null) {
            return new ById(id);
        }
        String number = written;
        if (number.regionMatches(true, 0, WHATSAPP_PREFIX, 0, WHATSAPP_PREFIX.length())) {
            number = number.substring(WHATSAPP_PREFIX.length()).replaceFirst("^[:_-]", "");
            if (!number.startsWith("+")) {
                number = "+" + number; // WhatsApp's own ids have no plus, and always the country
            }
        }
        if (number.isEmpty() || "+0123456789( ".indexOf(number.charAt(0)) < 0) {
            return new Unreadable(written);
        }
        return new ByPhone(written, Phones.normalise(number, defaultCountry));
    }
}
