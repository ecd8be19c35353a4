package dev.crier.account;

import dev.crier.api.Ids;
import dev.crier.db.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Who did what, and when. The table takes no change and no deletion, not even ours.
public final class AuditLog {
    private static final int MAX_CHARS = 500;

    private final Jdbi jdbi;
    private final Clock clock;

    public AuditLog(Database database, Clock clock) {
        this.jdbi = database.jdbi();
        this.clock = clock;
    }

    /// Where something was done.
    ///
    /// @param environmentId null: it is about the member alone
    public record Place(
            @Nullable UUID environmentId, @Nullable UUID botId) {
        public static final Place NOWHERE = new Place(null, null);

        public static Place of(Bot bot) {
            return new Place(bot.environmentId(), bot.id());
        }
    }

    /// Who did it.
    ///
    /// @param memberId null: nobody who was signed in
    public record Actor(@Nullable UUID memberId, String name, String address) {
        public static Actor of(Session session) {
            return new Actor(session.member().id(), session.member().label(), session.address());
        }
    }

    /// What was done.
    ///
    /// @param action noun and verb, such as `template.submitted`
    /// @param subject to what, by the name that people know
    /// @param details what else somebody would ask
    public record Deed(String action, String subject, String details) {}

    /// One line of the log.
    public record Entry(UUID id, Place place, Actor actor, Deed deed, Instant at) {}

    public void add(Place place, Actor actor, Deed deed) {
        jdbi.useHandle(handle -> handle.execute(
                """
                INSERT INTO audit_event (id, environment_id, bot_id, member_id, member_name, action, subject, details,
                                         address, at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                Ids.next(),
                place.environmentId(),
                place.botId(),
                actor.memberId(),
                actor.name(),
                deed.action(),
                bounded(deed.subject()),
                bounded(deed.details()),
                actor.address(),
                clock.instant().atOffset(ZoneOffset.UTC)));
    }

    /// What happened in an environment, and what its members did for themselves; the newest first.
    ///
    /// @param action the beginning of an action, such as `template.`; empty: all
    public List<Entry> of(UUID environmentId, String action, @Nullable UUID before, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT * FROM audit_event
                         WHERE (environment_id = :environment
                                OR (environment_id IS NULL AND member_id IN
                                    (SELECT m.id FROM member m LEFT JOIN membership s ON s.member_id = m.id
                                      WHERE m.owner OR s.environment_id = :environment)))
                           AND starts_with(action, :action)
                           AND (CAST(:before AS uuid) IS NULL OR id < CAST(:before AS uuid))
                         ORDER BY id DESC LIMIT :limit""")
                .bind("environment", environmentId)
                .bind("action", action)
                .bindByType("before", before, UUID.class)
                .bind("limit", limit)
                .map((row, context) -> entry(row))
                .list());
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                row.getObject("id", UUID.class),
                new Place(row.getObject("environment_id", UUID.class), row.getObject("bot_id", UUID.class)),
                new Actor(
                        row.getObject("member_id", UUID.class), row.getString("member_name"), row.getString("address")),
                new Deed(row.getString("action"), row.getString("subject"), row.getString("details")),
                row.getTimestamp("at").toInstant());
    }

    private static String bounded(String text) {
        return text.length() > MAX_CHARS ? text.substring(0, MAX_CHARS - 1) + "…" : text;
    }
}
