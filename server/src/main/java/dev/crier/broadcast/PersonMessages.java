package dev.crier.broadcast;

import dev.crier.api.Fault;
import dev.crier.api.Ids;
import dev.crier.api.Json;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.broadcast.BroadcastStore.StoredChunk;
import dev.crier.db.Database;
import dev.crier.message.MessageReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What was sent to one person, over all broadcasts, newest first.
///
/// No index leads from a person to their messages: it would be paid for with every message. Single messages name their
/// person; of the others each chunk's [PeopleFilter] says whether it is worth opening.
final class PersonMessages {
    private static final int CHUNKS_PER_LOOK = 32;

    /// A person with few messages among many million: a page may end early and say where to go on.
    private static final int MAX_CHUNKS = 256;

    /// A contact is made inside of the transaction that accepts its first broadcast, whose id is older by as long as
    /// that took.
    private static final long SLACK_MILLIS = 3_600_000;

    private final Database database;

    PersonMessages(Database database) {
        this.database = database;
    }

    /// Where a page ends: the next begins before this user of this broadcast.
    record Place(UUID broadcastId, int seq) {
        static final Place START = new Place(new UUID(-1L, -1L), Integer.MAX_VALUE);

        static Place parse(String written) {
            int colon = written.indexOf(':');
            @Nullable UUID id = colon < 0 ? null : Ids.parse(written.substring(0, colon));
            if (id != null && written.substring(colon + 1).matches("[0-9]{1,9}")) {
                return new Place(id, Integer.parseInt(written.substring(colon + 1)));
            }
            throw Problem.of(
                    ProblemCode.INVALID_REQUEST,
                    "The part of the list asked for is not valid",
                    List.of(new Fault("invalid_after", "after must be the next of the part before")));
        }

        String wire() {
            return broadcastId + ":" + seq;
        }
    }

    private record Found(UUID broadcastId, StoredChunk chunk) {}

    private record Hit(UUID broadcastId, Recipient recipient) {}

    /// @param people the ids of the person: more than one if contacts were merged
    ObjectNode page(UUID botId, Collection<UUID> people, Place after, int limit) throws SQLException {
        return database.inSnapshot(connection -> {
            List<Hit> hits = new ArrayList<>();
            @Nullable Place next = collect(connection, botId, people, after, limit, hits);
            ObjectNode page = Json.object();
            ArrayNode messages = page.putArray("messages");
            Map<UUID, Broadcast> broadcasts = new HashMap<>();
            for (Hit hit : hits) {
                Broadcast broadcast = broadcasts.computeIfAbsent(
                        hit.broadcastId(),
                        id -> BroadcastStore.find(Jdbi.create(connection).open(), botId, id)
                                .orElseThrow());
                int seq = hit.recipient().seq();
                ObjectNode json = messages.addObject().put("seq", seq);
                json.set("broadcast", Timeline.about(broadcast));
                json.setAll(StatusReport.status(
                        hit.recipient(),
                        MessageReader.range(connection, hit.broadcastId(), seq, seq + 1)
                                .get(seq)));
            }
            if (next != null) {
                page.put("next", next.wire());
            }
            return page;
        });
    }

    /// Fills `hits`; returns where to go on, null at the end.
    private static @Nullable Place collect(
            Connection connection, UUID botId, Collection<UUID> people, Place after, int limit, List<Hit> hits)
            throws SQLException {
        Place place = after;
        for (int opened = 0; opened < MAX_CHUNKS; opened += CHUNKS_PER_LOOK) {
            List<Found> chunks = chunks(connection, botId, people, place);
            for (Found found : chunks) {
                for (Recipient recipient : found.chunk().recipients().reversed()) {
                    boolean before = !found.broadcastId().equals(place.broadcastId()) || recipient.seq() < place.seq();
                    if (before && recipient.contactId() != null && people.contains(recipient.contactId())) {
                        if (hits.size() == limit) {
                            Hit last = hits.getLast();
                            return new Place(
                                    last.broadcastId(), last.recipient().seq());
                        }
                        hits.add(new Hit(found.broadcastId(), recipient));
                    }
                }
                place = new Place(found.broadcastId(), found.chunk().firstSeq());
            }
            if (chunks.size() < CHUNKS_PER_LOOK) {
                return null;
            }
        }
        return place;
    }

