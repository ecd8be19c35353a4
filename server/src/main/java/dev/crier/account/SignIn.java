package dev.crier.account;

import dev.crier.account.AuditLog.Actor;
import dev.crier.account.AuditLog.Deed;
import dev.crier.account.AuditLog.Place;
import dev.crier.api.RateLimit;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/// Signs members in by e-mail address and password. Guessing is slow: tries are counted by address and account
/// together,
/// and with more patience by each of both, so that a stranger can hardly lock somebody out.
public final class SignIn {
    private static final int TRIES_OF_BOTH = 10;
    private static final int TRIES_OF_ONE = 100;
    private static final int MAX_BROWSER_CHARS = 120;
    private static final Duration PERIOD = Duration.ofMinutes(15);

    private final MemberStore members;
    private final SessionStore sessions;
    private final AuditLog audit;
    private final RateLimit both;
    private final RateLimit one;

    public SignIn(MemberStore members, SessionStore sessions, AuditLog audit, Clock clock) {
        this.members = members;
        this.sessions = sessions;
        this.audit = audit;
        this.both = new RateLimit(TRIES_OF_BOTH, PERIOD, clock);
        this.one = new RateLimit(TRIES_OF_ONE, PERIOD, clock);
    }

    /// Empty if the two do not belong together; a problem `rate_limited` after too many tries.
    public Optional<Session.Ticket> signIn(String email, String password, String browser, String address) {
        String account = email.strip().toLowerCase(Locale.ROOT);
        one.take(key("address", address));
        one.take(key("account", account));
        both.take(key("both", account + " " + address));
        Optional<Member> member = members.authenticate(account, password);
        String action = member.isPresent() ? "session.opened" : "session.refused";
        // What nobody is called may be a password in the wrong field.
        member.or(() -> members.byEmail(account))
                .ifPresent(known -> audit.add(
                        Place.NOWHERE,
                        new Actor(known.id(), known.label(), address),
                        new Deed(action, account, shortened(browser))));
        return member.map(known -> sessions.open(known, browser, address));
    }

    private static String shortened(String browser) {
        return browser.length() > MAX_BROWSER_CHARS ? browser.substring(0, MAX_BROWSER_CHARS) : browser;
    }

    private static UUID key(String kind, String value) {
        return UUID.nameUUIDFromBytes((kind + " " + value).getBytes(StandardCharsets.UTF_8));
    }
}
