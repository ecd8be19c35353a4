package dev.crier.account;

import dev.crier.api.Ids;
import dev.crier.db.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// SQL for members, their roles and their one-time links.
public final class MemberStore {
    public static final int MAX_EMAIL_CHARS = 254;
    public static final int MAX_NAME_CHARS = 100;

    /// Somebody has to hand the link over; a week has a Monday in it.
    public static final Duration LINK_LIFE = Duration.ofDays(7);

    private static final String MEMBER =
            "SELECT id, email, name, owner, password IS NOT NULL AS ready, last_bot FROM member ";

    private final Jdbi jdbi;
    private final Clock clock;

    public MemberStore(Database database, Clock clock) {
        this.jdbi = database.jdbi();
        this.clock = clock;
    }

    /// A member with their role in one environment.
    public record Membership(Member member, Role role) {}

    /// An environment that a member may enter.
    public record Access(UUID environmentId, String environment, Role role) {}

    public Optional<Member> find(UUID id) {
        return jdbi.withHandle(handle -> handle.select(MEMBER + "WHERE id = ?", id)
                .map((row, context) -> member(row))
                .findOne());
    }

    public Optional<Member> byEmail(String email) {
        return jdbi.withHandle(handle -> handle.select(MEMBER + "WHERE lower(email) = lower(?)", email.strip())
                .map((row, context) -> member(row))
                .findOne());
    }

    /// The member whom this e-mail address and password belong to.
    Optional<Member> authenticate(String email, String password) {
        Optional<Member> member = byEmail(email);
        @Nullable String stored = member.map(known -> password(known.id())).orElse(null);
        return Passwords.fits(password, stored) ? member : Optional.empty();
    }

    private @Nullable String password(UUID id) {
        return jdbi.withHandle(handle -> handle.select("SELECT coalesce(password, '') FROM member WHERE id = ?", id)
                .mapTo(String.class)
                .findOne()
                .orElse(null));
    }

    public boolean hasPassword(UUID id, String password) {
        return Passwords.fits(password, password(id));
    }

    /// Everybody of an environment, owners first.
    public List<Membership> of(UUID environmentId) {
        return jdbi.withHandle(handle -> handle.select("""
                        SELECT m.id, m.email, m.name, m.owner, m.password IS NOT NULL AS ready, m.last_bot,
                               CASE WHEN m.owner THEN 'administrator' ELSE s.role END AS role
                          FROM member m LEFT JOIN membership s ON s.member_id = m.id AND s.environment_id = ?
                         WHERE m.owner OR s.role IS NOT NULL
                         ORDER BY m.owner DESC, lower(m.name), m.id""", environmentId)
                .map((row, context) -> new Membership(member(row), role(row)))
                .list());
    }

    /// Where a member may go.
    public List<Access> accesses(Member member) {
        return jdbi.withHandle(handle -> handle.select("""
                        SELECT e.id, e.name, CASE WHEN ? THEN 'administrator' ELSE s.role END AS role
                          FROM environment e LEFT JOIN membership s ON s.environment_id = e.id AND s.member_id = ?
                         WHERE ? OR s.role IS NOT NULL
                         ORDER BY lower(e.name), e.id""", member.owner(), member.id(), member.owner())
                .map((row, context) -> new Access(row.getObject("id", UUID.class), row.getString("name"), role(row)))
                .list());
    }

    public Optional<Access> access(Member member, UUID environmentId) {
        return accesses(member).stream()
                .filter(access -> access.environmentId().equals(environmentId))
                .findFirst();
    }

    /// Lets somebody in, or changes what they may do. A member of another environment keeps their password.
    public Member admit(UUID environmentId, String email, String name, Role role) {
        return jdbi.inTransaction(handle -> {
            UUID id = handle.createQuery("""
                            INSERT INTO member (id, email, name) VALUES (:id, :email, :name)
                            ON CONFLICT (lower(email)) DO UPDATE SET email = member.email RETURNING id""")
                    .bind("id", Ids.next())
                    .bind("email", email.strip())
                    .bind("name", name.strip())
                    .mapTo(UUID.class)
                    .one();
            handle.execute("""
                    INSERT INTO membership (member_id, environment_id, role) VALUES (?, ?, ?)
                    ON CONFLICT (member_id, environment_id) DO UPDATE SET role = excluded.role""", id, environmentId, role.wire());
            return require(handle, id);
        });
    }

    public boolean changeRole(UUID environmentId, UUID memberId, Role role) {
        return jdbi.withHandle(handle -> handle.execute(
                        "UPDATE membership SET role = ? WHERE environment_id = ? AND member_id = ?",
                        role.wire(),
                        environmentId,
                        memberId)
                > 0);
    }

