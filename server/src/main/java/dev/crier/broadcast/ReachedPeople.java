package dev.crier.broadcast;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.crier.api.Ids;
import dev.crier.broadcast.BroadcastStore.StoredChunk;
import dev.crier.db.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/// How many people a bot has written to first within 24 hours: what counts against Meta's messaging limit.
///
/// The figures say how many messages those were, at no cost. If they are few, the people are counted one by one, since
/// somebody who got two messages counts once; if they are many, the messages stand for them.
public final class ReachedPeople {
    private static final Duration DAY = Duration.ofHours(24);
    private static final Duration QUARTER = Duration.ofMinutes(15);

    /// Messages, and users of the broadcasts that they belong to, up to which people are counted: some 50 chunks.
    private static final long MAX_COUNTED = 10_000;

    private static final long MAX_OPENED = 50_000;

    private static final Duration REMEMBERED = Duration.ofSeconds(20);
    private static final int MAX_REMEMBERED = 1_000;

    private final Database database;
    private final Clock clock;
    private final Cache<UUID, Reach> recent = Caffeine.newBuilder()
            .expireAfterWrite(REMEMBERED)
            .maximumSize(MAX_REMEMBERED)
            .build();

    public ReachedPeople(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// How many people, or how many messages that stand for them.
    ///
    /// @param people distinct people, or at most so many
    /// @param exact whether they were counted one by one
    public record Reach(long people, boolean exact) {}

    /// May be some seconds old.
    public Reach inLastDay(UUID botId) {
        return recent.get(botId, this::count);
    }

    Reach count(UUID botId) {
        try {
            return database.inSnapshot(connection -> count(connection, botId));
        } catch (SQLException e) {
            throw new IllegalStateException("The people reached could not be counted", e);
        }
    }

    private Reach count(Connection connection, UUID botId) throws SQLException {
        Instant since = clock.instant().minus(DAY);
        long messages = messages(connection, botId, since.minus(QUARTER));
        if (messages <= 0) {
            return new Reach(0, true);
        }
        Map<UUID, Long> broadcasts = broadcasts(connection, botId, since);
        long users = broadcasts.values().stream().mapToLong(Long::longValue).sum();
        if (messages > MAX_COUNTED || users > MAX_OPENED) {
            return new Reach(messages, false);
        }
        return new Reach(people(connection, sent(connection, broadcasts.keySet(), since)), true);
    }

    /// From the figures: sent, delivered and read messages that answered nobody.
    private static long messages(Connection connection, UUID botId, Instant since) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT coalesce(sum(messages), 0) FROM (
                  SELECT messages FROM figure
                   WHERE bot_id = ? AND quarter >= ? AND kind <> 'reply' AND stage IN (3, 6, 7)
                   UNION ALL
                  SELECT v.messages FROM figure_move v JOIN broadcast b ON b.id = v.broadcast_id
                   WHERE b.bot_id = ? AND v.quarter >= ? AND b.kind <> 'reply' AND v.stage IN (3, 6, 7)) AS cell""")) {
            select.setObject(1, botId);
            select.setObject(2, since.atOffset(ZoneOffset.UTC));
            select.setObject(3, botId);
            select.setObject(4, since.atOffset(ZoneOffset.UTC));
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /// Those that can have sent anything since, with their users. Ids begin with the time; single messages are sent
    /// at once, and retried for less than a day.
    private static Map<UUID, Long> broadcasts(Connection connection, UUID botId, Instant since) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT id, total FROM broadcast
                 WHERE bot_id = ? AND kind = 'broadcast' AND (finished_at IS NULL OR finished_at >= ?)
                   AND status <> 'draft'
                 UNION ALL
                SELECT id, total FROM broadcast WHERE id >= ? AND bot_id = ? AND kind = 'action'""")) {
            select.setObject(1, botId);
            select.setObject(2, since.atOffset(ZoneOffset.UTC));
            select.setObject(3, Ids.firstOf(since.minus(DAY)));
            select.setObject(4, botId);
            Map<UUID, Long> broadcasts = new HashMap<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    broadcasts.put(row.getObject(1, UUID.class), row.getLong(2));
                }
            }
            return broadcasts;
        }
    }

    private static Map<UUID, NavigableSet<Integer>> sent(Connection connection, Set<UUID> broadcasts, Instant since)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT broadcast_id, seq FROM message
                 WHERE broadcast_id = ANY (?) AND stage IN (3, 6, 7)
                   AND coalesce(sent_at, delivered_at, read_at) >= ?""")) {
            select.setArray(1, connection.createArrayOf("uuid", broadcasts.toArray()));
            select.setObject(2, since.atOffset(ZoneOffset.UTC));
            Map<UUID, NavigableSet<Integer>> sent = new HashMap<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    sent.computeIfAbsent(row.getObject(1, UUID.class), id -> new TreeSet<>())
                            .add(row.getInt(2));
                }
            }
            return sent;
        }
    }

    private static long people(Connection connection, Map<UUID, NavigableSet<Integer>> sent) throws SQLException {
        Set<String> people = new HashSet<>();
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT broadcast_id, first_seq, count, users FROM chunk WHERE broadcast_id = ANY (?)""")) {
            select.setArray(1, connection.createArrayOf("uuid", sent.keySet().toArray()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    NavigableSet<Integer> of = sent.getOrDefault(row.getObject(1, UUID.class), new TreeSet<>());
                    StoredChunk chunk = new StoredChunk(row.getInt(2), row.getInt(3), row.getBytes(4));
                    if (!of.subSet(chunk.firstSeq(), chunk.firstSeq() + chunk.count())
                            .isEmpty()) {
                        add(people, chunk.recipients(), of);
                    }
                }
            }
        }
        return people.size();
    }

    private static void add(Set<String> people, List<Recipient> recipients, NavigableSet<Integer> sent) {
        for (Recipient recipient : recipients) {
            if (sent.contains(recipient.seq())) {
                people.add(
                        recipient.contactId() == null
                                ? "nobody known " + recipient.phone() + recipient.given()
                                : recipient.contactId().toString());
            }
        }
    }
}
