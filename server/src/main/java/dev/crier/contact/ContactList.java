package dev.crier.contact;

import dev.crier.db.Database;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/// SQL for lists of contacts. Each keeps to an index at a million contacts; a part begins where the one before ended.
///
/// Names are found by their start through an index of their own. Part of a number is found by reading the index of
/// numbers, which has no more than it takes: in the order of the numbers, so that the first ones end the search.
final class ContactList {
    private static final String PHONE = " AND phone = ANY (:phones)";
    private static final String EXTERNAL_ID = " AND external_id = :external";
    private static final String TAG = " AND tags @> ARRAY[:tag] AND tags <> '{}'";
    private static final String IDS = " AND id = ANY (:ids)";

    /// Of the first name, of the last name, or of both with a blank between.
    private static final String NAME = """
             AND ((first_name IS NOT NULL AND lower(first_name) LIKE :name)
                  OR (last_name IS NOT NULL AND lower(last_name) LIKE :name)
                  OR (first_name IS NOT NULL AND lower(first_name) LIKE :first
                      AND lower(first_name || ' ' || last_name) LIKE :name))""";

    private final Jdbi jdbi;

    ContactList(Database database) {
        this.jdbi = database.jdbi();
    }

    /// Contacts in the order of their ids, or of their numbers if those are searched.
    List<Contact> find(UUID botId, ContactFilter filter, @Nullable UUID after, int limit) {
        return jdbi.withHandle(handle -> {
            Query query = handle.createQuery(sql(filter))
                    .bind("bot", botId)
                    .bindByType("after", after, UUID.class)
                    .bind("limit", limit);
            bind(query, filter);
            return query.map((row, context) -> ContactStore.contact(row)).list();
        });
    }

    private static String sql(ContactFilter filter) {
        StringBuilder where = new StringBuilder();
        where.append(filter.phone() == null ? "" : PHONE);
        where.append(filter.externalId() == null ? "" : EXTERNAL_ID);
        where.append(filter.tag() == null ? "" : TAG);
        where.append(filter.ids().isEmpty() ? "" : IDS);
        if (filter.digits().isPresent()) {
            boolean numberDecides = where.isEmpty();
            return byNumber(
                    numberDecides ? " LIMIT :limit" : "", where.toString().replace(" AND ", " AND c."));
        }
        where.append(filter.name().isPresent() ? NAME : "");
        return """
                SELECT * FROM contact WHERE bot_id = :bot AND (:after::uuid IS NULL OR id > :after::uuid)%s
                 ORDER BY id LIMIT :limit""".formatted(where);
    }

    /// The index answers alone which numbers fit; only those of this part are then looked up.
    private static String byNumber(String enough, String further) {
        return """
                SELECT c.* FROM (
                  SELECT phone FROM contact
                   WHERE bot_id = :bot AND phone IS NOT NULL AND phone LIKE :digits
                     AND phone > COALESCE((SELECT phone FROM contact WHERE bot_id = :bot AND id = :after::uuid), '')
                   ORDER BY phone%s) AS hit
                  JOIN contact c ON c.bot_id = :bot AND c.phone = hit.phone%s
                 ORDER BY c.phone LIMIT :limit""".formatted(enough, further);
    }

    private static void bind(Query query, ContactFilter filter) {
        if (filter.phone() != null) {
            query.bindArray("phones", String.class, Phones.spellings(filter.phone()));
        }
        if (filter.externalId() != null) {
            query.bind("external", filter.externalId());
        }
        if (filter.tag() != null) {
            query.bind("tag", filter.tag());
        }
        if (!filter.ids().isEmpty()) {
            query.bindArray("ids", UUID.class, filter.ids());
        }
        filter.digits().ifPresent(digits -> query.bind("digits", "%" + digits + "%"));
        filter.name().ifPresent(name -> {
            query.bind("name", literal(name) + "%");
            query.bind("first", literal(name.split(" ", 2)[0]) + "%");
        });
    }

    /// What LIKE takes for itself.
    private static String literal(String text) {
        return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }
}
