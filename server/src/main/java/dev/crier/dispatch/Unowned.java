package dev.crier.dispatch;

import dev.crier.db.Database;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/// Looks for messages that nobody sends: they are in a window of a running broadcast, but for more than a minute
/// no node has had the lane of their number, which may send. Another node takes a lane some 15 s after its owner's
/// death, so the number is always 0 unless something is wrong.
///
/// Messages of a number that was disabled wait on purpose and are not counted.
public final class Unowned {
    private final Database database;
    private final OffsetDateTime since;
    private volatile long messages;

    /// @param since when this node started: while all were away, nobody could own anything
    public Unowned(Database database, Instant since) {
        this.database = database;
        this.since = since.atOffset(ZoneOffset.UTC);
    }

    public void runOnce() {
        messages = database.jdbi()
                .withHandle(
                        handle -> handle.select("""
                        SELECT COALESCE(sum(w.count - (SELECT count(*) FROM message m
                                                        WHERE m.broadcast_id = w.broadcast_id AND m.seq >= w.first_seq
                                                          AND m.seq < w.first_seq + w.count)), 0)
                          FROM send_window w
                          JOIN broadcast b ON b.id = w.broadcast_id AND b.status = 'running'
                          JOIN whatsapp_channel c ON c.id = w.channel_id AND c.enabled
                          LEFT JOIN lane l ON l.channel_id = w.channel_id
                         WHERE GREATEST(l.lease_until, ?) < now() - interval '1 minute'""", since).mapTo(Long.class).one());
    }

    /// At the last look.
    public long messages() {
        return messages;
    }
}
