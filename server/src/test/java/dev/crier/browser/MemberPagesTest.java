package dev.crier.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.crier.browser.Hands.confirm;
import static dev.crier.browser.Hands.press;
import static dev.crier.browser.Hands.showMenu;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.crier.account.Role;
import dev.crier.browser.Browsing.Screen;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Signing in, members, their own account, the audit log.
@OnEachScreen
class MemberPagesTest {
    private static final String PASSWORD = "correct horse battery";

    private final Screen screen;
    private final Desk.Shop shop;
    private final String environment;

    MemberPagesTest(Screen screen) {
        this.screen = screen;
        shop = Desk.shop(screen);
        environment = "/studio/environment/" + shop.api().environmentId();
    }

    @Test
    void somebody_is_let_in_chooses_a_password_signs_out_and_in_again() {
        Page administrator = shop.openAt(Role.ADMINISTRATOR, environment + "/members");
        String email = "ann-" + UUID.randomUUID() + "@example.com";
        administrator.getByLabel("E-mail address").fill(email);
        administrator.getByLabel("Viewer").check();
        press(administrator, "Make a link for them");
        String link = administrator.locator(".copy code").textContent();
        Desk.requireGood(administrator);

        Page ann = Desk.browsing().open(link.substring(link.indexOf("/studio/")), screen);
        ann.getByLabel("Your name").fill("Ann");
        ann.getByLabel("Password").fill("short");
        press(ann, "Start");
        assertThat(ann.locator(".error")).containsText("That is too short");
        Desk.requireGood(ann);
        ann.getByLabel("Password").fill(PASSWORD);
        press(ann, "Start");
        assertThat(ann).hasURL(Pattern.compile(".*/studio/bot/.*"));

        ann.navigate(Desk.crier().url() + "/studio/account");
        showMenu(ann);
        press(ann, "Sign out");
        assertThat(ann.getByRole(AriaRole.HEADING)).hasText("Sign in");
        ann.getByLabel("E-mail address").fill(email);
        ann.getByLabel("Password").fill("something else");
        press(ann, "Sign in");
        assertThat(ann.getByRole(AriaRole.ALERT)).containsText("do not belong together");
        ann.getByLabel("Password").fill(PASSWORD);
        press(ann, "Sign in");
        assertThat(ann).hasURL(Pattern.compile(".*/studio/bot/.*"));

        Page again = Desk.browsing().open(link.substring(link.indexOf("/studio/")), screen);
        assertThat(again.locator("main")).containsText("used already");
        administrator.navigate(Desk.crier().url() + environment + "/audit");
        assertThat(administrator.locator("table")).containsText("Member invited");
        assertThat(administrator.locator("table")).containsText("Session refused");
    }

    @Test
    void whoever_is_not_signed_in_signs_in_first_and_comes_where_they_wanted() {
        Page page = Desk.browsing().open(environment + "/members", screen);
        assertThat(page.getByRole(AriaRole.HEADING)).hasText("Sign in");
        assertThat(page.locator("input[name=to]")).hasValue(environment + "/members");
        Desk.requireGood(page);
    }

    @Test
    void a_password_is_changed_and_other_browsers_are_signed_out() {
        Page page = shop.openAt(Role.EDITOR, "/studio/account");
        page.getByLabel("Present password").fill("not mine at all");
        page.getByLabel("New password").fill(PASSWORD);
        press(page, "Change the password");
        assertThat(page.locator(".error")).hasText("This is not your present password");
        press(page, "Sign out everywhere");
        confirm(page);
        assertThat(page.getByRole(AriaRole.HEADING)).hasText("Sign in");
    }

    @Test
    void everybody_can_use_the_pages() {
        for (String path :
                List.of(environment + "/members", environment + "/audit", "/studio/bots", "/studio/account")) {
            Page page = shop.openAt(Role.ADMINISTRATOR, path);
            assertThat(page.locator("h1")).isVisible();
            Desk.requireGood(page);
        }
    }
}
