package dev.crier.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crier.MovingClock;
import dev.crier.account.AuditLog.Actor;
import dev.crier.account.AuditLog.Deed;
import dev.crier.account.AuditLog.Place;
import dev.crier.account.MemberStore.Choice;
import dev.crier.api.ProblemException;
import dev.crier.db.Database;
import dev.crier.db.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Members, their one-time links, their browsers, and what is written down about it.
class SessionsTest {
    private static final TestDatabase DB = TestDatabase.fresh();
    private static final Database DATABASE = Database.open(DB.settings());
    private static final String PASSWORD = "a few words in a row";

    private final MovingClock clock = new MovingClock(Instant.parse("2026-11-28T10:00:00Z"));
    private final MemberStore members = new MemberStore(DATABASE, clock);
    private final SessionStore sessions = new SessionStore(DATABASE, clock);
    private final AuditLog audit = new AuditLog(DATABASE, clock);
    private final SignIn signIn = new SignIn(members, sessions, audit, clock);
    private final UUID environment = new AccountStore(DATABASE).createEnvironment("test");
    private String email = "";

    @AfterAll
    static void end() {
        DATABASE.close();
        DB.close();
    }

    @BeforeEach
    void another() {
        email = "ann-" + UUID.randomUUID() + "@example.com";
    }

    private Member ann() {
        Member invited = members.admit(environment, email, "Ann", Role.EDITOR);
        return members.accept(members.invite(invited.id()), new Choice("", "Ann", PASSWORD))
                .orElseThrow();
    }

    @Test
    void a_one_time_link_works_once_and_not_for_ever() {
        Member invited = members.admit(environment, email, "Ann", Role.EDITOR);
        String first = members.invite(invited.id());
        String link = members.invite(invited.id());
        assertThat(members.invited(first)).as("an earlier link").isEmpty();
        assertThat(members.invited(link)).isPresent();
        assertThat(members.accept(link, new Choice("other@example.com", "Ann", PASSWORD)))
                .hasValueSatisfying(member -> assertThat(member.email()).isEqualTo(email));
        assertThat(members.accept(link, new Choice("", "Ann", PASSWORD))).isEmpty();
        String late = members.invite(invited.id());
        clock.move(MemberStore.LINK_LIFE.plusSeconds(1));
        assertThat(members.invited(late)).isEmpty();
    }

    @Test
    void the_right_password_signs_in_whatever_the_case_of_the_address() {
        Member ann = ann();
        assertThat(signIn.signIn(email.toUpperCase(java.util.Locale.ROOT), PASSWORD, "Firefox", "10.0.0.1"))
                .hasValueSatisfying(
                        ticket -> assertThat(ticket.session().member().id()).isEqualTo(ann.id()));
        assertThat(signIn.signIn(email, PASSWORD + "x", "Firefox", "10.0.0.1")).isEmpty();
        assertThat(signIn.signIn("nobody@example.com", PASSWORD, "Firefox", "10.0.0.1"))
                .isEmpty();
        assertThat(signIn.signIn(email, "x".repeat(100_000), "Firefox", "10.0.0.1"))
                .isEmpty();
        assertThat(audit.of(environment, "session.", null, 10))
                .extracting(entry -> entry.deed().action())
                .contains("session.opened", "session.refused");
    }

    @Test
    void guessing_is_stopped_for_a_while_and_only_for_who_guesses() {
        Member ann = ann();
        for (int i = 0; i < 10; i++) {
            assertThat(signIn.signIn(email, "guess number " + i, "Bot", "10.6.6.6"))
                    .isEmpty();
        }
        assertThatThrownBy(() -> signIn.signIn(email, PASSWORD, "Bot", "10.6.6.6"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().retryAfterSeconds()).isPositive());
        assertThat(signIn.signIn(email, PASSWORD, "Firefox", "10.0.0.2"))
                .hasValueSatisfying(
                        ticket -> assertThat(ticket.session().member().id()).isEqualTo(ann.id()));
        clock.move(Duration.ofMinutes(16));
        assertThat(signIn.signIn(email, PASSWORD, "Firefox", "10.6.6.6")).isPresent();
    }

