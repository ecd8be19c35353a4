package dev.crier.contact;

import dev.crier.api.Ids;
import dev.crier.api.Json;
import dev.crier.db.BinaryCopy;
import dev.crier.db.Database;
import dev.crier.db.SqlErrors;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// SQL for contacts.
public final class ContactStore {
    private static final String NEW_COLUMNS =
            "bot_id, id, phone, first_name, last_name, email, locale, timezone, external_id, whatsapp_optout";

    private final Jdbi jdbi;

    public ContactStore(Database database) {
        this.jdbi = database.jdbi();
    }

    public Optional<Contact> find(UUID botId, UserAddress address) {
        return jdbi.withHandle(handle -> find(handle, botId, address));
    }

    /// The contact's id, and those of the contacts who were merged into it: stored broadcasts hold either.
    public List<UUID> names(UUID botId, UUID id) {
        return jdbi.withHandle(handle -> handle.select(
                        "SELECT ?::uuid UNION ALL SELECT id FROM former_contact WHERE bot_id = ? AND merged_into = ?",
                        id,
                        botId,
                        id)
                .mapTo(UUID.class)
                .list());
    }

    public static Optional<Contact> find(Handle handle, UUID botId, UserAddress address) {
        return switch (address) {
            case UserAddress.ById byId -> byId(handle, botId, byId.id());
            case UserAddress.ByPhone byPhone ->
                byPhone.phone() == null ? Optional.empty() : byPhoneOrUserId(handle, botId, byPhone.phone(), null);
            case UserAddress.Unreadable ignored -> Optional.empty();
        };
    }

    /// The contact of that id, or the one whom it was merged into.
    private static Optional<Contact> byId(Handle handle, UUID botId, UUID id) {
        return handle.createQuery("""
                        SELECT * FROM contact WHERE bot_id = :bot AND id = COALESCE(
                          (SELECT merged_into FROM former_contact WHERE bot_id = :bot AND id = :id), :id)""")
                .bind("bot", botId)
                .bind("id", id)
                .map((row, context) -> contact(row))
                .findOne();
    }

    /// Those of the contacts with these phones who exist, by the phone as it was asked for.
    public Map<String, Contact> known(UUID botId, Collection<String> phones) {
        Map<String, String> asked = new HashMap<>();
        phones.forEach(phone -> Phones.spellings(phone).forEach(spelling -> asked.putIfAbsent(spelling, phone)));
        Map<String, Contact> known = new HashMap<>();
        jdbi.useHandle(handle -> handle.createQuery(
                        "SELECT * FROM contact WHERE bot_id = :bot AND phone = ANY (:phones)")
                .bind("bot", botId)
                .bindArray("phones", String.class, asked.keySet())
                .map((row, context) -> contact(row))
                .forEach(contact -> known.putIfAbsent(asked.get(contact.phone()), contact)));
        return known;
    }

    /// A person who may be new: found by phone, and filled in only where the row is new.
    public record Candidate(String phone, Contact.Profile profile) {}

    /// The contacts of these phones, by phone; those that did not exist are made. `candidates` has each
    /// phone once. Who is known by another spelling of their number is found by it.
    ///
    /// Rows are inserted in the order of their phones, so that two requests for the same people rarely
    /// deadlock.
    public static Map<String, Contact.Reach> resolve(
            Connection connection, Forgotten forgotten, UUID botId, Collection<Candidate> candidates)
            throws SQLException {
        List<Candidate> sorted = candidates.stream()
                .sorted((a, b) -> a.phone().compareTo(b.phone()))
                .toList();
        Map<String, Contact.Reach> known = byPhone(connection, botId, sorted);
        List<Candidate> strangers =
                sorted.stream().filter(c -> !known.containsKey(c.phone())).toList();
        known.putAll(byAlias(connection, botId, strangers));
        List<Candidate> unknown =
                strangers.stream().filter(c -> !known.containsKey(c.phone())).toList();
        if (!unknown.isEmpty()) {
            // Two spellings of one number are one person.
            Map<String, Candidate> people = new LinkedHashMap<>();
            unknown.forEach(candidate -> people.putIfAbsent(person(candidate), candidate));
            Map<String, Contact.Reach> made = make(connection, forgotten, botId, List.copyOf(people.values()));
            for (Candidate candidate : unknown) {
                Candidate first = people.getOrDefault(person(candidate), candidate);
                known.put(candidate.phone(), Objects.requireNonNull(made.get(first.phone())));
            }
        }
        return known;
    }

    private static String person(Candidate candidate) {
        return Phones.person(candidate.phone());
    }

