package dev.crier.contact;

import dev.crier.api.Ids;
import dev.crier.db.BinaryCopy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// SQL for a batch of an import: its rows go into a table of the transaction's own first, which locks nothing; then
/// they
/// are held against the contacts and written by a few statements.
final class ImportStore {
    private static final String STAGED = """
            CREATE TEMPORARY TABLE staged (
              number int PRIMARY KEY, id uuid NOT NULL, phone text NOT NULL, other text, first_name text,
              last_name text, email text, locale text, timezone text, external_id text, data text NOT NULL,
              tags text NOT NULL, optout text, born text,
              contact_id uuid) ON COMMIT DROP""";

    private static final String COLUMNS = "staged (number, id, phone, other, first_name, last_name, email, locale,"
            + " timezone, external_id, data, tags, optout, born)";

    /// In no tag: control characters are not allowed there.
    private static final String TAG_SEPARATOR = "\u001f";

    /// A contact is found by its number, else by the other spelling of it, else by a second number. One that was merged
    /// or erased since is looked for again.
    private static final String MATCH = """
            UPDATE staged s SET contact_id = COALESCE(
              (SELECT id FROM contact c WHERE c.bot_id = ? AND c.phone = s.phone),
              (SELECT id FROM contact c WHERE c.bot_id = ? AND c.phone = s.other),
              (SELECT c.id FROM contact_alias a JOIN contact c ON c.bot_id = a.bot_id AND c.id = a.contact_id
                WHERE a.bot_id = ? AND a.address IN (s.phone, s.other) ORDER BY a.address LIMIT 1))
             WHERE contact_id IS NULL
                OR NOT EXISTS (SELECT FROM contact c WHERE c.bot_id = ? AND c.id = s.contact_id)""";

    /// A variable whose value reads the same stays as it is: cells are texts, and what came as the number 5 is no text.
    private static final String KEEP_VALUES = """
            UPDATE staged s SET data = COALESCE((
                     SELECT jsonb_object_agg(v.key, v.value) FROM jsonb_each(s.data::jsonb) AS v
                      WHERE c.user_data ->> v.key IS DISTINCT FROM v.value #>> '{}'), '{}')::text
              FROM contact c
             WHERE s.data <> '{}' AND c.bot_id = ? AND c.id = s.contact_id AND c.user_data <> '{}'""";

    /// What the contact would have too much of: `data` and `tags` of both together.
    private static final String TOO_MUCH = """
            DELETE FROM staged s USING contact c
             WHERE c.bot_id = ? AND c.id = s.contact_id
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
               WHERE (s.first_name <> c.first_name IS NOT FALSE AND s.first_name IS NOT NULL
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
                     CASE WHEN tags = '' THEN '{}' ELSE string_to_array(tags, U&'\\001f') END, born
                FROM staged WHERE contact_id IS NULL ORDER BY phone
              ON CONFLICT DO NOTHING
              RETURNING id, whatsapp_optout),
            witnessed AS (
              INSERT INTO consent_event (bot_id, contact_id, at, source, is_now)
              SELECT ?, m.id, now(), CASE WHEN s.optout IS NULL THEN 'remembered' ELSE 'import' END, m.whatsapp_optout
                FROM made m JOIN staged s ON s.id = m.id WHERE m.whatsapp_optout IS NOT NULL
              RETURNING contact_id)
            SELECT count(*) FROM made""";

    private final Connection connection;
    private final Forgotten forgotten;
    private final UUID botId;

