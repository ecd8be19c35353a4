package dev.crier.channel;

import dev.crier.api.Ids;
import dev.crier.channel.NumberHealth.Quality;
import dev.crier.cloudapi.NumberReport;
import dev.crier.db.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// SQL for the health of numbers and its history.
public final class HealthStore {
    private static final int MAX_PROBLEM_CHARS = 500;

    private static final String SELECT = """
            SELECT h.*, e.before AS quality_before, e.at AS quality_since
              FROM number_health h JOIN whatsapp_channel c ON c.id = h.channel_id
              LEFT JOIN LATERAL (SELECT before, at FROM number_event
                                  WHERE channel_id = h.channel_id AND kind = 'quality' ORDER BY id DESC LIMIT 1) e
                ON true
            """;

    private final Jdbi jdbi;

    public HealthStore(Database database) {
        this.jdbi = database.jdbi();
    }

    /// Something about a number that changed.
    ///
    /// @param kind `quality`, `messaging_limit`, `status` or `throughput`
    public record Change(
            String kind, @Nullable String before, @Nullable String after, Instant at) {}

    /// The health of the bot's number; empty: it has none, or it was not looked at yet.
    public Optional<NumberHealth> ofBot(UUID botId) {
        return find("WHERE c.bot_id = ?", botId);
    }

    public Optional<NumberHealth> ofChannel(UUID channelId) {
        return find("WHERE c.id = ?", channelId);
    }

    private Optional<NumberHealth> find(String where, UUID id) {
        return jdbi.withHandle(handle -> handle.select(SELECT + where, id)
                .map((row, context) -> health(row))
                .findOne());
    }

    /// What changed about the number, the newest first.
    public List<Change> changes(UUID channelId, int limit) {
        return jdbi.withHandle(handle -> handle.select(
                        "SELECT * FROM number_event WHERE channel_id = ? ORDER BY id DESC LIMIT ?", channelId, limit)
                .map((row, context) -> new Change(
                        row.getString("kind"),
                        row.getString("before"),
                        row.getString("after"),
                        row.getTimestamp("at").toInstant()))
                .list());
    }

    /// Channels that are switched on and whose number nobody has looked at since.
    List<UUID> due(Instant since) {
        return jdbi.withHandle(handle -> handle.select("""
                        SELECT c.id FROM whatsapp_channel c LEFT JOIN number_health h ON h.channel_id = c.id
                         WHERE c.enabled AND (h.channel_id IS NULL OR h.tried_at < ?)
                         ORDER BY h.tried_at NULLS FIRST LIMIT 100""", since.atOffset(ZoneOffset.UTC))
                .mapTo(UUID.class)
                .list());
    }

    /// Takes over what Meta says now.
    void save(UUID channelId, NumberReport report, @Nullable Instant tokenEndsAt, Instant now) {
        jdbi.useTransaction(handle -> {
            Optional<NumberHealth> before = handle.select(SELECT + "WHERE c.id = ? FOR UPDATE OF h", channelId)
                    .map((row, context) -> health(row))
                    .findOne();
            Quality quality = Quality.of(report.quality());
            before.ifPresent(was -> {
                event(handle, channelId, "quality", was.quality().name(), quality.name(), now);
                event(handle, channelId, "messaging_limit", was.messagingLimit(), report.messagingLimit(), now);
                event(handle, channelId, "status", was.status(), report.status(), now);
                event(handle, channelId, "throughput", was.throughput(), report.throughput(), now);
            });
            handle.createUpdate("""
                            INSERT INTO number_health (channel_id, display_number, verified_name, status, quality,
                                                       messaging_limit, throughput, token_ends_at, checked_at, tried_at)
                            VALUES (:channel, :number, :name, :status, :quality, :limit, :throughput, :ends, :now, :now)
                            ON CONFLICT (channel_id) DO UPDATE SET
                              display_number = excluded.display_number, verified_name = excluded.verified_name,
                              status = excluded.status, quality = excluded.quality,
                              messaging_limit = excluded.messaging_limit, throughput = excluded.throughput,
                              token_ends_at = excluded.token_ends_at, checked_at = excluded.checked_at,
                              tried_at = excluded.tried_at, problem = NULL""")
                    .bind("channel", channelId)
                    .bind("number", report.displayNumber())
                    .bind("name", report.verifiedName())
                    .bind("status", report.status())
                    .bind("quality", quality.name())
                    .bind("limit", report.messagingLimit())
                    .bind("throughput", report.throughput())
                    .bind("ends", tokenEndsAt == null ? null : tokenEndsAt.atOffset(ZoneOffset.UTC))
                    .bind("now", now.atOffset(ZoneOffset.UTC))
                    .execute();
        });
    }

    private static void event(
            Handle handle, UUID channelId, String kind, @Nullable String before, @Nullable String after, Instant now) {
        if (!Objects.equals(before, after)) {
            handle.execute(
                    "INSERT INTO number_event (id, channel_id, kind, before, after, at) VALUES (?, ?, ?, ?, ?, ?)",
                    Ids.next(),
                    channelId,
                    kind,
                    before,
                    after,
                    now.atOffset(ZoneOffset.UTC));
        }
    }

    /// Meta did not say; what it said before stays.
    void fail(UUID channelId, String problem, Instant now) {
        String bounded = problem.length() > MAX_PROBLEM_CHARS ? problem.substring(0, MAX_PROBLEM_CHARS) : problem;
        jdbi.useHandle(handle -> handle.execute("""
                        INSERT INTO number_health (channel_id, quality, problem, tried_at) VALUES (?, 'UNKNOWN', ?, ?)
                        ON CONFLICT (channel_id) DO UPDATE SET
                          problem = excluded.problem, tried_at = excluded.tried_at""", channelId, bounded, now.atOffset(ZoneOffset.UTC)));
    }

    private static NumberHealth health(ResultSet row) throws SQLException {
        String before = row.getString("quality_before");
        return new NumberHealth(
                row.getObject("channel_id", UUID.class),
                row.getString("display_number"),
                row.getString("verified_name"),
                row.getString("status"),
                Quality.of(row.getString("quality")),
                before == null ? null : Quality.of(before),
                time(row, "quality_since"),
                row.getString("messaging_limit"),
                row.getString("throughput"),
                time(row, "token_ends_at"),
                time(row, "checked_at"),
                row.getString("problem"));
    }

    private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        Timestamp time = row.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }
}
