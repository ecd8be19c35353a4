package dev.crier.account;

import dev.crier.api.Ids;
import dev.crier.db.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/// SQL for signed-in browsers.
///
/// A browser's secret changes after [#ROTATE_AFTER] of use; the one before is taken for [#FORMER_LIFE] more, as
/// requests
/// that were under way carry it. So a secret that leaked long ago opens nothing.
public final class SessionStore {
    static final Duration IDLE_LIFE = Duration.ofHours(24);
    static final Duration LONGEST_LIFE = Duration.ofDays(14);
    static final Duration ROTATE_AFTER = Duration.ofHours(4);
    static final Duration FORMER_LIFE = Duration.ofMinutes(2);

    /// A page asks for a dozen things; the time of the last is written down once in so long.
    private static final Duration SEEN_EVERY = Duration.ofMinutes(1);

    private static final int MAX_BROWSER_CHARS = 200;
    private static final String SESSION = """
            SELECT s.id AS session_id, s.csrf, s.browser, s.address, s.created_at, s.seen_at, s.rotated_at,
                   m.id, m.email, m.name, m.owner, m.password IS NOT NULL AS ready, m.last_bot
              FROM session s JOIN member m ON m.id = s.member_id
            """;

    private final Jdbi jdbi;
    private final Clock clock;

    public SessionStore(Database database, Clock clock) {
        this.jdbi = database.jdbi();
        this.clock = clock;
    }

    /// Signs a browser in. Sessions that ended of themselves go.
    public Session.Ticket open(Member member, String browser, String address) {
        String secret = Secrets.next();
        String csrf = Secrets.next();
        UUID id = Ids.next();
        Instant now = clock.instant();
        String shortBrowser = browser.length() > MAX_BROWSER_CHARS ? browser.substring(0, MAX_BROWSER_CHARS) : browser;
        jdbi.useHandle(handle -> {
            handle.execute(
                    "DELETE FROM session WHERE seen_at < ? OR created_at < ?",
                    sql(now.minus(IDLE_LIFE)),
                    sql(now.minus(LONGEST_LIFE)));
            handle.execute(
                    """
                    INSERT INTO session (id, member_id, hash, rotated_at, csrf, browser, address, created_at, seen_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                    id,
                    member.id(),
                    Secrets.hash(secret),
                    sql(now),
                    csrf,
                    shortBrowser,
                    address,
                    sql(now),
                    sql(now));
        });
        return new Session.Ticket(new Session(id, member, csrf, shortBrowser, address, now, now, now), secret);
    }

    public Optional<Session> find(String secret) {
        byte[] hash = Secrets.hash(secret);
        Instant now = clock.instant();
        Optional<Session> session = jdbi.withHandle(handle -> handle.createQuery(SESSION + """
                        WHERE (s.hash = :hash OR (s.former_hash = :hash AND s.rotated_at > :former))
                          AND s.seen_at > :idle AND s.created_at > :longest""")
                .bind("hash", hash)
                .bind("former", sql(now.minus(FORMER_LIFE)))
                .bind("idle", sql(now.minus(IDLE_LIFE)))
                .bind("longest", sql(now.minus(LONGEST_LIFE)))
                .map((row, context) -> session(row))
                .findOne());
        session.filter(found -> found.seenAt().isBefore(now.minus(SEEN_EVERY))).ifPresent(this::see);
        return session;
    }

    private void see(Session session) {
        jdbi.useHandle(handle ->
                handle.execute("UPDATE session SET seen_at = ? WHERE id = ?", sql(clock.instant()), session.id()));
    }

    /// A new secret, if it is time for one and `secret` is the present one. Whoever asks must give it to the browser.
    public Optional<String> rotate(Session session, String secret) {
        Instant now = clock.instant();
        if (!session.rotatedAt().isBefore(now.minus(ROTATE_AFTER))) {
            return Optional.empty();
        }
        String fresh = Secrets.next();
        int rotated = jdbi.withHandle(handle -> handle.execute(
                "UPDATE session SET hash = ?, former_hash = hash, rotated_at = ? WHERE id = ? AND hash = ?",
                Secrets.hash(fresh),
                sql(now),
                session.id(),
                Secrets.hash(secret)));
        return rotated > 0 ? Optional.of(fresh) : Optional.empty();
    }

    /// Where a member is signed in, the newest first.
    public List<Session> of(UUID memberId) {
        return jdbi.withHandle(
                handle -> handle.select(SESSION + "WHERE s.member_id = ? ORDER BY s.seen_at DESC LIMIT 100", memberId)
                        .map((row, context) -> session(row))
                        .list());
    }

    public void close(UUID sessionId) {
        jdbi.useHandle(handle -> handle.execute("DELETE FROM session WHERE id = ?", sessionId));
    }

    /// Signs a member out of every browser.
    public int closeAll(UUID memberId) {
        return jdbi.withHandle(handle -> handle.execute("DELETE FROM session WHERE member_id = ?", memberId));
    }

    private static Session session(ResultSet row) throws SQLException {
        return new Session(
                row.getObject("session_id", UUID.class),
                MemberStore.member(row),
                row.getString("csrf"),
                row.getString("browser"),
                row.getString("address"),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("seen_at").toInstant(),
                row.getTimestamp("rotated_at").toInstant());
    }

    private static OffsetDateTime sql(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
