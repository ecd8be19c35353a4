package dev.crier.contact;

import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
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

    /// The contact that stays, as it is afterwards.
    Contact into(Handle handle, UUID botId, UUID from, UUID to, Instant now) {
        // In the order of their ids, so that two merges never wait for each other in a circle.
        Stream.of(from, to).sorted().forEach(id -> ContactStore.lock(handle, botId, id));
        Contact going = lock(handle, botId, from);
        Contact staying = lock(handle, botId, to);
        Contact merged = merged(going, staying);
        moveRows(handle, botId, from, to);
        handle.execute("DELETE FROM contact WHERE bot_id = ? AND id = ?", botId, from);
        write(handle, botId, going, merged);
        settleConsent(handle, botId, going, staying, now);
        return lock(handle, botId, to);
    }

    private static Contact lock(Handle handle, UUID botId, UUID id) {
        return ContactStore.lock(handle, botId, id)
                .orElseThrow(() -> Problem.of(ProblemCode.USER_NOT_FOUND, "The contact has just gone"));
    }

    private static Contact merged(Contact going, Contact staying) {
        Contact.Profile mine = staying.profile();
        Contact.Profile theirs = going.profile();
        ObjectNode variables = going.userData().deepCopy();
        staying.userData().properties().forEach(entry -> variables.set(entry.getKey(), entry.getValue()));
        Set<String> tags = new LinkedHashSet<>(staying.tags());
        tags.addAll(going.tags());
        if (tags.size() > ContactPatch.MAX_TAGS || !ContactPatch.fits(variables)) {
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
                List.copyOf(tags),
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
        // A number that the merged contact has no place for may come back; its owner's wish must still hold.
        boolean lost = going.phone() != null && staying.phone() != null;
        if (lost && strictest != null) {
            try {
                consent.forgotten()
                        .remember(
                                handle.getConnection(),
                                botId,
                                Optional.ofNullable(going.phone()).orElseThrow(),
                                strictest);
            } catch (SQLException e) {
                throw new StoreFailure(e);
            }
        }
    }
}
