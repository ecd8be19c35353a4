package dev.crier.template;

import dev.crier.api.Json;
import dev.crier.db.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// SQL for templates that somebody should look at, and for whether there are any to send.
public final class TemplateWatch {
    private final Jdbi jdbi;

    public TemplateWatch(Database database) {
        this.jdbi = database.jdbi();
    }

    /// What is the matter; the gravest first.
    public enum Matter {
        DISABLED,
        PAUSED,
        REJECTED,
        LOW_QUALITY,
        CATEGORY
    }

    /// A template in one language with what is the matter.
    ///
    /// @param sentence, fix what the reason means and what to do about it; null where the matter says it all
    /// @param from, to the categories of a change
    /// @param announced the change is still to come
    public record Trouble(
            String name,
            String language,
            Matter matter,
            @Nullable String sentence,
            @Nullable String fix,
            @Nullable String from,
            @Nullable String to,
            boolean announced) {}

    /// Those in trouble, the gravest first. A change of category is news for a week, and as long as it is announced.
    public List<Trouble> troubles(UUID botId, Instant changedAfter, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT name, language, rejected_reason, category_change, matter FROM (
                          SELECT name, language, rejected_reason, category_change,
                                 CASE WHEN status IN ('DISABLED', 'PAUSED', 'REJECTED') THEN status
                                      WHEN status = 'APPROVED' AND quality = 'RED' THEN 'LOW_QUALITY'
                                      WHEN status = 'APPROVED'
                                           AND (category_change ->> 'state' = 'announced'
                                                AND category_change ->> 'to' <> category
                                                OR category_change ->> 'state' = 'changed'
                                                AND (category_change ->> 'at')::timestamptz > :after) THEN 'CATEGORY'
                                  END AS matter
                            FROM template WHERE bot_id = :bot) AS looked
                         WHERE matter IS NOT NULL
                         ORDER BY array_position(ARRAY['DISABLED', 'PAUSED', 'REJECTED', 'LOW_QUALITY', 'CATEGORY'], matter),
                                  name, language
                         LIMIT :limit""")
                .bind("bot", botId)
                .bind("after", changedAfter)
                .bind("limit", limit)
                .map((row, context) -> trouble(row))
                .list());
    }

    /// Templates that can be sent.
    ///
    /// @param own beside the one that Crier makes by itself
    public record Sendable(boolean any, boolean own) {}

    public Sendable sendable(UUID botId) {
        return jdbi.withHandle(handle -> handle.select("""
                        SELECT count(*) > 0 AS any, count(*) FILTER (WHERE name <> ?) > 0 AS own
                          FROM template WHERE bot_id = ? AND status = 'APPROVED'""", ReengagementTemplate.NAME, botId)
                .map((row, context) -> new Sendable(row.getBoolean("any"), row.getBoolean("own")))
                .one());
    }

    private static Trouble trouble(ResultSet row) throws SQLException {
        Matter matter = Matter.valueOf(row.getString("matter"));
        @Nullable String written = row.getString("category_change");
        @Nullable JsonNode change = matter == Matter.CATEGORY && written != null ? Json.parseOwn(written) : null;
        boolean isStopped = matter == Matter.DISABLED || matter == Matter.PAUSED || matter == Matter.REJECTED;
        @Nullable Rejection rejection = isStopped ? Rejection.of(row.getString("rejected_reason")) : null;
        return new Trouble(
                row.getString("name"),
                row.getString("language"),
                matter,
                rejection == null ? null : rejection.sentence(),
                rejection == null ? null : rejection.fix(),
                change == null ? null : change.path("from").asString(""),
                change == null ? null : change.path("to").asString(""),
                change != null && "announced".equals(change.path("state").asString("")));
    }
}
