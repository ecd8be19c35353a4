package dev.crier.webhook;

import dev.crier.cloudapi.Secret;
import dev.crier.db.Database;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// SQL for deliveries on their way: people are claimed with the events that wait for them, and what became of those is
/// recorded with what follows for the endpoint.
///
/// Rows of `webhook_queue` are the locks. A person's row is claimed for a while, so that nobody else tries their
/// events,
/// and it is locked by whoever adds or ends events, so that it is there as long as something waits.
final class DeliveryStore {
    /// People of one round, and events of each: a round is over in seconds and holds few bodies.
    static final int PEOPLE_PER_ROUND = 64;

    static final int EVENTS_PER_PERSON = 4;

    /// Bodies in memory of one round; most have some 500 bytes.
    private static final int MAX_ROUND_CHARS = 256 * 1024;

    /// Longer than a round takes, which ends itself well before.
    private static final Duration CLAIM = Duration.ofMinutes(2);

    private static final int FETCH_ROWS = 32;

    private final Database database;
    private final WebhookStore webhooks;

    DeliveryStore(Database database, WebhookStore webhooks) {
        this.database = database;
        this.webhooks = webhooks;
    }

    /// An event that waits.
    record Waiting(
            UUID id, String body, int tries, @Nullable Instant firstTriedAt) {}

    /// What one round may try.
    ///
    /// @param people with their events in order
    record Batch(UUID webhookId, UUID claim, URI url, List<Secret> keys, Map<UUID, List<Waiting>> people) {}

