package dev.crier.contact;

import dev.crier.db.Database;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The addresses of people who were erased a moment ago, for whoever keeps lists that may name them: numbers and files
/// that wait to be sent. Nothing says which list names whom, so all of a bot are looked through.
///
/// Only keyed hashes are kept, and only until then. A list that is brought afterwards is brought anew.
public final class ErasedAddresses {
    /// For one look through a bot's lists; the rest have the next.
    private static final int MOST = 10_000;

    /// What may be a number or an id, wherever it stands in a text.
    private static final Pattern CANDIDATE = Pattern.compile(
            "[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}|[+(]{0,2}[0-9][0-9 ().\\-\u00a0]{4,30}[0-9]");

    private final Database database;
    private final Forgotten forgotten;

    public ErasedAddresses(Database database, Forgotten forgotten) {
        this.database = database;
        this.forgotten = forgotten;
    }

    static void add(Connection connection, Forgotten forgotten, UUID botId, Collection<String> addresses)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO erased_address (bot_id, mark) SELECT ?, unnest(?::bytea[])
                ON CONFLICT (bot_id, mark) DO UPDATE SET asked_at = excluded.asked_at""")) {
            insert.setObject(1, botId);
            insert.setArray(
                    2,
                    connection.createArrayOf(
                            "bytea",
                            addresses.stream()
                                    .map(address -> ByteBuffer.wrap(forgotten.mark(botId, address)))
                                    .distinct()
                                    .map(ByteBuffer::array)
                                    .toArray(byte[][]::new)));
            insert.executeUpdate();
        }
    }

    /// Whether lists of the bot have to be looked through yet.
    public static boolean areWaitedFor(Connection connection, UUID botId) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT EXISTS (SELECT FROM erased_address WHERE bot_id = ?)")) {
            select.setObject(1, botId);
            try (ResultSet row = select.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    /// Bots whose lists have to be looked through.
    public List<UUID> bots() {
        return database.jdbi()
                .withHandle(handle -> handle.select("SELECT DISTINCT bot_id FROM erased_address")
                        .mapTo(UUID.class)
                        .list());
    }

    /// People of one bot who have to leave its lists.
    public final class People {
        private final UUID botId;
        private final Set<ByteBuffer> marks = new HashSet<>();
        private OffsetDateTime until = OffsetDateTime.MIN;

        private People(UUID botId) {
            this.botId = botId;
        }

        /// Whether a text names one of them, as a list of people names somebody.
        ///
        /// @param defaultCountry of numbers without one
        public boolean areIn(String text, @Nullable String defaultCountry) {
            if (isOneOfThem(text.strip(), defaultCountry)) {
                return true;
            }
            Matcher candidates = CANDIDATE.matcher(text);
            while (candidates.find()) {
                if (isOneOfThem(candidates.group(), defaultCountry)) {
                    return true;
                }
            }
            return false;
        }

        private boolean isOneOfThem(String written, @Nullable String defaultCountry) {
            @Nullable
            String address = switch (UserAddress.parse(written, defaultCountry)) {
                case UserAddress.ById byId -> byId.id().toString();
                case UserAddress.ByPhone byPhone -> byPhone.phone() == null ? withPlus(written) : byPhone.phone();
                case UserAddress.Unreadable _ -> null;
            };
            return address != null && marks.contains(ByteBuffer.wrap(forgotten.mark(botId, address)));
        }
    }

    /// A number whose plus a spreadsheet took: nobody can be sent to by it, and it is theirs all the same.
    private static @Nullable String withPlus(String written) {
        return written.startsWith("+") ? null : Phones.normalise("+" + written, null);
    }

    public People of(UUID botId) throws SQLException {
        return database.inTransaction(connection -> {
            People people = new People(botId);
            try (PreparedStatement select = connection.prepareStatement(
                    "SELECT mark, asked_at FROM erased_address WHERE bot_id = ? ORDER BY asked_at LIMIT ?")) {
                select.setObject(1, botId);
                select.setInt(2, MOST);
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        people.marks.add(ByteBuffer.wrap(row.getBytes(1)));
                        people.until = row.getObject(2, OffsetDateTime.class);
                    }
                }
            }
            return people;
        });
    }

    /// All lists of the bot have been looked through. Whoever came back and was erased again meanwhile stays.
    public void lookedThrough(People people) throws SQLException {
        var _ = database.inTransaction(connection -> {
            try (PreparedStatement delete = connection.prepareStatement(
                    "DELETE FROM erased_address WHERE bot_id = ? AND mark = ANY (?) AND asked_at <= ?")) {
                delete.setObject(1, people.botId);
                delete.setArray(
                        2,
                        connection.createArrayOf(
                                "bytea",
                                people.marks.stream().map(ByteBuffer::array).toArray(byte[][]::new)));
                delete.setObject(3, people.until);
                return delete.executeUpdate();
            }
        });
    }
}
