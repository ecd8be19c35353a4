package dev.crier.contact;

import dev.crier.db.Database;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/// What a bot's people have done for the first time; each answer is one look at an index.
public final class Milestones {
    private final Jdbi jdbi;

    public Milestones(Database database) {
        this.jdbi = database.jdbi();
    }

    public boolean hasContacts(UUID botId) {
        return is("SELECT EXISTS (SELECT FROM contact WHERE bot_id = ?)", botId);
    }

    /// Whether anybody has opted out or in by a message.
    public boolean hasKeyword(UUID botId) {
        return is("SELECT EXISTS (SELECT FROM consent_event WHERE bot_id = ? AND source = 'keyword')", botId);
    }

    private boolean is(String question, UUID botId) {
        return jdbi.withHandle(
                handle -> handle.select(question, botId).mapTo(Boolean.class).one());
    }
}
