package dev.crier.broadcast;

import dev.crier.api.Json;
import dev.crier.cloudapi.ErrorCatalogue;
import dev.crier.contact.Segment;
import dev.crier.db.BinaryCopy;
import dev.crier.db.Database;
import dev.crier.message.Reason;
import dev.crier.message.RetryStore;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// SQL for broadcasts, their counters and their chunks.
public final class BroadcastStore {
    private static final String SELECT = """
            SELECT b.id, b.bot_id, b.channel_id, b.kind, b.name, b.status, b.cause, b.template_name,
                   b.template_language, b.scheduled_at, b.inserted_at, b.finished_at, b.max_per_second, b.total,
                   p.sent, p.delivered, p.read, p.failed, c.hold_code, c.hold_details,
                   a.segment, a.gathered_at
              FROM broadcast b JOIN progress p ON p.broadcast_id = b.id JOIN whatsapp_channel c ON c.id = b.channel_id
              LEFT JOIN broadcast_audience a ON a.broadcast_id = b.id
            """;

    /// Why a broadcast stands still that Crier itself cannot prepare.
    static final JsonNode DEFECT = Json.object()
            .put("reason", "internal_error")
            .put("sentence", "Crier could not prepare the messages of this broadcast; nothing was lost.")
            .put("fix", "Look at the server's log, then resume the broadcast.");

    private final Database database;
    private final Jdbi jdbi;

    public BroadcastStore(Database database) {
        this.database = database;
        this.jdbi = database.jdbi();
    }

    /// A broadcast about to be stored.
    record NewBroadcast(
            UUID id,
            UUID botId,
            UUID channelId,
            Broadcast.Kind kind,
            String name,
            State state,
            @Nullable String templateName,
            @Nullable String templateLanguage,
            boolean marketing,
            Content content,
            Map<String, String> params,
            int total,
            @Nullable BigDecimal maxPerSecond,
            OnUnknown onUnknown,
            @Nullable Instant scheduledAt) {}

