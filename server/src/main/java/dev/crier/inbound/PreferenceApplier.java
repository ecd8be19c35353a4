package dev.crier.inbound;

import dev.crier.cloudapi.WebhookPayload.UserPreference;
import dev.crier.contact.Consent;
import dev.crier.contact.ContactStore;
import dev.crier.contact.Encounters;
import dev.crier.db.Database;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The switch for marketing messages in WhatsApp's own settings. Meta never repeats it once it is answered.
public final class PreferenceApplier {
    private static final String MARKETING = "marketing_messages";
    private static final Logger LOG = LoggerFactory.getLogger(PreferenceApplier.class);

    private final Database database;
    private final Consent consent;
    private final Encounters encounters;
    private final Clock clock;

    public PreferenceApplier(Database database, Consent consent, Clock clock) {
        this.database = database;
        this.consent = consent;
        this.encounters = new Encounters(consent);
        this.clock = clock;
    }

    void apply(Receiver receiver, UserPreference preference) {
        String phone = People.phone(preference.waId());
        String userId = People.userId(preference.userId());
        String value = preference.value().toLowerCase(Locale.ROOT);
        boolean known = value.equals("stop") || value.equals("resume");
        if (!MARKETING.equals(preference.category()) || !known || (phone == null && userId == null)) {
            LOG.debug("A user preference says nothing for us; skipped");
            return;
        }
        UUID botId = receiver.bot().id();
        Transactions.in(
                database,
                handle -> value.equals("stop")
                        ? stop(handle, botId, phone, userId, preference.at())
                        : resume(handle, botId, phone, userId, preference.at()));
    }

    /// Somebody we never met may stop too; that is remembered.
    private Boolean stop(Handle handle, UUID botId, @Nullable String phone, @Nullable String userId, Instant told) {
        UUID contactId = encounters.met(handle, botId, phone, userId, null).id();
        if (!Consent.changedAfter(handle, botId, contactId, told)) {
            consent.stopMarketing(handle, botId, contactId, evidence(told));
        }
        return Boolean.TRUE;
    }

    private Boolean resume(Handle handle, UUID botId, @Nullable String phone, @Nullable String userId, Instant told) {
        ContactStore.byPhoneOrUserId(handle, botId, phone, userId).ifPresent(contact -> {
            if (!Consent.changedAfter(handle, botId, contact.id(), told)) {
                consent.resumeMarketing(handle, botId, contact.id(), evidence(told));
            }
        });
        return Boolean.TRUE;
    }

    private Consent.Evidence evidence(Instant told) {
        Instant now = clock.instant();
        return new Consent.Evidence(Consent.Source.USER_PREFERENCES, told.isAfter(now) ? now : told, null);
    }
}
