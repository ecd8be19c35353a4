package dev.crier.studio;

import dev.crier.account.AccountStore;
import dev.crier.account.AuditLog;
import dev.crier.account.Bot;
import dev.crier.account.Browsers;
import dev.crier.account.MemberStore;
import dev.crier.account.MemberStore.Access;
import dev.crier.account.Role;
import dev.crier.account.Session;
import dev.crier.account.SessionStore;
import dev.crier.api.Ids;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.api.ProblemHandlers;
import dev.crier.channel.ChannelStore;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The door of the Studio: registers pages with who may come, and lets requests in, in this order: signed in, of the
/// bot's
/// or the environment's members, allowed to by role, and for what changes something, meant by its sender (CSRF).
///
/// What somebody has no access to looks exactly like what does not exist.
public final class Pages {
    /// Our own style sheets and scripts; pictures of our own, or that a page has just been given by its user.
    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; style-src 'self'; script-src 'self';"
            + " img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'; form-action 'self';"
            + " frame-ancestors 'self'; frame-src 'self'";

    private static final HeaderName HX_REDIRECT = HeaderNames.create("HX-Redirect");

    /// What pages are made with.
    public record Doors(
            AccountStore accounts,
            MemberStore members,
            SessionStore sessions,
            Browsers browsers,
            AuditLog audit,
            ChannelStore channels,
            SentForms forms) {}

    /// A page's work; a [dev.crier.api.ProblemException] becomes a page that explains it.
    public interface Work {
        void handle(Visit visit) throws Exception;
    }

    /// A registered page, for the test that walks them all.
    public record Route(String method, String path, Role least) {}

    private final HttpRouting.Builder routing;
    private final Doors doors;
    private final Renderer renderer = new Renderer();
    private final Live live = new Live();
    private final List<Route> routes = new ArrayList<>();

    public Pages(HttpRouting.Builder routing, Doors doors) {
        this.routing = routing;
        this.doors = doors;
        Assets.register(routing);
    }

    public Doors doors() {
        return doors;
    }

    public List<Route> routes() {
        return List.copyOf(routes);
    }

    /// A page to look at. Earlier paths win, so one with fixed words goes before one with a placeholder in their place.
    public Pages get(String path, Role least, Work work) {
        return add(Method.GET, path, least, work);
    }

    /// What a form or a button does.
    public Pages post(String path, Role least, Work work) {
        return add(Method.POST, path, least, work);
    }

    private Pages add(Method method, String path, Role least, Work work) {
        routes.add(new Route(method.text(), path, least));
        routing.route(method, path + "[/]", guarded((request, response) -> {
            Optional<Session> session = doors.browsers().session(request, response);
            if (session.isEmpty()) {
                toSignIn(request, response);
            } else {
                work.handle(admit(request, response, session.get(), least));
            }
        }));
        return this;
    }

    /// What everybody may see, such as the page to sign in by.
    public void open(Method method, String path, Handler handler) {
        routing.route(method, path + "[/]", guarded(handler));
    }

    /// Goes last: all other addresses of the Studio.
    public void registerRest() {
        routing.any("/studio[/{+rest}]", guarded((request, response) -> {
            throw Problem.of(ProblemCode.NOT_FOUND, "There is no such page");
        }));
    }

    private Visit admit(ServerRequest request, ServerResponse response, Session session, Role least) {
        Visit.Scope scope = scope(request, session);
        if (scope.access() != null && !scope.access().role().includes(least)) {
            throw Problem.of(
                    ProblemCode.FORBIDDEN,
                    "You are " + scope.access().role().title() + " in "
                            + scope.access().environment() + "; this is for " + least.title()
                            + "s. Ask an administrator of yours");
        }
        Visit visit = new Visit(request, response, session, scope, this);
        if (request.prologue().method().equals(Method.POST) && !visit.isMeant()) {
            throw Problem.of(
                    ProblemCode.FORBIDDEN, "The page was too old, or the request came from elsewhere; load it again");
        }
        return visit;
    }

