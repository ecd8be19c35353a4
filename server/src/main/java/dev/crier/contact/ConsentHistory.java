package dev.crier.contact;

import dev.crier.api.Json;
import dev.crier.api.Page;
import dev.crier.api.Times;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The evidence for a contact's consent, newest first.
final class ConsentHistory {
    private ConsentHistory() {}

    /// A change, with the id by which the next part is asked for.
    private record Change(UUID id, ObjectNode json) {}

    static ObjectNode page(Handle handle, UUID botId, UUID contactId, Page page) {
        // One more than asked for tells whether anything follows.
        List<Change> found = handle.createQuery("""
                        SELECT id, at, source, was, is_now, wamid, member FROM consent_event
                         WHERE bot_id = :bot AND contact_id = :contact
                           AND (:after::uuid IS NULL OR id < :after::uuid)
                         ORDER BY id DESC LIMIT :limit""")
                .bind("bot", botId)
                .bind("contact", contactId)
                .bindByType("after", page.after(), UUID.class)
                .bind("limit", page.limit() + 1)
                .map((row, context) -> new Change(row.getObject("id", UUID.class), json(row)))
                .list();
        ObjectNode answer = Json.object();
        ArrayNode changes = answer.putArray("changes");
        found.stream().limit(page.limit()).map(Change::json).forEach(changes::add);
        if (found.size() > page.limit()) {
            answer.put("next", found.get(page.limit() - 1).id().toString());
        }
        return answer;
    }

    private static ObjectNode json(ResultSet row) throws SQLException {
        ObjectNode json = Json.object()
                .put("at", Times.wire(row.getTimestamp("at").toInstant()))
                .put("source", row.getString("source"))
                .put("was", row.getString("was"))
                .put("is_now", row.getString("is_now"))
                .put("message_id", row.getString("wamid"));
        String member = row.getString("member");
        return member == null ? json : json.put("member", member);
    }
}
