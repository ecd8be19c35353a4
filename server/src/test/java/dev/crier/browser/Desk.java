package dev.crier.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import dev.crier.account.Member;
import dev.crier.account.MemberStore;
import dev.crier.account.Role;
import dev.crier.account.Session;
import dev.crier.account.SessionStore;
import dev.crier.browser.Browsing.Screen;
import dev.crier.system.Crier;
import dev.crier.system.Office;
import dev.crier.system.SandboxProcess;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// The [Office] as people see it in a browser.
final class Desk {
    private static final SandboxProcess SANDBOX = Office.sandbox();
    private static final Crier CRIER = Office.crier();
    private static final Browsing BROWSING =
            new Browsing(CRIER.url(), SANDBOX.url().toString());
    private static final Browsing PHONES = new Browsing(SANDBOX.url().toString());
    private static final MemberStore MEMBERS = new MemberStore(CRIER.rooms().database(), Clock.systemUTC());
    private static final SessionStore SESSIONS = new SessionStore(CRIER.rooms().database(), Clock.systemUTC());

    private Desk() {}

    static Crier crier() {
        return CRIER;
    }

    static SandboxProcess sandbox() {
        return SANDBOX;
    }

    static Browsing browsing() {
        return BROWSING;
    }

    /// Looks at the pages of the sandbox.
    static Browsing phones() {
        return PHONES;
    }

    /// A bot that may send, in an environment of its own, with a member of each role.
    static Desk.Shop shop(Screen screen) {
        return new Desk.Shop(dev.crier.system.Shop.ready(CRIER, SANDBOX), screen);
    }

    /// A bot with nothing set up.
    static Desk.Shop emptyShop(Screen screen) {
        return new Desk.Shop(dev.crier.system.Shop.empty(CRIER), screen);
    }

    /// One test's bot and members, and what these look at pages with.
    static final class Shop {
        private final Screen screen;
        private final dev.crier.system.Shop backOffice;
        private final Map<Role, Session.Ticket> tickets = new EnumMap<>(Role.class);

        private Shop(dev.crier.system.Shop backOffice, Screen screen) {
            this.screen = screen;
            this.backOffice = backOffice;
        }

        /// What the bot's owner does without the Studio: its API, its people's phones.
        dev.crier.system.Shop api() {
            return backOffice;
        }

        UUID botId() {
            return backOffice.botId();
        }

        /// The signed-in browser of the member with that role.
        Session.Ticket ticket(Role role) {
            return tickets.computeIfAbsent(role, wanted -> {
                Member member = MEMBERS.admit(
                        backOffice.environmentId(),
                        wanted.wire() + "@" + UUID.randomUUID() + ".example.com",
                        wanted.title(),
                        wanted);
                return SESSIONS.open(member, "Test", "127.0.0.1");
            });
        }

        /// A page below `/studio/bot/{id}`, as the member with that role sees it.
        Page open(Role role, String path) {
            return openAt(role, "/studio/bot/" + botId() + path);
        }

        /// These pages below `/studio/bot/{id}` are there and good.
        void requireGood(Role role, String... paths) {
            Page page = open(role, "");
            for (String path : paths) {
                go(page, path);
                assertThat(page.locator("h1")).isVisible();
                org.assertj.core.api.Assertions.assertThat(page.url()).endsWith(path);
                Desk.requireGood(page);
            }
        }

        /// Goes to another page below `/studio/bot/{id}`.
        void go(Page page, String path) {
            page.navigate(CRIER.url() + "/studio/bot/" + botId() + path);
        }

        /// The audit log as its administrator reads it.
        Page log() {
            return openAt(Role.ADMINISTRATOR, "/studio/environment/" + backOffice.environmentId() + "/audit");
        }

        /// Any page of the server.
        Page openAt(Role role, String path) {
            Cookie cookie = new Cookie("crier_session", ticket(role).secret())
                    .setUrl(CRIER.url())
                    .setHttpOnly(true);
            return BROWSING.open(path, screen, List.of(cookie));
        }
    }

    static void requireGood(Page page) {
        BROWSING.requireGood(page);
    }

    /// No page of a test is there in the next one.
    static final class TidyUp implements AfterEachCallback {
        @Override
        public void afterEach(ExtensionContext context) {
            BROWSING.leave();
            PHONES.leave();
        }
    }
}
