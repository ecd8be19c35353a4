package dev.crier.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.crier.browser.Browsing.Screen;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The page of the contract, its runnable examples, and the page of errors.
@ExtendWith(Desk.TidyUp.class)
class DocsPageTest {
    private final Desk.Shop shop = Desk.shop(Screen.DESKTOP);

    private Page docs() {
        return Desk.browsing().open("/docs", Screen.DESKTOP);
    }

    private static void enter(Page page, String bot, String key) {
        page.getByLabel("Bot id").fill(bot);
        page.getByLabel("Authorization key").fill(key);
        page.getByText("Use them").click();
    }

    private static Locator run(Page page, String operation) {
        Locator form = page.locator("#" + operation + " form.run");
        form.locator(".go").click();
        return form;
    }

    @Test
    void examples_run_against_this_server_and_hand_their_ids_on() {
        Page page = docs();
        enter(page, shop.botId().toString(), shop.api().token());

        Locator create = run(page, "createBroadcast");
        assertThat(create.locator(".status")).hasText(Pattern.compile("^200 .*"));
        assertThat(create.locator(".heads")).containsText("content-type: application/json");
        assertThat(create.locator(".answer")).containsText("\"total\": 2");

        Locator report = run(page, "getBroadcast");
        assertThat(report.locator(".status")).hasText(Pattern.compile("^200 .*"));
        assertThat(report.locator(".answer")).containsText("\"ref\": \"order-2\"");

        create.locator("select.sample").selectOption("dry_run");
        assertThat(create.locator(".target")).containsText("?dry_run=true");
        create.locator(".go").click();
        assertThat(create.locator(".answer")).containsText("\"missing_params\": 1");

        create.locator("textarea").fill("{ \"template\": 1 ");
        create.locator(".go").click();
        assertThat(create.locator(".status")).hasText(Pattern.compile("^400 .*"));
        assertThat(create.locator(".answer")).containsText("invalid_json");
    }

    @Test
    void a_form_is_sent_as_one() {
        Page page = docs();
        enter(page, shop.botId().toString(), shop.api().token());
        Locator upload = page.locator("#uploadMedia form.run");
        upload.locator("select.sample").selectOption("form");
        assertThat(upload.locator(".curl")).containsText("-F 'file=@file.txt;type=text/plain'");
        assertThat(upload.locator(".curl")).not().containsText("Content-Type");
        upload.locator(".go").click();
        assertThat(upload.locator(".answer")).containsText("\"filename\": \"file.txt\"");
        upload.locator("textarea").fill("no fields");
        upload.locator(".go").click();
        assertThat(upload.locator(".answer")).containsText("invalid_multipart");
    }

    @Test
    void the_key_stays_in_the_tab_and_out_of_addresses_and_of_what_is_copied() {
        Page page = docs();
        enter(page, shop.botId().toString(), shop.api().token());
        page.reload();
        assertThat(run(page, "getNumber").locator(".answer")).containsText("\"enabled\": true");
        assertThat(page.url()).doesNotContain(shop.api().token());
        assertThat(String.valueOf(page.evaluate("localStorage.length + document.cookie")))
                .isEqualTo("0");
        assertThat(page.locator("#getNumber .curl").textContent())
                .contains("Authorization: Bearer $CRIER_KEY", shop.botId().toString())
                .doesNotContain(shop.api().token());
        page.getByText("Forget them").click();
        assertThat(run(page, "getNumber").locator(".status")).containsText("Enter a bot id and a key first");
        assertThat(String.valueOf(page.evaluate("sessionStorage.getItem('crier.docs')")))
                .doesNotContain(shop.api().token());
        enter(page, "no id", "some key");
        assertThat(page.locator("#state")).containsText("A bot id looks like");
        enter(page, UUID.randomUUID().toString(), "wrong");
        assertThat(run(page, "getNumber").locator(".status")).hasText(Pattern.compile("^401 .*"));
    }

    @Test
    void what_deletes_asks_again_and_what_sends_says_so() {
        Page page = docs();
        enter(page, shop.botId().toString(), shop.api().token());
        assertThat(page.locator("#createBroadcast .note")).hasText("This really sends.");
        Locator erase = run(page, "eraseContact");
        assertThat(erase.locator(".go")).hasText("Really delete?");
        assertThat(erase.locator(".result")).isHidden();
        erase.locator(".go").click();
        assertThat(erase.locator(".status")).hasText(Pattern.compile("^404 .*"));
    }

    @Test
    void operations_are_found_by_their_words_with_the_keyboard_alone() {
        Page page = docs();
        page.keyboard().press("/");
        page.keyboard().type("export contacts");
        assertThat(page.locator("section.operation:visible")).hasCount(2);
        page.keyboard().type(" nonsense");
        assertThat(page.locator("#nothing")).isVisible();
        page.keyboard().press("Escape");
        assertThat(page.locator("#createBroadcast")).isVisible();
    }

    @ParameterizedTest
    @EnumSource(Screen.class)
    void everybody_can_use_the_pages(Screen screen) {
        for (String path : List.of("/docs", "/docs/errors", "/")) {
            Desk.browsing().requireGoodAsSeen(Desk.browsing().open(path, screen));
        }
    }

    @Test
    void a_problems_type_leads_to_its_explanation() {
        Page page = Desk.browsing().open("/docs/errors#invalid_template", Screen.PHONE);
        assertThat(page.locator("article:target")).containsText("The components do not fit the template");
        assertThat(page.locator("article:target")).isInViewport();
    }
}
