package dev.crier.message;

import dev.crier.api.Json;
import dev.crier.cloudapi.ErrorCatalogue;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Reads what is known about messages.
public final class MessageReader {
    private static final String SELECT = """
            SELECT broadcast_id, seq, stage, attempts - free_attempts - (stage = 4 AND reason IS NULL)::int AS tries, reason,
                   code, details, NULLIF(wamid, '') AS wamid, updated_at
            """;

    private MessageReader() {}

    /// What is known about one message.
    ///
    /// @param tries attempts that counted: those that a throttle ended did not
    /// @param wamid none either if the person was erased
    public record Row(
            Stage stage,
            int tries,
            Change.@Nullable Failure failure,
            @Nullable String wamid,
            Instant updatedAt) {

        public boolean inDoubt() {
            return stage == Stage.IN_DOUBT;
        }

        /// Adds `reason`, `details` and, if WhatsApp said it, `error` to the status of a failed message.
        public void describeFailure(ObjectNode json) {
            if (stage.status() != Status.FAILURE || failure == null) {
                return;
            }
            json.put("reason", failure.reason().wire());
            if (failure.code() == null) {
                json.put("details", failure.details());
                return;
            }
            ErrorCatalogue.Entry entry = ErrorCatalogue.async(failure.code()).entry();
            json.put("details", entry.sentence());
            ObjectNode error = Json.object().put("code", failure.code()).put("title", entry.title());
            json.set("error", error.put("details", failure.details()));
        }
    }

    /// The rows of users `fromSeq` up to, not including, `toSeq`, by seq; users without a row are absent.
    public static Map<Integer, Row> range(Connection connection, UUID broadcastId, int fromSeq, int toSeq)
            throws SQLException {
        return range(connection, broadcastId, fromSeq, toSeq, null);
    }

    /// As [#range(Connection, UUID, int, int)], but only those in one of these stages: few of a thousand are read.
    ///
    /// @param stages null: all
    public static Map<Integer, Row> range(
            Connection connection, UUID broadcastId, int fromSeq, int toSeq, Short @Nullable [] stages)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT + """
                  FROM message WHERE broadcast_id = ? AND seq >= ? AND seq < ?
                   AND (?::smallint[] IS NULL OR stage = ANY (?::smallint[]))""")) {
            select.setObject(1, broadcastId);
            select.setInt(2, fromSeq);
            select.setInt(3, toSeq);
            @Nullable Array wanted = stages == null ? null : connection.createArrayOf("int2", stages);
            select.setArray(4, wanted);
            select.setArray(5, wanted);
            Map<Integer, Row> rows = new HashMap<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    rows.put(row.getInt("seq"), read(row));
                }
            }
            return rows;
        }
    }

    /// Which users of that range have a row: whoever has none is pending.
    public static BitSet recorded(Connection connection, UUID broadcastId, int fromSeq, int toSeq) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT array_agg(seq) FROM message WHERE broadcast_id = ? AND seq >= ? AND seq < ?""")) {
            select.setObject(1, broadcastId);
            select.setInt(2, fromSeq);
            select.setInt(3, toSeq);
            BitSet recorded = new BitSet();
            try (ResultSet row = select.executeQuery()) {
                @Nullable Array seqs = row.next() ? row.getArray(1) : null;
                if (seqs != null) {
                    for (Integer seq : (Integer[]) seqs.getArray()) {
                        recorded.set(seq);
                    }
                }
            }
            return recorded;
        }
    }

    /// A message.
    public record Key(UUID broadcastId, int seq) {}

    /// The rows of these messages; those without a row are absent.
    public static Map<Key, Row> at(Connection connection, Collection<Key> keys) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT + """
                  FROM unnest(?::uuid[], ?::int[]) AS wanted (id, place)
                  JOIN message ON broadcast_id = id AND seq = place""")) {
            Object[] ids = keys.stream().map(Key::broadcastId).toArray();
            Object[] places = keys.stream().map(Key::seq).toArray();
            select.setArray(1, connection.createArrayOf("uuid", ids));
            select.setArray(2, connection.createArrayOf("int4", places));
            Map<Key, Row> rows = HashMap.newHashMap(keys.size());
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    rows.put(new Key(row.getObject("broadcast_id", UUID.class), row.getInt("seq")), read(row));
                }
            }
            return rows;
        }
    }

    /// When these messages were first taken by WhatsApp; those that never were are absent.
    public static Map<Key, Instant> sentAt(Connection connection, Collection<Key> keys) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT broadcast_id, seq, sent_at FROM unnest(?::uuid[], ?::int[]) AS wanted (id, place)
                  JOIN message ON broadcast_id = id AND seq = place WHERE sent_at IS NOT NULL""")) {
            Object[] ids = keys.stream().map(Key::broadcastId).toArray();
            Object[] places = keys.stream().map(Key::seq).toArray();
            select.setArray(1, connection.createArrayOf("uuid", ids));
            select.setArray(2, connection.createArrayOf("int4", places));
            Map<Key, Instant> times = HashMap.newHashMap(keys.size());
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    Key key = new Key(row.getObject("broadcast_id", UUID.class), row.getInt("seq"));
                    times.put(key, row.getTimestamp("sent_at").toInstant());
                }
            }
            return times;
        }
    }

    private static Row read(ResultSet row) throws SQLException {
        @Nullable String reason = row.getString("reason");
        int code = row.getInt("code");
        boolean hasCode = !row.wasNull();
        return new Row(
                Stage.of(row.getShort("stage")),
                row.getInt("tries"),
                reason == null ? null : failure(Reason.of(reason), hasCode ? code : null, row.getString("details")),
                row.getString("wamid"),
                row.getTimestamp("updated_at").toInstant());
    }

    /// What Meta said about somebody who was erased is gone; what the reason means is not.
    private static Change.Failure failure(Reason reason, @Nullable Integer code, @Nullable String details) {
        return new Change.Failure(reason, code, details == null ? reason.sentence() : details);
    }
}
