package dev.crier.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.crier.browser.Hands.button;
import static dev.crier.browser.Hands.press;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.crier.api.Json;
import dev.crier.browser.Browsing.Screen;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The sandbox's own pages: people's phones, magic recipients, behaviour, accounts.
@OnEachScreen
class PhonePageTest {
    private static final AtomicInteger PHONES = new AtomicInteger(36_500_000);

    private final Screen screen;
    private final Desk.Shop shop;

    PhonePageTest(Screen screen) {
        this.screen = screen;
        shop = Desk.shop(screen);
    }

    @BeforeAll
    static void everybodyReads() {
        var _ = Desk.sandbox()
                .call(
                        "PUT",
                        "/sandbox/behaviour",
                        Json.object().put("read_rate", 1).put("status_delay_ms", 5));
    }

    @AfterAll
    static void asBefore() {
        var _ = Desk.sandbox()
                .call(
                        "PUT",
                        "/sandbox/behaviour",
                        Json.object().put("read_rate", 0.7).put("status_delay_ms", 200));
    }

    private static String nextPhone() {
        return "+316" + PHONES.incrementAndGet();
    }

    @Test
    void somebody_reads_a_broadcast_answers_and_opts_out() {
        String phone = nextPhone();
        var _ = shop.api().awaitDone(shop.api().broadcast(List.of(phone)));
        Page page = Desk.phones().open("/?phone=%2B" + phone.substring(1), screen);
        assertThat(page.locator(".business .bubble-body")).hasCount(1);
        assertThat(page.locator(".business .tick.read")).isVisible();

        page.getByLabel("Message as this person").fill("Thank *you*, <b>shop</b>");
        press(page, "Send");
        assertThat(page.locator(".person-own .bubble-body")).hasText("Thank you, <b>shop</b>");
        assertThat(page.locator(".person-own strong")).hasText("you");
        press(page, "optout");
        assertThat(page.locator(".business")).hasCount(2);
        press(page, "Stop marketing");
        assertThat(button(page, "Resume marketing")).isVisible();
        Desk.phones().requireGood(page);
    }

    @Test
    void on_a_small_screen_the_list_comes_first_and_back_leads_to_it() {
        String phone = nextPhone();
        var _ = shop.api().awaitDone(shop.api().broadcast(List.of(phone)));
        Page page = Desk.phones().open("/?number=" + shop.api().numberId(), Screen.PHONE);
        page.getByLabel("Search people").fill(phone);
        page.locator(".person")
                .filter(new Locator.FilterOptions().setHasText(phone))
                .click();
        assertThat(page.locator(".business")).hasCount(1);
        press(page, "Back to the list");
        assertThat(page.locator(".person")).isVisible();
        Desk.phones().requireGood(page);

        page.getByLabel("Another phone").fill("12");
        press(page, "Open");
        assertThat(page.locator("#another-problem")).containsText("7 to 15 digits");
        page.getByLabel("Another phone").fill("+31 6 3999 9999");
        press(page, "Open");
        assertThat(page.locator("#log")).containsText("Nothing here yet");
    }

    @Test
    void somebody_turns_a_knob() {
        Page page = Desk.phones().open("/behaviour", screen);
        page.getByLabel("read rate").fill("2");
        press(page, "Save");
        assertThat(page.locator("#problem")).containsText("read rate");
        page.getByLabel("read rate").fill("1");
        press(page, "Save");
        assertThat(page.locator("#saved")).containsText("Saved");
    }

    @Test
    void everybody_can_use_the_pages() {
        Page page = Desk.phones().open("/", screen);
        for (String path : List.of("/", "/magic", "/behaviour", "/accounts")) {
            page.navigate(Desk.sandbox().url() + path);
            assertThat(page.locator("h1").first()).isVisible();
            Desk.phones().requireGood(page);
        }
    }
}
