package dev.crier.message;

import dev.crier.message.MessageReader.Row;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// All that is known of one message: its row, and what the row has forgotten.
///
/// @param attempts the number of the newest attempt
/// @param times when Meta says what happened
public record MessageDetails(
        Row row,
        int attempts,
        Change.Times times,
        @Nullable Country country,
        @Nullable Pricing pricing,
        List<Event> events) {
    public MessageDetails {
        events = List.copyOf(events);
    }

    /// Something out of the ordinary that happened to a message.
    ///
    /// @param kind as the database names it
    /// @param source who told
    /// @param dueAt the next try, or the end of the grace time
    /// @param trace Meta's id of the request
    public record Event(
            String kind,
            int attempt,
            String source,
            Instant at,
            @Nullable Instant dueAt,
            @Nullable Integer code,
            @Nullable Integer httpStatus,
            @Nullable String reason,
            @Nullable String details,
            @Nullable String trace,
            @Nullable String wamid) {}

    /// More than the attempts of a message can come to in practice; the table has a bound of its own.
    private static final int MAX_EVENTS = 1_000;

    /// The message of user `seq`; empty if nothing is known of it yet.
    public static Optional<MessageDetails> find(Connection connection, UUID broadcastId, int seq) throws SQLException {
        @Nullable
        Row row = MessageReader.range(connection, broadcastId, seq, seq + 1).get(seq);
        if (row == null) {
            return Optional.empty();
        }
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT attempts, sent_at, delivered_at, read_at, failed_at, country, pricing
                  FROM message WHERE broadcast_id = ? AND seq = ?""")) {
            select.setObject(1, broadcastId);
            select.setInt(2, seq);
            try (ResultSet more = select.executeQuery()) {
                if (!more.next()) {
                    return Optional.empty();
                }
                @Nullable Integer country = number(more, "country");
                @Nullable Integer pricing = number(more, "pricing");
                return Optional.of(new MessageDetails(
                        row,
                        more.getInt("attempts"),
                        new Change.Times(
                                time(more, "sent_at"),
                                time(more, "delivered_at"),
                                time(more, "read_at"),
                                time(more, "failed_at")),
                        country == null ? null : Country.of(country.shortValue()),
                        pricing == null ? null : Pricing.of(pricing),
                        events(connection, broadcastId, seq)));
            }
        }
    }

    private static List<Event> events(Connection connection, UUID broadcastId, int seq) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT * FROM message_event WHERE broadcast_id = ? AND seq = ? ORDER BY at, attempt LIMIT ?""")) {
            select.setObject(1, broadcastId);
            select.setInt(2, seq);
            select.setInt(3, MAX_EVENTS);
            List<Event> events = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    events.add(new Event(
                            row.getString("kind"),
                            row.getInt("attempt"),
                            row.getString("source"),
                            row.getTimestamp("at").toInstant(),
                            time(row, "due_at"),
                            number(row, "code"),
                            number(row, "http_status"),
                            row.getString("reason"),
                            row.getString("details"),
                            row.getString("trace"),
                            row.getString("wamid")));
                }
            }
            return events;
        }
    }

    /// The user of a broadcast whose message has this id at Meta.
    public static OptionalInt seqOf(Connection connection, UUID broadcastId, String wamid) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT seq FROM message
                 WHERE broadcast_id = ? AND hashtext(wamid) = hashtext(?) AND wamid = ? AND wamid IS NOT NULL LIMIT 1""")) {
            select.setObject(1, broadcastId);
            select.setString(2, wamid);
            select.setString(3, wamid);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? OptionalInt.of(row.getInt(1)) : OptionalInt.empty();
            }
        }
    }

    private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        @Nullable Timestamp time = row.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }

    private static @Nullable Integer number(ResultSet row, String column) throws SQLException {
        int number = row.getInt(column);
        return row.wasNull() ? null : number;
    }
}
