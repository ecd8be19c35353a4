package dev.crier.contact;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What forbids to send, asked by the lanes for each window before its messages leave: one statement for nearly all,
/// with one look into an index for each person.
public final class OptoutCheck {
    private OptoutCheck() {}

    /// Somebody to whom something is about to be sent.
    ///
    /// @param phone the number it goes to, which may no longer be the contact's
    public record Addressee(UUID contactId, @Nullable String phone) {}

    /// The opt-outs of these people, by contact: what holds for the contact or, if the number is not theirs any more,
    /// for whoever has it now, whichever is stricter. Who was merged into another contact has that one's opt-out;
    /// who was erased gets nothing at all.
    public static Map<UUID, Optout> of(Connection connection, UUID botId, List<Addressee> people) throws SQLException {
        Map<UUID, Optout> blocks = new HashMap<>();
        List<Addressee> moved = ofContacts(connection, botId, people, blocks);
        if (!moved.isEmpty()) {
            ofFormer(connection, botId, moved, blocks);
            ofOwners(connection, botId, moved, blocks);
        }
        return blocks;
    }

    private static void add(Map<UUID, Optout> blocks, UUID id, @Nullable Optout optout) {
        if (optout != null) {
            blocks.merge(id, optout, (one, other) -> one.compareTo(other) > 0 ? one : other);
        }
    }

    /// Adds the contacts' own, and returns those who have gone or whose number is another one now.
    private static List<Addressee> ofContacts(
            Connection connection, UUID botId, List<Addressee> people, Map<UUID, Optout> blocks) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT wanted.id, wanted.phone, c.whatsapp_optout,
                       c.id IS NULL OR (wanted.phone IS NOT NULL AND c.phone IS DISTINCT FROM wanted.phone)
                  FROM unnest(?::uuid[], ?::text[]) AS wanted (id, phone)
                  LEFT JOIN LATERAL (SELECT id, phone, whatsapp_optout FROM contact k
                                      WHERE k.bot_id = ? AND k.id = wanted.id LIMIT 1) AS c ON true
                 WHERE c.id IS NULL OR c.whatsapp_optout IS NOT NULL
                    OR (wanted.phone IS NOT NULL AND c.phone IS DISTINCT FROM wanted.phone)""")) {
            Object[] ids = people.stream().map(Addressee::contactId).toArray();
            Object[] phones = people.stream().map(Addressee::phone).toArray();
            select.setArray(1, connection.createArrayOf("uuid", ids));
            select.setArray(2, connection.createArrayOf("text", phones));
            select.setObject(3, botId);
            List<Addressee> moved = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    UUID id = row.getObject(1, UUID.class);
                    add(blocks, id, Optout.of(row.getString(3)));
                    if (row.getBoolean(4)) {
                        moved.add(new Addressee(id, row.getString(2)));
                    }
                }
            }
            return moved;
        }
    }

    private static void ofFormer(Connection connection, UUID botId, List<Addressee> moved, Map<UUID, Optout> blocks)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT f.id, CASE WHEN c.id IS NULL THEN 'erased' ELSE c.whatsapp_optout END
                  FROM former_contact f LEFT JOIN contact c ON c.bot_id = f.bot_id AND c.id = f.merged_into
                 WHERE f.bot_id = ? AND f.id = ANY (?)""")) {
            Object[] ids = moved.stream().map(Addressee::contactId).toArray();
            select.setObject(1, botId);
            select.setArray(2, connection.createArrayOf("uuid", ids));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    add(blocks, row.getObject(1, UUID.class), Optout.of(row.getString(2)));
                }
            }
        }
    }

    private static void ofOwners(Connection connection, UUID botId, List<Addressee> moved, Map<UUID, Optout> blocks)
            throws SQLException {
        List<ContactStore.Candidate> numbers = new ArrayList<>();
        for (Addressee each : moved) {
            if (each.phone() != null) {
                numbers.add(new ContactStore.Candidate(each.phone(), Contact.Profile.EMPTY));
            }
        }
        Map<String, Contact.Reach> owners = ContactStore.byPhone(connection, botId, numbers);
        for (Addressee each : moved) {
            Contact.@Nullable Reach owner = each.phone() == null ? null : owners.get(each.phone());
            add(blocks, each.contactId(), owner == null ? null : owner.optout());
        }
    }
}