    /// Chunks before `place` that may hold the person.
    private static List<Found> chunks(Connection connection, UUID botId, Collection<UUID> people, Place place)
            throws SQLException {
        String columns = "SELECT c.broadcast_id, c.first_seq, c.count, c.users FROM chunk c"
                + " JOIN broadcast b ON b.id = c.broadcast_id AND b.bot_id = ?"
                + " WHERE (c.broadcast_id, c.first_seq) < (?, ?) AND ";
        String order = " ORDER BY c.broadcast_id DESC, c.first_seq DESC LIMIT " + CHUNKS_PER_LOOK;
        String sql = "SELECT * FROM ((" + columns + "c.contact = ANY (?)" + order + ") UNION ALL (" + columns
                + "c.contact IS NULL AND c.broadcast_id >= ? AND EXISTS"
                + " (SELECT FROM unnest(?::bigint[], ?::bigint[]) AS p (a, b) WHERE " + PeopleFilter.MAY_HOLD + ")"
                + order + ")) AS c" + order;
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            int i = 1;
            for (int part = 0; part < 2; part++) {
                select.setObject(i++, botId);
                select.setObject(i++, place.broadcastId());
                select.setInt(i++, place.seq());
                if (part == 0) {
                    select.setArray(i++, connection.createArrayOf("uuid", people.toArray()));
                }
            }
            select.setObject(i++, earliest(people));
            List<long[]> numbers = people.stream().map(PeopleFilter::numbers).toList();
            select.setArray(i++, connection.createArrayOf("int8", half(numbers, 0)));
            select.setArray(i, connection.createArrayOf("int8", half(numbers, 1)));
            List<Found> chunks = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    chunks.add(new Found(
                            row.getObject(1, UUID.class),
                            new StoredChunk(row.getInt(2), row.getInt(3), row.getBytes(4))));
                }
            }
            return chunks;
        }
    }

    /// The place of a person in one broadcast.
    static OptionalInt seqOf(Connection connection, UUID broadcastId, Collection<UUID> people) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                """
                SELECT c.first_seq, c.count, c.users FROM chunk c
                 WHERE c.broadcast_id = ? AND (c.contact = ANY (?) OR c.contact IS NULL AND EXISTS (
                         SELECT FROM unnest(?::bigint[], ?::bigint[]) AS p (a, b) WHERE\s""" + PeopleFilter.MAY_HOLD + "))" + " ORDER BY c.first_seq LIMIT " + MAX_CHUNKS)) {
            List<long[]> numbers = people.stream().map(PeopleFilter::numbers).toList();
            select.setObject(1, broadcastId);
            select.setArray(2, connection.createArrayOf("uuid", people.toArray()));
            select.setArray(3, connection.createArrayOf("int8", half(numbers, 0)));
            select.setArray(4, connection.createArrayOf("int8", half(numbers, 1)));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    for (Recipient recipient :
                            new StoredChunk(row.getInt(1), row.getInt(2), row.getBytes(3)).recipients()) {
                        if (recipient.contactId() != null && people.contains(recipient.contactId())) {
                            return OptionalInt.of(recipient.seq());
                        }
                    }
                }
            }
            return OptionalInt.empty();
        }
    }

    private static Object[] half(List<long[]> numbers, int which) {
        return numbers.stream().map(pair -> pair[which]).toArray();
    }

    /// No broadcast before this id can name any of them: their own ids begin with the time of their making.
    private static UUID earliest(Collection<UUID> people) {
        long millis = people.stream()
                .mapToLong(person -> person.version() == 7 ? person.getMostSignificantBits() >>> 16 : 0)
                .min()
                .orElse(0);
        return new UUID(Math.max(0, millis - SLACK_MILLIS) << 16, 0L);
    }
}
