package dev.crier.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.crier.browser.Hands.field;
import static dev.crier.browser.Hands.follow;
import static dev.crier.browser.Hands.press;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.crier.account.Bot;
import dev.crier.account.Role;
import dev.crier.browser.Browsing.Screen;
import dev.crier.contact.DefaultResponses;
import dev.crier.contact.DefaultResponses.Name;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a bot answers by itself, and to which words.
@OnEachScreen
class ContentPageTest {
    private final Screen screen;
    private Desk.Shop shop;

    ContentPageTest(Screen screen) {
        this.screen = screen;
    }

    @BeforeEach
    void anotherShop() {
        shop = Desk.emptyShop(screen);
    }

    private String read(String locale) {
        return new DefaultResponses(Desk.crier().rooms().database()).inUse(shop.botId(), Name.OPTOUT, locale, "en");
    }

    private Bot bot() {
        return Desk.crier().rooms().accounts().bot(shop.botId()).orElseThrow();
    }

    @Test
    void a_text_is_drafted_seen_as_the_person_reads_it_and_published() {
        String builtIn = read("nl");
        Page page = shop.open(Role.EDITOR, "/content");
        follow(page, "Edit Opt-out, Dutch");
        field(page, "Text").fill("*Tot ziens*, Ann");
        assertThat(page.locator("#preview strong")).hasText("Tot ziens");
        assertThat(page.locator("#preview .counter")).hasText("16 of 4,096 characters");
        press(page, "Save draft");
        assertThat(page.locator("#notice")).containsText("Nobody reads it before you publish it");
        assertThat(read("nl")).isEqualTo(builtIn);
        Desk.requireGood(page);
        shop.go(page, "/content");
        assertThat(page.getByText("Draft waits")).hasCount(1);
        Desk.requireGood(page);

        shop.go(page, "/content/optout/nl");
        press(page, "Publish");
        assertThat(page.locator("#notice")).containsText("From now on people read this");
        assertThat(read("nl")).isEqualTo("*Tot ziens*, Ann");
    }

    @Test
    void one_goes_back_to_an_earlier_version_and_to_the_built_in_text() {
        DefaultResponses responses = new DefaultResponses(Desk.crier().rooms().database());
        String builtIn = read("en");
        responses.set(shop.botId(), Name.OPTOUT, "en", "First");
        responses.set(shop.botId(), Name.OPTOUT, "en", "Second");
        Page page = shop.open(Role.EDITOR, "/content/optout/en");
        Desk.requireGood(page);
        press(page, "Revert to version 1");
        assertThat(page.locator("#notice")).containsText("People read this text again");
        assertThat(read("en")).isEqualTo("First");
        press(page, "Revert to the built-in text");
        assertThat(page.locator(".versions li").first()).containsText("Back to the built-in text");
        assertThat(read("en")).isEqualTo(builtIn);

        page.locator("#f-text").fill("Draft");
        press(page, "Save draft");
        press(page, "Discard draft");
        assertThat(page.locator("#f-text")).hasValue(builtIn);
        page.locator("#f-text").evaluate("field => { field.removeAttribute('required'); field.value = ' '; }");
        press(page, "Publish");
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("write what people are answered");
        Page log = shop.log();
        assertThat(log.locator("table")).containsText("Response reverted");
        assertThat(log.locator("table")).containsText("Opt-out text (en)");
    }

    @Test
    void keywords_are_tried_refused_saved_and_reset() {
        Page page = shop.open(Role.EDITOR, "/content");
        page.getByLabel("Try a message").fill("How do I opt out?");
        assertThat(page.locator("#try-result")).containsText("No keyword");
        page.getByLabel("Try a message").fill("  OptOut! ");
        assertThat(page.locator("#try-result")).containsText("Opts out");

        page.getByLabel("Opt-out keywords").fill("Stop\nweg ermee");
        page.getByLabel("Opt-in keywords").fill("start, STOP!");
        press(page, "Save the keywords");
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("\"stop\" is in both lists");
        assertThat(page.getByLabel("Opt-out keywords")).hasValue("Stop\nweg ermee");
        Desk.requireGood(page);
        page.getByLabel("Opt-in keywords").fill("start");
        press(page, "Save the keywords");
        assertThat(page.locator("#notice")).containsText("count from now on");
        assertThat(bot().optoutWords()).isEqualTo(List.of("stop", "weg ermee"));
        page.getByLabel("Try a message").fill("optout");
        assertThat(page.locator("#try-result")).containsText("No keyword");

        press(page, "Back to this server's own");
        assertThat(page.getByLabel("Opt-out keywords")).hasValue(Pattern.compile("optout\n.*", Pattern.DOTALL));
        assertThat(bot().optoutWords()).isNull();
    }

    @Test
    void a_viewer_looks_and_what_is_not_there_is_said_so() {
        Page page = shop.open(Role.VIEWER, "/content");
        assertThat(page.locator("main form")).hasCount(0);
        follow(page, "Look at Opt-in, English");
        assertThat(page.locator("main form")).hasCount(0);
        assertThat(page.locator("#preview")).containsText("You are subscribed again");
        Desk.requireGood(page);
        shop.go(page, "/content/optout/" + UUID.randomUUID());
        assertThat(page.locator("main")).containsText("This bot has no such text");
        Desk.requireGood(page);
    }

    @Test
    void the_pages_are_good_with_texts_of_its_own() {
        new DefaultResponses(Desk.crier().rooms().database()).set(shop.botId(), Name.OPTIN, "nl", "Welkom terug!");
        Page page = shop.open(Role.EDITOR, "/content");
        page.locator("#keywords .help summary").click();
        assertThat(page.getByText("is a question, and changes nothing")).isVisible();
        Desk.requireGood(page);
        shop.go(page, "/content/optin/nl");
        Desk.requireGood(page);
    }
}
