package dev.crier.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.crier.browser.Hands.press;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.crier.account.Role;
import dev.crier.browser.Browsing.Screen;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// One draft and one contact, each open in two tabs.
@ExtendWith(Desk.TidyUp.class)
class TwoTabsTest {
    private static final String FIELD = "Text of {{2}} of Body";

    private final Desk.Shop shop = Desk.shop(Screen.PHONE);

    @Test
    void what_is_typed_in_a_second_tab_waits_for_a_decision() {
        Page one = shop.open(Role.EDITOR, "/broadcasts/new");
        press(one, "Use delivery_notice");
        assertThat(one).hasURL(Pattern.compile(".*/draft/[0-9a-f-]{36}/template$"));
        Page other = shop.open(Role.EDITOR, one.url().replaceFirst(".*(/broadcasts/.*)", "$1"));
        one.getByLabel(FIELD).fill("3 May");
        assertThat(one.locator("#preview")).containsText("3 May");
        one.getByLabel(FIELD).fill("4 May");
        assertThat(one.locator("#preview")).containsText("4 May");
        other.getByLabel(FIELD).fill("5 May");
        assertThat(other.locator("#preview")).containsText("changed on another page");
        Desk.requireGood(other);
        press(other, "Keep what is written here");
        assertThat(other.getByLabel(FIELD)).hasValue("5 May");
        other.getByLabel(FIELD).fill("6 May");
        assertThat(other.locator("#preview")).containsText("6 May");
        one.reload();
        assertThat(one.getByLabel(FIELD)).hasValue("6 May");
    }

    @Test
    void a_contact_that_was_saved_in_another_tab_is_saved_over_only_knowingly() {
        Page one = shop.open(Role.EDITOR, "/contacts/new");
        one.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName(Pattern.compile("^Phone")))
                .fill("+31612345671");
        one.getByLabel("First name").fill("Carl");
        press(one, "Add the contact");
        String edit = one.url().replaceFirst(".*(/contacts/.*)", "$1") + "/edit";
        Page first = shop.open(Role.EDITOR, edit);
        Page second = shop.open(Role.EDITOR, edit);
        first.getByLabel("Last name").fill("Smith");
        press(first, "Save");
        assertThat(first.locator("h1")).containsText("Smith");
        second.getByLabel("First name").fill("Karl");
        press(second, "Save");
        assertThat(second.getByRole(AriaRole.ALERT)).containsText("changed by someone else");
        assertThat(second.getByRole(AriaRole.ALERT)).containsText("Last name: now “Smith”");
        assertThat(second.getByLabel("First name")).hasValue("Karl");
        Desk.requireGood(second);
        press(second, "Save");
        assertThat(second.locator("h1")).containsText("Karl");
    }
}
