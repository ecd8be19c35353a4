package dev.crier.studio;

import dev.crier.account.AuditLog;
import dev.crier.account.Bot;
import dev.crier.account.Browsers;
import dev.crier.account.Member;
import dev.crier.account.MemberStore.Access;
import dev.crier.account.Role;
import dev.crier.account.Session;
import dev.crier.api.EventStream;
import dev.crier.api.FormFile;
import dev.crier.api.Ids;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import io.helidon.http.HeaderNames;
import io.helidon.http.SetCookie;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One request of a member to one page: who it is, where, what was sent, and the ways to answer.
public final class Visit {
    private static final String NOTICE_COOKIE = "crier_notice";
    private static final int MAX_NOTICE_CHARS = 300;

    /// A stream looks twice a second; every ten seconds it asks whether its listener may still listen.
    private static final int LOOKS_PER_CHECK = 20;

    private final ServerRequest request;
    private final ServerResponse response;
    private final Session session;
    private final Scope scope;
    private final Pages pages;
    private @Nullable Form form;

    /// Where a page is: in a bot, in an environment, or in neither.
    record Scope(@Nullable Bot bot, @Nullable Access access) {}

    Visit(ServerRequest request, ServerResponse response, Session session, Scope scope, Pages pages) {
        this.request = request;
        this.response = response;
        this.session = session;
        this.scope = scope;
        this.pages = pages;
    }

    public Session session() {
        return session;
    }

    public Member member() {
        return session.member();
    }

    /// The bot in the path; only pages below `/studio/bot/{bot_id}` have one.
    public Bot bot() {
        if (scope.bot == null) {
            throw new IllegalStateException("this page belongs to no bot");
        }
        return scope.bot;
    }

    public UUID botId() {
        return bot().id();
    }

    /// Whether this page belongs to one bot.
    public boolean hasBot() {
        return scope.bot != null;
    }

    public UUID environmentId() {
        return access().environmentId();
    }

    public Access access() {
        if (scope.access == null) {
            throw new IllegalStateException("this page belongs to no environment");
        }
        return scope.access;
    }

    public Role role() {
        return access().role();
    }

    /// Whether the member's role in this environment includes that one.
    public boolean may(Role least) {
        return scope.access != null && scope.access.role().includes(least);
    }

    /// An address below this page's bot: `at("/contacts")`.
    public String at(String path) {
        return "/studio/bot/" + botId() + path;
    }

    /// An address of the API below this page's bot.
    public String api(String path) {
        return "/api/bot/" + botId() + path;
    }

    /// A placeholder of the path.
    public String path(String name) {
        return request.path().pathParameters().get(name);
    }

    /// A placeholder of the path that is an id; a page that says so if it is none.
    public UUID uuid(String name) {
        @Nullable UUID id = Ids.parse(path(name));
        if (id == null) {
            throw Problem.of(ProblemCode.NOT_FOUND, "There is no such page");
        }
        return id;
    }

    /// A parameter of the address; empty if it is absent.
    public String query(String name) {
        return request.query().first(name).orElse("");
    }

    /// Every value of a parameter of the address.
    public List<String> queries(String name) {
        return request.query().contains(name) ? request.query().all(name) : List.of();
    }

    /// The address as it was asked for, for links that change a part of it.
    public String address() {
        String query = request.query().rawValue();
        return request.path().rawPath() + (query.isEmpty() ? "" : "?" + query);
    }

    public Form form() {
        if (form == null) {
            form = Form.of(request);
        }
        return form;
    }

    /// Does the work of a form that makes something; empty if the same form was sent before, which made it. If the
    /// work fails, the form may be sent again.
    public <T> Optional<T> once(Supplier<T> work) {
        Once once = Once.of(form());
        SentForms forms = pages.doors().forms();
        if (!forms.take(once)) {
            return Optional.empty();
        }
        try {
            return Optional.of(work.get());
        } catch (RuntimeException e) {
            forms.giveBack(once);
            throw e;
        }
    }

    /// The one file of a form (multipart/form-data).
    public FormFile upload(long maxBytes) throws IOException {
        return FormFile.open(request, maxBytes);
    }

    public ServerRequest request() {
        return request;
    }

    /// For an answer that is no page, such as a file to download.
    public ServerResponse response() {
        return response;
    }

    /// Asked by htmx: the answer is a part of a page.
    public boolean isPart() {
        return Pages.isPart(request);
    }

