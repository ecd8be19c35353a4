package dev.crier.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.crier.api.Json;
import dev.crier.browser.Browsing.Screen;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The sandbox's own pages: people's phones, magic recipients, behaviour, accounts.
class PhonePageTest {
    private static final Desk.Shop SHOP = Desk.shop();
    private static final Browsing BROWSING = new Browsing(Desk.sandbox().url().toString());
    private static final AtomicInteger PHONES = new AtomicInteger(36_500_000);

    @BeforeAll
    static void everybodyReads() {
        var _ = Desk.sandbox()
                .call(
                        "PUT",
                        "/sandbox/behaviour",
                        Json.object().put("read_rate", 1).put("status_delay_ms", 5));
    }

    @AfterAll
    static void close() {
        var _ = Desk.sandbox()
                .call(
                        "PUT",
                        "/sandbox/behaviour",
                        Json.object().put("read_rate", 0.7).put("status_delay_ms", 200));
        BROWSING.close();
    }

    private static String nextPhone() {
        return "+316" + PHONES.incrementAndGet();
    }

    private static Page open(String phone, Screen screen, ColorScheme scheme) {
        return BROWSING.open("/?phone=%2B" + phone.substring(1), screen, scheme);
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static void requireGood(Page page) {
        Screenshots.take(page);
        BROWSING.requireNoComplaint();
        assertThat(Browsing.overflow(page)).as(page.url()).isLessThanOrEqualTo(0);
        assertThat(Browsing.barriers(page)).as(page.url()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"DESKTOP, LIGHT", "DESKTOP, DARK", "PHONE, LIGHT", "PHONE, DARK"})
    void somebody_reads_a_broadcast_answers_and_opts_out(Screen screen, ColorScheme scheme) {
        String phone = nextPhone();
        var _ = SHOP.api().awaitDone(SHOP.api().broadcast(List.of(phone)));
        Page page = open(phone, screen, scheme);
        assertThat(page.locator(".business .bubble-body")).hasCount(1);
        assertThat(page.locator(".business .tick.read")).isVisible();

        page.getByLabel("Message as this person").fill("Thank *you*, <b>shop</b>");
        button(page, "Send").click();
        assertThat(page.locator(".person-own .bubble-body")).hasText("Thank you, <b>shop</b>");
        assertThat(page.locator(".person-own strong")).hasText("you");
        button(page, "optout").click();
        assertThat(page.locator(".business")).hasCount(2);
        button(page, "Stop marketing").click();
        assertThat(button(page, "Resume marketing")).isVisible();
        requireGood(page);
        page.context().close();
    }

    @Test
    void on_a_small_screen_the_list_comes_first_and_back_leads_to_it() {
        String phone = nextPhone();
        var _ = SHOP.api().awaitDone(SHOP.api().broadcast(List.of(phone)));
        Page page = BROWSING.open("/?number=" + SHOP.api().numberId(), Screen.PHONE, ColorScheme.LIGHT);
        page.getByLabel("Search people").fill(phone);
        page.locator(".person")
                .filter(new Locator.FilterOptions().setHasText(phone))
                .click();
        assertThat(page.locator(".business")).hasCount(1);
        button(page, "Back to the list").click();
        assertThat(page.locator(".person")).isVisible();
        requireGood(page);

        page.getByLabel("Another phone").fill("12");
        button(page, "Open").click();
        assertThat(page.locator("#another-problem")).containsText("7 to 15 digits");
        page.getByLabel("Another phone").fill("+31 6 3999 9999");
        button(page, "Open").click();
        assertThat(page.locator("#log")).containsText("Nothing here yet");
        page.context().close();
    }

    @Test
    void somebody_turns_a_knob() {
        Page page = BROWSING.open("/behaviour", Screen.DESKTOP, ColorScheme.LIGHT);
        page.getByLabel("read rate").fill("2");
        button(page, "Save").click();
        assertThat(page.locator("#problem")).containsText("read rate");
        page.getByLabel("read rate").fill("1");
        button(page, "Save").click();
        assertThat(page.locator("#saved")).containsText("Saved");
        page.context().close();
    }

    @ParameterizedTest
    @CsvSource({
        "/magic, DESKTOP, DARK",
        "/magic, PHONE, LIGHT",
        "/behaviour, DESKTOP, LIGHT",
        "/behaviour, PHONE, DARK",
        "/accounts, DESKTOP, DARK",
        "/accounts, PHONE, LIGHT"
    })
    void everybody_can_use_the_other_pages(String path, Screen screen, ColorScheme scheme) {
        Page page = BROWSING.open(path, screen, scheme);
        assertThat(page.locator("h1")).isVisible();
        requireGood(page);
        page.context().close();
    }
}
