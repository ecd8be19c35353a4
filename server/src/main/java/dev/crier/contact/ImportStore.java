package dev.crier.contact;

import dev.crier.api.Ids;
import dev.crier.db.BinaryCopy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// SQL for an import: rows go into a table of the transaction's own first, which locks nothing; then each batch of them
/// is held against the contacts and written by a few statements.
final class ImportStore {
    private static final String STAGED = """
            CREATE TEMPORARY TABLE staged (
              number int PRIMARY KEY, id uuid NOT NULL, phone text NOT NULL, other text, first_name text,
              last_name text, email text, locale text, timezone text, external_id text, data text NOT NULL,
              tags text NOT NULL, optout text, contact_id uuid) ON COMMIT DROP""";

    private static final String COLUMNS = "staged (number, id, phone, other, first_name, last_name, email, locale,"
            + " timezone, external_id, data, tags, optout)";

    /// In no tag, since a tag comes from a cell without it.
    private static final String TAG_SEPARATOR = "\u001f";

    /// A contact is found by its number, else by the other spelling of it.
    private static final String MATCH = """
            UPDATE staged s SET contact_id = COALESCE(
              (SELECT id FROM contact c WHERE c.bot_id = ? AND c.phone = s.phone),
              (SELECT id FROM contact c WHERE c.bot_id = ? AND c.phone = s.other))
             WHERE number BETWEEN ? AND ? AND contact_id IS NULL""";

    /// What the contact would have too much of: `data` and `tags` of both together.
    private static final String TOO_MUCH = """
            DELETE FROM staged s USING contact c
             WHERE s.number BETWEEN ? AND ? AND c.bot_id = ? AND c.id = s.contact_id
               AND ((s.data <> '{}' AND (octet_length((c.user_data || s.data::jsonb)::text) > ?
                     OR (SELECT count(*) FROM jsonb_object_keys(c.user_data || s.data::jsonb)) > ?))
                 OR (s.tags <> '' AND (SELECT count(DISTINCT t)
                       FROM unnest(c.tags || string_to_array(s.tags, U&'\\001f')) AS t) > ?))
            RETURNING s.number""";

    /// In the order of the contacts' keys, so that two imports rarely deadlock.
    private static final String UPDATE = """
            WITH wanted AS (
              SELECT c.id, s.first_name, s.last_name, s.email, s.locale, s.timezone, s.external_id,
                     c.user_data || s.data::jsonb AS data,
                     c.tags || ARRAY(SELECT t FROM unnest(string_to_array(s.tags, U&'\\001f')) AS t
                                      WHERE s.tags <> '' AND t <> ALL (c.tags)) AS tags,
                     s.optout
                FROM staged s JOIN contact c ON c.bot_id = ? AND c.id = s.contact_id
               WHERE s.number BETWEEN ? AND ?
                 AND (s.first_name <> c.first_name IS NOT FALSE AND s.first_name IS NOT NULL
                   OR s.last_name <> c.last_name IS NOT FALSE AND s.last_name IS NOT NULL
                   OR s.email <> c.email IS NOT FALSE AND s.email IS NOT NULL
                   OR s.locale <> c.locale IS NOT FALSE AND s.locale IS NOT NULL
                   OR s.timezone <> c.timezone IS NOT FALSE AND s.timezone IS NOT NULL
                   OR s.external_id <> c.external_id IS NOT FALSE AND s.external_id IS NOT NULL
                   OR s.data <> '{}' AND c.user_data <> c.user_data || s.data::jsonb
                   OR s.tags <> '' AND NOT c.tags @> string_to_array(s.tags, U&'\\001f')
                   OR s.optout IS NOT NULL AND c.whatsapp_optout IS DISTINCT FROM s.optout
                      AND c.whatsapp_optout IS DISTINCT FROM 'all')
               ORDER BY c.id FOR UPDATE OF c),
            done AS (
              UPDATE contact c SET first_name = COALESCE(w.first_name, c.first_name),
                     last_name = COALESCE(w.last_name, c.last_name), email = COALESCE(w.email, c.email),
                     locale = COALESCE(w.locale, c.locale), timezone = COALESCE(w.timezone, c.timezone),
                     external_id = COALESCE(w.external_id, c.external_id), user_data = w.data, tags = w.tags,
                     whatsapp_optout = CASE WHEN c.whatsapp_optout = 'all' THEN 'all'
                                            ELSE COALESCE(w.optout, c.whatsapp_optout) END,
                     updated_at = now()
                FROM wanted w WHERE c.bot_id = ? AND c.id = w.id
              RETURNING c.id, old.whatsapp_optout AS was, new.whatsapp_optout AS is_now),
            witnessed AS (
              INSERT INTO consent_event (bot_id, contact_id, at, source, was, is_now)
              SELECT ?, id, now(), 'import', was, is_now FROM done WHERE was IS DISTINCT FROM is_now
              RETURNING contact_id)
            SELECT (SELECT count(*) FROM done)""";