    @Test
    void a_browsers_secret_changes_and_the_one_before_ends_a_moment_later() {
        Session.Ticket ticket = sessions.open(ann(), "Firefox", "10.0.0.1");
        Session session = sessions.find(ticket.secret()).orElseThrow();
        assertThat(sessions.rotate(session, ticket.secret())).as("too early").isEmpty();
        clock.move(SessionStore.ROTATE_AFTER.plusSeconds(1));
        String fresh = sessions.rotate(sessions.find(ticket.secret()).orElseThrow(), ticket.secret())
                .orElseThrow();
        assertThat(sessions.find(fresh)).hasValueSatisfying(found -> {
            assertThat(found.id()).isEqualTo(session.id());
            assertThat(found.csrf()).isEqualTo(session.csrf());
        });
        Session former = sessions.find(ticket.secret()).orElseThrow();
        assertThat(sessions.rotate(former, ticket.secret()))
                .as("one change, not two")
                .isEmpty();
        clock.move(SessionStore.FORMER_LIFE.plusSeconds(1));
        assertThat(sessions.find(ticket.secret())).isEmpty();
        assertThat(sessions.find(fresh)).isPresent();
    }

    @Test
    void a_session_ends_when_nobody_uses_it_and_at_the_latest_after_two_weeks() {
        Member ann = ann();
        Session.Ticket idle = sessions.open(ann, "Firefox", "10.0.0.1");
        clock.move(SessionStore.IDLE_LIFE.plusSeconds(1));
        assertThat(sessions.find(idle.secret())).isEmpty();
        Session.Ticket busy = sessions.open(ann, "Firefox", "10.0.0.1");
        for (int hours = 0; hours < SessionStore.LONGEST_LIFE.toHours(); hours += 12) {
            assertThat(sessions.find(busy.secret())).isPresent();
            clock.move(Duration.ofHours(12));
        }
        assertThat(sessions.find(busy.secret())).isEmpty();
    }

    @Test
    void a_new_password_or_a_used_link_ends_other_sessions() {
        Member ann = ann();
        Session.Ticket here = sessions.open(ann, "Firefox", "10.0.0.1");
        Session.Ticket there = sessions.open(ann, "Chrome", "10.0.0.2");
        members.changePassword(ann.id(), "another few words", here.session().id());
        assertThat(sessions.find(here.secret())).isPresent();
        assertThat(sessions.find(there.secret())).isEmpty();
        assertThat(members.accept(members.invite(ann.id()), new Choice("", "Ann", PASSWORD)))
                .isPresent();
        assertThat(sessions.find(here.secret())).isEmpty();
    }

    @Test
    void who_is_removed_from_their_last_environment_is_signed_out() {
        Member ann = ann();
        Session.Ticket ticket = sessions.open(ann, "Firefox", "10.0.0.1");
        UUID second = new AccountStore(DATABASE).createEnvironment("second");
        members.admit(second, email, "", Role.VIEWER);
        members.remove(environment, ann.id());
        assertThat(sessions.find(ticket.secret())).isPresent();
        assertThat(members.access(ann, environment)).isEmpty();
        members.remove(second, ann.id());
        assertThat(sessions.find(ticket.secret())).isEmpty();
    }

    @Test
    void the_first_start_makes_one_owner_who_waits_for_a_link_and_has_every_environment() {
        Member owner = members.unclaimedOwner().orElseThrow();
        assertThat(members.unclaimedOwner())
                .hasValueSatisfying(again -> assertThat(again.id()).isEqualTo(owner.id()));
        assertThat(members.access(owner, new AccountStore(DATABASE).createEnvironment("later")))
                .hasValueSatisfying(access -> assertThat(access.role()).isEqualTo(Role.ADMINISTRATOR));
        String link = members.invite(owner.id());
        assertThat(members.accept(link, new Choice(email, "Ann", PASSWORD))).isPresent();
        assertThat(members.unclaimedOwner()).isEmpty();
    }

    @Test
    void the_audit_log_takes_no_change() {
        audit.add(
                new Place(environment, null), new Actor(null, "Ann", ""), new Deed("test.done", "x".repeat(9_000), ""));
        assertThat(audit.of(environment, "test.", null, 10))
                .singleElement()
                .satisfies(entry -> assertThat(entry.deed().subject()).hasSize(500));
        for (String sql : java.util.List.of(
                "UPDATE audit_event SET action = 'x'", "DELETE FROM audit_event", "TRUNCATE audit_event")) {
            assertThatThrownBy(() -> DATABASE.jdbi().useHandle(handle -> handle.execute(sql)))
                    .hasMessageContaining("append-only");
        }
    }

    @Test
    void nothing_of_a_secret_is_in_the_database() {
        Session.Ticket ticket = sessions.open(ann(), "Firefox", "10.0.0.1");
        String rows = DATABASE.jdbi()
                .withHandle(handle -> handle.select(
                                "SELECT string_agg(s::text, '') || (SELECT string_agg(m::text, '') FROM member m) FROM session s")
                        .mapTo(String.class)
                        .one());
        assertThat(rows).doesNotContain(ticket.secret(), PASSWORD).contains("argon2id");
        assertThat(ticket.toString()).doesNotContain(ticket.secret());
    }
}
