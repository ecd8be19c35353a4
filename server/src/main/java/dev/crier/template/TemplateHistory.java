package dev.crier.template;

import dev.crier.api.Ids;
import dev.crier.api.Json;
import dev.crier.api.Page;
import dev.crier.api.Times;
import dev.crier.db.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// SQL for what became of templates.
public final class TemplateHistory {
    /// Events of one template in one language; a template that Meta pauses daily has a year of them.
    static final int KEPT = 400;

    private final Jdbi jdbi;

    public TemplateHistory(Database database) {
        this.jdbi = database.jdbi();
    }

    /// What an event is about.
    public enum Kind {
        STATUS,
        QUALITY,
        CATEGORY,
        CATEGORY_ANNOUNCED,
        EDIT;

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Who told us.
    public enum Source {
        API,
        WEBHOOK,
        SYNC;

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// A template in one language.
    public record Subject(UUID botId, String name, String language, String metaId) {}

    /// One change.
    public record Change(
            Kind kind,
            @Nullable String before,
            @Nullable String after,
            @Nullable String reason,
            @Nullable String detail,
            Source source) {}

    /// An event as the API shows it.
    public record Event(UUID id, String language, String metaId, Change change, Instant at) {
        ObjectNode json() {
            ObjectNode json = Json.object()
                    .put("id", id.toString())
                    .put("template_id", metaId)
                    .put("language", language)
                    .put("kind", change.kind().wire())
                    .put("before", change.before())
                    .put("after", change.after());
            if (change.reason() != null) {
                json.put("reason", change.reason());
            }
            if (change.detail() != null) {
                json.put("detail", change.detail());
            }
            return json.put("source", change.source().wire()).put("at", Times.wire(at));
        }
    }

    /// Adds an event, in the transaction that made the change.
    static void add(Handle handle, Subject subject, Change change) {
        handle.createUpdate("""
                        INSERT INTO template_event (id, bot_id, name, language, meta_id, kind, before, after, reason,
                                                    detail, source, at)
                        VALUES (:id, :bot, :name, :language, :meta, :kind, :before, :after, :reason, :detail, :source,
                                clock_timestamp())""")
                .bind("id", Ids.next())
                .bind("bot", subject.botId())
                .bind("name", subject.name())
                .bind("language", subject.language())
                .bind("meta", subject.metaId())
                .bind("kind", change.kind().wire())
                .bindByType("before", change.before(), String.class)
                .bindByType("after", change.after(), String.class)
                .bindByType("reason", change.reason(), String.class)
                .bindByType("detail", change.detail(), String.class)
                .bind("source", change.source().wire())
                .execute();
        // A first event has nothing to push out; syncs make thousands of these at once.
        if (change.before() != null) {
            handle.execute("""
                    DELETE FROM template_event WHERE id IN (
                      SELECT id FROM template_event WHERE bot_id = ? AND name = ? AND language = ?
                       ORDER BY id DESC OFFSET ?)""", subject.botId(), subject.name(), subject.language(), KEPT);
        }
    }

    void add(Subject subject, Change change) {
        jdbi.useTransaction(handle -> add(handle, subject, change));
    }

    /// The events of a template, newest first; one more than the page holds if more follow.
    public List<Event> list(UUID botId, String name, @Nullable String language, Page page) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT * FROM template_event
                         WHERE bot_id = :bot AND name = :name
                           AND (:language::text IS NULL OR lower(language) = lower(replace(:language, '-', '_')))
                           AND (:after::uuid IS NULL OR id < :after::uuid)
                         ORDER BY id DESC LIMIT :limit""")
                .bind("bot", botId)
                .bind("name", name)
                .bindByType("language", language, String.class)
                .bindByType("after", page.after(), UUID.class)
                .bind("limit", page.limit() + 1)
                .map((row, context) -> event(row))
                .list());
    }

    /// When an approved template was edited by us within `span`, oldest first.
    List<Instant> approvedEdits(UUID botId, String metaId, Instant now, Duration span) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT at FROM template_event
                         WHERE bot_id = :bot AND meta_id = :meta AND kind = 'edit' AND before = 'APPROVED'
                           AND at > :since
                         ORDER BY at""")
                .bind("bot", botId)
                .bind("meta", metaId)
                .bind("since", now.minus(span))
                .mapTo(Instant.class)
                .list());
    }

    private static Event event(ResultSet row) throws SQLException {
        Change change = new Change(
                Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                row.getString("before"),
                row.getString("after"),
                row.getString("reason"),
                row.getString("detail"),
                Source.valueOf(row.getString("source").toUpperCase(Locale.ROOT)));
        return new Event(
                row.getObject("id", UUID.class),
                row.getString("language"),
                row.getString("meta_id"),
                change,
                row.getTimestamp("at").toInstant());
    }
}