    /// Takes somebody's access to an environment. Who has none left is signed out everywhere.
    public boolean remove(UUID environmentId, UUID memberId) {
        return jdbi.inTransaction(handle -> {
            int removed = handle.execute(
                    "DELETE FROM membership WHERE environment_id = ? AND member_id = ?", environmentId, memberId);
            handle.execute("""
                    DELETE FROM session s USING member m
                     WHERE s.member_id = ? AND m.id = s.member_id AND NOT m.owner
                       AND NOT EXISTS (SELECT FROM membership p WHERE p.member_id = m.id)""", memberId);
            return removed > 0;
        });
    }

    /// The owner of an installation that nobody has entered yet; made at the first start. Empty: somebody has.
    public Optional<Member> unclaimedOwner() {
        return jdbi.inTransaction(handle -> {
            handle.execute("LOCK TABLE member IN SHARE ROW EXCLUSIVE MODE"); // two nodes may start at once
            boolean claimed = handle.select("SELECT EXISTS (SELECT FROM member WHERE owner AND password IS NOT NULL)")
                    .mapTo(Boolean.class)
                    .one();
            if (claimed) {
                return Optional.empty();
            }
            Optional<UUID> waiting = handle.select("SELECT id FROM member WHERE owner ORDER BY id LIMIT 1")
                    .mapTo(UUID.class)
                    .findOne();
            UUID id = waiting.orElseGet(() -> {
                UUID fresh = Ids.next();
                handle.execute("INSERT INTO member (id, owner) VALUES (?, true)", fresh);
                return fresh;
            });
            return Optional.of(require(handle, id));
        });
    }

    /// A new one-time link for a member; an earlier one ends. The secret is shown once and not kept.
    public String invite(UUID memberId) {
        String secret = Secrets.next();
        jdbi.useHandle(handle -> handle.execute("""
                        INSERT INTO invitation (member_id, hash, expires_at) VALUES (?, ?, ?)
                        ON CONFLICT (member_id) DO UPDATE SET hash = excluded.hash, expires_at = excluded.expires_at""", memberId, Secrets.hash(secret), now().plus(LINK_LIFE)));
        return secret;
    }

    public Optional<Member> invited(String secret) {
        return jdbi.withHandle(handle -> handle.select("""
                        SELECT m.id, m.email, m.name, m.owner, m.password IS NOT NULL AS ready, m.last_bot
                          FROM invitation i JOIN member m ON m.id = i.member_id
                         WHERE i.hash = ? AND i.expires_at > ?""", Secrets.hash(secret), now())
                .map((row, context) -> member(row))
                .findOne());
    }

    /// What somebody chose when they used their one-time link.
    public record Choice(String email, String name, String password) {}

    /// Uses a one-time link up. Sessions from before end: the link may have been asked for because of one of them.
    ///
    /// @return empty if the link was used meanwhile
    public Optional<Member> accept(String secret, Choice choice) {
        String encoded = Passwords.hash(choice.password());
        return jdbi.inTransaction(handle -> {
            Optional<UUID> id = handle.createQuery(
                            "DELETE FROM invitation WHERE hash = :hash AND expires_at > :now RETURNING member_id")
                    .bind("hash", Secrets.hash(secret))
                    .bind("now", now())
                    .mapTo(UUID.class)
                    .findOne();
            return id.map(member -> {
                handle.execute(
                        "UPDATE member SET email = coalesce(email, ?), name = ?, password = ? WHERE id = ?",
                        choice.email().strip(),
                        choice.name().strip(),
                        encoded,
                        member);
                handle.execute("DELETE FROM session WHERE member_id = ?", member);
                return require(handle, member);
            });
        });
    }

    /// A new password. All other browsers are signed out.
    public void changePassword(UUID memberId, String password, UUID sessionThatStays) {
        String encoded = Passwords.hash(password);
        jdbi.useTransaction(handle -> {
            handle.execute("UPDATE member SET password = ? WHERE id = ?", encoded, memberId);
            handle.execute("DELETE FROM session WHERE member_id = ? AND id <> ?", memberId, sessionThatStays);
        });
    }

    public void rename(UUID memberId, String name) {
        jdbi.useHandle(handle -> handle.execute("UPDATE member SET name = ? WHERE id = ?", name.strip(), memberId));
    }

    public void remember(UUID memberId, UUID botId) {
        jdbi.useHandle(handle -> handle.execute("UPDATE member SET last_bot = ? WHERE id = ?", botId, memberId));
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static Member require(Handle handle, UUID id) {
        return handle.select(MEMBER + "WHERE id = ?", id)
                .map((row, context) -> member(row))
                .one();
    }

    static Member member(ResultSet row) throws SQLException {
        return new Member(
                row.getObject("id", UUID.class),
                row.getString("email"),
                row.getString("name"),
                row.getBoolean("owner"),
                row.getBoolean("ready"),
                row.getObject("last_bot", UUID.class));
    }

    private static Role role(ResultSet row) throws SQLException {
        return Role.of(row.getString("role")).orElseThrow();
    }
}