    private Visit.Scope scope(ServerRequest request, Session session) {
        Optional<String> botId = request.path().pathParameters().first("bot_id").asOptional();
        Optional<String> environmentId =
                request.path().pathParameters().first("environment_id").asOptional();
        if (botId.isPresent()) {
            Bot bot = Optional.ofNullable(Ids.parse(botId.get()))
                    .flatMap(doors.accounts()::bot)
                    .orElseThrow(Pages::noBot);
            Access access = doors.members()
                    .access(session.member(), bot.environmentId())
                    .orElseThrow(Pages::noBot);
            return new Visit.Scope(bot, access);
        }
        if (environmentId.isPresent()) {
            @Nullable UUID id = Ids.parse(environmentId.get());
            return new Visit.Scope(
                    null,
                    Optional.ofNullable(id)
                            .flatMap(known -> doors.members().access(session.member(), known))
                            .orElseThrow(
                                    () -> Problem.of(ProblemCode.NOT_FOUND, "There is no such environment for you")));
        }
        return new Visit.Scope(null, null);
    }

    private static RuntimeException noBot() {
        return Problem.of(ProblemCode.BOT_NOT_FOUND, "There is no such bot, or you have no access to it");
    }

    /// Whatever goes wrong becomes a page, or a part that says so.
    private Handler guarded(Handler handler) {
        return (request, response) -> {
            try {
                handler.handle(request, response);
            } catch (CloseConnectionException e) {
                throw e;
            } catch (Exception e) {
                Problem problem = ProblemHandlers.explain(request, e);
                if (response.isSent()) {
                    throw new CloseConnectionException("cut after the answer began", e);
                }
                refuse(request, response, problem);
            }
        };
    }

    private void refuse(ServerRequest request, ServerResponse response, Problem problem) {
        if (!request.content().consumed() && request.content().hasEntity()) {
            response.header(HeaderNames.CONNECTION, "close");
        }
        if (problem.retryAfterSeconds() != null) {
            response.header(HeaderNames.RETRY_AFTER, problem.retryAfterSeconds().toString());
        }
        boolean isPart = isPart(request);
        if (isPart) {
            response.header(HeaderNames.create("HX-Retarget"), "#notice")
                    .header(HeaderNames.create("HX-Reswap"), "innerHTML");
        }
        html(
                response,
                problem.code().status(),
                renderer.render(isPart ? "part/problem" : "error", Map.of("problem", problem)));
    }

    private static void toSignIn(ServerRequest request, ServerResponse response) {
        String path = request.path().rawPath();
        String query = request.query().rawValue();
        boolean isPage = request.prologue().method().equals(Method.GET) && !isPart(request);
        String to = isPage ? "?to=" + Show.encoded(path + (query.isEmpty() ? "" : "?" + query)) : "";
        redirect(request, response, "/studio/sign-in" + to);
    }

    /// Sends the browser elsewhere, also from a part.
    static void redirect(ServerRequest request, ServerResponse response, String to) {
        if (isPart(request)) {
            response.header(HX_REDIRECT, to).status(Status.NO_CONTENT_204).send();
        } else {
            response.status(Status.SEE_OTHER_303)
                    .header(HeaderNames.LOCATION, to)
                    .header(HeaderNames.CACHE_CONTROL, "no-store")
                    .send();
        }
    }

    /// Asked by htmx for a part of a page.
    static boolean isPart(ServerRequest request) {
        return request.headers().contains(HeaderNames.create("HX-Request"));
    }

    void html(ServerResponse response, int status, String html) {
        html(response, status, html, "");
    }

    /// A page that shows one of another server beside itself.
    ///
    /// @param guest that server's origin, such as `http://127.0.0.1:4010`
    void html(ServerResponse response, int status, String html, String guest) {
        response.status(Status.create(status))
                .header(HeaderNames.CONTENT_TYPE, "text/html; charset=utf-8")
                .header(HeaderNames.CACHE_CONTROL, "no-store")
                .header(HeaderNames.create("Content-Security-Policy"), (CONTENT_SECURITY_POLICY + " " + guest).strip())
                .header(HeaderNames.create("X-Content-Type-Options"), "nosniff")
                .header(HeaderNames.create("Referrer-Policy"), "same-origin")
                .send(html.getBytes(StandardCharsets.UTF_8));
    }

    String render(String template, Map<String, Object> values) {
        return renderer.render(template, values);
    }

    Live live() {
        return live;
    }
}
