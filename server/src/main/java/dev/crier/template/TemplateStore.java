package dev.crier.template;

import dev.crier.api.Json;
import dev.crier.api.Times;
import dev.crier.db.Database;
import dev.crier.template.TemplateHistory.Change;
import dev.crier.template.TemplateHistory.Kind;
import dev.crier.template.TemplateHistory.Source;
import dev.crier.template.TemplateHistory.Subject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// SQL for templates: our copy of what Meta has, one row a language.
public final class TemplateStore {
    private static final Logger LOG = LoggerFactory.getLogger(TemplateStore.class);

    private static final String RETURNING_OLD = """

             RETURNING new.name, new.language, new.meta_id, old.status AS old_status, old.category AS old_category,
                       old.quality AS old_quality""";

    private final Jdbi jdbi;
    private final LongAdder categoryChanges = new LongAdder();

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
            Instant syncedAt,
            @Nullable String statusDetail,
            @Nullable JsonNode categoryChange) {
        public static final String APPROVED = "APPROVED";

        /// As Meta lists it: without what only its webhooks tell.
        public StoredTemplate(
                String name,
                String language,
                String metaId,
                String category,
                String status,
                @Nullable String quality,
                @Nullable String rejectedReason,
                JsonNode definition,
                Instant syncedAt) {
            this(name, language, metaId, category, status, quality, rejectedReason, definition, syncedAt, null, null);
        }

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

    /// The template in one language, however the code is spelled.
    public Optional<StoredTemplate> find(UUID botId, String name, String language) {
        return named(botId, name).stream()
                .filter(each -> LanguageCode.same(each.language(), language))
                .findFirst();
    }

    public List<StoredTemplate> list(UUID botId, Filter filter) {
        return list(botId, filter, null, Integer.MAX_VALUE);
    }

    /// A part of the list, in the order of name and language.
    ///
    /// @param after Meta's id of the last template of the part before; one that is gone begins anew
    List<StoredTemplate> list(UUID botId, Filter filter, @Nullable String after, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT * FROM template
                         WHERE bot_id = :bot
                           AND (:name::text IS NULL OR name = :name)
                           AND (:language::text IS NULL OR lower(language) = lower(replace(:language, '-', '_')))
                           AND (:status::text IS NULL OR status = upper(:status))
                           AND (:after::text IS NULL OR (name, language) > (
                                  SELECT name, language FROM template WHERE bot_id = :bot AND meta_id = :after LIMIT 1))
                         ORDER BY name, language LIMIT :limit""")
                .bind("bot", botId)
                .bindByType("name", filter.name(), String.class)
                .bindByType("language", filter.language(), String.class)
                .bindByType("status", filter.status(), String.class)
                .bindByType("after", after, String.class)
                .bind("limit", limit)
                .map((row, context) -> template(row))
                .list());
    }

    Optional<StoredTemplate> byMetaId(UUID botId, String metaId) {
        return jdbi.withHandle(handle -> handle.select(
                        "SELECT * FROM template WHERE bot_id = ? AND meta_id = ? LIMIT 1", botId, metaId)
                .map((row, context) -> template(row))
                .findOne());
    }

    /// The database's time, before Meta is asked for a list.
    Instant now() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT clock_timestamp()")
                .mapTo(Instant.class)
                .one());
    }

    /// Makes our copy equal to `templates`, all that Meta had at `asOf`. What Meta no longer has is removed. A list
    /// takes
    /// a while to fetch: what a webhook or an editor told us meanwhile is newer and stays.
    void replaceAll(UUID botId, Collection<StoredTemplate> templates, Instant asOf) {
        jdbi.useTransaction(handle -> {
            for (StoredTemplate template : templates) {
                put(handle, botId, template, asOf, Source.SYNC);
            }
            List<String> ids = templates.stream().map(StoredTemplate::metaId).toList();
            String gone = "AND NOT (meta_id = ANY (:ids)) AND synced_at <= '" + asOf + "'::timestamptz";
            remove(handle, botId, gone, ids, Source.SYNC);
        });
    }

    public void put(UUID botId, StoredTemplate template) {
        put(botId, template, Source.SYNC);
    }

    void put(UUID botId, StoredTemplate template, Source source) {
        jdbi.useTransaction(handle -> put(handle, botId, template, now(), source));
    }

    /// Forgets templates that were deleted at Meta.
    void remove(UUID botId, Collection<String> metaIds) {
        jdbi.useTransaction(handle -> remove(handle, botId, "AND meta_id = ANY (:ids)", metaIds, Source.API));
    }

    private static void remove(Handle handle, UUID botId, String which, Collection<String> metaIds, Source source) {
        record Gone(Subject subject, String status) {}
        List<Gone> gone = handle.createQuery("DELETE FROM template WHERE bot_id = :bot " + which
                        + " RETURNING name, language, meta_id, status")
                .bind("bot", botId)
                .bindArray("ids", String.class, metaIds)
                .map((row, context) -> new Gone(subjectOf(botId, row), row.getString("status")))
                .list();
        gone.forEach(each -> TemplateHistory.add(
                handle, each.subject(), new Change(Kind.STATUS, each.status(), null, null, null, source)));
    }

    /// What a row was before a statement changed it.
    private record Before(
            Subject subject,
            @Nullable String status,
            @Nullable String category,
            @Nullable String quality) {
        static Before of(UUID botId, ResultSet row) throws SQLException {
            return new Before(
                    subjectOf(botId, row),
                    row.getString("old_status"),
                    row.getString("old_category"),
                    row.getString("old_quality"));
        }
    }

    private void put(Handle handle, UUID botId, StoredTemplate template, Instant asOf, Source source) {
        Optional<Before> moved = handle.createQuery("""
                        INSERT INTO template (bot_id, name, language, meta_id, category, status, quality,
                                              rejected_reason, definition, synced_at)
                        VALUES (:bot, :name, :language, :id, :category, :status, :quality, :rejected,
                                :definition::jsonb, :asOf)
                        ON CONFLICT (bot_id, name, language) DO UPDATE SET
                          meta_id = excluded.meta_id, category = excluded.category, status = excluded.status,
                          quality = excluded.quality, rejected_reason = excluded.rejected_reason,
                          definition = excluded.definition, synced_at = excluded.synced_at,
                          status_detail = CASE WHEN template.status = excluded.status THEN template.status_detail END
                          WHERE template.synced_at <= excluded.synced_at
                        """ + RETURNING_OLD)
                .bind("bot", botId)
                .bind("name", template.name())
                .bind("language", template.language())
                .bind("id", template.metaId())
                .bind("category", template.category())
                .bind("status", template.status())
                .bindByType("quality", template.quality(), String.class)
                .bindByType("rejected", template.rejectedReason(), String.class)
                .bind("definition", template.definition().toString())
                .bind("asOf", asOf)
                .map((row, context) -> Before.of(botId, row))
                .findOne();
        if (moved.isEmpty()) {
            return;
        }
        Before before = moved.get();
        statusMoved(handle, before, template.status(), template.rejectedReason(), null, source);
        if (before.status() != null) {
            qualityMoved(handle, before, template.quality(), source);
            if (source == Source.SYNC) {
                categoryMoved(handle, before, template.category(), source);
            }
        }
    }

    /// What a webhook of Meta says about a template's status; true if we know the template.
    public boolean setStatus(UUID botId, String metaId, String status, @Nullable String rejectedReason) {
        return setStatus(botId, metaId, status, rejectedReason, null);
    }

    /// The same, with Meta's sentence about it.
    public boolean setStatus(
            UUID botId, String metaId, String status, @Nullable String reason, @Nullable String detail) {
        return changed(
                botId,
                metaId,
                "status = :status, rejected_reason = :reason, status_detail = :detail, synced_at = now()",
                statement -> statement
                        .bind("status", status)
                        .bindByType("reason", reason, String.class)
                        .bindByType("detail", detail, String.class),
                (handle, before) -> statusMoved(handle, before, status, reason, detail, Source.WEBHOOK));
    }

    public boolean setQuality(UUID botId, String metaId, String quality) {
        return changed(
                botId,
                metaId,
                "quality = :quality, synced_at = now()",
                statement -> statement.bind("quality", quality),
                (handle, before) -> qualityMoved(handle, before, quality, Source.WEBHOOK));
    }

    public boolean setCategory(UUID botId, String metaId, String category) {
        return changed(
                botId,
                metaId,
                "category = :category, synced_at = now()",
                statement -> statement.bind("category", category),
                (handle, before) -> categoryMoved(handle, before, category, Source.WEBHOOK));
    }

    /// Meta means to change the category.
    public boolean announceCategory(UUID botId, String metaId, String category) {
        return changed(
                botId,
                metaId,
                "synced_at = synced_at",
                statement -> statement,
                (handle, before) -> recategorised(handle, before, category, Kind.CATEGORY_ANNOUNCED, Source.WEBHOOK));
    }

    private boolean changed(
            UUID botId,
            String metaId,
            String assignments,
            UnaryOperator<Query> bound,
            BiConsumer<Handle, Before> then) {
        return jdbi.inTransaction(handle -> {
            Query update = handle.createQuery("UPDATE template SET " + assignments
                            + " WHERE bot_id = :bot AND meta_id = :id" + RETURNING_OLD)
                    .bind("bot", botId)
                    .bind("id", metaId);
            List<Before> rows = bound.apply(update)
                    .map((row, context) -> Before.of(botId, row))
                    .list();
            rows.forEach(before -> then.accept(handle, before));
            return !rows.isEmpty();
        });
    }

    private static void statusMoved(
            Handle handle,
            Before before,
            String status,
            @Nullable String reason,
            @Nullable String detail,
            Source source) {
        if (!status.equals(before.status())) {
            Change change = new Change(Kind.STATUS, before.status(), status, reason, detail, source);
            TemplateHistory.add(handle, before.subject(), change);
        }
    }

    private static void qualityMoved(Handle handle, Before before, @Nullable String quality, Source source) {
        if (quality != null && !quality.equals(before.quality())) {
            Change change = new Change(Kind.QUALITY, before.quality(), quality, null, null, source);
            TemplateHistory.add(handle, before.subject(), change);
        }
    }

    private void categoryMoved(Handle handle, Before before, String category, Source source) {
        if (!category.equals(before.category())) {
            recategorised(handle, before, category, Kind.CATEGORY, source);
        }
    }

    /// The category decides price and limits, and nobody here asked for another: an alert.
    private void recategorised(Handle handle, Before before, String category, Kind kind, Source source) {
        ObjectNode change = Json.object()
                .put("from", before.category())
                .put("to", category)
                .put("state", kind == Kind.CATEGORY ? "changed" : "announced")
                .put("at", Times.wire(Instant.now()));
        Subject subject = before.subject();
        int rows = handle.createUpdate("""
                        UPDATE template SET category_change = :change::jsonb
                         WHERE bot_id = :bot AND meta_id = :id
                           AND (category_change IS NULL OR category_change ->> 'to' <> :to
                                OR category_change ->> 'state' <> :state)""")
                .bind("change", change.toString())
                .bind("bot", subject.botId())
                .bind("id", subject.metaId())
                .bind("to", category)
                .bind("state", change.path("state").asString())
                .execute();
        if (rows > 0) {
            TemplateHistory.add(handle, subject, new Change(kind, before.category(), category, null, null, source));
            categoryChanges.increment();
            LOG.warn(
                    "Meta {} the category of template {} ({}) of bot {}: {} to {}; price and limits follow it",
                    kind == Kind.CATEGORY ? "changed" : "means to change",
                    subject.name(),
                    subject.language(),
                    subject.botId(),
                    before.category(),
                    category);
        }
    }

    /// Meta put a new template into another category than was asked for.
    void createdAs(UUID botId, StoredTemplate template, String asked) {
        Before before = new Before(
                new Subject(botId, template.name(), template.language(), template.metaId()), null, asked, null);
        jdbi.useTransaction(handle -> recategorised(handle, before, template.category(), Kind.CATEGORY, Source.API));
    }

    /// Categories that Meta changed or means to change, since the start; duplicates do not count.
    public long categoryChanges() {
        return categoryChanges.sum();
    }

    private static Subject subjectOf(UUID botId, ResultSet row) throws SQLException {
        return new Subject(botId, row.getString("name"), row.getString("language"), row.getString("meta_id"));
    }

    private static StoredTemplate template(ResultSet row) throws SQLException {
        @Nullable String change = row.getString("category_change");
        return new StoredTemplate(
                row.getString("name"),
                row.getString("language"),
                row.getString("meta_id"),
                row.getString("category"),
                row.getString("status"),
                row.getString("quality"),
                row.getString("rejected_reason"),
                Json.parseOwn(row.getString("definition")),
                row.getTimestamp("synced_at").toInstant(),
                row.getString("status_detail"),
                change == null ? null : Json.parseOwn(change));
    }
}
