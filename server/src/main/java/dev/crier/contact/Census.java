package dev.crier.contact;

import dev.crier.api.Json;
import dev.crier.db.Database;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// How many contacts there are, and who of them may be one person; never by reading all of them.
public final class Census {
    /// Up to so many are counted, which takes a few milliseconds.
    private static final int COUNTED = 10_000;

    private static final int DUPLICATES = 20;

    /// So many who share a first name are looked at for the last name.
    private static final int NAMESAKES = 2_000;

    private final Jdbi jdbi;

    public Census(Database database) {
        this.jdbi = database.jdbi();
    }

    /// How many contacts a bot has.
    ///
    /// @param isExact otherwise PostgreSQL's estimate, or that there are more
    public record Size(long contacts, boolean isExact) {}

    public Size size(UUID botId) {
        return jdbi.withHandle(handle -> {
            long counted = handle.select(
                            "SELECT count(*) FROM (SELECT FROM contact WHERE bot_id = ? LIMIT ?) AS counted",
                            botId,
                            COUNTED + 1)
                    .mapTo(Long.class)
                    .one();
            if (counted <= COUNTED) {
                return new Size(counted, true);
            }
            String plan = handle.createQuery("EXPLAIN (FORMAT JSON) SELECT FROM contact WHERE bot_id = '" + botId + "'")
                    .mapTo(String.class)
                    .one();
            long planned =
                    Json.parseOwn(plan).path(0).path("Plan").path("Plan Rows").asLong(0);
            return new Size(Math.max(planned, COUNTED), false);
        });
    }

    /// A contact who may be the same person, and why.
    ///
    /// @param shared what both have: `email`, `external_id` or `name`
    public record Lookalike(Contact contact, String shared) {}

    /// Others with the same e-mail address, the same id elsewhere, or the same full name.
    public List<Lookalike> lookalikes(UUID botId, Contact of) {
        Contact.Profile profile = of.profile();
        @Nullable String last = profile.lastName();
        @Nullable String first = last == null ? null : profile.firstName();
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT * FROM (
                          SELECT DISTINCT ON (id) * FROM (
                            (SELECT 1 AS rank, 'external_id' AS shared, c.* FROM contact c
                              WHERE bot_id = :bot AND external_id = :external LIMIT :limit)
                            UNION ALL
                            (SELECT 2, 'email', c.* FROM contact c
                              WHERE bot_id = :bot AND lower(email) = lower(:email) LIMIT :limit)
                            UNION ALL
                            (SELECT 3, 'name', n.* FROM (
                               SELECT * FROM contact
                                WHERE bot_id = :bot AND first_name IS NOT NULL
                                  AND lower(first_name COLLATE "pg_c_utf8") = lower(:first COLLATE "pg_c_utf8")
                                LIMIT :namesakes) AS n
                              WHERE lower(last_name) = lower(:last) LIMIT :limit)) AS found
                           WHERE id <> :id ORDER BY id, rank) AS once
                         ORDER BY rank, id LIMIT :limit""")
                .bind("bot", botId)
                .bind("id", of.id())
                .bindByType("external", profile.externalId(), String.class)
                .bindByType("email", profile.email(), String.class)
                .bindByType("first", first, String.class)
                .bindByType("last", last, String.class)
                .bind("namesakes", NAMESAKES)
                .bind("limit", DUPLICATES + 1)
                .map((row, context) -> new Lookalike(ContactStore.contact(row), row.getString("shared")))
                .list());
    }
}