    /// Nearly always nobody else makes the same people at this moment, and a COPY takes half as long as an INSERT that
    /// expects them.
    private static Map<String, Contact.Reach> make(
            Connection connection, Forgotten forgotten, UUID botId, List<Candidate> unknown) throws SQLException {
        Map<String, Optout> optouts = forgotten.recall(
                connection, botId, unknown.stream().map(Candidate::phone).toList());
        Map<String, Contact.Reach> made = make(connection, botId, unknown, optouts);
        witness(connection, botId, made.values());
        return made;
    }

    private static Map<String, Contact.Reach> make(
            Connection connection, UUID botId, List<Candidate> unknown, Map<String, Optout> optouts)
            throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            Map<String, Contact.Reach> made = copy(connection, botId, unknown, optouts);
            connection.releaseSavepoint(before);
            return made;
        } catch (SQLException e) {
            if (!SqlErrors.duplicateKey(e)) {
                throw e;
            }
            connection.rollback(before);
            insert(connection, botId, unknown, optouts);
            return byPhone(connection, botId, unknown);
        }
    }

    /// Evidence of the opt-outs that new contacts were born with.
    private static void witness(Connection connection, UUID botId, Collection<Contact.Reach> made) throws SQLException {
        Object[] optedOut = made.stream()
                .filter(reach -> reach.optout() != null)
                .map(Contact.Reach::id)
                .toArray();
        if (optedOut.length == 0) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO consent_event (bot_id, contact_id, at, source, is_now)
                SELECT bot_id, id, now(), 'remembered', whatsapp_optout FROM contact
                 WHERE bot_id = ? AND id = ANY (?) AND created_at = now()""")) {
            insert.setObject(1, botId);
            insert.setArray(2, connection.createArrayOf("uuid", optedOut));
            insert.executeUpdate();
        }
    }

    private static Map<String, Contact.Reach> copy(
            Connection connection, UUID botId, List<Candidate> unknown, Map<String, Optout> optouts)
            throws SQLException {
        Map<String, Contact.Reach> made = new HashMap<>();
        try (BinaryCopy copy = new BinaryCopy(connection, "contact (" + NEW_COLUMNS + ")")) {
            for (Candidate candidate : unknown) {
                Contact.Profile profile = candidate.profile();
                UUID id = Ids.next();
                @Nullable Optout optout = optouts.get(candidate.phone());
                copy.row(10)
                        .value(botId)
                        .value(id)
                        .value(candidate.phone())
                        .value(profile.firstName())
                        .value(profile.lastName())
                        .value(profile.email())
                        .value(profile.locale())
                        .value(profile.timezone())
                        .value(profile.externalId())
                        .value(optout == null ? null : optout.wire());
                made.put(candidate.phone(), new Contact.Reach(id, candidate.phone(), null, profile.locale(), optout));
            }
        }
        return made;
    }

    private static void insert(
            Connection connection, UUID botId, List<Candidate> candidates, Map<String, Optout> optouts)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO contact (" + NEW_COLUMNS + """
                )
                SELECT ?, u.* FROM unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                                          ?::text[], ?::text[]) AS u
                ON CONFLICT DO NOTHING""")) {
            int size = candidates.size();
            insert.setObject(1, botId);
            insert.setArray(2, connection.createArrayOf("uuid", ids(size)));
            insert.setArray(3, texts(connection, candidates, Candidate::phone));
            insert.setArray(4, texts(connection, candidates, c -> c.profile().firstName()));
            insert.setArray(5, texts(connection, candidates, c -> c.profile().lastName()));
            insert.setArray(6, texts(connection, candidates, c -> c.profile().email()));
            insert.setArray(7, texts(connection, candidates, c -> c.profile().locale()));
            insert.setArray(8, texts(connection, candidates, c -> c.profile().timezone()));
            insert.setArray(9, texts(connection, candidates, c -> c.profile().externalId()));
            insert.setArray(10, texts(connection, candidates, c -> {
                @Nullable Optout optout = optouts.get(c.phone());
                return optout == null ? null : optout.wire();
            }));
            insert.executeUpdate();
        }
    }

    private static UUID[] ids(int size) {
        UUID[] ids = new UUID[size];
        java.util.Arrays.setAll(ids, i -> Ids.next());
        return ids;
    }

    /// A value of each candidate that the array needs; SQL's NULL where there is none.
    private interface Field {
        @Nullable
        String of(Candidate candidate);
    }

    private static java.sql.Array texts(Connection connection, List<Candidate> candidates, Field field)
            throws SQLException {
        @Nullable String[] values = new @Nullable String[candidates.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = field.of(candidates.get(i));
        }
        return connection.createArrayOf("text", values);
    }

    static Map<String, Contact.Reach> byPhone(Connection connection, UUID botId, List<Candidate> candidates)
            throws SQLException {
        return bySpelling(candidates, bySpelling(connection, botId, spellings(candidates)));
    }

    /// Those whose number is a second one of somebody.
    private static Map<String, Contact.Reach> byAlias(Connection connection, UUID botId, List<Candidate> candidates)
            throws SQLException {
        if (candidates.isEmpty()) {
            return Map.of();
        }
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT a.address AS asked, c.id, c.phone, c.whatsapp_user_id, c.locale, c.whatsapp_optout
                  FROM unnest(?::text[]) AS wanted (phone)
                 CROSS JOIN LATERAL (SELECT * FROM contact_alias k
                                      WHERE k.bot_id = ? AND k.address = wanted.phone LIMIT 1) AS a
                  JOIN contact c ON c.bot_id = a.bot_id AND c.id = a.contact_id""")) {
            select.setArray(
                    1, connection.createArrayOf("text", spellings(candidates).toArray(String[]::new)));
            select.setObject(2, botId);
            Map<String, Contact.Reach> found = new HashMap<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.put(row.getString("asked"), reach(row));
                }
            }
            return bySpelling(candidates, found);
        }
    }

    private static List<String> spellings(List<Candidate> candidates) {
        return candidates.stream()
                .flatMap(candidate -> Phones.spellings(candidate.phone()).stream())
                .toList();
    }

    private static Map<String, Contact.Reach> bySpelling(
            List<Candidate> candidates, Map<String, Contact.Reach> stored) {
        Map<String, Contact.Reach> reach = new HashMap<>();
        for (Candidate candidate : candidates) {
            Stream.concat(Stream.of(candidate.phone()), Phones.spellings(candidate.phone()).stream())
                    .filter(stored::containsKey)
                    .findFirst()
                    .map(stored::get)
                    .ifPresent(contact -> reach.put(candidate.phone(), contact));
        }
        return reach;
    }

    /// One look into the index for each phone, whatever PostgreSQL believes of the table: with `= ANY` and no
    /// statistics yet (a new installation's first broadcast) it reads all contacts of the bot for every thousand.
    private static Map<String, Contact.Reach> bySpelling(Connection connection, UUID botId, List<String> phones)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT c.id, c.phone, c.whatsapp_user_id, c.locale, c.whatsapp_optout
                  FROM unnest(?::text[]) AS wanted (phone)
                 CROSS JOIN LATERAL (
                       SELECT * FROM contact k WHERE k.bot_id = ? AND k.phone = wanted.phone LIMIT 1) AS c""")) {
            select.setArray(1, connection.createArrayOf("text", phones.toArray(String[]::new)));
            select.setObject(2, botId);
            Map<String, Contact.Reach> reach = new HashMap<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    reach.put(row.getString("phone"), reach(row));
                }
            }
            return reach;
        }
    }

    /// The contacts of these ids, and those whom they were merged into; ids of nobody, or of another bot's contacts,
    /// are absent.
    public static Map<UUID, Contact.Reach> byId(Connection connection, UUID botId, Collection<UUID> ids)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT id AS asked, id, phone, whatsapp_user_id, locale, whatsapp_optout
                  FROM contact WHERE bot_id = ? AND id = ANY (?)
                UNION ALL
                SELECT f.id, c.id, c.phone, c.whatsapp_user_id, c.locale, c.whatsapp_optout
                  FROM former_contact f JOIN contact c ON c.bot_id = f.bot_id AND c.id = f.merged_into
                 WHERE f.bot_id = ? AND f.id = ANY (?)""")) {
            select.setObject(1, botId);
            select.setArray(2, connection.createArrayOf("uuid", ids.toArray()));
            select.setObject(3, botId);
            select.setArray(4, connection.createArrayOf("uuid", ids.toArray()));
            Map<UUID, Contact.Reach> reach = new HashMap<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    reach.put(row.getObject("asked", UUID.class), reach(row));
                }
            }
            return reach;
        }
    }

    private static Contact.Reach reach(ResultSet row) throws SQLException {
        return new Contact.Reach(
                row.getObject("id", UUID.class),
                row.getString("phone"),
                row.getString("whatsapp_user_id"),
                row.getString("locale"),
                Optout.of(row.getString("whatsapp_optout")));
    }

    /// The contacts into whom some of `ids` were merged.
    public static List<UUID> merged(Connection connection, UUID botId, Collection<UUID> ids) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT merged_into FROM former_contact
                 WHERE bot_id = ? AND id = ANY (?) AND merged_into IS NOT NULL""")) {
            select.setObject(1, botId);
            select.setArray(2, connection.createArrayOf("uuid", ids.toArray()));
            List<UUID> merged = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    merged.add(row.getObject(1, UUID.class));
                }
            }
            return merged;
        }
    }

    /// The contact, locked until the transaction ends.
    static Optional<Contact> lock(Handle handle, UUID botId, UUID id) {
        return handle.select("SELECT * FROM contact WHERE bot_id = ? AND id = ? FOR UPDATE", botId, id)
                .map((row, context) -> contact(row))
                .findOne();
    }

    /// Another contact of the bot that has this phone number, as its own or as a second one.
    static Optional<UUID> otherWithPhone(Handle handle, UUID botId, UUID id, String phone) {
        return handle.createQuery("""
                        SELECT id FROM contact WHERE bot_id = :bot AND phone = ANY (:phones) AND id <> :id
                        UNION ALL
                        SELECT contact_id FROM contact_alias
                         WHERE bot_id = :bot AND address = ANY (:phones) AND contact_id <> :id""")
                .bind("bot", botId)
                .bindArray("phones", String.class, Phones.spellings(phone))
                .bind("id", id)
                .mapTo(UUID.class)
                .findFirst();
    }

    /// Writes everything but consent and the times, which have doors of their own.
    static void update(Handle handle, UUID botId, Contact contact) {
        Contact.Profile profile = contact.profile();
        handle.createUpdate("""
                        UPDATE contact SET phone = :phone, first_name = :first, last_name = :last, email = :email,
                               locale = :locale, timezone = :timezone, external_id = :external, tags = :tags,
                               user_data = :data::jsonb, updated_at = now()
                         WHERE bot_id = :bot AND id = :id""")
                .bindByType("phone", contact.phone(), String.class)
                .bindByType("first", profile.firstName(), String.class)
                .bindByType("last", profile.lastName(), String.class)
                .bindByType("email", profile.email(), String.class)
                .bindByType("locale", profile.locale(), String.class)
                .bindByType("timezone", profile.timezone(), String.class)
                .bindByType("external", profile.externalId(), String.class)
                .bindArray("tags", String.class, contact.tags())
                .bind("data", contact.userData().toString())
                .bind("bot", botId)
                .bind("id", contact.id())
                .execute();
    }

    /// The contact of that phone, else of another spelling of it; else that of the business-scoped id; else the one who
    /// has either as a second address.
    public static Optional<Contact> byPhoneOrUserId(
            Handle handle, UUID botId, @Nullable String phone, @Nullable String whatsappUserId) {
        List<String> addresses = new ArrayList<>(phone == null ? List.of() : Phones.spellings(phone));
        if (whatsappUserId != null) {
            addresses.add(whatsappUserId);
        }
        return own(handle, botId, phone, whatsappUserId)
                .or(() -> handle.createQuery("""
                        SELECT c.* FROM contact_alias a
                          JOIN contact c ON c.bot_id = a.bot_id AND c.id = a.contact_id
                         WHERE a.bot_id = :bot AND a.address = ANY (:addresses) ORDER BY a.address LIMIT 1""")
                        .bind("bot", botId)
                        .bindArray("addresses", String.class, addresses)
                        .map((row, context) -> contact(row))
                        .findOne());
    }

    private static Optional<Contact> own(
            Handle handle, UUID botId, @Nullable String phone, @Nullable String whatsappUserId) {
        return handle.createQuery("""
                        SELECT * FROM contact
                         WHERE bot_id = :bot AND (phone = ANY (:phones) OR whatsapp_user_id = :user)
                         ORDER BY phone IS NOT DISTINCT FROM :phone DESC, array_position(:phones, phone) LIMIT 1""")
                .bind("bot", botId)
                .bindByType("phone", phone, String.class)
                .bindArray("phones", String.class, phone == null ? List.of() : Phones.spellings(phone))
                .bindByType("user", whatsappUserId, String.class)
                .map((row, context) -> contact(row))
                .findOne();
    }

    static Contact contact(ResultSet row) throws SQLException {
        @Nullable Timestamp inbound = row.getTimestamp("last_inbound_at");
        return new Contact(
                row.getObject("id", UUID.class),
                row.getString("phone"),
                row.getString("whatsapp_user_id"),
                new Contact.Profile(
                        row.getString("first_name"),
                        row.getString("last_name"),
                        row.getString("email"),
                        row.getString("locale"),
                        row.getString("timezone"),
                        row.getString("external_id")),
                List.of((String[]) row.getArray("tags").getArray()),
                (ObjectNode) Json.parseOwn(row.getString("user_data")),
                Optout.of(row.getString("whatsapp_optout")),
                inbound == null ? null : inbound.toInstant());
    }
}
