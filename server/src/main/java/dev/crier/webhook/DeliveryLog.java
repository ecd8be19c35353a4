package dev.crier.webhook;

import dev.crier.api.Page;
import dev.crier.db.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// SQL for deliveries as the owner of a webhook sees them, and for sending them again.
public final class DeliveryLog {
    /// Rows per transaction of a replay: locks are held for a fraction of a second.
    private static final int REPLAY_BATCH = 2_000;

    /// Deliveries in one request to replay. Whoever has more asks again with what is left.
    static final int MAX_REPLAYED = 100_000;

    private final Database database;

    DeliveryLog(Database database) {
        this.database = database;
    }

    /// One delivery.
    ///
    /// @param dueAt the next try, of a person's oldest one that waits
    public record Entry(
            UUID id,
            String type,
            String body,
            String status,
            int tries,
            @Nullable Instant triedAt,
            @Nullable Instant dueAt,
            @Nullable Integer answerStatus,
            @Nullable String answer,
            @Nullable String error) {}

    /// Newest first, one more than the page has if there are more.
    List<Entry> list(UUID webhookId, @Nullable String status, Page page) throws SQLException {
        return database.inTransaction(connection -> {
            try (PreparedStatement select = connection.prepareStatement("""
                    SELECT d.*, CASE WHEN d.status = 'waiting' AND q.claim IS NULL THEN q.due_at END AS due_at
                      FROM webhook_delivery d
                      LEFT JOIN webhook_queue q ON q.webhook_id = d.webhook_id AND q.person = d.person
                     WHERE d.webhook_id = ? AND (?::text IS NULL OR d.status = ?) AND (?::uuid IS NULL OR d.id < ?)
                     ORDER BY d.id DESC LIMIT ?""")) {
                select.setObject(1, webhookId);
                select.setString(2, status);
                select.setString(3, status);
                select.setObject(4, page.after());
                select.setObject(5, page.after());
                select.setInt(6, page.limit() + 1);
                List<Entry> entries = new ArrayList<>();
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        entries.add(entry(row));
                    }
                }
                return entries;
            }
        });
    }

    /// One delivery of the webhook.
    Optional<Entry> find(UUID webhookId, UUID id) throws SQLException {
        return database.inTransaction(connection -> {
            try (PreparedStatement select = connection.prepareStatement("""
                    SELECT d.*, CASE WHEN d.status = 'waiting' AND q.claim IS NULL THEN q.due_at END AS due_at
                      FROM webhook_delivery d
                      LEFT JOIN webhook_queue q ON q.webhook_id = d.webhook_id AND q.person = d.person
                     WHERE d.webhook_id = ? AND d.id = ?""")) {
                select.setObject(1, webhookId);
                select.setObject(2, id);
                try (ResultSet row = select.executeQuery()) {
                    return row.next() ? Optional.of(entry(row)) : Optional.empty();
                }
            }
        });
    }

    private static Entry entry(ResultSet row) throws SQLException {
        int answerStatus = row.getInt("answer_status");
        boolean answered = !row.wasNull();
        return new Entry(
                row.getObject("id", UUID.class),
                row.getString("type"),
                row.getString("body"),
                row.getString("status"),
                row.getInt("tries"),
                WebhookStore.time(row, "tried_at"),
                WebhookStore.time(row, "due_at"),
                answered ? answerStatus : null,
                row.getString("answer"),
                row.getString("error"));
    }

    /// What is sent again, whatever became of it before. Times are those of the events' arrival in the log.
    sealed interface Chosen {
        record Ids(List<UUID> ids) implements Chosen {}

        record Range(UUID from, UUID to) implements Chosen {}

        record Failed() implements Chosen {}
    }

    /// What a replay put in line.
    ///
    /// @param more there was more than one request replays
    public record Replayed(int count, boolean more) {}

    /// Puts the chosen deliveries back in line, the oldest first; those that wait already stay as they are.
    Replayed replay(UUID webhookId, Chosen chosen, Instant now) throws SQLException {
        int count = 0;
        UUID after = new UUID(0, 0);
        while (count < MAX_REPLAYED) {
            UUID start = after;
            List<UUID> batch = database.inTransaction(connection -> replay(connection, webhookId, chosen, start, now));
            count += batch.size();
            if (batch.size() < REPLAY_BATCH) {
                return new Replayed(count, false);
            }
            after = batch.getLast();
        }
        return new Replayed(count, true);
    }

    private static List<UUID> replay(Connection connection, UUID webhookId, Chosen chosen, UUID after, Instant now)
            throws SQLException {
        String which = switch (chosen) {
            case Chosen.Ids _ -> "d.id = ANY (?) AND d.status <> 'waiting'";
            case Chosen.Range _ -> "d.id >= ? AND d.id < ? AND d.status <> 'waiting'";
            case Chosen.Failed _ -> "d.status = 'failed'";
        };
        List<UUID> people = new ArrayList<>();
        List<UUID> ids = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT d.id, d.person FROM webhook_delivery d
                 WHERE d.webhook_id = ? AND d.id > ? AND %s ORDER BY d.id LIMIT %d""".formatted(which, REPLAY_BATCH))) {
            select.setObject(1, webhookId);
            select.setObject(2, after);
            bind(connection, select, chosen);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    ids.add(row.getObject(1, UUID.class));
                    people.add(row.getObject(2, UUID.class));
                }
            }
        }
        if (!ids.isEmpty()) {
            line(connection, webhookId, ids, people, now);
        }
        return ids;
    }

    private static void bind(Connection connection, PreparedStatement select, Chosen chosen) throws SQLException {
        switch (chosen) {
            case Chosen.Ids(List<UUID> ids) -> select.setArray(3, connection.createArrayOf("uuid", ids.toArray()));
            case Chosen.Range(UUID from, UUID to) -> {
                select.setObject(3, from);
                select.setObject(4, to);
            }
            case Chosen.Failed _ -> {
                // Nothing to bind.
            }
        }
    }

    /// The queue's rows first, since they are the locks: whoever delivers to these people now sees what is added.
    private static void line(Connection connection, UUID webhookId, List<UUID> ids, List<UUID> people, Instant now)
            throws SQLException {
        try (PreparedStatement queue = connection.prepareStatement("""
                INSERT INTO webhook_queue AS q (webhook_id, person, due_at)
                SELECT DISTINCT ?::uuid, p.person, ?::timestamptz FROM unnest(?::uuid[]) AS p (person) ORDER BY p.person
                ON CONFLICT (webhook_id, person) DO UPDATE SET due_at = excluded.due_at WHERE q.claim IS NULL""");
                PreparedStatement update = connection.prepareStatement("""
                UPDATE webhook_delivery SET status = 'waiting', tries = 0, first_tried_at = NULL, error = NULL,
                                            answer = NULL, answer_status = NULL
                 WHERE webhook_id = ? AND id = ANY (?) AND status <> 'waiting'""")) {
            queue.setObject(1, webhookId);
            queue.setObject(2, DeliveryStore.sql(now));
            queue.setArray(3, connection.createArrayOf("uuid", people.toArray()));
            queue.executeUpdate();
            update.setObject(1, webhookId);
            update.setArray(2, connection.createArrayOf("uuid", ids.toArray()));
            update.executeUpdate();
        }
    }

    /// When a delivery came into the log.
    public static Instant timeOf(UUID id) {
        return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
    }
}
