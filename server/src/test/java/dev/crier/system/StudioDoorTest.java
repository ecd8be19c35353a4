package dev.crier.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.account.Member;
import dev.crier.account.MemberStore;
import dev.crier.account.Role;
import dev.crier.account.Session;
import dev.crier.account.SessionStore;
import dev.crier.studio.Pages.Route;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Who may do what in the Studio: every page, every role.
class StudioDoorTest {
    /// The matrix: what needs more than a viewer. Whoever adds a page that changes something writes it down here.
    private static final Map<String, Role> MATRIX = matrix("""
            ADMINISTRATOR POST /studio/environment/{environment_id}/bots
            ADMINISTRATOR POST /studio/environment/{environment_id}/members
            ADMINISTRATOR POST /studio/environment/{environment_id}/members/{member_id}/role
            ADMINISTRATOR POST /studio/environment/{environment_id}/members/{member_id}/link
            ADMINISTRATOR POST /studio/environment/{environment_id}/members/{member_id}/remove
            ADMINISTRATOR GET  /studio/environment/{environment_id}/audit
            EDITOR        GET  /studio/bot/{bot_id}/templates/new
            EDITOR        POST /studio/bot/{bot_id}/templates/new
            EDITOR        POST /studio/bot/{bot_id}/templates/form
            EDITOR        POST /studio/bot/{bot_id}/templates/check
            EDITOR        POST /studio/bot/{bot_id}/templates/upload
            EDITOR        POST /studio/bot/{bot_id}/templates/sync
            EDITOR        GET  /studio/bot/{bot_id}/templates/{name}/{language}/edit
            EDITOR        POST /studio/bot/{bot_id}/templates/{name}/{language}/edit
            EDITOR        POST /studio/bot/{bot_id}/templates/{name}/{language}/delete
            EDITOR        POST /studio/bot/{bot_id}/content/keywords
            EDITOR        POST /studio/bot/{bot_id}/content/keywords/reset
            EDITOR        POST /studio/bot/{bot_id}/content/{name}/{locale}/preview
            EDITOR        POST /studio/bot/{bot_id}/content/{name}/{locale}/draft
            EDITOR        POST /studio/bot/{bot_id}/content/{name}/{locale}/publish
            EDITOR        POST /studio/bot/{bot_id}/content/{name}/{locale}/discard
            EDITOR        POST /studio/bot/{bot_id}/content/{name}/{locale}/revert
            ADMINISTRATOR POST /studio/bot/{bot_id}/channels/rest/enable
            ADMINISTRATOR POST /studio/bot/{bot_id}/channels/rest/disable
            ADMINISTRATOR POST /studio/bot/{bot_id}/channels/rest/key
            ADMINISTRATOR POST /studio/bot/{bot_id}/channels/rest/environment-key
            ADMINISTRATOR POST /studio/bot/{bot_id}/channels/whatsapp
            ADMINISTRATOR POST /studio/bot/{bot_id}/channels/whatsapp/enable
            ADMINISTRATOR POST /studio/bot/{bot_id}/channels/whatsapp/disable
            ADMINISTRATOR POST /studio/bot/{bot_id}/channels/whatsapp/release
            ADMINISTRATOR POST /studio/bot/{bot_id}/channels/whatsapp/subscribe
            ADMINISTRATOR POST /studio/bot/{bot_id}/channels/whatsapp/look
            ADMINISTRATOR POST /studio/bot/{bot_id}/channels/whatsapp/test
            ADMINISTRATOR GET  /studio/bot/{bot_id}/channels/whatsapp/test/live
            ADMINISTRATOR GET  /studio/bot/{bot_id}/webhooks/new
            ADMINISTRATOR POST /studio/bot/{bot_id}/webhooks
            ADMINISTRATOR GET  /studio/bot/{bot_id}/webhooks/{id}/edit
            ADMINISTRATOR POST /studio/bot/{bot_id}/webhooks/{id}
            ADMINISTRATOR POST /studio/bot/{bot_id}/webhooks/{id}/delete
            ADMINISTRATOR POST /studio/bot/{bot_id}/webhooks/{id}/secret
            ADMINISTRATOR POST /studio/bot/{bot_id}/webhooks/{id}/test
            ADMINISTRATOR POST /studio/bot/{bot_id}/webhooks/{id}/replay
            ADMINISTRATOR POST /studio/bot/{bot_id}/store/{feature}/order
            ADMINISTRATOR POST /studio/bot/{bot_id}/store/{feature}/cancel
            ADMINISTRATOR POST /studio/bot/{bot_id}/settings
            EDITOR        POST /studio/bot/{bot_id}/contacts/tags
            EDITOR        GET  /studio/bot/{bot_id}/contacts/tags/{run}
            EDITOR        GET  /studio/bot/{bot_id}/contacts/tags/{run}/live
            EDITOR        GET  /studio/bot/{bot_id}/contacts/new
            EDITOR        POST /studio/bot/{bot_id}/contacts
            EDITOR        GET  /studio/bot/{bot_id}/contacts/{id}/edit
            EDITOR        POST /studio/bot/{bot_id}/contacts/{id}
            EDITOR        GET  /studio/bot/{bot_id}/contacts/{id}/template
            EDITOR        GET  /studio/bot/{bot_id}/contacts/{id}/template/{name}/{language}
            EDITOR        POST /studio/bot/{bot_id}/contacts/{id}/template/{name}/{language}/preview
            EDITOR        POST /studio/bot/{bot_id}/contacts/{id}/template/{name}/{language}
            EDITOR        GET  /studio/bot/{bot_id}/contacts/import
            EDITOR        POST /studio/bot/{bot_id}/contacts/import
            EDITOR        GET  /studio/bot/{bot_id}/contacts/import/{table}
            EDITOR        POST /studio/bot/{bot_id}/contacts/import/{table}
            EDITOR        POST /studio/bot/{bot_id}/contacts/import/{table}/preview
            EDITOR        GET  /studio/bot/{bot_id}/contacts/import/{table}/live
            EDITOR        GET  /studio/bot/{bot_id}/contacts/import/{table}/errors.csv
            EDITOR        POST /studio/bot/{bot_id}/contacts/{id}/reply
            EDITOR        POST /studio/bot/{bot_id}/contacts/{id}/tags
            EDITOR        POST /studio/bot/{bot_id}/contacts/{id}/consent
            EDITOR        POST /studio/bot/{bot_id}/contacts/{id}/erase
            EDITOR        GET  /studio/bot/{bot_id}/contacts/{id}/merge
            EDITOR        POST /studio/bot/{bot_id}/contacts/{id}/merge
            EDITOR        GET  /studio/bot/{bot_id}/broadcasts/new
            EDITOR        POST /studio/bot/{bot_id}/broadcasts/new
            EDITOR        GET  /studio/bot/{bot_id}/broadcasts/draft/{draft}/template
            EDITOR        POST /studio/bot/{bot_id}/broadcasts/draft/{draft}/template
            EDITOR        POST /studio/bot/{bot_id}/broadcasts/draft/{draft}/choose
            EDITOR        POST /studio/bot/{bot_id}/broadcasts/draft/{draft}/media
            EDITOR        GET  /studio/bot/{bot_id}/broadcasts/draft/{draft}/people
            EDITOR        POST /studio/bot/{bot_id}/broadcasts/draft/{draft}/people/count
            EDITOR        POST /studio/bot/{bot_id}/broadcasts/draft/{draft}/people/filter
            EDITOR        POST /studio/bot/{bot_id}/broadcasts/draft/{draft}/people/numbers
            EDITOR        POST /studio/bot/{bot_id}/broadcasts/draft/{draft}/people/file
            EDITOR        POST /studio/bot/{bot_id}/broadcasts/draft/{draft}/people/columns
            EDITOR        GET  /studio/bot/{bot_id}/broadcasts/draft/{draft}/check
            EDITOR        GET  /studio/bot/{bot_id}/broadcasts/draft/{draft}/result
            EDITOR        POST /studio/bot/{bot_id}/broadcasts/draft/{draft}/terms
            EDITOR        POST /studio/bot/{bot_id}/broadcasts/draft/{draft}/test
            EDITOR        POST /studio/bot/{bot_id}/broadcasts/draft/{draft}/send
            EDITOR        POST /studio/bot/{bot_id}/broadcasts/draft/{draft}/delete
            EDITOR        GET  /studio/bot/{bot_id}/broadcasts/{id}/check
            EDITOR        GET  /studio/bot/{bot_id}/broadcasts/{id}/retry
            EDITOR        POST /studio/bot/{bot_id}/broadcasts/{id}/retry
            EDITOR        POST /studio/bot/{bot_id}/broadcasts/{id}/duplicate
            EDITOR        POST /studio/bot/{bot_id}/broadcasts/{id}/start
            EDITOR        POST /studio/bot/{bot_id}/broadcasts/{id}/pause
            EDITOR        POST /studio/bot/{bot_id}/broadcasts/{id}/resume
            EDITOR        POST /studio/bot/{bot_id}/broadcasts/{id}/cancel
            """);

