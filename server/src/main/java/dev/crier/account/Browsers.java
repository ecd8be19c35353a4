package dev.crier.account;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.SetCookie;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;

/// The cookie of a signed-in browser, and the proof that a request was meant by its owner and not by another site.
public final class Browsers {
    private static final String COOKIE = "crier_session";
    private static final HeaderName CSRF = HeaderNames.create("X-CSRF-Token");
    private static final HeaderName FETCH_SITE = HeaderNames.create("Sec-Fetch-Site");

    private final SessionStore sessions;
    private final boolean secure;

    /// @param publicUrl how the world reaches us; with https the cookie never leaves by anything else
    public Browsers(SessionStore sessions, Optional<String> publicUrl) {
        this.sessions = sessions;
        this.secure = publicUrl.filter(url -> url.startsWith("https:")).isPresent();
    }

    public Optional<Session> session(ServerRequest request) {
        return secret(request).flatMap(sessions::find);
    }

    /// As [#session(ServerRequest)]; the browser gets a new secret when it is time for one.
    public Optional<Session> session(ServerRequest request, ServerResponse response) {
        Optional<String> secret = secret(request);
        Optional<Session> session = secret.flatMap(sessions::find);
        session.flatMap(found -> sessions.rotate(found, secret.orElseThrow()))
                .ifPresent(fresh -> set(response, fresh, SessionStore.LONGEST_LIFE));
        return session;
    }

    private static Optional<String> secret(ServerRequest request) {
        return request.headers().cookies().first(COOKIE).asOptional().filter(secret -> secret.length() < 100);
    }

    /// Signs the browser in.
    public void keep(ServerResponse response, Session.Ticket ticket) {
        set(response, ticket.secret(), SessionStore.LONGEST_LIFE);
    }

    /// Signs the browser out; its session is somebody else's business.
    public void forget(ServerResponse response) {
        set(response, "", Duration.ZERO);
    }

    private void set(ServerResponse response, String value, Duration life) {
        response.headers()
                .addCookie(SetCookie.builder(COOKIE, value)
                        .path("/")
                        .httpOnly(true)
                        .secure(secure)
                        .sameSite(SetCookie.SameSite.LAX)
                        .maxAge(life)
                        .build());
    }

    /// Whether a request that changes something carries the session's own token, in its head or as `field` of its form.
    public static boolean isMeant(ServerRequest request, Session session, String field) {
        return isOurs(request) && same(request.headers().first(CSRF).orElse(field), session.csrf());
    }

    /// Whether the browser says that the request comes from a page of ours; one that says nothing has to prove it by
    /// the
    /// token alone.
    public static boolean isOurs(ServerRequest request) {
        String site = request.headers().first(FETCH_SITE).orElse("same-origin");
        return site.equals("same-origin") || site.equals("none");
    }

    /// Compares in a time that does not tell how much was right.
    public static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
