package dev.crier.broadcast;

import dev.crier.contact.Contact;
import dev.crier.contact.Regions;
import dev.crier.message.Country;
import dev.crier.message.Reason;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One user of a broadcast, as stored.
///
/// @param seq the place in the request, from 0
/// @param contactId null if the user could not be resolved
/// @param given the `user_id` as the caller wrote it, where it led to nobody
/// @param phone E.164; as the caller wrote it if it is not valid
/// @param whatsappUserId Meta's business-scoped id, for people without a phone number
/// @param language of the template for this person; null: the broadcast's
/// @param sendable false if it failed before sending; then its message row says why
public record Recipient(
        int seq,
        @Nullable UUID contactId,
        @Nullable String given,
        @Nullable String phone,
        @Nullable String whatsappUserId,
        @Nullable String ref,
        @Nullable String language,
        Map<String, String> params,
        boolean sendable) {
    /// Where the number is from; null if there is none, or nobody knows.
    public @Nullable Country country() {
        @Nullable String region = Regions.of(phone);
        return region == null ? null : Country.of(region);
    }

    /// The same person in this place, sendable.
    Recipient at(int place) {
        return new Recipient(place, contactId, given, phone, whatsappUserId, ref, language, params, true);
    }

    /// A contact, addressed by phone number if there is one.
    static Recipient of(
            int seq, Contact.Reach to, UserEntry entry, @Nullable String language, @Nullable Reason failure) {
        return new Recipient(
                seq,
                to.id(),
                null,
                to.phone(),
                to.phone() == null ? to.whatsappUserId() : null,
                entry.ref(),
                language,
                entry.params(),
                failure == null);
    }
}