    ImportStore(Connection connection, Forgotten forgotten, UUID botId) throws SQLException {
        this.forgotten = forgotten;
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

    /// What became of a batch.
    ///
    /// @param tooMuch the rows whose contacts would have too many tags or variables
    /// @param twice rows of a contact whom an earlier row names by another number
    record Outcome(int created, int updated, int unchanged, List<Integer> tooMuch, List<Integer> twice) {}

    /// Writes the rows.
    Outcome write(List<ImportRow> rows) throws SQLException {
        stage(rows);
        List<Integer> tooMuch = new ArrayList<>();
        List<Integer> twice = new ArrayList<>();
        int created = 0;
        int updated = 0;
        do {
            // Somebody else may make or merge the same people meanwhile; then those are looked up again.
            match();
            dropTwice(twice);
            remember();
            dropTooLarge(tooMuch);
            updated += update();
            created += insert();
        } while (missing());
        int left = rows.size() - tooMuch.size() - twice.size();
        return new Outcome(created, updated, left - created - updated, tooMuch, twice);
    }

    private void stage(List<ImportRow> rows) throws SQLException {
        try (BinaryCopy copy = new BinaryCopy(connection, COLUMNS)) {
            for (ImportRow row : rows) {
                List<String> spellings = Phones.spellings(row.phone());
                copy.row(14)
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
                        .value(row.optout() == null ? null : row.optout().wire())
                        .value(row.optout() == null ? null : row.optout().wire());
            }
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("ANALYZE pg_temp.staged");
        }
    }

    private void match() throws SQLException {
        try (PreparedStatement match = connection.prepareStatement(MATCH);
                PreparedStatement keep = connection.prepareStatement(KEEP_VALUES)) {
            for (int i = 1; i <= 4; i++) {
                match.setObject(i, botId);
            }
            match.executeUpdate();
            keep.setObject(1, botId);
            keep.executeUpdate();
        }
    }

    private void dropTwice(List<Integer> twice) throws SQLException {
        try (PreparedStatement drop = connection.prepareStatement("""
                        DELETE FROM staged s USING staged o
                         WHERE s.contact_id = o.contact_id AND s.number > o.number RETURNING s.number""");
                ResultSet row = drop.executeQuery()) {
            while (row.next()) {
                twice.add(row.getInt(1));
            }
        }
    }

    /// Whoever is new has the opt-out that their number had when its owner was erased. Asked only now: they may have
    /// been
    /// erased a moment ago.
    private void remember() throws SQLException {
        List<String> strangers = new ArrayList<>();
        try (PreparedStatement select =
                        connection.prepareStatement("SELECT phone FROM staged WHERE contact_id IS NULL");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                strangers.add(row.getString(1));
            }
        }
        Map<String, Optout> remembered = forgotten.recall(connection, botId, strangers);
        if (remembered.isEmpty()) {
            return;
        }
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE staged SET born = CASE WHEN optout = 'all' THEN 'all' ELSE ? END WHERE phone = ?""")) {
            for (Map.Entry<String, Optout> each : remembered.entrySet()) {
                update.setString(1, each.getValue().wire());
                update.setString(2, each.getKey());
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    private void dropTooLarge(List<Integer> tooMuch) throws SQLException {
        try (PreparedStatement drop = connection.prepareStatement(TOO_MUCH)) {
            drop.setObject(1, botId);
            drop.setInt(2, ContactPatch.MAX_VARIABLES_BYTES);
            drop.setInt(3, ContactPatch.MAX_VARIABLES);
            drop.setInt(4, ContactPatch.MAX_TAGS);
            try (ResultSet row = drop.executeQuery()) {
                while (row.next()) {
                    tooMuch.add(row.getInt(1));
                }
            }
        }
    }

    private int update() throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(UPDATE)) {
            update.setObject(1, botId);
            update.setObject(2, botId);
            update.setObject(3, botId);
            return one(update);
        }
    }

    private int insert() throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setObject(1, botId);
            insert.setObject(2, botId);
            return one(insert);
        }
    }

    /// Whether a row has led to no contact, or to one who has gone since.
    private boolean missing() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT count(*)::int FROM staged s
                 WHERE NOT EXISTS (SELECT FROM contact c
                                    WHERE c.bot_id = ? AND c.id = COALESCE(s.contact_id, s.id))""")) {
            select.setObject(1, botId);
            return one(select) > 0;
        }
    }

    private static int one(PreparedStatement select) throws SQLException {
        try (ResultSet row = select.executeQuery()) {
            row.next();
            return row.getInt(1);
        }
    }
}