    /// Webhooks for which somebody's events are due.
    List<UUID> ready(Instant now, int limit) throws SQLException {
        return database.inTransaction(connection -> {
            try (PreparedStatement select = connection.prepareStatement("""
                    SELECT w.id FROM webhook w JOIN webhook_health h ON h.webhook_id = w.id
                     WHERE w.enabled AND (h.paused_until IS NULL OR h.paused_until <= ?)
                       AND EXISTS (SELECT FROM webhook_queue q WHERE q.webhook_id = w.id AND q.due_at <= ?)
                     ORDER BY random() LIMIT ?""")) {
                select.setObject(1, sql(now));
                select.setObject(2, sql(now));
                select.setInt(3, limit);
                List<UUID> ready = new ArrayList<>();
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        ready.add(row.getObject(1, UUID.class));
                    }
                }
                return ready;
            }
        });
    }

    /// Claims what a round may try now; empty if that is nothing.
    Optional<Batch> claim(UUID webhookId, UUID claim, Instant now) throws SQLException {
        return database.inTransaction(connection -> {
            Target target = target(connection, webhookId, now);
            if (target == null) {
                return Optional.empty();
            }
            Instant until = now.plus(CLAIM);
            int limit = target.isDown() ? 1 : PEOPLE_PER_ROUND;
            List<UUID> people = claimPeople(connection, webhookId, claim, now, until, limit);
            if (people.isEmpty() || (target.isDown() && !takeProbe(connection, webhookId, now, until))) {
                connection.rollback();
                return Optional.empty();
            }
            int events = target.isDown() ? 1 : EVENTS_PER_PERSON;
            return Optional.of(new Batch(
                    webhookId, claim, target.url(), target.keys(), waiting(connection, webhookId, people, events)));
        });
    }

    private record Target(URI url, List<Secret> keys, boolean isDown) {}

    private @Nullable Target target(Connection connection, UUID webhookId, Instant now) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT w.url, w.secret, w.old_secret, w.old_secret_until, h.pauses
                  FROM webhook w JOIN webhook_health h ON h.webhook_id = w.id
                 WHERE w.id = ? AND w.enabled AND (h.paused_until IS NULL OR h.paused_until <= ?)""")) {
            select.setObject(1, webhookId);
            select.setObject(2, sql(now));
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? new Target(
                                URI.create(row.getString("url")), webhooks.keys(row, now), row.getInt("pauses") > 0)
                        : null;
            }
        }
    }

    /// Only one node sends the probe.
    private static boolean takeProbe(Connection connection, UUID webhookId, Instant now, Instant until)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE webhook_health SET paused_until = ?
                 WHERE webhook_id = ? AND (paused_until IS NULL OR paused_until <= ?)""")) {
            update.setObject(1, sql(until));
            update.setObject(2, webhookId);
            update.setObject(3, sql(now));
            return update.executeUpdate() > 0;
        }
    }

    private static List<UUID> claimPeople(
            Connection connection, UUID webhookId, UUID claim, Instant now, Instant until, int limit)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                WITH due AS (SELECT person FROM webhook_queue WHERE webhook_id = ? AND due_at <= ?
                              ORDER BY due_at LIMIT ? FOR UPDATE SKIP LOCKED)
                UPDATE webhook_queue q SET claim = ?, due_at = ?
                  FROM due WHERE q.webhook_id = ? AND q.person = due.person
                RETURNING q.person""")) {
            update.setObject(1, webhookId);
            update.setObject(2, sql(now));
            update.setInt(3, limit);
            update.setObject(4, claim);
            update.setObject(5, sql(until));
            update.setObject(6, webhookId);
            List<UUID> people = new ArrayList<>();
            try (ResultSet row = update.executeQuery()) {
                while (row.next()) {
                    people.add(row.getObject(1, UUID.class));
                }
            }
            return people;
        }
    }

    /// The oldest events of each; whoever has none left, or none that fits, is there with none.
    private static Map<UUID, List<Waiting>> waiting(
            Connection connection, UUID webhookId, List<UUID> people, int eventsEach) throws SQLException {
        Map<UUID, List<Waiting>> waiting = new LinkedHashMap<>();
        people.forEach(person -> waiting.put(person, new ArrayList<>()));
        if (people.isEmpty()) {
            return waiting;
        }
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT p.person, d.id, d.body, d.tries, d.first_tried_at
                  FROM unnest(?::uuid[]) WITH ORDINALITY AS p (person, place)
                 CROSS JOIN LATERAL (
                       SELECT * FROM webhook_delivery d
                        WHERE d.webhook_id = ? AND d.person = p.person AND d.status = 'waiting'
                        ORDER BY d.event_id LIMIT ?) AS d
                 ORDER BY p.place, d.event_id""")) {
            select.setArray(1, connection.createArrayOf("uuid", people.toArray()));
            select.setObject(2, webhookId);
            select.setInt(3, eventsEach);
            select.setFetchSize(FETCH_ROWS);
            int chars = 0;
            try (ResultSet row = select.executeQuery()) {
                while (chars < MAX_ROUND_CHARS && row.next()) {
                    Waiting one = new Waiting(
                            row.getObject("id", UUID.class),
                            row.getString("body"),
                            row.getInt("tries"),
                            WebhookStore.time(row, "first_tried_at"));
                    chars += one.body().length();
                    waiting.computeIfAbsent(row.getObject("person", UUID.class), id -> new ArrayList<>())
                            .add(one);
                }
            }
        }
        return waiting;
    }

    /// A delivery that was tried.
    ///
    /// @param status what it is from now on
    record Tried(UUID id, String status, Instant at, Attempt attempt) {}

    /// What becomes of a person's queue.
    record Next(UUID person, Instant dueAt) {}

    /// What a round has done.
    ///
    /// @param verdict what follows for the webhook; null: nothing
    record Report(
            Batch batch,
            List<Tried> tried,
            List<Next> next,
            @Nullable Verdict verdict) {}

    /// @param disabledBecause Crier disables the webhook for that
    /// @param isBack it was down, and is not any more: nobody needs to wait longer
    record Verdict(Health health, @Nullable String disabledBecause, boolean isBack, Instant now) {}

    /// Decides about the endpoint while its health is locked.
    interface Judge {
        Report judge(Health before);
    }

    /// Records a round in one transaction; returns what was recorded.
    Report record(Batch batch, Judge judge) throws SQLException {
        return database.inTransaction(connection -> {
            lockPeople(connection, batch);
            Report report = judge.judge(lockHealth(connection, batch.webhookId()));
            update(connection, report.tried());
            release(connection, batch, report.next());
            Verdict verdict = report.verdict();
            if (verdict != null) {
                conclude(connection, batch.webhookId(), verdict);
            }
            return report;
        });
    }

    private static void lockPeople(Connection connection, Batch batch) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement("""
                SELECT FROM webhook_queue WHERE webhook_id = ? AND person = ANY (?) ORDER BY person FOR UPDATE""")) {
            lock.setObject(1, batch.webhookId());
            lock.setArray(
                    2, connection.createArrayOf("uuid", batch.people().keySet().toArray()));
            lock.execute();
        }
    }

    private static Health lockHealth(Connection connection, UUID webhookId) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT * FROM webhook_health WHERE webhook_id = ? FOR UPDATE")) {
            select.setObject(1, webhookId);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? WebhookStore.health(row) : Health.NEW;
            }
        }
    }

    private static void update(Connection connection, List<Tried> tried) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE webhook_delivery
                   SET status = ?, tries = tries + 1, first_tried_at = COALESCE(first_tried_at, ?), tried_at = ?,
                       answer_status = ?, answer = ?, error = ?
                 WHERE id = ? AND status = 'waiting'""")) {
            for (Tried each : tried) {
                update.setString(1, each.status());
                update.setObject(2, sql(each.at()));
                update.setObject(3, sql(each.at()));
                update.setObject(4, each.attempt().status(), java.sql.Types.INTEGER);
                update.setString(5, each.attempt().answer());
                update.setString(6, each.attempt().error());
                update.setObject(7, each.id());
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    /// Claims that somebody else took over, since they had ended, are left to them.
    private static void release(Connection connection, Batch batch, List<Next> next) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                WITH next AS (SELECT * FROM unnest(?::uuid[], ?::timestamptz[]) AS n (person, due_at)),
                waits AS (
                  SELECT n.person, n.due_at, EXISTS (
                           SELECT FROM webhook_delivery d
                            WHERE d.webhook_id = ? AND d.person = n.person AND d.status = 'waiting') AS more
                    FROM next n),
                ended AS (
                  DELETE FROM webhook_queue q USING waits w
                   WHERE q.webhook_id = ? AND q.person = w.person AND q.claim = ? AND NOT w.more)
                UPDATE webhook_queue q SET due_at = w.due_at, claim = NULL
                  FROM waits w WHERE q.webhook_id = ? AND q.person = w.person AND q.claim = ? AND w.more""")) {
            Object[] people = next.stream().map(Next::person).toArray();
            Object[] due = next.stream().map(each -> sql(each.dueAt())).toArray();
            update.setArray(1, connection.createArrayOf("uuid", people));
            update.setArray(2, connection.createArrayOf("timestamptz", due));
            update.setObject(3, batch.webhookId());
            update.setObject(4, batch.webhookId());
            update.setObject(5, batch.claim());
            update.setObject(6, batch.webhookId());
            update.setObject(7, batch.claim());
            update.executeUpdate();
        }
    }

    private static void conclude(Connection connection, UUID webhookId, Verdict verdict) throws SQLException {
        Health health = verdict.health();
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE webhook_health SET failures = ?, failing_since = ?, succeeded_at = ?, pauses = ?, paused_until = ?
                 WHERE webhook_id = ?""")) {
            update.setInt(1, health.failures());
            update.setObject(2, sqlOrNull(health.failingSince()));
            update.setObject(3, sqlOrNull(health.succeededAt()));
            update.setInt(4, health.pauses());
            update.setObject(5, sqlOrNull(health.pausedUntil()));
            update.setObject(6, webhookId);
            update.executeUpdate();
        }
        if (verdict.isBack()) {
            try (PreparedStatement update = connection.prepareStatement(
                    "UPDATE webhook_queue SET due_at = ? WHERE webhook_id = ? AND claim IS NULL AND due_at > ?")) {
                update.setObject(1, sql(verdict.now()));
                update.setObject(2, webhookId);
                update.setObject(3, sql(verdict.now()));
                update.executeUpdate();
            }
        }
        if (verdict.disabledBecause() != null) {
            try (PreparedStatement update = connection.prepareStatement("""
                    UPDATE webhook SET enabled = false, disabled_reason = ?, disabled_at = ?, updated_at = now()
                     WHERE id = ? AND enabled""")) {
                update.setString(1, verdict.disabledBecause());
                update.setObject(2, sql(verdict.now()));
                update.setObject(3, webhookId);
                update.executeUpdate();
            }
        }
    }

    static OffsetDateTime sql(Instant time) {
        return OffsetDateTime.ofInstant(time, ZoneOffset.UTC);
    }

    private static @Nullable OffsetDateTime sqlOrNull(@Nullable Instant time) {
        return time == null ? null : sql(time);
    }
}
