package dev.crier.broadcast;

import dev.crier.db.Database;
import dev.crier.template.TemplateUses;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// The broadcasts that still have to send a template.
public final class OpenBroadcasts implements TemplateUses {
    private final Jdbi jdbi;

    public OpenBroadcasts(Database database) {
        this.jdbi = database.jdbi();
    }

    @Override
    public List<Use> of(UUID botId, String templateName, @Nullable String language) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT id, name, status FROM broadcast
                         WHERE bot_id = :bot AND template_name = :template
                           AND status IN ('draft', 'scheduled', 'running', 'paused')
                           AND (:language::text IS NULL
                                OR jsonb_exists(content -> 'definitions', :language)
                                OR template_language = :language)
                         ORDER BY id DESC LIMIT :most""")
                .bind("bot", botId)
                .bind("template", templateName)
                .bindByType("language", language, String.class)
                .bind("most", MOST)
                .map((row, context) ->
                        new Use(row.getObject("id", UUID.class), row.getString("name"), row.getString("status")))
                .list());
    }
}
