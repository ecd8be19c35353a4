package dev.crier.studio;

import dev.crier.account.AuditLog;
import dev.crier.account.Browsers;
import dev.crier.account.Session;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import io.helidon.http.SetCookie;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;

/// What pages need that are open to everybody. Their forms prove by a cookie of their own that they are ours: a value
/// that another site can neither read nor set stands in both.
public final class Entrance {
    private static final String COOKIE = "crier_entrance";
    private static final int TOKEN_BYTES = 24;
    private static final Duration LIFE = Duration.ofHours(8);
    private static final SecureRandom RANDOM = new SecureRandom();

    private Entrance() {}

    /// The token for the form of a page that is about to be sent.
    public static String token(ServerRequest request, ServerResponse response) {
        String known = cookie(request);
        if (known.length() == TOKEN_BYTES * 4 / 3) {
            return known;
        }
        byte[] random = new byte[TOKEN_BYTES];
        RANDOM.nextBytes(random);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        response.headers()
                .addCookie(SetCookie.builder(COOKIE, token)
                        .path("/studio")
                        .httpOnly(true)
                        .sameSite(SetCookie.SameSite.STRICT)
                        .maxAge(LIFE)
                        .build());
        return token;
    }

    private static String cookie(ServerRequest request) {
        return request.headers().cookies().first(COOKIE).orElse("");
    }

    /// The form, if it is ours.
    public static Form form(ServerRequest request) {
        Form form = Form.of(request);
        String token = cookie(request);
        if (token.isEmpty() || !Browsers.isOurs(request) || !Browsers.same(token, form.text("csrf"))) {
            throw Problem.of(ProblemCode.FORBIDDEN, "The page was too old; go back, load it again, and send it again");
        }
        return form;
    }

    public static void page(
            Pages pages, ServerResponse response, int status, String template, Map<String, Object> values) {
        pages.html(response, status, pages.render(template, values));
    }

    public static void redirect(ServerRequest request, ServerResponse response, String to) {
        Pages.redirect(request, response, to);
    }

    public static void audit(Pages pages, Session session, String action) {
        pages.doors()
                .audit()
                .add(
                        AuditLog.Place.NOWHERE,
                        AuditLog.Actor.of(session),
                        new AuditLog.Deed(action, session.member().label(), ""));
    }
}
