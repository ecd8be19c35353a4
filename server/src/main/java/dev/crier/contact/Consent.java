package dev.crier.contact;

import dev.crier.db.StoreFailure;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Changes of a contact's consent: the one door to `whatsapp_optout`. Each is kept as evidence.
///
/// [Optouts] hears of it at once, so that a message already waiting in a lane is stopped too.
public final class Consent {
    private final Optouts optouts;
    private final Forgotten forgotten;

    public Consent(Optouts optouts, Forgotten forgotten) {
        this.optouts = optouts;
        this.forgotten = forgotten;
    }

    /// The opt-outs of those who are no contacts any more.
    public Forgotten forgotten() {
        return forgotten;
    }

    /// Where a change came from.
    public enum Source {
        KEYWORD,
        USER_PREFERENCES,
        WHATSAPP_ERROR,
        API,
        /// A member, by a page of the Studio.
        STUDIO,
        IMPORT,
        /// Two contacts turned out to be one person.
        MERGE,
        /// An erased person's number came back.
        REMEMBERED;

        String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Who says that consent changes.
    ///
    /// @param member who did it in the Studio
    public record Author(Source source, @Nullable String member) {
        public static final Author API = new Author(Source.API, null);

        Evidence at(Instant now) {
            return new Evidence(source, now, null, member);
        }
    }

    /// What proves a change.
    ///
    /// @param wamid the message that says so, if one does
    /// @param member who did it in the Studio
    public record Evidence(
            Source source,
            Instant at,
            @Nullable String wamid,
            @Nullable String member) {
        public Evidence(Source source, Instant at, @Nullable String wamid) {
            this(source, at, wamid, null);
        }
    }

    /// No business-initiated message any more.
    public void optOut(Handle handle, UUID botId, UUID contactId, Evidence evidence) {
        change(handle, botId, contactId, Optout.ALL, evidence);
    }

    public void optIn(Handle handle, UUID botId, UUID contactId, Evidence evidence) {
        change(handle, botId, contactId, null, evidence);
    }

    /// No marketing any more; one who left altogether stays out.
    public void stopMarketing(Handle handle, UUID botId, UUID contactId, Evidence evidence) {
        if (current(handle, botId, present(handle, botId, contactId).orElse(contactId)) == null) {
            change(handle, botId, contactId, Optout.MARKETING, evidence);
        }
    }

    /// Marketing again; does not bring back one who left altogether.
    public void resumeMarketing(Handle handle, UUID botId, UUID contactId, Evidence evidence) {
        if (current(handle, botId, present(handle, botId, contactId).orElse(contactId)) == Optout.MARKETING) {
            change(handle, botId, contactId, null, evidence);
        }
    }

    /// Exactly this from now on; null: everything may be sent.
    public void set(Handle handle, UUID botId, UUID contactId, @Nullable Optout to, Evidence evidence) {
        change(handle, botId, contactId, to, evidence);
    }

    /// Whether consent changed after `at`: news from before that, told late, must not undo it.
    public static boolean changedAfter(Handle handle, UUID botId, UUID contactId, Instant at) {
        return handle.select(
                        "SELECT EXISTS (SELECT FROM consent_event WHERE bot_id = ? AND contact_id = ? AND at > ?)",
                        botId,
                        contactId,
                        Timestamp.from(at))
                .mapTo(Boolean.class)
                .one();
    }

    /// Whether the person, or somebody for them, opted in after `at`: nothing else overrules an opt-out that comes
    /// late.
    public static boolean optedInAfter(Handle handle, UUID botId, UUID contactId, Instant at) {
        return handle.select("""
                        SELECT EXISTS (SELECT FROM consent_event
                                        WHERE bot_id = ? AND contact_id = ? AND at > ? AND is_now IS NULL
                                          AND source IN ('keyword', 'api', 'studio'))""", botId, contactId, Timestamp.from(at))
                .mapTo(Boolean.class)
                .one();
    }

    /// The contact's number or business-scoped id is another one now. What held for whoever had the new one and was
    /// forgotten holds on; what holds for the contact holds on for the old one, should it come back.
    void moved(Handle handle, UUID botId, UUID contactId, @Nullable String from, @Nullable String to) {
        try {
            @Nullable Optout own = current(handle, botId, contactId);
            if (from != null) {
                forgotten.remember(handle.getConnection(), botId, from, own);
            }
            @Nullable
            Optout remembered = to == null
                    ? null
                    : forgotten
                            .recall(handle.getConnection(), botId, List.of(to))
                            .get(to);
            if (remembered != null && Optout.strictest(own, remembered) != own) {
                // At the beginning of time: whatever the person says now came after they left.
                change(handle, botId, contactId, remembered, new Evidence(Source.REMEMBERED, Instant.EPOCH, null));
            }
        } catch (SQLException e) {
            throw new StoreFailure(e);
        }
    }

    /// Tells the lanes of this node what holds for an id that is a contact's no more.
    void known(UUID contactId, @Nullable Optout optout) {
        optouts.changed(contactId, optout);
    }

    private static @Nullable Optout current(Handle handle, UUID botId, UUID contactId) {
        return handle.select(
                        "SELECT whatsapp_optout FROM contact WHERE bot_id = ? AND id = ? FOR UPDATE", botId, contactId)
                .map((row, context) -> Optional.ofNullable(row.getString(1)))
                .findOne()
                .flatMap(value -> value)
                .map(Optout::of)
                .orElse(null);
    }

    /// News may be about an id that was merged into another contact since, or erased: then there is nothing to change.
    private static Optional<UUID> present(Handle handle, UUID botId, UUID id) {
        return handle.createQuery("""
                        SELECT id FROM contact WHERE bot_id = :bot AND id = COALESCE(
                          (SELECT merged_into FROM former_contact WHERE bot_id = :bot AND id = :id), :id)""")
                .bind("bot", botId)
                .bind("id", id)
                .mapTo(UUID.class)
                .findOne();
    }

    private void change(Handle handle, UUID botId, UUID id, @Nullable Optout to, Evidence evidence) {
        Optional<UUID> present = present(handle, botId, id);
        if (present.isEmpty()) {
            return;
        }
        UUID contactId = present.get();
        @Nullable Optout was = current(handle, botId, contactId);
        optouts.changed(id, to);
        optouts.changed(contactId, to);
        if (was == to) {
            return;
        }
        @Nullable String value = to == null ? null : to.wire();
        handle.createUpdate(
                        "UPDATE contact SET whatsapp_optout = :value, updated_at = now() WHERE bot_id = :bot AND id = :id")
                .bindByType("value", value, String.class)
                .bind("bot", botId)
                .bind("id", contactId)
                .execute();
        handle.createUpdate("""
                        INSERT INTO consent_event (bot_id, contact_id, at, source, was, is_now, wamid, member)
                        VALUES (:bot, :id, :at, :source, :was, :value, :wamid, :member)""")
                .bind("bot", botId)
                .bind("id", contactId)
                .bind("at", Timestamp.from(evidence.at()))
                .bind("source", evidence.source().wire())
                .bindByType("was", was == null ? null : was.wire(), String.class)
                .bindByType("value", value, String.class)
                .bindByType("wamid", evidence.wamid(), String.class)
                .bindByType("member", evidence.member(), String.class)
                .execute();
    }
}
