package dev.crier.contact;

import dev.crier.db.StoreFailure;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/// Erases a person: who they are, what they wrote, and when they changed their mind go at once, and nothing more is
/// sent. What stored broadcasts hold of them is overwritten soon after, since those are large
/// (`broadcast.TraceEraser`), and lists that wait to be sent are looked through ([ErasedAddresses]); counters stay.
public final class Erasure {
    private final Consent consent;

    public Erasure(Consent consent) {
        this.consent = consent;
    }

    /// Erases the contact, which the transaction of `handle` has locked.
    public void erase(Handle handle, UUID botId, Contact contact) {
        List<String> addresses = addresses(handle, botId, contact);
        List<UUID> names = Stream.concat(
                        Stream.of(contact.id()),
                        handle
                                .select(
                                        "SELECT id FROM former_contact WHERE bot_id = ? AND merged_into = ?",
                                        botId,
                                        contact.id())
                                .mapTo(UUID.class)
                                .stream())
                .toList();
        remember(handle, botId, addresses, names, contact);
        handle.execute("DELETE FROM inbound_message WHERE bot_id = ? AND contact_id = ?", botId, contact.id());
        // Each names the message that said so, and the id of a message holds the number it came from.
        handle.execute("DELETE FROM consent_event WHERE bot_id = ? AND contact_id = ?", botId, contact.id());
        handle.execute("DELETE FROM contact WHERE bot_id = ? AND id = ?", botId, contact.id());
        for (UUID name : names) {
            handle.execute("""
                    INSERT INTO former_contact (bot_id, id) VALUES (?, ?)
                    ON CONFLICT (bot_id, id) DO UPDATE SET merged_into = NULL, gone_at = now()""", botId, name);
            handle.execute(
                    "INSERT INTO erasure (bot_id, contact_id) VALUES (?, ?) ON CONFLICT DO NOTHING", botId, name);
            consent.known(name, Optout.ERASED);
        }
    }

    private static List<String> addresses(Handle handle, UUID botId, Contact contact) {
        return Stream.concat(
                        Stream.of(Optional.ofNullable(contact.phone()), Optional.ofNullable(contact.whatsappUserId()))
                                .flatMap(Optional::stream),
                        handle
                                .select(
                                        "DELETE FROM contact_alias WHERE bot_id = ? AND contact_id = ? RETURNING address",
                                        botId,
                                        contact.id())
                                .mapTo(String.class)
                                .stream())
                .toList();
    }

    private void remember(Handle handle, UUID botId, List<String> addresses, List<UUID> names, Contact contact) {
        try {
            for (String address : addresses) {
                consent.forgotten().remember(handle.getConnection(), botId, address, contact.optout());
            }
            ErasedAddresses.add(
                    handle.getConnection(),
                    consent.forgotten(),
                    botId,
                    Stream.concat(addresses.stream(), names.stream().map(UUID::toString))
                            .toList());
        } catch (SQLException e) {
            throw new StoreFailure(e);
        }
    }
}
