package dev.crier.bench;

import dev.crier.db.Database;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// What the words in braces of an address stand for: several values each, which take turns.
final class Samples {
    private final Map<String, List<String>> values = new HashMap<>();

    private Samples() {}

    static Samples of(Database database, UUID botId) {
        Samples samples = new Samples();
        database.jdbi().useHandle(handle -> samples.read(handle, botId));
        return samples;
    }

    private void read(Handle handle, UUID botId) {
        values.put("bot", List.of(botId.toString()));
        put(handle, botId, "environment", "SELECT environment_id FROM bot WHERE id = :bot");
        put(handle, botId, "webhook", "SELECT id FROM webhook WHERE bot_id = :bot");
        String some = " FROM (SELECT *, row_number() OVER (ORDER BY id) AS place FROM contact WHERE bot_id = :bot) AS c"
                + " WHERE place % (SELECT greatest(count(*) / 25, 1) FROM contact WHERE bot_id = :bot) = 17";
        put(handle, botId, "person", "SELECT id" + some);
        put(handle, botId, "phone", "SELECT '%2B' || substr(phone, 2)" + some);
        put(
                handle,
                botId,
                "full_name",
                "SELECT first_name || '%20' || last_name" + some + " AND first_name || last_name <> ''");
        put(handle, botId, "digits", "SELECT substr(phone, 6, 5)" + some);
        put(handle, botId, "busiest", "SELECT id FROM contact WHERE bot_id = :bot ORDER BY id LIMIT 1");
        String ann = " FROM contact WHERE bot_id = :bot AND lower(first_name COLLATE \"pg_c_utf8\") = 'ann'";
        put(
                handle,
                botId,
                "namesake",
                "SELECT id" + ann + " ORDER BY id LIMIT 5 OFFSET (SELECT count(*) / 2" + ann + ")");
        String broadcasts = "FROM broadcast b WHERE bot_id = :bot AND kind = 'broadcast' ";
        put(handle, botId, "broadcast", "SELECT id " + broadcasts + "AND total < 10000 ORDER BY id DESC LIMIT 20");
        put(handle, botId, "largest", "SELECT id " + broadcasts + "ORDER BY total DESC, id LIMIT 1");
        put(handle, botId, "paused", "SELECT id " + broadcasts + "AND status = 'paused' ORDER BY total DESC LIMIT 1");
        put(handle, botId, "old", "SELECT id " + broadcasts + "ORDER BY id OFFSET 60 LIMIT 20");
        put(handle, botId, "end", "SELECT total * 9 / 10 " + broadcasts + "ORDER BY total DESC, id LIMIT 1");
        put(handle, botId, "middle", "SELECT id || ':0' " + broadcasts + "ORDER BY id OFFSET 150 LIMIT 1");
        put(handle, botId, "old_delivery", """
                SELECT d.id FROM webhook_delivery d JOIN webhook w ON w.id = d.webhook_id WHERE w.bot_id = :bot
                 ORDER BY d.id LIMIT 20""");
        put(
                handle,
                botId,
                "old_deed",
                "SELECT id FROM audit_event WHERE bot_id = :bot ORDER BY id OFFSET 1000 LIMIT 20");
    }

    private void put(Handle handle, UUID botId, String word, String sql) {
        List<String> found =
                handle.createQuery(sql).bind("bot", botId).mapTo(String.class).list();
        if (found.isEmpty()) {
            throw new IllegalStateException("The seeded data has no {" + word + "}");
        }
        values.put(word, found);
    }

    /// The address with values in place of words; another turn brings others.
    String fill(String address, int turn) {
        String filled = address;
        for (Map.Entry<String, List<String>> each : values.entrySet()) {
            List<String> choice = each.getValue();
            filled = filled.replace("{" + each.getKey() + "}", choice.get(turn % choice.size()));
        }
        return filled;
    }
}
