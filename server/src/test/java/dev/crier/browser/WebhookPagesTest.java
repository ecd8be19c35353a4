package dev.crier.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.crier.browser.Hands.button;
import static dev.crier.browser.Hands.confirm;
import static dev.crier.browser.Hands.follow;
import static dev.crier.browser.Hands.press;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.crier.account.Role;
import dev.crier.api.Ids;
import dev.crier.browser.Browsing.Screen;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Webhooks to the customer's systems, their deliveries and secrets.
@OnEachScreen
class WebhookPagesTest {
    private final Screen screen;

    WebhookPagesTest(Screen screen) {
        this.screen = screen;
    }

    private static void sql(String sql, Object... values) {
        Desk.crier().rooms().database().jdbi().useHandle(handle -> handle.execute(sql, values));
    }

    /// A delivery as it stands after its tries.
    private static void delivered(UUID webhook, String status, String answer) {
        sql(
                "INSERT INTO webhook_delivery (id, webhook_id, event_id, person, type, body, status, tries, tried_at,"
                        + " answer_status, answer) VALUES (?, ?, 1, ?, 'action_status', ?, ?, 3, now(), ?, ?)",
                Ids.next(),
                webhook,
                Ids.next(),
                "{\"type\":\"action_status\",\"action_status\":{\"status\":\"read\"}}",
                status,
                status.equals("failed") ? 500 : 204,
                answer);
    }

    private static Page made(Desk.Shop shop) {
        Page page = shop.open(Role.ADMINISTRATOR, "/webhooks");
        follow(page, "Make a webhook");
        page.getByLabel("Address").fill("https://hooks.invalid/events");
        page.getByLabel("action_status").check();
        press(page, "Make the webhook");
        return page;
    }

    private static UUID id(Page page) {
        follow(page, "Done, to the webhook");
        assertThat(page).hasURL(Pattern.compile(".*/webhooks/[0-9a-f-]{36}$"));
        return UUID.fromString(page.url().replaceFirst(".*/", ""));
    }

    @Test
    void a_webhook_is_made_tested_read_replayed_and_deleted() {
        Desk.Shop shop = Desk.shop(screen);
        Page page = shop.open(Role.ADMINISTRATOR, "/webhooks/new");
        Desk.requireGood(page);
        page.getByLabel("Address").fill("http://127.0.0.1/inside");
        press(page, "Make the webhook");
        assertThat(page.locator(".error")).containsText("private network");
        Desk.requireGood(page);

        page = made(shop);
        String secret = page.locator(".copy code").textContent();
        assertThat(secret).startsWith("whsec_");
        Desk.requireGood(page);
        UUID webhook = id(page);
        assertThat(page.content()).doesNotContain(secret);
        assertThat(page.locator("main")).containsText("Nothing was delivered yet");
        press(page, "Send a test");
        assertThat(page.locator("#attempt")).containsText("the host is not known");

        delivered(webhook, "delivered", "");
        delivered(webhook, "failed", "no such table");
        page.reload();
        follow(page, "Failed");
        Locator rows = page.locator("tbody tr");
        assertThat(rows).hasCount(1);
        assertThat(rows).containsText("500");
        assertThat(rows).containsText("News of a message");
        Desk.requireGood(page);
        rows.locator("a").click();
        assertThat(page.locator("main")).containsText("no such table");
        assertThat(page.locator("main")).containsText("\"status\" : \"read\"");
        Desk.requireGood(page);
        press(page, "Send it again");
        assertThat(page.locator("#notice")).containsText("1 delivery is sent again");
        press(page, "Send the failed ones again");
        confirm(page);
        assertThat(page.locator("#notice")).containsText("0 deliveries are sent again");
        press(page, "Send a period again");
        page.locator("dialog[open] input[name=from]").fill("2020-01-01T00:00");
        page.locator("dialog[open] input[name=to]").fill("2019-01-01T00:00");
        confirm(page);
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("to must be after from");
        press(page, "Make a new secret");
        confirm(page);
        assertThat(page.locator(".copy code")).not().hasText(secret);
        assertThat(page.locator("main")).containsText("For a day the old secret signs beside the new one");
        id(page);
        press(page, "Delete");
        confirm(page);
        assertThat(page.locator("main")).containsText("No webhooks yet");
    }

    @Test
    void a_webhook_that_was_stopped_says_why_and_is_enabled_again() {
        Desk.Shop shop = Desk.shop(screen);
        Page page = made(shop);
        UUID webhook = id(page);
        sql("UPDATE webhook SET enabled = false, disabled_reason = 'gone', disabled_at = now() WHERE id = ?", webhook);
        page.reload();
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("answered 410");
        Desk.requireGood(page);
        Page viewer = shop.open(Role.VIEWER, "/webhooks");
        assertThat(viewer.locator("tbody")).containsText("Stopped by Crier");
        Desk.requireGood(viewer);
        viewer.locator("tbody a").click();
        assertThat(button(viewer, "Send a test")).hasCount(0);
        follow(page, "Edit");
        Desk.requireGood(page);
        page.getByLabel("Enabled").check();
        press(page, "Save");
        assertThat(page.locator(".badge").first()).hasText("Enabled");
    }
}
