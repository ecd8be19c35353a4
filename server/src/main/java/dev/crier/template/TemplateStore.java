package dev.crier.template;

import dev.crier.api.Json;
import dev.crier.db.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// SQL for templates: our copy of what Meta has, one row a language.
public final class TemplateStore {
    private final Jdbi jdbi;

    public TemplateStore(Database database) {
        this.jdbi = database.jdbi();
    }

    /// A template in one language.
    ///
    /// @param definition Meta's template object
    public record StoredTemplate(
            String name,
            String language,
            String metaId,
            String category,
            String status,
            @Nullable String quality,
            @Nullable String rejectedReason,
            JsonNode definition,
            Instant syncedAt) {
        public static final String APPROVED = "APPROVED";

        public boolean approved() {
            return APPROVED.equals(status);
        }

        public boolean marketing() {
            return "MARKETING".equals(category);
        }
    }

    /// A filter; null: any.
    public record Filter(
            @Nullable String name,
            @Nullable String language,
            @Nullable String status) {
        public static final Filter NONE = new Filter(null, null, null);
    }

    /// Every language of the template.
    public List<StoredTemplate> named(UUID botId, String name) {
        return list(botId, new Filter(name, null, null));
    }

    public List<StoredTemplate> list(UUID botId, Filter filter) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT * FROM template
                         WHERE bot_id = :bot
                           AND (:name::text IS NULL OR name = :name)
                           AND (:language::text IS NULL OR lower(language) = lower(replace(:language, '-', '_')))
                           AND (:status::text IS NULL OR status = upper(:status))
                         ORDER BY name, language""")
                .bind("bot", botId)
                .bindByType("name", filter.name(), String.class)
                .bindByType("language", filter.language(), String.class)
                .bindByType("status", filter.status(), String.class)
                .map((row, context) -> template(row))
                .list());
    }

    /// Makes our copy equal to `templates`: all that Meta has now. What Meta no longer has is removed.
    public void replaceAll(UUID botId, Collection<StoredTemplate> templates) {
        jdbi.useTransaction(handle -> {
            for (StoredTemplate template : templates) {
                put(handle, botId, template);
            }
            handle.createUpdate("DELETE FROM template WHERE bot_id = :bot AND NOT (meta_id = ANY (:ids))")
                    .bind("bot", botId)
                    .bindArray(
                            "ids",
                            String.class,
                            templates.stream().map(StoredTemplate::metaId).toList())
                    .execute();
        });
    }

    public void put(UUID botId, StoredTemplate template) {
        jdbi.useHandle(handle -> put(handle, botId, template));
    }

    private static void put(Handle handle, UUID botId, StoredTemplate template) {
        handle.createUpdate("""
                        INSERT INTO template (bot_id, name, language, meta_id, category, status, quality,
                                              rejected_reason, definition, synced_at)
                        VALUES (:bot, :name, :language, :id, :category, :status, :quality, :rejected,
                                :definition::jsonb, now())
                        ON CONFLICT (bot_id, name, language) DO UPDATE SET
                          meta_id = excluded.meta_id, category = excluded.category, status = excluded.status,
                          quality = excluded.quality, rejected_reason = excluded.rejected_reason,
                          definition = excluded.definition, synced_at = excluded.synced_at""")
                .bind("bot", botId)
                .bind("name", template.name())
                .bind("language", template.language())
                .bind("id", template.metaId())
                .bind("category", template.category())
                .bind("status", template.status())
                .bindByType("quality", template.quality(), String.class)
                .bindByType("rejected", template.rejectedReason(), String.class)
                .bind("definition", template.definition().toString())
                .execute();
    }

    /// What a webhook of Meta says about a template's status; true if we know the template.
    public boolean setStatus(UUID botId, String metaId, String status, @Nullable String rejectedReason) {
        return jdbi.withHandle(handle -> handle.createUpdate("""
                        UPDATE template SET status = :status, rejected_reason = :rejected, synced_at = now()
                         WHERE bot_id = :bot AND meta_id = :id""")
                        .bind("bot", botId)
                        .bind("id", metaId)
                        .bind("status", status)
                        .bindByType("rejected", rejectedReason, String.class)
                        .execute()
                > 0);
    }

    public boolean setQuality(UUID botId, String metaId, String quality) {
        return jdbi.withHandle(handle -> handle.execute(
                        "UPDATE template SET quality = ? WHERE bot_id = ? AND meta_id = ?", quality, botId, metaId)
                > 0);
    }

    public boolean setCategory(UUID botId, String metaId, String category) {
        return jdbi.withHandle(handle -> handle.execute(
                        "UPDATE template SET category = ? WHERE bot_id = ? AND meta_id = ?", category, botId, metaId)
                > 0);
    }

    private static StoredTemplate template(ResultSet row) throws SQLException {
        return new StoredTemplate(
                row.getString("name"),
                row.getString("language"),
                row.getString("meta_id"),
                row.getString("category"),
                row.getString("status"),
                row.getString("quality"),
                row.getString("rejected_reason"),
                Json.parseOwn(row.getString("definition")),
                row.getTimestamp("synced_at").toInstant());
    }
}
