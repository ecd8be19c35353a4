package dev.crier.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.crier.account.Role;
import dev.crier.browser.Browsing.Screen;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The page of the contract for somebody who is signed in to the Studio.
@ExtendWith(Desk.TidyUp.class)
class DocsSignedInTest {
    private final Desk.Shop shop = Desk.shop(Screen.PHONE);

    private Page docs(Role role) {
        return shop.openAt(role, "/docs");
    }

    private static Locator run(Page page, String operation) {
        Locator form = page.locator("#" + operation + " form.run");
        form.locator(".go").click();
        return form;
    }

    @Test
    void examples_know_the_bot_and_run_without_a_key() {
        Page page = docs(Role.EDITOR);
        assertThat(page.locator("#state")).containsText("You are signed in as");
        assertThat(page.getByLabel("Your bot")).hasValue(shop.botId().toString());
        assertThat(page.locator("#createBroadcast .target"))
                .containsText(shop.botId().toString());
        assertThat(page.locator("#createBroadcast .curl")).containsText("Bearer $CRIER_KEY");
        assertThat(run(page, "getNumber").locator(".answer")).containsText("\"enabled\": true");
        Locator create = run(page, "createBroadcast");
        assertThat(create.locator(".status")).hasText(Pattern.compile("^200 .*"));
        assertThat(run(page, "getBroadcast").locator(".answer")).containsText("\"total\": 2");
        assertThat(run(page, "getRateCard").locator(".status")).containsText("a key of the environment");
        assertThat(page.getByLabel("Authorization key")).isFocused();
    }

    @Test
    void a_key_may_still_be_entered_and_forgotten() {
        Page page = docs(Role.VIEWER);
        assertThat(run(page, "createBroadcast").locator(".status")).hasText(Pattern.compile("^403 .*"));
        page.getByText("With a key").click();
        page.getByLabel("Authorization key").fill(shop.api().token());
        page.getByText("Use them").click();
        assertThat(page.locator("#state")).containsText("In use.");
        assertThat(run(page, "createBroadcast").locator(".status")).hasText(Pattern.compile("^200 .*"));
        page.getByText("Forget them").click();
        assertThat(page.locator("#state")).containsText("You are signed in as");
        assertThat(String.valueOf(page.evaluate("sessionStorage.getItem('crier.docs')")))
                .doesNotContain(shop.api().token());
    }

    @Test
    void the_context_is_told_to_nobody_else_and_never_kept() {
        Page page = Desk.browsing().open("/docs", Screen.PHONE);
        var answer = page.request().get(Desk.crier().url() + "/studio/docs-context");
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.headers()).containsEntry("cache-control", "no-store");
        assertThat(page.locator("#mine")).isHidden();
    }

    @Test
    void the_page_is_good_for_members_too_and_leads_back_to_the_studio() {
        Page page = shop.openAt(Role.EDITOR, "/docs");
        assertThat(page.getByLabel("Your bot")).isVisible();
        Desk.browsing().requireGoodAsSeen(page, "#keys");
        page.locator(".to-studio").click();
        assertThat(page).hasURL(Pattern.compile(".*/studio/.*"));
    }
}