    boolean isMeant() {
        boolean isForm = request.headers()
                .first(HeaderNames.CONTENT_TYPE)
                .orElse("")
                .startsWith("application/x-www-form-urlencoded");
        boolean hasHeader = request.headers().contains(HeaderNames.create("X-CSRF-Token"));
        return Browsers.isMeant(request, session, isForm && !hasHeader ? form().text("csrf") : "");
    }

    public String csrf() {
        return session.csrf();
    }

    /// What htmx sends along.
    public String htmxHeaders() {
        return "{\"X-CSRF-Token\":\"" + csrf() + "\"}";
    }

    public void page(String template, Map<String, Object> values) {
        page(200, template, values);
    }

    /// A page with another status, such as 422 for a form that has to be mended.
    public void page(int status, String template, Map<String, Object> values) {
        if (scope.bot != null && !scope.bot.id().equals(member().lastBot())) {
            pages.doors().members().remember(member().id(), scope.bot.id());
        }
        pages.html(response, status, render(template, values));
    }

    /// A page that shows one of another server in a frame.
    ///
    /// @param guest that server's origin
    public void pageWith(String guest, String template, Map<String, Object> values) {
        pages.html(response, 200, render(template, values), guest);
    }

    public String render(String template, Map<String, Object> values) {
        Map<String, Object> all = new HashMap<>(values);
        all.put("visit", this);
        return pages.render(template, all);
    }

    /// Sends a part.
    public void send(String html) {
        pages.html(response, 200, html);
    }

    public void redirect(String to) {
        Pages.redirect(request, response, to);
    }

    /// Goes to another page, which shows the notice once.
    public void redirect(String to, String notice) {
        String bounded = notice.length() > MAX_NOTICE_CHARS ? notice.substring(0, MAX_NOTICE_CHARS) : notice;
        String value = Base64.getUrlEncoder().withoutPadding().encodeToString(bounded.getBytes(StandardCharsets.UTF_8));
        response.headers().addCookie(notice(value, Duration.ofMinutes(1)));
        redirect(to);
    }

    /// What the page before had to say; asked once.
    public String takeNotice() {
        Optional<String> cookie =
                request.headers().cookies().first(NOTICE_COOKIE).asOptional().filter(text -> !text.isEmpty());
        if (cookie.isEmpty()) {
            return "";
        }
        response.headers().addCookie(notice("", Duration.ZERO));
        try {
            return new String(Base64.getUrlDecoder().decode(cookie.get()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static SetCookie notice(String value, Duration life) {
        return SetCookie.builder(NOTICE_COOKIE, value)
                .path("/studio")
                .httpOnly(true)
                .sameSite(SetCookie.SameSite.STRICT)
                .maxAge(life)
                .build();
    }

    /// Sends a part again whenever it differs, as the event `part`, until the browser is gone, or may not see it any
    /// more.
    public void live(String template, Supplier<Map<String, Object>> values) throws IOException {
        int[] looks = new int[1];
        pages.live()
                .send(
                        member().id(),
                        response,
                        () -> looks[0]++ % LOOKS_PER_CHECK == 0 && looks[0] > 1 && !isStillWelcome()
                                ? Optional.empty()
                                : Optional.of(new EventStream.Event("part", render(template, values.get()), false)));
    }

    private boolean isStillWelcome() {
        Optional<Session> now = pages.doors().browsers().session(request);
        return now.isPresent()
                && (scope.access == null
                        || pages.doors()
                                .members()
                                .access(now.get().member(), scope.access.environmentId())
                                .filter(access -> access.role().includes(scope.access.role()))
                                .isPresent());
    }

    /// Writes down what the member did here.
    ///
    /// @param action noun and verb: `contact.erased`
    /// @param subject to what, by the name that people know
    /// @param details what else somebody would ask; never a secret
    public void audit(String action, String subject, String details) {
        pages.doors()
                .audit()
                .add(
                        new AuditLog.Place(
                                scope.access == null ? null : scope.access.environmentId(),
                                scope.bot == null ? null : scope.bot.id()),
                        new AuditLog.Actor(
                                member().id(),
                                member().label(),
                                request.remotePeer().host()),
                        new AuditLog.Deed(action, subject, details));
    }

    /// What the frame around a page shows.
    public Menu menu() {
        return Menu.of(this, pages.doors());
    }

    Scope scope() {
        return scope;
    }
}
