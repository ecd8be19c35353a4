package dev.crier.broadcast;

import dev.crier.broadcast.PersonMessages.Place;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The chunks that a person is in, newest first.
///
/// Single messages name their person. Of the others the bot's broadcasts lead to the chunks, and each chunk's
/// [PeopleFilter] says whether it is worth opening; those of other bots are not looked at. A bot may have more of them
/// than a page has time for, so a page looks at so many and says where it ended.
final class PersonChunks {
    static final int PER_LOOK = 32;

    /// Filters that a page asks: those of ten million users in large broadcasts.
    private static final int MAX_WALKED = 10_000;

    /// A contact is made inside of the transaction that accepts its first broadcast, whose id is older by as long as
    /// that took.
    private static final long SLACK_MILLIS = 3_600_000;

    private static final String ORDER = " ORDER BY broadcast_id DESC, first_seq DESC LIMIT " + PER_LOOK;

    /// OFFSET 0 keeps the order of reading: broadcast by broadcast, so that a look ends early where it finds much. A
    /// broadcast without chunks counts as one.
    private static final String SELECT = """
            SELECT * FROM (
              (SELECT c.broadcast_id, c.first_seq, c.users, 0 AS walked
                 FROM chunk c JOIN broadcast b ON b.id = c.broadcast_id AND b.bot_id = ?
                WHERE (c.broadcast_id, c.first_seq) < (?, ?) AND c.contact = ANY (?)%1$s)
               UNION ALL
              (SELECT w.broadcast_id, w.first_seq, CASE WHEN w.may THEN w.users END, w.walked FROM (
                 SELECT b.id AS broadcast_id, COALESCE(c.first_seq, 0) AS first_seq, c.users, c.may,
                        row_number() OVER (ORDER BY b.id DESC, c.first_seq DESC) AS walked
                   FROM broadcast b
                   LEFT JOIN LATERAL (
                        SELECT c.first_seq, c.users,
                               EXISTS (SELECT FROM unnest(?::bigint[], ?::bigint[]) AS p (a, b) WHERE %2$s) AS may
                          FROM chunk c
                         WHERE c.broadcast_id = b.id AND c.contact IS NULL AND (c.broadcast_id, c.first_seq) < (?, ?)
                         ORDER BY c.first_seq DESC OFFSET 0) AS c ON true
                  WHERE b.bot_id = ? AND b.kind = 'broadcast' AND b.id >= ? AND b.id <= ?) AS w
                WHERE w.walked <= ? AND (w.may OR w.walked = ?)%1$s)) AS found%1$s""".formatted(ORDER, PeopleFilter.MAY_HOLD);

    private final Connection connection;
    private final UUID botId;
    private final Set<UUID> people;
    private int left = MAX_WALKED;

    /// @param people the ids of the person: more than one if contacts were merged
    PersonChunks(Connection connection, UUID botId, Set<UUID> people) {
        this.connection = connection;
        this.botId = botId;
        this.people = people;
    }

    /// A chunk.
    ///
    /// @param people the person, as often as they are in it; nobody if the filter was wrong
    record Found(Place place, List<Recipient> people) {
        UUID broadcastId() {
            return place.broadcastId();
        }
    }

    /// Some chunks.
    ///
    /// @param goesOn there may be more right behind them
    /// @param end where the walk ended since it had been long enough; null: at the last chunk, or it goes on
    record Look(
            List<Found> chunks, boolean goesOn, @Nullable Place end) {}

    /// The next chunks before `place`.
    Look before(Place place) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT)) {
            bind(select, place);
            List<Found> chunks = new ArrayList<>();
            long walked = 0;
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    Place at = new Place(row.getObject(1, UUID.class), row.getInt(2));
                    byte @Nullable [] users = row.getBytes(3);
                    if (users != null) {
                        chunks.add(new Found(at, ChunkCodec.find(users, at.seq(), people)));
                    }
                    walked = Math.max(walked, row.getLong(4));
                    if (walked == left) {
                        return new Look(chunks, false, at);
                    }
                }
            }
            left -= (int) walked;
            return new Look(chunks, chunks.size() == PER_LOOK, null);
        }
    }

    private void bind(PreparedStatement select, Place place) throws SQLException {
        select.setObject(1, botId);
        select.setObject(2, place.broadcastId());
        select.setInt(3, place.seq());
        select.setArray(4, connection.createArrayOf("uuid", people.toArray()));
        bindNumbers(connection, select, 5, people);
        select.setObject(7, place.broadcastId());
        select.setInt(8, place.seq());
        select.setObject(9, botId);
        select.setObject(10, earliest());
        select.setObject(11, place.broadcastId());
        select.setInt(12, left);
        select.setInt(13, left);
    }

    /// Binds the numbers that filters ask for, as two arrays.
    static void bindNumbers(Connection connection, PreparedStatement select, int at, Collection<UUID> people)
            throws SQLException {
        List<long[]> numbers = people.stream().map(PeopleFilter::numbers).toList();
        for (int half = 0; half < 2; half++) {
            int which = half;
            Object[] values = numbers.stream().map(pair -> pair[which]).toArray();
            select.setArray(at + half, connection.createArrayOf("int8", values));
        }
    }

    /// No broadcast before this id can name any of them: their own ids begin with the time of their making.
    private UUID earliest() {
        long millis = people.stream()
                .mapToLong(person -> person.version() == 7 ? person.getMostSignificantBits() >>> 16 : 0)
                .min()
                .orElse(0);
        return new UUID(Math.max(0, millis - SLACK_MILLIS) << 16, 0L);
    }
}
