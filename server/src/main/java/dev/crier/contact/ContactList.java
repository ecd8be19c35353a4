package dev.crier.contact;

import dev.crier.db.Database;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/// SQL for lists of contacts. Each reads an index in the order in which it answers, so that it stays fast at a million
/// contacts whatever PostgreSQL believes of them; a part begins where the one before ended.
///
/// Without a search that is the order of ids. Names are found by their start: first the first names in their order,
/// then the last names. Part of a number is found by its groups of digits, or by reading the index of numbers in their
/// order where it is in most of them; PostgreSQL knows how often a group is there.
final class ContactList {
    private static final String PHONE = " AND phone = ANY (:phones)";
    private static final String EXTERNAL_ID = " AND external_id = :external";
    private static final String TAG = " AND tags @> :tags::text[] AND tags <> '{}'";
    private static final String IDS = " AND id = ANY (:ids)";

    /// As the indexes of names spell it.
    private static final String FIRST = "lower(first_name COLLATE \"pg_c_utf8\")";

    private static final String LAST = "lower(last_name COLLATE \"pg_c_utf8\")";

    /// The first name begins with all of the search, or first and last name with a blank between do.
    private static final String BY_FIRST = FIRST + " LIKE lower(:word COLLATE \"pg_c_utf8\") AND (" + FIRST
            + " LIKE lower(:name COLLATE \"pg_c_utf8\") OR lower((first_name || ' ' || last_name) COLLATE \"pg_c_utf8\")"
            + " LIKE lower(:name COLLATE \"pg_c_utf8\"))";

    private static final String BY_LAST =
            LAST + " LIKE lower(:name COLLATE \"pg_c_utf8\") AND NOT COALESCE(" + BY_FIRST + ", false)";

    /// Digits that are looked for together.
    private static final int GROUP = 4;

    private final Jdbi jdbi;

    ContactList(Database database) {
        this.jdbi = database.jdbi();
    }

    /// The contacts that come after `after`.
    List<Contact> find(UUID botId, ContactFilter filter, @Nullable Contact after, int limit) {
        return jdbi.withHandle(handle -> {
            Search search = new Search(handle, botId, filter);
            if (filter.digits().isPresent()) {
                return search.byNumber(after, limit);
            }
            return filter.name().isPresent() ? search.byName(after, limit) : search.byId(after, limit);
        });
    }

    /// The condition on a contact that [#find] looks for with `filter`'s search; what it needs bound goes into
    /// `values`.
    static String search(ContactFilter filter, Map<String, Object> values) {
        if (filter.digits().isPresent()) {
            values.put("digits", "%" + filter.digits().get() + "%");
            return "phone LIKE :digits";
        }
        String name = filter.name().orElseThrow();
        values.put("name", Search.literal(name) + "%");
        values.put("word", Search.literal(name.split(" ", 2)[0]) + "%");
        return "COALESCE(" + BY_FIRST + " OR " + LAST + " LIKE lower(:name COLLATE \"pg_c_utf8\"), false)";
    }

