package dev.crier.webhook;

import dev.crier.api.Ids;
import dev.crier.db.Database;
import dev.crier.webhook.EventBodies.Event;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Empties the outbox: each event becomes a delivery for each webhook that wants it.
///
/// One node at a time does it, in the order of the events' ids. An id that shows up late belongs to a transaction that
/// ran beside the others, so it is about other messages: changes of one message or contact wait for each other's locks.
final class FanOut {
    /// Rows per transaction: PostgreSQL gains little beyond, and memory is bounded by it.
    static final int BATCH = 1_000;

    /// Any number that nothing else of ours takes.
    private static final long LOCK = 0x6372_6965_7268_6f6fL;

    private static final Logger LOG = LoggerFactory.getLogger(FanOut.class);

    private final Database database;
    private final Recipients recipients;
    private final Clock clock;

    FanOut(Database database, Clock clock) {
        this.database = database;
        this.recipients = new Recipients(clock);
        this.clock = clock;
    }

    /// Takes one batch; returns how many events it had.
    int runOnce() throws SQLException {
        Instant now = clock.instant();
        return database.inTransaction(connection -> {
            if (!lock(connection)) {
                return 0;
            }
            List<Event> events = take(connection);
            if (!events.isEmpty()) {
                deliver(connection, events, now);
            }
            return events.size();
        });
    }

    private static boolean lock(Connection connection) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement(
                "SELECT EXISTS (SELECT FROM webhook_event) AND pg_try_advisory_xact_lock(?)")) {
            lock.setLong(1, LOCK);
            try (ResultSet row = lock.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private static List<Event> take(Connection connection) throws SQLException {
        try (PreparedStatement take = connection.prepareStatement("""
                DELETE FROM webhook_event WHERE id IN (SELECT id FROM webhook_event ORDER BY id LIMIT ?)
                RETURNING id, bot_id, type, contact_id, broadcast_id, seq, happened_at, data""")) {
            take.setInt(1, BATCH);
            List<Event> events = new ArrayList<>();
            try (ResultSet row = take.executeQuery()) {
                while (row.next()) {
                    events.add(Event.read(row));
                }
            }
            events.sort(Comparator.comparingLong(Event::id));
            return events;
        }
    }

    /// A webhook that wants some events.
    private record Subscriber(UUID webhookId, EventFilter filter) {}

    private void deliver(Connection connection, List<Event> events, Instant now) throws SQLException {
        Map<UUID, List<Subscriber>> subscribers = subscribers(connection, events);
        List<Delivery> deliveries = new ArrayList<>();
        for (Event event : events) {
            List<UUID> wanting = subscribers.getOrDefault(event.botId(), List.of()).stream()
                    .filter(each -> each.filter().wants(event.type()))
                    .map(Subscriber::webhookId)
                    .toList();
            if (!wanting.isEmpty()) {
                Recipients.Recipient who = recipients.of(connection, event);
                String body = body(event, who);
                if (body != null) {
                    wanting.forEach(
                            id -> deliveries.add(new Delivery(id, event.id(), who.person(), event.type(), body)));
                }
            }
        }
        if (!deliveries.isEmpty()) {
            insert(connection, deliveries);
            queue(connection, deliveries, now);
        }
    }

    /// One event that cannot be written must not keep all others back.
    private static @Nullable String body(Event event, Recipients.Recipient who) {
        try {
            return EventBodies.body(event, who);
        } catch (RuntimeException e) {
            LOG.error(
                    "An event of type {} of bot {} could not be written and is dropped",
                    event.type(),
                    event.botId(),
                    e);
            return null;
        }
    }

    private static Map<UUID, List<Subscriber>> subscribers(Connection connection, List<Event> events)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT id, bot_id, event FROM webhook WHERE bot_id = ANY (?) AND enabled ORDER BY id")) {
            Object[] bots = events.stream().map(Event::botId).distinct().toArray();
            select.setArray(1, connection.createArrayOf("uuid", bots));
            Map<UUID, List<Subscriber>> subscribers = new HashMap<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    EventFilter filter = EventFilter.of(row.getString("event")).orElseThrow();
                    subscribers
                            .computeIfAbsent(row.getObject("bot_id", UUID.class), id -> new ArrayList<>())
                            .add(new Subscriber(row.getObject("id", UUID.class), filter));
                }
            }
            return subscribers;
        }
    }

    private record Delivery(UUID webhookId, long eventId, UUID person, String type, String body) {}

    private static void insert(Connection connection, List<Delivery> deliveries) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO webhook_delivery (id, webhook_id, event_id, person, type, body, status)
                SELECT d.*, 'waiting'
                  FROM unnest(?::uuid[], ?::uuid[], ?::bigint[], ?::uuid[], ?::text[], ?::text[]) AS d""")) {
            Object[] ids = deliveries.stream().map(each -> Ids.next()).toArray();
            insert.setArray(1, connection.createArrayOf("uuid", ids));
            insert.setArray(2, array(connection, "uuid", deliveries, Delivery::webhookId));
            insert.setArray(3, array(connection, "int8", deliveries, Delivery::eventId));
            insert.setArray(4, array(connection, "uuid", deliveries, Delivery::person));
            insert.setArray(5, array(connection, "text", deliveries, Delivery::type));
            insert.setArray(6, array(connection, "text", deliveries, Delivery::body));
            insert.executeUpdate();
        }
    }

    /// Nothing is changed about people who wait already, but their rows are locked: whoever is about to delete one
    /// since nothing waits has to see what comes now.
    private static void queue(Connection connection, List<Delivery> deliveries, Instant now) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO webhook_queue AS q (webhook_id, person, due_at)
                SELECT DISTINCT d.webhook_id, d.person, ?::timestamptz
                  FROM unnest(?::uuid[], ?::uuid[]) AS d (webhook_id, person)
                 ORDER BY d.webhook_id, d.person
                ON CONFLICT (webhook_id, person) DO UPDATE SET due_at = q.due_at WHERE false""")) {
            insert.setObject(1, OffsetDateTime.ofInstant(now, ZoneOffset.UTC));
            insert.setArray(2, array(connection, "uuid", deliveries, Delivery::webhookId));
            insert.setArray(3, array(connection, "uuid", deliveries, Delivery::person));
            insert.executeUpdate();
        }
    }

    private interface Column {
        Object of(Delivery delivery);
    }

    private static java.sql.Array array(Connection connection, String type, List<Delivery> rows, Column column)
            throws SQLException {
        return connection.createArrayOf(type, rows.stream().map(column::of).toArray());
    }
}
