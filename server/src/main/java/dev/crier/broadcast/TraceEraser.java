package dev.crier.broadcast;

import dev.crier.broadcast.BroadcastStore.StoredChunk;
import dev.crier.db.Database;
import dev.crier.message.Change;
import dev.crier.message.MessageId;
import dev.crier.message.MessageStore;
import dev.crier.message.Reason;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Overwrites what stored broadcasts hold of people who were erased: number, ids, reference and parameters. The user
/// stays in the report as somebody without a name; whoever was still to get a message is a failure, and gets none.
///
/// No index leads from a person to their broadcasts (it would be paid for with every message), so the chunks of the bot
/// are read in order, for many people at once. The place is kept, so a restart goes on where it was.
public final class TraceEraser {
    private static final int CHUNKS_PER_STEP = 50;
    private static final int PEOPLE_PER_STEP = 1_000;

    /// A contact is made inside of the transaction that accepts its first broadcast, whose id is older by as long as
    /// that took.
    private static final long SLACK_MILLIS = 3_600_000;

    private static final int LONGEST_ACCEPT_SECONDS = 3_600;

    private final Database database;
    private final Clock clock;

    public TraceEraser(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// Where a walk through the chunks of a bot is.
    private record Place(UUID botId, UUID broadcastId, int firstSeq) {}

    private record Task(Place place, Set<UUID> people) {}

    /// A chunk, and the people of the task who are in it.
    private record Found(UUID broadcastId, StoredChunk chunk) {}

    /// Looks through some chunks; true while there is more to do.
    public boolean step() throws SQLException {
        return database.inTransaction(connection -> {
            Optional<Task> task = task(connection);
            if (task.isEmpty()) {
                return false;
            }
            List<Found> chunks = chunks(connection, task.get().place());
            for (Found found : chunks) {
                erase(connection, found, task.get().people());
            }
            if (!chunks.isEmpty()) {
                Found last = chunks.getLast();
                move(connection, task.get(), last.broadcastId(), last.chunk().firstSeq());
            }
            return chunks.size() == CHUNKS_PER_STEP || finish(connection, task.get());
        });
    }

    /// Until nothing is left.
    public void runOnce() throws SQLException {
        while (step()) {
            Thread.onSpinWait(); // another step at once
        }
    }

    /// The people whose walk has come least far, all who are at the same place together.
    private static Optional<Task> task(Connection connection) throws SQLException {
        @Nullable Place place = null;
        Set<UUID> people = new HashSet<>();
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT e.bot_id, e.contact_id, e.broadcast_id, e.first_seq
                  FROM (SELECT * FROM erasure ORDER BY broadcast_id NULLS FIRST, first_seq LIMIT 1) AS last
                  JOIN erasure e ON e.bot_id = last.bot_id
                   AND e.broadcast_id IS NOT DISTINCT FROM last.broadcast_id AND e.first_seq = last.first_seq
                 ORDER BY e.contact_id LIMIT ? FOR UPDATE OF e SKIP LOCKED""")) {
            select.setInt(1, PEOPLE_PER_STEP);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    UUID contactId = row.getObject(2, UUID.class);
                    if (place == null) {
                        @Nullable UUID at = row.getObject(3, UUID.class);
                        place = new Place(
                                row.getObject(1, UUID.class), at == null ? earliest(contactId) : at, row.getInt(4));
                    }
                    people.add(contactId);
                }
            }
        }
        return place == null ? Optional.empty() : Optional.of(new Task(place, people));
    }

    /// No broadcast before this id can name the contact.
    private static UUID earliest(UUID contactId) {
        long millis = contactId.getMostSignificantBits() >>> 16;
        return new UUID(Math.max(0, millis - SLACK_MILLIS) << 16, 0L);
    }

    private static List<Found> chunks(Connection connection, Place place) throws SQLException {
        List<Found> chunks = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT c.broadcast_id, c.first_seq, c.count, c.users
                  FROM chunk c JOIN broadcast b ON b.id = c.broadcast_id
                 WHERE b.bot_id = ? AND (c.broadcast_id, c.first_seq) > (?, ?)
                 ORDER BY c.broadcast_id, c.first_seq LIMIT ?""")) {
            select.setObject(1, place.botId());
            select.setObject(2, place.broadcastId());
            select.setInt(3, place.firstSeq());
            select.setInt(4, CHUNKS_PER_STEP);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    chunks.add(new Found(
                            row.getObject(1, UUID.class),
                            new StoredChunk(row.getInt(2), row.getInt(3), row.getBytes(4))));
                }
            }
        }
        return chunks;
    }

    private void erase(Connection connection, Found found, Set<UUID> people) throws SQLException {
        List<Recipient> after = new ArrayList<>(found.chunk().count());
        List<Integer> erased = new ArrayList<>();
        for (Recipient recipient : found.chunk().recipients()) {
            @Nullable UUID contactId = recipient.contactId();
            if (contactId != null && people.contains(contactId)) {
                erased.add(recipient.seq());
                after.add(new Recipient(
                        recipient.seq(), contactId, null, null, null, null, recipient.language(), Map.of(), false));
            } else {
                after.add(recipient);
            }
        }
        if (erased.isEmpty()) {
            return;
        }
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE chunk SET users = ? WHERE broadcast_id = ? AND first_seq = ?")) {
            update.setBytes(1, ChunkCodec.encode(after));
            update.setObject(2, found.broadcastId());
            update.setInt(3, found.chunk().firstSeq());
            update.executeUpdate();
        }
        settle(connection, found.broadcastId(), erased);
    }

    /// Nobody waits for what will never be sent. The id of a message holds the number it went to, so it goes too;
    /// Meta's later news carry our own id.
    private void settle(Connection connection, UUID broadcastId, List<Integer> seqs) throws SQLException {
        Map<Integer, Integer> waiting = new HashMap<>();
        Set<Integer> settled = new HashSet<>();
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE message SET wamid = NULL WHERE broadcast_id = ? AND seq = ANY (?)
                RETURNING seq, stage, attempts""")) {
            update.setObject(1, broadcastId);
            update.setArray(2, connection.createArrayOf("int4", seqs.toArray()));
            try (ResultSet row = update.executeQuery()) {
                while (row.next()) {
                    boolean waits = row.getInt(2) == dev.crier.message.Stage.WAITING.rank();
                    if (waits) {
                        waiting.put(row.getInt(1), row.getInt(3));
                    } else {
                        settled.add(row.getInt(1));
                    }
                }
            }
        }
        MessageStore.apply(
                connection,
                seqs.stream()
                        .filter(seq -> !settled.contains(seq))
                        .map(seq -> Change.failed(
                                new MessageId(broadcastId, seq, waiting.getOrDefault(seq, 0)),
                                new Change.Failure(Reason.OPTOUT),
                                clock.instant()))
                        .toList());
    }

    /// At the end of all there is. A request that was being accepted when the person went may still add a chunk, so
    /// the walk goes on for a while; true if it is over.
    private static boolean finish(Connection connection, Task task) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("""
                DELETE FROM erasure WHERE bot_id = ? AND contact_id = ANY (?)
                   AND asked_at < now() - make_interval(secs => ?)""")) {
            delete.setObject(1, task.place().botId());
            delete.setArray(2, connection.createArrayOf("uuid", task.people().toArray()));
            delete.setInt(3, LONGEST_ACCEPT_SECONDS);
            return delete.executeUpdate() > 0;
        }
    }

    private static void move(Connection connection, Task task, UUID broadcastId, int firstSeq) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE erasure SET broadcast_id = ?, first_seq = ? WHERE bot_id = ? AND contact_id = ANY (?)""")) {
            update.setObject(1, broadcastId);
            update.setInt(2, firstSeq);
            update.setObject(3, task.place().botId());
            update.setArray(4, connection.createArrayOf("uuid", task.people().toArray()));
            update.executeUpdate();
        }
    }
}
