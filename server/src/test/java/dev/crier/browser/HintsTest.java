package dev.crier.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.crier.browser.Hands.follow;
import static dev.crier.browser.Hands.press;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.crier.account.Feature;
import dev.crier.account.Role;
import dev.crier.api.Json;
import dev.crier.browser.Browsing.Screen;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What pages say to somebody who does not know what to do next, or may not do it. It is the same on each screen; on a
/// small one it has the least room.
@ExtendWith(Desk.TidyUp.class)
class HintsTest {
    private static final String CARL = "+31612345602";

    @Test
    void what_keeps_a_broadcast_from_being_sent_is_told_before_anything_is_written() {
        Desk.Shop shop = Desk.emptyShop(Screen.PHONE);
        Desk.crier().rooms().accounts().cancel(shop.botId(), Feature.WHATSAPP_BROADCASTING);
        Page page = shop.open(Role.ADMINISTRATOR, "/broadcasts/new");
        assertThat(page.locator("main")).containsText("Whatsapp Broadcasting is not ordered");
        assertThat(page.locator("main")).not().containsText("Write a template");
        Desk.requireGood(page);
        follow(page, "Connect WhatsApp");
        assertThat(page).hasURL(Pattern.compile(".*/channels/whatsapp$"));

        Page editor = shop.open(Role.EDITOR, "/broadcasts/new");
        assertThat(editor.locator("main")).containsText("An administrator of this environment can connect it");
        assertThat(Hands.link(editor, "Connect WhatsApp")).hasCount(0);
    }

    @Test
    void a_feature_that_was_cancelled_is_told_at_every_step() {
        Desk.Shop shop = Desk.shop(Screen.PHONE);
        Page page = shop.open(Role.ADMINISTRATOR, "/broadcasts/new");
        press(page, "Use delivery_notice");
        assertThat(page).hasURL(Pattern.compile(".*/template$"));
        Desk.crier().rooms().accounts().cancel(shop.botId(), Feature.WHATSAPP_BROADCASTING);
        page.reload();
        assertThat(Hands.link(page, "Order Whatsapp Broadcasting")).isVisible();
        page.getByLabel("Where {{1}} of Body comes from").selectOption("person:first_name");
        for (int i = 2; i <= 5; i++) {
            page.getByLabel("Text of {{" + i + "}} of Body").fill("word");
        }
        page.getByLabel(Pattern.compile("Text of End of the address")).fill("a1");
        press(page, "Next: audience");
        assertThat(Hands.link(page, "Order Whatsapp Broadcasting")).isVisible();
        Desk.requireGood(page);
        follow(page, "Paste numbers");
        page.getByLabel("One number on each line").fill(CARL + ", Carl");
        press(page, "Next: check");
        assertThat(page.locator("#result")).containsText("Whatsapp Broadcasting is not ordered");
        assertThat(page.locator(".send-card")).hasCount(0);
        Desk.requireGood(page);
    }

    @Test
    void nobody_is_offered_a_template_for_somebody_who_has_opted_out() {
        Desk.Shop shop = Desk.shop(Screen.PHONE);
        String id = shop.api()
                .post("/user", Json.object().put("phone", CARL).put("first_name", "Carl"))
                .path("user_id")
                .asString();
        Page page = shop.open(Role.EDITOR, "/contacts/" + id);
        assertThat(Hands.link(page, "Send a template")).isVisible();
        shop.api().writes(CARL, "optout");
        assertThat(page.locator(".head .badge")).hasText("Opted out");
        assertThat(Hands.link(page, "Send a template")).isHidden();
        shop.go(page, "/contacts/" + id + "/template");
        assertThat(page.locator(".warning")).containsText("Carl writes “optin” to this number");
        assertThat(page.locator(".choices")).hasCount(0);
        Desk.requireGood(page);
        follow(page, "To Carl");
        Desk.requireGood(page);
        shop.api().writes(CARL, "optin");
        assertThat(Hands.link(page, "Send a template")).isVisible();
    }

    @Test
    void whoever_may_not_do_it_reads_who_can() {
        Desk.Shop shop = Desk.emptyShop(Screen.PHONE);
        Map<String, String> hints = Map.of(
                "/broadcasts", "An editor or administrator of this environment can send one",
                "/contacts", "An editor or administrator of this environment can add contacts",
                "/templates", "An administrator of this environment can connect it",
                "/webhooks", "An administrator of this environment can make one",
                "/channels", "An administrator of this environment can connect it",
                "/store", "An administrator of this environment can order it",
                "/content", "An editor or administrator of this environment can change them");
        Desk.crier().rooms().accounts().cancel(shop.botId(), Feature.WHATSAPP_BROADCASTING);
        Page page = shop.open(Role.VIEWER, "");
        hints.forEach((path, words) -> {
            shop.go(page, path);
            assertThat(page.locator("main")).containsText(words);
            Desk.requireGood(page);
        });
        follow(page, "this environment");
        assertThat(page.locator("h1")).containsText("Members of");
    }

    /// The text that a screen reader says after the name of a field.
    private static Locator description(Page page, Locator field) {
        String ids = field.getAttribute("aria-describedby");
        org.assertj.core.api.Assertions.assertThat(ids).isNotNull();
        String last = ids.substring(ids.lastIndexOf(' ') + 1);
        return page.locator("[id='" + last + "']");
    }

    @Test
    void help_is_opened_beside_a_field_and_belongs_to_it() {
        Desk.Shop shop = Desk.shop(Screen.PHONE);
        Page page = shop.open(Role.EDITOR, "/templates/new");
        Locator name = page.locator("input[name='/name']");
        assertThat(description(page, name)).isHidden();
        page.getByText("Help: name", new Page.GetByTextOptions().setExact(true))
                .first()
                .locator("..")
                .click();
        assertThat(description(page, name)).isVisible();
        assertThat(description(page, name)).containsText("Meta never lets it change");
        Desk.requireGood(page);
        for (String path : List.of("/contacts/new", "", "/channels/rest", "/settings")) {
            shop.go(page, path);
            page.locator("details.help summary").all().forEach(Locator::click);
            Desk.requireGood(page);
        }
        Page administrator = shop.open(Role.ADMINISTRATOR, "/channels/whatsapp");
        for (String path : List.of("/channels/whatsapp", "/webhooks/new", "/channels/rest")) {
            shop.go(administrator, path);
            administrator.locator("details.help summary:visible").all().forEach(Locator::click);
            Desk.requireGood(administrator);
        }
    }

    @Test
    void pages_speak_of_pages_and_not_of_requests() {
        Desk.Shop shop = Desk.shop(Screen.PHONE);
        Page page = shop.open(Role.VIEWER, "/contacts/" + UUID.randomUUID());
        assertThat(page.getByRole(AriaRole.HEADING)).hasText("There is no such contact");
        shop.go(page, "/contacts/new");
        assertThat(page.getByRole(AriaRole.HEADING)).hasText("You may not do that here");
        Desk.requireGood(page);
        var _ = shop.api().post("/user", Json.object().put("phone", CARL));
        Page editor = shop.open(Role.EDITOR, "/contacts/whatsapp");
        String id = shop.api().get("/user/" + CARL).path("user_id").asString();
        shop.go(editor, "/contacts/" + id);
        editor.getByLabel("Add a tag").fill("vip");
        press(editor, "Add");
        Awaitility.await().until(() -> shop.log().locator("table").textContent().contains("added vip"));
    }
}
