package dev.crier.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.crier.account.Role;
import dev.crier.browser.Browsing.Screen;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Signing in, members, their own account, the audit log.
class MemberPagesTest {
    private static final Desk.Shop SHOP = Desk.shop();
    private static final String ENVIRONMENT =
            "/studio/environment/" + SHOP.api().environmentId();
    private static final String PASSWORD = "correct horse battery";

    private static Page open(Role role, String path) {
        return SHOP.openAt(role, path, Screen.DESKTOP, ColorScheme.LIGHT);
    }

    private static void press(Page page, String button) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(button).setExact(true))
                .click();
    }

    @Test
    void somebody_is_let_in_chooses_a_password_signs_out_and_in_again() {
        Page administrator = open(Role.ADMINISTRATOR, ENVIRONMENT + "/members");
        String email = "ann-" + UUID.randomUUID() + "@example.com";
        administrator.getByLabel("E-mail address").fill(email);
        administrator.getByLabel("Viewer").check();
        press(administrator, "Make a link for them");
        String link = administrator.locator(".copy code").textContent();
        Desk.requireGood(administrator);

        Page ann = Desk.browsing().open(link.substring(link.indexOf("/studio/")), Screen.PHONE, ColorScheme.DARK);
        ann.getByLabel("Your name").fill("Ann");
        ann.getByLabel("Password").fill("short");
        press(ann, "Start");
        assertThat(ann.locator(".error")).containsText("at least 10 characters");
        Desk.requireGood(ann);
        ann.getByLabel("Password").fill(PASSWORD);
        press(ann, "Start");
        assertThat(ann).hasURL(Pattern.compile(".*/studio/bot/.*"));

        ann.navigate(Desk.crier().url() + "/studio/account");
        ann.locator(".menu-button").click();
        press(ann, "Sign out");
        assertThat(ann.getByRole(AriaRole.HEADING)).hasText("Sign in");
        ann.getByLabel("E-mail address").fill(email);
        ann.getByLabel("Password").fill("something else");
        press(ann, "Sign in");
        assertThat(ann.getByRole(AriaRole.ALERT)).containsText("do not belong together");
        ann.getByLabel("Password").fill(PASSWORD);
        press(ann, "Sign in");
        assertThat(ann).hasURL(Pattern.compile(".*/studio/bot/.*"));

        Page again = Desk.browsing().open(link.substring(link.indexOf("/studio/")), Screen.PHONE, ColorScheme.DARK);
        assertThat(again.locator("main")).containsText("used already");
        administrator.navigate(Desk.crier().url() + ENVIRONMENT + "/audit");
        assertThat(administrator.locator("table")).containsText("Member invited");
        assertThat(administrator.locator("table")).containsText("Session refused");
    }

    @Test
    void whoever_is_not_signed_in_signs_in_first_and_comes_where_they_wanted() {
        Page page = Desk.browsing().open(ENVIRONMENT + "/members", Screen.DESKTOP, ColorScheme.LIGHT);
        assertThat(page.getByRole(AriaRole.HEADING)).hasText("Sign in");
        assertThat(page.locator("input[name=to]")).hasValue(ENVIRONMENT + "/members");
        page.context().close();
    }

    @Test
    void a_password_is_changed_and_other_browsers_are_signed_out() {
        Page page = open(Role.EDITOR, "/studio/account");
        page.getByLabel("Present password").fill("not mine at all");
        page.getByLabel("New password").fill(PASSWORD);
        press(page, "Change the password");
        assertThat(page.locator(".error")).hasText("This is not your present password");
        press(page, "Sign out everywhere");
        page.locator("dialog[open] button[type=submit]").click();
        assertThat(page.getByRole(AriaRole.HEADING)).hasText("Sign in");
        page.context().close();
    }

    @ParameterizedTest
    @CsvSource({
        "/members, PHONE, LIGHT",
        "/members, DESKTOP, DARK",
        "/audit, PHONE, DARK",
        "/audit, DESKTOP, LIGHT",
        "../../bots, PHONE, LIGHT",
        "../../bots, DESKTOP, DARK",
        "../../account, PHONE, DARK",
        "../../account, DESKTOP, LIGHT"
    })
    void everybody_can_use_the_pages_on_any_screen_by_day_and_night(String path, Screen screen, ColorScheme scheme) {
        String whole = path.startsWith("../../") ? "/studio/" + path.substring(6) : ENVIRONMENT + path;
        Page page = SHOP.openAt(Role.ADMINISTRATOR, whole, screen, scheme);
        assertThat(page.locator("h1")).isVisible();
        Desk.requireGood(page);
        page.context().close();
    }
}
