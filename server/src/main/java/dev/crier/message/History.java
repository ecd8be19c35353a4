package dev.crier.message;

import dev.crier.message.Change.Failure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Keeps what a message's own row forgets: attempts that failed, waits and doubts, written with the change itself.
///
/// An ordinary message (sent at its first attempt, delivered, read) has no row here, nor has one that failed before any
/// attempt: their own row says all of it. News that comes twice is kept once.
final class History {
    /// Tries, throttles and retries that people ask for stay far below; beyond it history is not worth its room.
    private static final int MAX_ATTEMPT = 200;

    /// As long as Meta's details may be.
    private static final int MAX_CHARS = 1_000;

    private static final String WRITE = """
            INSERT INTO message_event (broadcast_id, seq, attempt, kind, source, at, due_at, code, http_status, reason,
                                       details, trace, wamid)
            SELECT i.broadcast_id, i.seq, i.attempt, i.kind, i.source,
                   'epoch'::timestamptz + i.at * '1 us'::interval, 'epoch'::timestamptz + i.due_at * '1 us'::interval,
                   i.code, i.http_status, i.reason, CASE WHEN m.wamid = '' THEN NULL ELSE i.details END,
                   CASE WHEN m.wamid = '' THEN NULL ELSE i.trace END, CASE WHEN m.wamid = '' THEN NULL ELSE i.wamid END
              FROM unnest(?::uuid[], ?::int[], ?::smallint[], ?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::int[],
                          ?::smallint[], ?::text[], ?::text[], ?::text[], ?::text[])
                   AS i (broadcast_id, seq, attempt, kind, source, at, due_at, code, http_status, reason, details,
                         trace, wamid)
              JOIN broadcast b ON b.id = i.broadcast_id AND i.seq < b.total
              LEFT JOIN message m ON m.broadcast_id = i.broadcast_id AND m.seq = i.seq
            ON CONFLICT DO NOTHING""";

    /// Part of the `WITH` that lets failed messages be tried again: that it was asked for, and the failure if nothing
    /// was attempted, since then only the row knew of it.
    static final String RETRIED = """
            INSERT INTO message_event (broadcast_id, seq, attempt, kind, source, at, code, reason, details)
            SELECT broadcast_id, seq, was_attempts, 'failed', 'crier', COALESCE(was_failed_at, updated_at), was_code,
                   was_reason, left(was_details, %1$d)
              FROM failed WHERE was_attempts <= %2$d
             UNION ALL
            SELECT broadcast_id, seq, attempts, 'retry_requested', 'api', updated_at, NULL, was_reason, NULL
              FROM failed WHERE attempts <= %2$d
            ON CONFLICT DO NOTHING""".formatted(MAX_CHARS, MAX_ATTEMPT);

    private History() {}

    /// The name of a message.
    record Key(UUID broadcastId, int seq) {}

    /// @param spent messages that wait no more, since their tries are spent
    static void write(Connection connection, Collection<Change> changes, Set<Key> spent) throws SQLException {
        List<Change> kept =
                changes.stream().filter(change -> kind(change, spent) != null).toList();
        if (kept.isEmpty()) {
            return;
        }
        MessageStore.Columns columns = new MessageStore.Columns(connection, kept);
        try (PreparedStatement write = connection.prepareStatement(WRITE)) {
            int i = 1;
            write.setArray(i++, columns.ids());
            write.setArray(i++, columns.ints(Change::seq));
            write.setArray(i++, columns.shorts(c -> (short) c.attempt()));
            write.setArray(i++, columns.texts(c -> kind(c, spent)));
            write.setArray(i++, columns.texts(c -> c.origin().source().wire()));
            write.setArray(i++, columns.times(Change::at));
            write.setArray(i++, columns.times(c -> spent.contains(key(c)) ? null : c.dueAt()));
            write.setArray(
                    i++,
                    columns.ints(c -> c.failure() == null ? null : c.failure().code()));
            write.setArray(i++, columns.shorts(c -> shortOf(c.origin().httpStatus())));
            write.setArray(
                    i++,
                    columns.texts(c ->
                            c.failure() == null ? null : c.failure().reason().wire()));
            write.setArray(i++, columns.texts(History::details));
            write.setArray(i++, columns.texts(c -> c.origin().trace()));
            write.setArray(i, columns.texts(Change::wamid));
            write.executeUpdate();
        }
    }

    private static @Nullable Short shortOf(@Nullable Integer value) {
        return value == null ? null : value.shortValue();
    }

    private static @Nullable String details(Change change) {
        @Nullable Failure failure = change.failure();
        @Nullable
        String details = change.origin().cause() != null || failure == null
                ? change.origin().cause()
                : failure.details();
        return details == null || details.length() <= MAX_CHARS ? details : details.substring(0, MAX_CHARS);
    }

    private static Key key(Change change) {
        return new Key(change.broadcastId(), change.seq());
    }

    /// What it is called; null: it is not worth a row.
    private static @Nullable String kind(Change change, Set<Key> spent) {
        if (change.attempt() < 1 || change.attempt() > MAX_ATTEMPT) {
            return null;
        }
        return switch (change.stage()) {
            case SENT -> change.attempt() > 1 ? "sent" : null;
            case WAITING -> spent.contains(key(change)) ? "failed" : "waiting";
            case IN_DOUBT -> "in_doubt";
            case GIVEN_UP -> "given_up";
            case FAILED -> "failed";
            case ATTEMPTING, DELIVERED, READ -> null;
        };
    }
}
