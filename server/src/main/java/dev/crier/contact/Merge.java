package dev.crier.contact;

import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Makes two contacts one: what the one that stays does not know it learns from the other, and the stricter opt-out
/// holds. The id of the one that goes leads to the one that stays from then on.
final class Merge {
    private final Consent consent;

    Merge(Consent consent) {
        this.consent = consent;
    }

    /// What is done if both together have more tags or variables than one contact may have.
    private enum Excess {
        REFUSE,
        /// The contact that stays keeps its own, and what fits of the other's.
        DROP
    }

    /// The contact that stays, as it is afterwards; refused if that would have too many tags or variables.
    Contact into(Handle handle, UUID botId, UUID from, UUID to, Instant now) {
        return into(handle, botId, from, to, now, Excess.REFUSE);
    }

    /// As [#into], for a message that says so: it must be taken, whatever the contacts have.
    Contact unite(Handle handle, UUID botId, UUID from, UUID to, Instant now) {
        return into(handle, botId, from, to, now, Excess.DROP);
    }

    private Contact into(Handle handle, UUID botId, UUID from, UUID to, Instant now, Excess excess) {
        // In the order of their ids, so that two merges never wait for each other in a circle.
        Stream.of(from, to).sorted().forEach(id -> ContactStore.lock(handle, botId, id));
        Contact going = lock(handle, botId, from);
        Contact staying = lock(handle, botId, to);
        Contact merged = merged(going, staying, excess);
        moveRows(handle, botId, from, to);
        handle.execute("DELETE FROM contact WHERE bot_id = ? AND id = ?", botId, from);
        write(handle, botId, going, merged);
        keep(handle, botId, to, going.phone(), staying.phone());
        keep(handle, botId, to, going.whatsappUserId(), staying.whatsappUserId());
        settleConsent(handle, botId, going, staying, now);
        return lock(handle, botId, to);
    }

    private static Contact lock(Handle handle, UUID botId, UUID id) {
        return ContactStore.lock(handle, botId, id)
                .orElseThrow(() -> Problem.of(ProblemCode.USER_NOT_FOUND, "The contact has just gone"));
    }

    static Contact merged(Contact going, Contact staying) {
        Contact merged = merged(going, staying, Excess.REFUSE);
        return new Contact(
                merged.id(),
                merged.phone(),
                merged.whatsappUserId(),
                merged.profile(),
                merged.tags(),
                merged.userData(),
                Optout.strictest(going.optout(), staying.optout()),
                merged.lastInboundAt());
    }

    private static Contact merged(Contact going, Contact staying, Excess excess) {
        Contact.Profile mine = staying.profile();
        Contact.Profile theirs = going.profile();
        Set<String> tags = new LinkedHashSet<>(staying.tags());
        tags.addAll(going.tags());
        ObjectNode variables = staying.userData().deepCopy();
        for (var entry : going.userData().properties()) {
            if (!variables.has(entry.getKey())) {
                variables.set(entry.getKey(), entry.getValue());
                if (excess == Excess.DROP && !ContactPatch.fits(variables)) {
                    variables.remove(entry.getKey());
                }
            }
        }
        if (excess == Excess.REFUSE && (tags.size() > ContactPatch.MAX_TAGS || !ContactPatch.fits(variables))) {
            throw Problem.of(
                    ProblemCode.WRONG_STATE,
                    "Together the contacts have more tags or variables than one may have; remove some first");
        }
        return new Contact(
                staying.id(),
                or(staying.phone(), going.phone()),
                or(staying.whatsappUserId(), going.whatsappUserId()),
                new Contact.Profile(
                        or(mine.firstName(), theirs.firstName()),
                        or(mine.lastName(), theirs.lastName()),
                        or(mine.email(), theirs.email()),
                        or(mine.locale(), theirs.locale()),
                        or(mine.timezone(), theirs.timezone()),
                        or(mine.externalId(), theirs.externalId())),
                tags.stream().limit(ContactPatch.MAX_TAGS).toList(),
                variables,
                staying.optout(),
                staying.lastInboundAt());
    }

    private static @Nullable String or(@Nullable String mine, @Nullable String theirs) {
        return mine == null ? theirs : mine;
    }

    private static void moveRows(Handle handle, UUID botId, UUID from, UUID to) {
        handle.execute(
                "UPDATE inbound_message SET contact_id = ? WHERE bot_id = ? AND contact_id = ?", to, botId, from);
        handle.execute("UPDATE consent_event SET contact_id = ? WHERE bot_id = ? AND contact_id = ?", to, botId, from);
        handle.execute(
                "UPDATE former_contact SET merged_into = ? WHERE bot_id = ? AND merged_into = ?", to, botId, from);
        handle.execute("INSERT INTO former_contact (bot_id, id, merged_into) VALUES (?, ?, ?)", botId, from, to);
        handle.execute("UPDATE contact_alias SET contact_id = ? WHERE bot_id = ? AND contact_id = ?", to, botId, from);
    }

    /// An address that the merged contact has no place for still leads to them: lists name it, and so may an opt-out.
    private static void keep(Handle handle, UUID botId, UUID to, @Nullable String address, @Nullable String stays) {
        if (address != null && stays != null && !address.equals(stays)) {
            handle.execute("""
                    INSERT INTO contact_alias (bot_id, address, contact_id) VALUES (?, ?, ?)
                    ON CONFLICT (bot_id, address) DO UPDATE SET contact_id = excluded.contact_id""", botId, address, to);
        }
    }

    private static void write(Handle handle, UUID botId, Contact going, Contact merged) {
        ContactStore.update(handle, botId, merged);
        handle.createUpdate("""
                        UPDATE contact SET whatsapp_user_id = :user,
                               last_inbound_at = GREATEST(last_inbound_at, :inbound)
                         WHERE bot_id = :bot AND id = :id""")
                .bindByType("user", merged.whatsappUserId(), String.class)
                .bindByType("inbound", going.lastInboundAt(), Instant.class)
                .bind("bot", botId)
                .bind("id", merged.id())
                .execute();
    }

    /// To be merged is no change of mind: what the person says after their last one counts, also in the very message
    /// that made the two one.
    private static Optional<Instant> lastChange(Handle handle, UUID botId, UUID id) {
        return handle.select(
                        "SELECT at FROM consent_event WHERE bot_id = ? AND contact_id = ? ORDER BY at DESC LIMIT 1",
                        botId,
                        id)
                .mapTo(Instant.class)
                .findOne();
    }

    private void settleConsent(Handle handle, UUID botId, Contact going, Contact staying, Instant now) {
        @Nullable Optout strictest = Optout.strictest(going.optout(), staying.optout());
        Instant at = lastChange(handle, botId, staying.id()).orElse(now);
        consent.set(handle, botId, staying.id(), strictest, new Consent.Evidence(Consent.Source.MERGE, at, null));
        consent.known(going.id(), strictest);
    }
}