    /// What a viewer may send: what changes their own account, or nothing.
    private static final List<String> OWN = List.of(
            "POST /studio/sign-out",
            "POST /studio/account/name",
            "POST /studio/account/password",
            "POST /studio/account/sign-out-everywhere",
            "POST /studio/environments", // for owners; asks by itself
            "POST /studio/bot/{bot_id}/contacts/export"); // changes nothing; whom it is of may be a long list

    private static final SandboxProcess SANDBOX = SandboxProcess.start();
    private static final Crier CRIER = Crier.with(SANDBOX);
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Map<Role, Session.Ticket> TICKETS = new EnumMap<>(Role.class);
    private static final Shop OURS = Shop.empty(CRIER);
    private static final Shop THEIRS = Shop.empty(CRIER);
    private static final MemberStore MEMBERS = new MemberStore(CRIER.rooms().database(), Clock.systemUTC());
    private static final SessionStore SESSIONS = new SessionStore(CRIER.rooms().database(), Clock.systemUTC());

    private static Map<String, Role> matrix(String text) {
        Map<String, Role> matrix = new TreeMap<>();
        text.lines()
                .map(line -> line.split("\\s+"))
                .forEach(line -> matrix.put(line[1] + " " + line[2], Role.valueOf(line[0])));
        return matrix;
    }