    static void insert(Connection connection, NewBroadcast broadcast) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                WITH made AS (
                  INSERT INTO broadcast (id, bot_id, channel_id, kind, name, status, template_name, template_language,
                                         marketing, content, params, total, max_per_second, on_unknown, scheduled_at)
                  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?, ?, ?, ?) RETURNING *),
                told AS (
                  INSERT INTO webhook_event (bot_id, type, broadcast_id, seq, happened_at, data)
                  SELECT m.bot_id, 'operator_action', m.id, 0, m.inserted_at,
                         jsonb_build_object('template', m.template_name, 'language', m.template_language,
                                            'text', m.content -> 'text')
                    FROM made m
                   WHERE m.kind = 'action'
                     AND EXISTS (SELECT FROM webhook w
                                  WHERE w.bot_id = m.bot_id AND w.enabled
                                    AND w.event IN ('', 'action', 'operator_action')))
                INSERT INTO progress (broadcast_id) SELECT id FROM made""")) {
            int i = 1;
            insert.setObject(i++, broadcast.id());
            insert.setObject(i++, broadcast.botId());
            insert.setObject(i++, broadcast.channelId());
            insert.setString(i++, broadcast.kind().wire());
            insert.setString(i++, broadcast.name());
            insert.setString(i++, broadcast.state().wire());
            insert.setString(i++, broadcast.templateName());
            insert.setString(i++, broadcast.templateLanguage());
            insert.setBoolean(i++, broadcast.marketing());
            insert.setString(i++, broadcast.content().toJson().toString());
            insert.setString(i++, Json.MAPPER.writeValueAsString(broadcast.params()));
            insert.setInt(i++, broadcast.total());
            insert.setBigDecimal(i++, broadcast.maxPerSecond());
            insert.setString(i++, broadcast.onUnknown().wire());
            insert.setTimestamp(i, broadcast.scheduledAt() == null ? null : Timestamp.from(broadcast.scheduledAt()));
            insert.executeUpdate();
        }
    }

    /// Whom the broadcast is for, to be found out when it starts.
    static void insertAudience(Connection connection, NewBroadcast broadcast, Segment audience) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO broadcast_audience (broadcast_id, bot_id, segment) VALUES (?, ?, ?::jsonb)")) {
            insert.setObject(1, broadcast.id());
            insert.setObject(2, broadcast.botId());
            insert.setString(3, audience.toJson().toString());
            insert.executeUpdate();
        }
    }

    /// A chunk on its way into the database.
    ///
    /// @param contact if the chunk is of a single person
    /// @param people who is in it otherwise
    record EncodedChunk(
            int firstSeq, int count, byte[] users, @Nullable UUID contact, byte @Nullable [] people) {
        static EncodedChunk of(List<Recipient> recipients, int firstSeq) {
            @Nullable
            UUID single = recipients.size() == 1 ? recipients.getFirst().contactId() : null;
            return new EncodedChunk(
                    firstSeq,
                    recipients.size(),
                    ChunkCodec.encode(recipients),
                    single,
                    single == null ? PeopleFilter.of(recipients) : null);
        }
    }

    static void copyChunks(Connection connection, UUID broadcastId, List<EncodedChunk> chunks) throws SQLException {
        try (BinaryCopy copy =
                new BinaryCopy(connection, "chunk (broadcast_id, first_seq, count, users, contact, people)")) {
            for (EncodedChunk chunk : chunks) {
                copy.row(6)
                        .value(broadcastId)
                        .value(chunk.firstSeq())
                        .value(chunk.count())
                        .value(chunk.users())
                        .value(chunk.contact())
                        .value(chunk.people());
            }
        }
    }

    public Optional<Broadcast> find(UUID botId, UUID id) {
        return jdbi.withHandle(handle -> find(handle, botId, id));
    }

    static Optional<Broadcast> find(Handle handle, UUID botId, UUID id) {
        return handle.select(SELECT + "WHERE b.bot_id = ? AND b.id = ?", botId, id)
                .map((row, context) -> broadcast(row))
                .findOne();
    }

    /// Those of the bot with one of these ids.
    static List<Broadcast> named(Handle handle, UUID botId, Collection<UUID> ids) {
        return handle.createQuery(SELECT + "WHERE b.bot_id = :bot AND b.id = ANY (:ids)")
                .bind("bot", botId)
                .bindArray("ids", UUID.class, ids)
                .map((row, context) -> broadcast(row))
                .list();
    }

    /// Newest first, those before `after` if it is given; operator actions and replies are not listed.
    public List<Broadcast> list(UUID botId, @Nullable UUID after, int limit) {
        return list(botId, EnumSet.allOf(State.class), after, limit);
    }

    /// The same of those in one of `states`.
    public List<Broadcast> list(UUID botId, Set<State> states, @Nullable UUID after, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT + """
                        WHERE b.bot_id = :bot AND b.kind = 'broadcast' AND (:after::uuid IS NULL OR b.id < :after::uuid)
                          AND b.status = ANY (:states)
                        ORDER BY b.id DESC LIMIT :limit""")
                .bind("bot", botId)
                .bindByType("after", after, UUID.class)
                .bindArray(
                        "states", String.class, states.stream().map(State::wire).toList())
                .bind("limit", limit)
                .map((row, context) -> broadcast(row))
                .list());
    }

    /// Those that still have something to do and are no drafts, newest first.
    public List<Broadcast> underWay(UUID botId, int limit) {
        return jdbi.withHandle(handle -> handle.select(SELECT + """
                        WHERE b.bot_id = ? AND b.finished_at IS NULL AND b.kind = 'broadcast'
                          AND b.status IN ('scheduled', 'running', 'paused')
                        ORDER BY b.id DESC LIMIT ?""", botId, limit)
                .map((row, context) -> broadcast(row))
                .list());
    }

    /// Whether the bot has ever begun to send a broadcast.
    public boolean hasSent(UUID botId) {
        return jdbi.withHandle(
                handle -> handle.select("""
                        SELECT EXISTS (SELECT FROM broadcast
                                        WHERE bot_id = ? AND kind = 'broadcast' AND status NOT IN ('draft', 'scheduled'))""", botId).mapTo(Boolean.class).one());
    }

    /// Moves the broadcast if it is in a state from which `command` is possible; true if it moved.
    ///
    /// One that was paused before its time goes back to waiting for it, and a draft with a time begins to wait;
    /// one that waits and is started does not wait any more. One whose audience is not known yet runs as soon as it
    /// is ([Gatherer]).
    public boolean command(UUID botId, UUID id, State.Command command) {
        return jdbi.withHandle(handle -> handle.createUpdate("""
                        UPDATE broadcast
                           SET status = CASE WHEN (:command = 'resume' OR status = 'draft' AND :command = 'start')
                                                  AND scheduled_at > now() THEN 'scheduled'
                                             WHEN :to = 'running' AND EXISTS (
                                                  SELECT FROM broadcast_audience a
                                                   WHERE a.broadcast_id = broadcast.id AND a.gathered_at IS NULL)
                                                  THEN 'scheduled'
                                             ELSE :to END,
                               scheduled_at = CASE WHEN :command = 'start' AND status = 'scheduled' AND scheduled_at > now()
                                                  THEN now()
                                                   ELSE scheduled_at END,
                               cause = NULL
                         WHERE bot_id = :bot AND id = :id AND status = ANY (:from)""")
                        .bind("command", command.wire())
                        .bind("to", command.to().wire())
                        .bind("bot", botId)
                        .bind("id", id)
                        .bindArray(
                                "from",
                                String.class,
                                command.from().stream().map(State::wire).toList())
                        .execute()
                > 0);
    }

    /// Lets the messages that failed for one of `reasons` be tried again, and returns how many; empty if the state does
    /// not allow it. A broadcast that has finished runs again.
    OptionalInt retry(UUID botId, UUID id, Collection<Reason> reasons) throws SQLException {
        return database.inTransaction(connection -> {
            if (!reopen(connection, botId, id)) {
                return OptionalInt.empty();
            }
            return OptionalInt.of(RetryStore.again(connection, id, reasons));
        });
    }

    private static boolean reopen(Connection connection, UUID botId, UUID id) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE broadcast SET status = CASE status WHEN 'finished' THEN 'running' ELSE status END,
                       finished_at = NULL
                 WHERE bot_id = ? AND id = ? AND status IN ('running', 'paused', 'finished')""")) {
            update.setObject(1, botId);
            update.setObject(2, id);
            return update.executeUpdate() > 0;
        }
    }

    /// Stops a running broadcast whose template Meta refuses; its messages stay pending.
    public boolean pauseBecause(UUID id, int code, String reason, String details) {
        return jdbi.withHandle(handle -> pauseBecause(handle, id, code, reason, details));
    }

    /// Stops a broadcast that Crier itself cannot send; a resume tries again.
    public void pauseAfterDefect(UUID id) {
        jdbi.useHandle(handle -> pause(handle, id, DEFECT));
    }

    public static boolean pauseBecause(Handle handle, UUID id, int code, String reason, String details) {
        return pause(handle, id, causeJson(code, reason, details));
    }

    private static boolean pause(Handle handle, UUID id, JsonNode cause) {
        return handle.execute(
                        "UPDATE broadcast SET status = 'paused', cause = ?::jsonb WHERE id = ? AND status = 'running'",
                        cause.toString(),
                        id)
                > 0;
    }

    /// A chunk as stored.
    public record StoredChunk(int firstSeq, int count, byte[] users) {
        public List<Recipient> recipients() {
            return ChunkCodec.decode(users, firstSeq, count);
        }
    }

    /// The chunk that holds user `seq`, or the first one after it.
    public static Optional<StoredChunk> chunkAt(Connection connection, UUID broadcastId, int seq) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT first_seq, count, users FROM chunk
                 WHERE broadcast_id = ? AND first_seq + count > ?
                 ORDER BY first_seq LIMIT 1""")) {
            select.setObject(1, broadcastId);
            select.setInt(2, seq);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(new StoredChunk(row.getInt(1), row.getInt(2), row.getBytes(3)))
                        : Optional.empty();
            }
        }
    }

    private static Broadcast broadcast(ResultSet row) throws SQLException {
        return new Broadcast(
                row.getObject("id", UUID.class),
                row.getObject("bot_id", UUID.class),
                row.getObject("channel_id", UUID.class),
                Broadcast.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                row.getString("name"),
                State.of(row.getString("status")),
                cause(row),
                row.getString("template_name"),
                row.getString("template_language"),
                instant(row, "scheduled_at"),
                row.getTimestamp("inserted_at").toInstant(),
                instant(row, "finished_at"),
                row.getBigDecimal("max_per_second"),
                audience(row),
                instant(row, "gathered_at"),
                new Broadcast.Statistics(
                        row.getInt("total"),
                        row.getInt("sent"),
                        row.getInt("delivered"),
                        row.getInt("read"),
                        row.getInt("failed")));
    }

    private static @Nullable JsonNode audience(ResultSet row) throws SQLException {
        @Nullable String segment = row.getString("segment");
        return segment == null ? null : Json.parseOwn(segment);
    }

    /// Why it stands still: its own cause, or that its number is held.
    private static @Nullable JsonNode cause(ResultSet row) throws SQLException {
        @Nullable String cause = row.getString("cause");
        int holdCode = row.getInt("hold_code");
        boolean held = !row.wasNull();
        if (cause != null) {
            return Json.parseOwn(cause);
        }
        return held && State.of(row.getString("status")) == State.RUNNING
                ? causeJson(holdCode, Reason.ACCOUNT_ERROR.wire(), row.getString("hold_details"))
                : null;
    }

    private static ObjectNode causeJson(int code, String reason, String details) {
        ErrorCatalogue.Entry entry = ErrorCatalogue.async(code).entry();
        return Json.object()
                .put("reason", reason)
                .put("code", code)
                .put("details", details)
                .put("sentence", entry.sentence())
                .put("fix", entry.fix());
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        @Nullable Timestamp time = row.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }
}
