package dev.crier.contact;

import dev.crier.db.Database;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/// Which tags and variables a bot's contacts have, for people to choose from. Found among some of the contacts: a hint,
/// not a list.
public final class ContactHints {
    /// So many are looked at, the newest first.
    private static final int CONTACTS = 5_000;

    private static final int MOST = 200;

    private final Jdbi jdbi;

    public ContactHints(Database database) {
        this.jdbi = database.jdbi();
    }

    public List<String> tags(UUID botId) {
        return jdbi.withHandle(handle ->
                handle.select("""
                        SELECT DISTINCT unnest(tags) AS tag
                          FROM (SELECT tags FROM contact WHERE bot_id = ? ORDER BY bot_id, id DESC LIMIT ?) AS newest
                         ORDER BY tag LIMIT ?""", botId, CONTACTS, MOST).mapTo(String.class).list());
    }

    public List<String> variables(UUID botId) {
        return jdbi.withHandle(handle ->
                handle.select("""
                        SELECT DISTINCT jsonb_object_keys(user_data) AS name
                          FROM (SELECT user_data FROM contact WHERE bot_id = ? ORDER BY bot_id, id DESC LIMIT ?) AS newest
                         ORDER BY name LIMIT ?""", botId, CONTACTS, MOST).mapTo(String.class).list());
    }
}