    @BeforeAll
    static void signEachIn() {
        for (Role role : Role.values()) {
            Member member = MEMBERS.admit(OURS.environmentId(), role.wire() + "@example.com", role.title(), role);
            TICKETS.put(role, SESSIONS.open(member, "Test", "127.0.0.1"));
        }
    }

    @AfterAll
    static void end() {
        CRIER.close();
        SANDBOX.close();
    }

    private static HttpResponse<String> ask(Route route, Shop shop, Session.@Nullable Ticket ticket, String csrf) {
        String path = route.path()
                .replace("{bot_id}", shop.botId().toString())
                .replace("{environment_id}", shop.environmentId().toString())
                .replaceAll("\\{[a-z_]+}", UUID.randomUUID().toString());
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(CRIER.url() + path));
        if (ticket != null) {
            request.header("Cookie", "crier_session=" + ticket.secret());
        }
        if (route.method().equals("POST")) {
            request.header("Content-Type", "application/x-www-form-urlencoded")
                    .header("X-CSRF-Token", csrf)
                    .POST(BodyPublishers.ofString(""));
        }
        try {
            return HTTP.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Session.Ticket ticket(Role role) {
        return java.util.Objects.requireNonNull(TICKETS.get(role));
    }

    private static boolean isLive(Route route) {
        return route.path().endsWith("/live");
    }

    private static boolean hasScope(Route route) {
        return route.path().contains("{bot_id}") || route.path().contains("{environment_id}");
    }

    @Test
    void each_page_asks_for_the_role_that_the_matrix_says() {
        Map<String, Role> registered = new TreeMap<>();
        CRIER.studioRoutes().stream()
                .filter(route -> route.least() != Role.VIEWER)
                .forEach(route -> registered.put(route.method() + " " + route.path(), route.least()));
        assertThat(registered).isEqualTo(MATRIX);
    }

    @Test
    void nothing_but_their_own_account_is_changed_by_a_viewer() {
        List<String> changes = CRIER.studioRoutes().stream()
                .filter(route -> route.least() == Role.VIEWER && route.method().equals("POST"))
                .map(route -> route.method() + " " + route.path())
                .toList();
        assertThat(changes).containsExactlyInAnyOrderElementsOf(OWN);
    }

    @TestFactory
    Stream<DynamicTest> every_page_is_closed_to_those_who_may_not() {
        return CRIER.studioRoutes().stream()
                .map(route -> DynamicTest.dynamicTest(route.method() + " " + route.path(), () -> walk(route)));
    }

    private static void walk(Route route) {
        HttpResponse<String> stranger = ask(route, OURS, null, "");
        assertThat(stranger.statusCode()).isEqualTo(303);
        assertThat(stranger.headers().firstValue("location").orElse("")).startsWith("/studio/sign-in");
        for (Role role : Role.values()) {
            Session.Ticket ticket = ticket(role);
            if (!role.includes(route.least())) {
                assertThat(ask(route, OURS, ticket, ticket.session().csrf()).statusCode())
                        .as(role.title())
                        .isEqualTo(403);
            }
            if (hasScope(route)) {
                assertThat(ask(route, THEIRS, ticket, ticket.session().csrf()).statusCode())
                        .as(role.title() + " elsewhere")
                        .isEqualTo(404);
            }
            if (route.method().equals("POST")) {
                assertThat(ask(route, OURS, ticket, "forged").statusCode())
                        .as(role.title() + " without the page's token")
                        .isEqualTo(403);
            }
        }
        Session.Ticket administrator = ticket(Role.ADMINISTRATOR);
        if (route.method().equals("GET") && !isLive(route)) {
            HttpResponse<String> page = ask(route, OURS, administrator, "");
            assertThat(page.statusCode()).isNotIn(401, 403).isLessThan(500);
            if (page.statusCode() == 200
                    && page.headers().firstValue("content-type").orElse("").contains("html")) {
                assertThat(page.headers().firstValue("content-security-policy").orElse(""))
                        .contains("default-src 'none'")
                        .doesNotContain("unsafe");
                assertThat(page.body()).doesNotContain(" style=\"").doesNotContainPattern("<script(?![^>]* src=)");
            }
        }
    }
}
