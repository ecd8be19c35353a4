package dev.crier.inbound;

import dev.crier.api.Json;
import dev.crier.cloudapi.WebhookPayload.Kind;
import dev.crier.cloudapi.WebhookPayload.Pricing;
import dev.crier.cloudapi.WebhookPayload.StatusUpdate;
import dev.crier.cloudapi.WebhookPayload.WebhookError;
import dev.crier.db.Database;
import dev.crier.message.MessageId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Statuses that do not carry our id: matched by wamid, and kept for a while if no row has that wamid
/// yet.
///
/// A status can overtake the record of its own send. Most that stay here are not ours at all: another
/// system sends from the same number.
public final class ParkedStatuses {
    /// As long as Meta itself would repeat an unanswered webhook.
    private static final Duration MEMORY = Duration.ofDays(7);

    /// Within this time the record of the send arrives, or the database was away.
    private static final Duration YOUNG = Duration.ofMinutes(1);

    /// Of the older ones each run looks at a 64th: nearly all are strangers' for good.
    private static final int SHARES = 64;

    private static final int ROWS_PER_RUN = 5_000;

    /// Per channel. Beyond it the oldest are dropped.
    static final int MAX_PARKED = 100_000;

    /// While an attempt runs or is in doubt its wamid is not known, so one that matches is of the attempt before.
    private static final String MATCH = """
            JOIN message m ON hashtext(m.wamid) = hashtext(p.wamid) AND m.wamid = p.wamid AND m.wamid IS NOT NULL
            JOIN broadcast b ON b.id = m.broadcast_id AND b.channel_id = p.channel_id""";

    private final Database database;
    private final StatusWriter writer;
    private final int maxParked;
    private int run;

    ParkedStatuses(Database database, StatusWriter writer, int maxParked) {
        this.database = database;
        this.writer = writer;
        this.maxParked = maxParked;
    }

    /// Tries again to match what is parked; returns how many statuses found their message. For a sweeper,
    /// every few seconds.
    public int runOnce(Instant now) throws SQLException {
        int share = Math.floorMod(run++, SHARES);
        int matched = database.inTransaction(connection -> match(connection, now, share));
        database.inTransaction(connection -> forget(connection, now));
        return matched;
    }

