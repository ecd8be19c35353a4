package dev.crier.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.account.AuditLog;
import dev.crier.account.Member;
import dev.crier.account.MemberStore;
import dev.crier.account.Role;
import dev.crier.account.Session;
import dev.crier.account.SessionStore;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// The API as the Studio's pages call it: by the session of a signed-in browser.
class BrowserApiTest {
    private static final Api API = new Api();
    private static final MemberStore MEMBERS = new MemberStore(API.database, Clock.systemUTC());
    private static final SessionStore SESSIONS = new SessionStore(API.database, Clock.systemUTC());
    private static final String BROADCASTS = "/api/bot/" + API.customer.botId() + "/whatsapp/broadcast";

    @AfterAll
    static void end() {
        API.close();
    }

    private static Session.Ticket signedIn(Role role) {
        Member member = MEMBERS.admit(API.environment, role.wire() + "@example.com", role.title(), role);
        return SESSIONS.open(member, "Test", "127.0.0.1");
    }

    private static HttpRequest.Builder request(String path, Session.Ticket ticket) {
        return API.anonymous(path).header("Cookie", "crier_session=" + ticket.secret());
    }

    /// Posts an empty broadcast: whoever may write learns what is missing.
    private static Api.Answer create(Session.Ticket ticket, String csrf) {
        return API.send(request(BROADCASTS, ticket).header("X-CSRF-Token", csrf).POST(BodyPublishers.ofString("{}")));
    }

    @Test
    void a_viewer_reads_and_changes_nothing() {
        Session.Ticket viewer = signedIn(Role.VIEWER);
        assertThat(API.send(request(BROADCASTS, viewer).GET()).status()).isEqualTo(200);
        Api.Answer refused = create(viewer, viewer.session().csrf());
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text()).contains("You are Viewer here");
    }

    @Test
    void an_editor_writes_with_the_pages_token_only_and_it_is_written_down() {
        Session.Ticket editor = signedIn(Role.EDITOR);
        assertThat(create(editor, "").status()).isEqualTo(403);
        assertThat(create(editor, "forged").status()).isEqualTo(403);
        assertThat(API.send(request(BROADCASTS, editor)
                                .header("X-CSRF-Token", editor.session().csrf())
                                .header("Sec-Fetch-Site", "cross-site")
                                .POST(BodyPublishers.ofString("{}")))
                        .status())
                .isEqualTo(403);
        assertThat(create(editor, editor.session().csrf()).code()).isEqualTo("invalid_request");
        assertThat(new AuditLog(API.database, Clock.systemUTC()).of(API.environment, "api.", null, 10))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.actor().name()).isEqualTo("Editor");
                    assertThat(entry.deed().subject()).isEqualTo("POST " + BROADCASTS);
                });
    }

    @Test
    void what_belongs_to_administrators_is_theirs_here_too() {
        Session.Ticket editor = signedIn(Role.EDITOR);
        String release = "/api/bot/" + API.customer.botId() + "/whatsapp/release";
        assertThat(API.send(request(release, editor)
                                .header("X-CSRF-Token", editor.session().csrf())
                                .POST(BodyPublishers.noBody()))
                        .status())
                .isEqualTo(403);
        Session.Ticket administrator = signedIn(Role.ADMINISTRATOR);
        assertThat(API.send(request(release, administrator)
                                .header("X-CSRF-Token", administrator.session().csrf())
                                .POST(BodyPublishers.noBody()))
                        .code())
                .isEqualTo("wrong_state");
    }

    @Test
    void a_bot_of_another_environment_is_none_and_a_wrong_key_is_not_saved_by_a_session() {
        Session.Ticket administrator = signedIn(Role.ADMINISTRATOR);
        java.util.UUID elsewhere = API.accounts.createBot(
                API.accounts.createEnvironment("elsewhere"), "bot", java.util.List.of("en"), null);
        assertThat(API.send(request("/api/bot/" + elsewhere + "/whatsapp/broadcast", administrator)
                                .GET())
                        .code())
                .isEqualTo("bot_not_found");
        assertThat(API.send(request(BROADCASTS, administrator)
                                .header("Authorization", "Bearer no")
                                .GET())
                        .status())
                .isEqualTo(401);
        assertThat(API.send(API.anonymous(BROADCASTS)
                                .header("Cookie", "crier_session=nonsense")
                                .GET())
                        .status())
                .isEqualTo(401);
    }
}