    /// The contact of that id, if the filter's search still finds it.
    Optional<Contact> fitting(UUID botId, ContactFilter filter, UUID id) {
        Map<String, Object> values = new HashMap<>();
        String condition = search(filter, values);
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT * FROM contact WHERE bot_id = :bot AND id = :id AND " + condition)
                        .bind("bot", botId)
                        .bind("id", id)
                        .bindMap(values)
                        .map((row, context) -> ContactStore.contact(row))
                        .findOne());
    }

    private record Search(Handle handle, UUID botId, ContactFilter filter) {
        List<Contact> byId(@Nullable Contact after, int limit) {
            String further = further("") + (after == null ? "" : " AND id > :id");
            Query query = query("SELECT * FROM contact WHERE bot_id = :bot" + further + " ORDER BY id", limit);
            if (after != null) {
                query.bind("id", after.id());
            }
            return list(query);
        }

        /// Indexes answer which numbers fit; only the contacts of this part are then looked up.
        List<Contact> byNumber(@Nullable Contact after, int limit) {
            String enough = further("").isEmpty() ? " LIMIT :limit" : "";
            List<String> groups = groups(filter.digits().orElseThrow());
            String parts = groups.isEmpty() ? "" : " AND number_parts(phone) @> CAST(:parts AS text[])";
            String sql = """
                    SELECT c.* FROM (
                      SELECT phone FROM contact
                       WHERE bot_id = :bot AND phone IS NOT NULL AND phone LIKE :digits AND phone > :phone%s
                       ORDER BY phone%s) AS hit
                      JOIN contact c ON c.bot_id = :bot AND c.phone = hit.phone%s
                     ORDER BY c.phone""".formatted(parts, enough, further("c."));
            String last = after == null || after.phone() == null ? "" : after.phone();
            Query query = query(sql, limit)
                    .bind("phone", last)
                    .bind("digits", "%" + filter.digits().orElseThrow() + "%");
            return list(groups.isEmpty() ? query : query.bindArray("parts", String.class, groups));
        }

        /// As `number_parts` in the database has them.
        private static List<String> groups(String digits) {
            return IntStream.rangeClosed(0, digits.length() - GROUP)
                    .mapToObj(at -> digits.substring(at, at + GROUP))
                    .distinct()
                    .toList();
        }

        List<Contact> byName(@Nullable Contact after, int limit) {
            boolean inLast = after != null && !hasFirst(after);
            List<Contact> found = new ArrayList<>();
            if (!inLast) {
                found.addAll(names(FIRST, "first_name IS NOT NULL AND " + BY_FIRST, after, limit));
            }
            if (found.size() < limit) {
                String last = "last_name IS NOT NULL AND " + BY_LAST;
                found.addAll(names(LAST, last, inLast ? after : null, limit - found.size()));
            }
            return found;
        }

        /// Contacts whose name fits, in the order of `key`; after `after`, if that is one of them.
        private List<Contact> names(String key, String fits, @Nullable Contact after, int limit) {
            String beyond = after == null ? "" : " AND (" + key + ", id) > (lower(:key COLLATE \"pg_c_utf8\"), :id)";
            Query query = named(query(
                    "SELECT * FROM contact WHERE bot_id = :bot AND " + fits + further("") + beyond + " ORDER BY " + key
                            + ", id",
                    limit));
            if (after != null) {
                Contact.Profile profile = after.profile();
                query.bindByType("key", key.equals(FIRST) ? profile.firstName() : profile.lastName(), String.class)
                        .bind("id", after.id());
            }
            return list(query);
        }

        /// Whether the contact is among those whose first name fits.
        private boolean hasFirst(Contact contact) {
            Contact.Profile profile = contact.profile();
            return named(handle.createQuery("SELECT COALESCE(" + BY_FIRST
                            + ", false) FROM (VALUES (:first, :last)) AS given (first_name, last_name)"))
                    .bindByType("first", profile.firstName(), String.class)
                    .bindByType("last", profile.lastName(), String.class)
                    .mapTo(Boolean.class)
                    .one();
        }

        private Query named(Query query) {
            String name = filter.name().orElseThrow();
            return query.bind("name", literal(name) + "%").bind("word", literal(name.split(" ", 2)[0]) + "%");
        }

        /// What LIKE takes for itself.
        private static String literal(String text) {
            return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
        }

        private Query query(String sql, int limit) {
            Query query =
                    handle.createQuery(sql + " LIMIT :limit").bind("bot", botId).bind("limit", limit);
            if (filter.phone() != null) {
                query.bindArray("phones", String.class, Phones.spellings(filter.phone()));
            }
            if (filter.externalId() != null) {
                query.bind("external", filter.externalId());
            }
            if (!filter.tags().isEmpty()) {
                query.bindArray("tags", String.class, filter.tags());
            }
            if (!filter.ids().isEmpty()) {
                query.bindArray("ids", UUID.class, filter.ids());
            }
            return query;
        }

        /// What else a contact must have, as conditions on the columns of `table`.
        private String further(String table) {
            String conditions = (filter.phone() == null ? "" : PHONE)
                    + (filter.externalId() == null ? "" : EXTERNAL_ID)
                    + (filter.tags().isEmpty() ? "" : TAG)
                    + (filter.ids().isEmpty() ? "" : IDS);
            return conditions.replace(" AND ", " AND " + table);
        }

        private static List<Contact> list(Query query) {
            return query.map((row, context) -> ContactStore.contact(row)).list();
        }
    }
}