    /// The messages of `nameless`; those without one are parked.
    static List<News.Matched> matchOrPark(Connection connection, List<News> nameless, Instant now) throws SQLException {
        if (nameless.isEmpty()) {
            return List.of();
        }
        List<News.Matched> matched = new ArrayList<>();
        boolean[] found = new boolean[nameless.size()];
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT p.place, m.broadcast_id, m.seq, m.attempts - (m.stage IN (0, 1))::int AS attempt
                  FROM unnest(?::int[], ?::text[], ?::uuid[]) AS p (place, wamid, channel_id)
                """ + MATCH)) {
            select.setArray(
                    1,
                    connection.createArrayOf(
                            "int4", IntStream.range(0, nameless.size()).boxed().toArray()));
            select.setArray(2, wamids(connection, nameless));
            select.setArray(3, channels(connection, nameless));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    int place = row.getInt("place");
                    found[place] = true;
                    matched.add(new News.Matched(nameless.get(place), messageId(row)));
                }
            }
        }
        park(
                connection,
                IntStream.range(0, found.length)
                        .filter(i -> !found[i])
                        .mapToObj(nameless::get)
                        .toList(),
                now);
        return matched;
    }

    private static void park(Connection connection, List<News> strangers, Instant now) throws SQLException {
        if (strangers.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO parked_status (channel_id, wamid, status, parked_at)
                SELECT p.*, ? FROM unnest(?::uuid[], ?::text[], ?::jsonb[]) AS p""")) {
            insert.setTimestamp(1, Timestamp.from(now));
            insert.setArray(2, channels(connection, strangers));
            insert.setArray(3, wamids(connection, strangers));
            insert.setArray(
                    4,
                    connection.createArrayOf(
                            "text",
                            strangers.stream()
                                    .map(news -> json(news.status()).toString())
                                    .toArray()));
            insert.executeUpdate();
        }
    }

    private int match(Connection connection, Instant now, int share) throws SQLException {
        Map<Long, News.Matched> matched = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT p.id, p.channel_id, p.wamid, p.status, c.bot_id, m.broadcast_id, m.seq,
                       m.attempts - (m.stage IN (0, 1))::int AS attempt
                  FROM (SELECT * FROM parked_status WHERE parked_at > ? OR id %% %d = ? ORDER BY id DESC LIMIT %d) p
                  JOIN whatsapp_channel c ON c.id = p.channel_id
                """.formatted(SHARES, ROWS_PER_RUN) + MATCH)) {
            select.setTimestamp(1, Timestamp.from(now.minus(YOUNG)));
            select.setInt(2, share);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    StatusUpdate status = status(row.getString("wamid"), Json.parseOwn(row.getString("status")));
                    News news = new News(
                            row.getObject("bot_id", UUID.class), row.getObject("channel_id", UUID.class), status);
                    matched.put(row.getLong("id"), new News.Matched(news, messageId(row)));
                }
            }
        }
        writer.apply(connection, List.copyOf(matched.values()), now);
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM parked_status WHERE id = ANY (?)")) {
            delete.setArray(1, connection.createArrayOf("int8", matched.keySet().toArray()));
            delete.executeUpdate();
        }
        return matched.size();
    }

    /// Drops what is too old or too much.
    private Boolean forget(Connection connection, Instant now) throws SQLException {
        try (PreparedStatement old = connection.prepareStatement("DELETE FROM parked_status WHERE parked_at < ?");
                PreparedStatement many = connection.prepareStatement("""
                        DELETE FROM parked_status p
                         USING (SELECT channel_id FROM parked_status GROUP BY channel_id HAVING count(*) > ?) full_one
                         WHERE p.channel_id = full_one.channel_id
                           AND p.id <= (SELECT id FROM parked_status o WHERE o.channel_id = full_one.channel_id
                                         ORDER BY id DESC OFFSET ? LIMIT 1)""")) {
            old.setTimestamp(1, Timestamp.from(now.minus(MEMORY)));
            old.executeUpdate();
            many.setInt(1, maxParked);
            many.setInt(2, maxParked);
            many.executeUpdate();
        }
        return Boolean.TRUE;
    }

    private static MessageId messageId(ResultSet row) throws SQLException {
        return new MessageId(row.getObject("broadcast_id", UUID.class), row.getInt("seq"), row.getInt("attempt"));
    }

    private static java.sql.Array wamids(Connection connection, List<News> news) throws SQLException {
        return connection.createArrayOf(
                "text", news.stream().map(each -> each.status().wamid()).toArray());
    }

    private static java.sql.Array channels(Connection connection, List<News> news) throws SQLException {
        return connection.createArrayOf(
                "uuid", news.stream().map(News::channelId).toArray());
    }

    /// What [StatusRules] will ask for, and no more.
    private static ObjectNode json(StatusUpdate status) {
        ObjectNode json = Json.object()
                .put("kind", status.kind().name())
                .put("at", status.at().toString());
        Pricing pricing = status.pricing();
        if (pricing != null) {
            json.putObject("pricing")
                    .put("category", pricing.category())
                    .put("type", pricing.type())
                    .put("billable", pricing.billable())
                    .put("model", pricing.model());
        }
        WebhookError error = status.error();
        if (error != null) {
            json.putObject("error")
                    .put("code", error.code())
                    .put("title", error.title())
                    .put("details", error.details());
        }
        return json;
    }

    private static @Nullable Pricing pricing(JsonNode json) {
        return json.isObject()
                ? new Pricing(
                        text(json, "category"),
                        text(json, "type"),
                        json.hasNonNull("billable") ? json.path("billable").asBoolean() : null,
                        text(json, "model"))
                : null;
    }

    private static @Nullable String text(JsonNode json, String name) {
        return json.hasNonNull(name) ? json.path(name).asString() : null;
    }

    private static StatusUpdate status(String wamid, JsonNode json) {
        JsonNode error = json.path("error");
        List<WebhookError> errors = error.isObject()
                ? List.of(new WebhookError(
                        error.path("code").asInt(),
                        error.path("title").asString(""),
                        error.hasNonNull("details") ? error.path("details").asString() : null))
                : List.of();
        return new StatusUpdate(
                "",
                wamid,
                Kind.valueOf(json.path("kind").asString()),
                Instant.parse(json.path("at").asString()),
                null,
                null,
                null,
                errors,
                pricing(json.path("pricing")));
    }
}