    private static final String INSERT = """
            WITH made AS (
              INSERT INTO contact (bot_id, id, phone, first_name, last_name, email, locale, timezone, external_id,
                                   user_data, tags, whatsapp_optout)
              SELECT ?, id, phone, first_name, last_name, email, locale, timezone, external_id, data::jsonb,
                     CASE WHEN tags = '' THEN '{}' ELSE string_to_array(tags, U&'\\001f') END, optout
                FROM staged WHERE number BETWEEN ? AND ? AND contact_id IS NULL ORDER BY phone
              ON CONFLICT (bot_id, phone) WHERE phone IS NOT NULL DO NOTHING
              RETURNING id, whatsapp_optout),
            witnessed AS (
              INSERT INTO consent_event (bot_id, contact_id, at, source, is_now)
              SELECT ?, id, now(), 'import', whatsapp_optout FROM made WHERE whatsapp_optout IS NOT NULL
              RETURNING contact_id)
            SELECT count(*) FROM made""";

    private final Connection connection;
    private final UUID botId;

    ImportStore(Connection connection, UUID botId) throws SQLException {
        this.connection = connection;
        this.botId = botId;
        try (Statement create = connection.createStatement()) {
            create.execute("DROP TABLE IF EXISTS pg_temp.staged");
            create.execute(STAGED);
            // A batch is small beside the contacts, so an index is always right; statistics say otherwise.
            create.execute("SET LOCAL enable_hashjoin = off");
            create.execute("SET LOCAL enable_mergejoin = off");
        }
    }

    /// @param remembered opt-outs of erased people, by phone
    void stage(List<ImportRow> rows, Map<String, Optout> remembered) throws SQLException {
        try (BinaryCopy copy = new BinaryCopy(connection, COLUMNS)) {
            for (ImportRow row : rows) {
                List<String> spellings = Phones.spellings(row.phone());
                @Nullable Optout optout = Optout.strictest(row.optout(), remembered.get(row.phone()));
                copy.row(13)
                        .value(row.number())
                        .value(Ids.next())
                        .value(row.phone())
                        .value(spellings.size() > 1 ? spellings.get(1) : null)
                        .value(row.profile().firstName())
                        .value(row.profile().lastName())
                        .value(row.profile().email())
                        .value(row.profile().locale())
                        .value(row.profile().timezone())
                        .value(row.profile().externalId())
                        .value(row.data())
                        .value(String.join(TAG_SEPARATOR, row.tags()))
                        .value(optout == null ? null : optout.wire());
            }
        }
    }

    /// How many of a batch were done how.
    record Counts(int created, int updated, int unchanged) {}

    /// Writes the staged rows of these numbers.
    ///
    /// @param tooMuch is told each row whose contact would have too many tags or variables
    Counts write(int first, int last, IntConsumer tooMuch) throws SQLException {
        int created = 0;
        int updated = 0;
        int staged;
        do {
            // Somebody else may make the same people meanwhile; then those are looked up again.
            match(first, last);
            dropTooLarge(first, last, tooMuch);
            staged = count("SELECT count(*)::int FROM staged WHERE number BETWEEN ? AND ?", first, last);
            updated += update(first, last);
            created += insert(first, last);
        } while (missing(first, last));
        return new Counts(created, updated, staged - created - updated);
    }

    private void match(int first, int last) throws SQLException {
        try (PreparedStatement match = connection.prepareStatement(MATCH)) {
            match.setObject(1, botId);
            match.setObject(2, botId);
            match.setInt(3, first);
            match.setInt(4, last);
            match.executeUpdate();
        }
    }

    private void dropTooLarge(int first, int last, IntConsumer tooMuch) throws SQLException {
        try (PreparedStatement drop = connection.prepareStatement(TOO_MUCH)) {
            drop.setInt(1, first);
            drop.setInt(2, last);
            drop.setObject(3, botId);
            drop.setInt(4, ContactPatch.MAX_VARIABLES_BYTES);
            drop.setInt(5, ContactPatch.MAX_VARIABLES);
            drop.setInt(6, ContactPatch.MAX_TAGS);
            try (ResultSet row = drop.executeQuery()) {
                while (row.next()) {
                    tooMuch.accept(row.getInt(1));
                }
            }
        }
    }

    private int update(int first, int last) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(UPDATE)) {
            update.setObject(1, botId);
            update.setInt(2, first);
            update.setInt(3, last);
            update.setObject(4, botId);
            update.setObject(5, botId);
            return one(update);
        }
    }

    private int insert(int first, int last) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setObject(1, botId);
            insert.setInt(2, first);
            insert.setInt(3, last);
            insert.setObject(4, botId);
            return one(insert);
        }
    }

    private boolean missing(int first, int last) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT count(*)::int FROM staged s
                 WHERE number BETWEEN ? AND ? AND contact_id IS NULL
                   AND NOT EXISTS (SELECT FROM contact c WHERE c.bot_id = ? AND c.id = s.id)""")) {
            select.setInt(1, first);
            select.setInt(2, last);
            select.setObject(3, botId);
            return one(select) > 0;
        }
    }

    private int count(String sql, int first, int last) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setInt(1, first);
            select.setInt(2, last);
            return one(select);
        }
    }

    private static int one(PreparedStatement select) throws SQLException {
        try (ResultSet row = select.executeQuery()) {
            row.next();
            return row.getInt(1);
        }
    }
}
