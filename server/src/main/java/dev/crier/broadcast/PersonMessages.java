package dev.crier.broadcast;

import dev.crier.api.Fault;
import dev.crier.api.Ids;
import dev.crier.api.Json;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.db.Database;
import dev.crier.message.MessageReader;
import dev.crier.message.MessageReader.Row;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What was sent to one person, over all broadcasts, newest first.
///
/// No index leads from a person to their messages: it would be paid for with every message. [PersonChunks] finds the
/// chunks that are worth opening.
final class PersonMessages {
    /// A person with few messages among many million: a page may end early and say where to go on.
    private static final int MAX_CHUNKS = 256;

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

    /// A place of the person in a broadcast.
    record Hit(UUID broadcastId, Recipient recipient) {
        Place place() {
            return new Place(broadcastId, recipient.seq());
        }

        MessageReader.Key key() {
            return new MessageReader.Key(broadcastId, recipient.seq());
        }
    }

    /// Some of the person's places, newest first.
    ///
    /// @param next where to go on; null at the end
    record Hits(List<Hit> places, @Nullable Place next) {}

    /// @param people the ids of the person: more than one if contacts were merged
    ObjectNode page(UUID botId, Collection<UUID> people, Place after, int limit) throws SQLException {
        return database.inSnapshot(connection -> {
            Hits hits = collect(connection, botId, people, after, limit);
            @Nullable Place next = hits.next();
            ObjectNode page = Json.object();
            ArrayNode messages = page.putArray("messages");
            Map<UUID, Broadcast> broadcasts = broadcasts(connection, botId, hits.places());
            Map<MessageReader.Key, Row> rows = MessageReader.at(
                    connection, hits.places().stream().map(Hit::key).toList());
            for (Hit hit : hits.places()) {
                ObjectNode json =
                        messages.addObject().put("seq", hit.recipient().seq());
                json.set("broadcast", Timeline.about(Objects.requireNonNull(broadcasts.get(hit.broadcastId()))));
                json.setAll(StatusReport.status(hit.recipient(), rows.get(hit.key())));
            }
            if (next != null) {
                page.put("next", next.wire());
            }
            return page;
        });
    }

    private static Map<UUID, Broadcast> broadcasts(Connection connection, UUID botId, List<Hit> hits) {
        List<UUID> ids = hits.stream().map(Hit::broadcastId).distinct().toList();
        return BroadcastStore.named(Jdbi.create(connection).open(), botId, ids).stream()
                .collect(Collectors.toMap(Broadcast::id, broadcast -> broadcast));
    }

    static Hits collect(Connection connection, UUID botId, Collection<UUID> people, Place after, int limit)
            throws SQLException {
        PersonChunks chunks = new PersonChunks(connection, botId, Set.copyOf(people));
        List<Hit> hits = new ArrayList<>();
        Place place = after;
        for (int opened = 0; opened < MAX_CHUNKS; opened += PersonChunks.PER_LOOK) {
            PersonChunks.Look look = chunks.before(place);
            for (PersonChunks.Found found : look.chunks()) {
                for (Recipient recipient : found.people().reversed()) {
                    if (!found.broadcastId().equals(place.broadcastId()) || recipient.seq() < place.seq()) {
                        if (hits.size() == limit) {
                            return new Hits(hits, hits.getLast().place());
                        }
                        hits.add(new Hit(found.broadcastId(), recipient));
                    }
                }
                place = found.place();
            }
            if (!look.goesOn()) {
                return new Hits(hits, look.end());
            }
        }
        return new Hits(hits, place);
    }

    /// The place of a person in one broadcast.
    static OptionalInt seqOf(Connection connection, UUID broadcastId, Collection<UUID> people) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                """
                SELECT c.first_seq, c.users FROM chunk c
                 WHERE c.broadcast_id = ? AND (c.contact = ANY (?) OR c.contact IS NULL AND EXISTS (
                         SELECT FROM unnest(?::bigint[], ?::bigint[]) AS p (a, b) WHERE\s""" + PeopleFilter.MAY_HOLD + "))" + " ORDER BY c.first_seq LIMIT " + MAX_CHUNKS)) {
            select.setObject(1, broadcastId);
            select.setArray(2, connection.createArrayOf("uuid", people.toArray()));
            PersonChunks.bindNumbers(connection, select, 3, people);
            Set<UUID> wanted = Set.copyOf(people);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    List<Recipient> found = ChunkCodec.find(row.getBytes(2), row.getInt(1), wanted);
                    if (!found.isEmpty()) {
                        return OptionalInt.of(found.getFirst().seq());
                    }
                }
            }
            return OptionalInt.empty();
        }
    }
}
