package dev.crier.template;

import dev.crier.db.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// SQL for looking through templates: by name with the languages of each, without their definitions, which are large.
public final class TemplateIndex {
    /// Nobody types more of a name, and no name holds it.
    private static final int SEARCH_CHARACTERS = 512;

    private final Jdbi jdbi;

    public TemplateIndex(Database database) {
        this.jdbi = database.jdbi();
    }

    /// What is looked for; null: anything.
    ///
    /// @param search a part of the name
    public record Query(
            @Nullable String search,
            @Nullable String status,
            @Nullable String category,
            @Nullable String language) {
        public static final Query ALL = new Query(null, null, null, null);

        public boolean isEverything() {
            return equals(ALL);
        }
    }

    /// A template in one language, as a list shows it.
    public record Entry(
            String name,
            String language,
            String category,
            String status,
            @Nullable String quality,
            boolean categoryMoved,
            Instant syncedAt) {}

    /// A template in all its languages that were looked for.
    public record Group(String name, List<Entry> entries) {
        public Group {
            entries = List.copyOf(entries);
        }
    }

    /// What there is to choose from, and how many of each.
    ///
    /// @param syncedAt when Meta was last heard of; null if it never was
    public record Choices(
            int total,
            Map<String, Integer> statuses,
            Map<String, Integer> categories,
            Map<String, Integer> languages,
            @Nullable Instant syncedAt) {}

    /// Names in the order of the alphabet, beginning behind `after`.
    ///
    /// @param limit names, not languages
    public List<Group> groups(UUID botId, Query query, @Nullable String after, int limit) {
        return grouped(jdbi.withHandle(handle -> handle.createQuery("""
                        WITH found AS (
                          SELECT name, language, category, status, quality, synced_at,
                                 category_change IS NOT NULL AS moved
                            FROM template
                           WHERE bot_id = :bot
                             AND (:search::text IS NULL OR strpos(name, :search) > 0)
                             AND (:status::text IS NULL OR status = :status)
                             AND (:category::text IS NULL OR category = :category)
                             AND (:language::text IS NULL OR language = :language)
                             AND (:after::text IS NULL OR name > :after))
                        SELECT * FROM found
                         WHERE name IN (SELECT DISTINCT name FROM found ORDER BY name LIMIT :limit)
                         ORDER BY name, language""")
                .bind("bot", botId)
                .bindByType("search", part(query.search()), String.class)
                .bindByType("status", query.status(), String.class)
                .bindByType("category", query.category(), String.class)
                .bindByType("language", query.language(), String.class)
                .bindByType("after", after, String.class)
                .bind("limit", limit)
                .map((row, context) -> entry(row))
                .list()));
    }

    private static @Nullable String part(@Nullable String search) {
        if (search == null || search.isBlank()) {
            return null;
        }
        String part = search.strip().toLowerCase(Locale.ROOT).replace(' ', '_');
        return part.length() <= SEARCH_CHARACTERS ? part : part.substring(0, SEARCH_CHARACTERS);
    }

    private static List<Group> grouped(List<Entry> entries) {
        Map<String, List<Entry>> byName = new LinkedHashMap<>();
        entries.forEach(each ->
                byName.computeIfAbsent(each.name(), _ -> new ArrayList<>()).add(each));
        return byName.entrySet().stream()
                .map(each -> new Group(each.getKey(), each.getValue()))
                .toList();
    }

    public Choices choices(UUID botId) {
        record Row(String status, String category, String language, int count, Instant syncedAt) {}
        List<Row> rows = jdbi.withHandle(handle -> handle.select("""
                        SELECT status, category, language, count(*) AS count, max(synced_at) AS synced_at
                          FROM template WHERE bot_id = ? GROUP BY status, category, language
                         ORDER BY status, category, language""", botId)
                .map((row, context) -> new Row(
                        row.getString("status"),
                        row.getString("category"),
                        row.getString("language"),
                        row.getInt("count"),
                        row.getTimestamp("synced_at").toInstant()))
                .list());
        Map<String, Integer> statuses = new TreeMap<>();
        Map<String, Integer> categories = new TreeMap<>();
        Map<String, Integer> languages = new TreeMap<>();
        for (Row row : rows) {
            statuses.merge(row.status(), row.count(), Integer::sum);
            categories.merge(row.category(), row.count(), Integer::sum);
            languages.merge(row.language(), row.count(), Integer::sum);
        }
        return new Choices(
                rows.stream().mapToInt(Row::count).sum(),
                statuses,
                categories,
                languages,
                rows.stream().map(Row::syncedAt).max(Instant::compareTo).orElse(null));
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                row.getString("name"),
                row.getString("language"),
                row.getString("category"),
                row.getString("status"),
                row.getString("quality"),
                row.getBoolean("moved"),
                row.getTimestamp("synced_at").toInstant());
    }
}
