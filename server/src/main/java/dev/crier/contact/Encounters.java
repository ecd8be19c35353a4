package dev.crier.contact;

import dev.crier.api.Ids;
import dev.crier.db.StoreFailure;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// People as WhatsApp tells us of them: found by phone or by business-scoped id, made if unknown.
///
/// Somebody known by phone only and somebody known by id only turn out to be one person when one message names both:
/// then they are merged.
public final class Encounters {
    private final Consent consent;

    public Encounters(Consent consent) {
        this.consent = consent;
    }

    /// The person who wrote to us; the moment they wrote opens the customer service window.
    public Contact wroteToUs(
            Handle handle,
            UUID botId,
            @Nullable String phone,
            @Nullable String whatsappUserId,
            @Nullable String profileName,
            Instant at) {
        Contact contact = met(handle, botId, phone, whatsappUserId, profileName);
        boolean free = phone != null
                && contact.phone() == null
                && ContactStore.otherWithPhone(handle, botId, contact.id(), phone)
                        .isEmpty();
        if (free) {
            consent.moved(handle, botId, contact.id(), null, phone);
        }
        if (whatsappUserId != null && contact.whatsappUserId() == null) {
            consent.moved(handle, botId, contact.id(), null, whatsappUserId);
        }
        return handle.createQuery("""
                        UPDATE contact
                           SET last_inbound_at = GREATEST(last_inbound_at, :at),
                               phone = COALESCE(phone, :phone),
                               whatsapp_user_id = COALESCE(whatsapp_user_id, CASE WHEN NOT EXISTS (
                                   SELECT FROM contact o WHERE o.bot_id = :bot AND o.whatsapp_user_id = :user)
                                   THEN :user END),
                               updated_at = now()
                         WHERE bot_id = :bot AND id = :id RETURNING *""")
                .bind("at", Timestamp.from(at))
                .bind("bot", botId)
                .bind("id", contact.id())
                .bindByType("phone", free ? phone : null, String.class)
                .bindByType("user", whatsappUserId, String.class)
                .map((row, context) -> ContactStore.contact(row))
                .one();
    }

    /// The person of that phone or business-scoped id.
    public Contact met(
            Handle handle,
            UUID botId,
            @Nullable String phone,
            @Nullable String whatsappUserId,
            @Nullable String profileName) {
        Optional<Contact> byPhone = by(handle, botId, phone, null);
        Optional<Contact> byId = by(handle, botId, null, whatsappUserId);
        if (byPhone.isPresent() && byId.isPresent()) {
            return united(handle, botId, byPhone.get(), byId.get());
        }
        if (byPhone.isEmpty() && byId.isEmpty()) {
            make(handle, botId, phone, whatsappUserId, profileName);
        }
        return byPhone.or(() -> byId)
                .or(() -> by(handle, botId, phone, whatsappUserId))
                .orElseThrow(() -> new IllegalStateException("a contact vanished while it was made"));
    }

    private static Optional<Contact> by(
            Handle handle, UUID botId, @Nullable String phone, @Nullable String whatsappUserId) {
        return phone == null && whatsappUserId == null
                ? Optional.empty()
                : ContactStore.byPhoneOrUserId(handle, botId, phone, whatsappUserId);
    }

    /// Both are the same person if neither side knows anything to the contrary: the one known by id has no phone, and
    /// the one known by phone no other id.
    private Contact united(Handle handle, UUID botId, Contact byPhone, Contact byId) {
        if (byId.id().equals(byPhone.id()) || byId.phone() != null || byPhone.whatsappUserId() != null) {
            return byPhone;
        }
        return new Merge(consent).unite(handle, botId, byId.id(), byPhone.id(), Instant.now());
    }

    private void make(
            Handle handle,
            UUID botId,
            @Nullable String phone,
            @Nullable String whatsappUserId,
            @Nullable String profileName) {
        UUID id = Ids.next();
        @Nullable Optout optout = recalled(handle, botId, phone, whatsappUserId);
        int made = handle.createUpdate("""
                        INSERT INTO contact (bot_id, id, phone, whatsapp_user_id, first_name)
                        VALUES (:bot, :id, :phone, :user, :name) ON CONFLICT DO NOTHING""")
                .bind("bot", botId)
                .bind("id", id)
                .bindByType("phone", phone, String.class)
                .bindByType("user", whatsappUserId, String.class)
                .bindByType("name", profileName, String.class)
                .execute();
        if (made > 0 && optout != null) {
            // At the beginning of time: whatever the person says now came after they left.
            consent.set(
                    handle, botId, id, optout, new Consent.Evidence(Consent.Source.REMEMBERED, Instant.EPOCH, null));
        }
    }

    private @Nullable Optout recalled(
            Handle handle, UUID botId, @Nullable String phone, @Nullable String whatsappUserId) {
        List<String> addresses = Stream.of(Optional.ofNullable(phone), Optional.ofNullable(whatsappUserId))
                .flatMap(Optional::stream)
                .toList();
        try {
            Map<String, Optout> recalled = consent.forgotten().recall(handle.getConnection(), botId, addresses);
            return recalled.values().stream().reduce(null, Optout::strictest);
        } catch (SQLException e) {
            throw new StoreFailure(e);
        }
    }
}
