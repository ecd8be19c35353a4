package dev.crier.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.crier.browser.Hands.button;
import static dev.crier.browser.Hands.confirm;
import static dev.crier.browser.Hands.field;
import static dev.crier.browser.Hands.follow;
import static dev.crier.browser.Hands.press;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.crier.account.Role;
import dev.crier.api.Json;
import dev.crier.browser.Browsing.Screen;
import dev.crier.channel.WhatsappChannel;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Channels, the store and a bot's settings.
@OnEachScreen
class ChannelPagesTest {
    private final Screen screen;

    ChannelPagesTest(Screen screen) {
        this.screen = screen;
    }

    private static void log(Desk.Shop shop, String action) {
        Page page = shop.log();
        assertThat(page.locator("table")).containsText(action);
    }

    @Test
    void a_key_is_seen_once_and_a_new_one_ends_it() {
        Desk.Shop shop = Desk.emptyShop(screen);
        Page page = shop.open(Role.ADMINISTRATOR, "/channels/rest");
        assertThat(page.locator("main")).containsText("Whatsapp Broadcasting is not ordered");
        press(page, "Enable REST API");
        assertThat(page.locator("#notice")).containsText("enabled");
        press(page, "Regenerate the key");
        assertThat(page.locator("dialog[open]")).containsText("refused (unauthorized)");
        confirm(page);
        String key = field(page, "Authorization key").textContent();
        assertThat(key).startsWith("crier_").hasSizeGreaterThan(40);
        assertThat(page.locator("pre")).containsText("Bearer " + key);
        assertThat(page.url()).doesNotContain(key);
        Desk.requireGood(page);

        shop.go(page, "/channels/rest");
        assertThat(page.locator("main")).not().containsText(key);
        assertThat(page.locator("pre")).containsText("$CRIER_KEY");
        press(page, "Copy BOT ID");
        press(page, "Make a key of the environment");
        assertThat(page.locator("main")).containsText("Copy the key now");
        press(page, "Disable");
        confirm(page);
        assertThat(page.locator("h1")).containsText("Disabled");
        log(shop, "Key regenerated");
    }

    @Test
    void a_number_is_connected_tried_mended_and_switched_on() {
        Desk.Shop shop = Desk.emptyShop(screen);
        JsonNode account = Desk.sandbox().call("POST", "/sandbox/accounts", Json.object());
        Page page = shop.open(Role.ADMINISTRATOR, "/channels");
        follow(page, "Connect WhatsApp");
        page.getByLabel("Provider").selectOption("360dialog");
        assertThat(page.getByLabel("App secret")).isHidden();
        page.getByLabel("Provider").selectOption("sandbox");
        page.getByLabel("Address of the sandbox").fill("http://10.0.0.1/");
        page.getByLabel("Phone number id").fill("+31 6 1234");
        page.getByLabel("Account id").fill(account.path("waba_id").asString());
        press(page, "Connect");
        page.locator("input[name=access_token]").evaluate("field => field.required = false");
        press(page, "Connect");
        assertThat(page.locator("main")).containsText("This leads to a private network");
        assertThat(page.locator("main")).containsText("the number itself is no id");
        assertThat(page.locator("main")).containsText("This is needed once");
        Desk.requireGood(page);

        page.getByLabel("Address of the sandbox").fill(Desk.sandbox().url().toString());
        page.getByLabel("Phone number id").fill(account.path("phone_number_id").asString());
        page.getByLabel("Access token").fill(account.path("access_token").asString());
        page.getByLabel("App secret").fill(account.path("app_secret").asString());
        press(page, "Connect");
        assertThat(page.locator(".checks li")).hasCount(7);
        assertThat(page.locator("#test-steps")).containsText("One thing is to be mended");
        assertThat(page.locator("#number"))
                .containsText(account.path("display_phone_number").asString());
        assertThat(page.locator(".checks .failed")).containsText("Send webhooks here");
        Desk.requireGood(page);
        press(page, "Send webhooks here");
        assertThat(page.locator("#test-steps")).containsText("Everything is in order");
        press(page, "Enable WhatsApp");
        assertThat(page.locator("#notice")).containsText("botsqd_reengagement is submitted in en, nl");
        press(page, "Ask WhatsApp now");
        assertThat(page.locator(".facts")).containsText("High");
        assertThat(page.content()).doesNotContain(account.path("access_token").asString());
        assertThat(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Open the sandbox's phone")))
                .hasAttribute("href", Desk.sandbox().url().toString());

        page.locator("details.more > summary").last().click();
        page.getByLabel("Throughput").fill("50");
        press(page, "Save the connection");
        assertThat(page.locator("#notice")).containsText("saved");
        WhatsappChannel saved = Desk.crier().rooms().channels().connected(shop.botId());
        assertThat(saved.throughput()).isEqualTo(50);
        assertThat(saved.endpoint().accessToken().reveal())
                .isEqualTo(account.path("access_token").asString());
        page.getByLabel("Address of the sandbox").fill("http://127.0.0.1:1");
        press(page, "Save the connection");
        assertThat(page.locator("main")).containsText("This is needed once");
        press(page, "Disable");
        confirm(page);
        assertThat(page.locator("h1")).containsText("Disabled");
        log(shop, "Channel subscribed");
    }

    @Test
    void a_number_belongs_to_one_bot() {
        Desk.Shop shop = Desk.emptyShop(screen);
        Page page = shop.open(Role.ADMINISTRATOR, "/channels/whatsapp");
        page.getByLabel("Provider").selectOption("sandbox");
        page.getByLabel("Address of the sandbox").fill(Desk.sandbox().url().toString());
        page.getByLabel("Phone number id").fill(Desk.shop(screen).api().numberId());
        page.getByLabel("Account id").fill("1");
        page.getByLabel("Access token").fill("token");
        page.getByLabel("App secret").fill("secret");
        press(page, "Connect");
        assertThat(page.locator(".error")).containsText("Another bot");
    }

    @Test
    void a_held_number_says_what_meta_said_and_is_released() {
        Desk.Shop shop = Desk.shop(screen);
        UUID channel = Desk.crier().rooms().channels().connected(shop.botId()).id();
        Desk.crier().rooms().channels().hold(channel, 190, "Error validating access token");
        Page viewer = shop.open(Role.VIEWER, "/channels");
        assertThat(viewer.locator("main")).containsText("Held");
        follow(viewer, "Open WhatsApp");
        assertThat(button(viewer, "Release the number")).hasCount(0);
        Page page = shop.open(Role.ADMINISTRATOR, "/channels/whatsapp");
        assertThat(page.locator(".problem")).containsText("The access token has expired or was revoked.");
        assertThat(page.locator(".problem")).containsText("What to do");
        Desk.requireGood(page);
        press(page, "Release the number");
        assertThat(page.locator("#notice")).containsText("may send again");
    }

    @Test
    void broadcasting_is_ordered_and_cancelled() {
        Desk.Shop shop = Desk.emptyShop(screen);
        Page page = shop.open(Role.ADMINISTRATOR, "/store");
        press(page, "Order Whatsapp Broadcasting");
        assertThat(page.locator(".badge")).hasText("Ordered");
        press(page, "Cancel");
        assertThat(page.locator("dialog[open]")).containsText("feature_not_enabled");
        confirm(page);
        assertThat(page.locator(".badge")).hasText("Not ordered");
        Desk.requireGood(page);
        log(shop, "Feature cancelled");
        Page viewer = shop.open(Role.VIEWER, "/store");
        assertThat(viewer.locator("main")).containsText("An administrator");
    }

    @Test
    void a_bot_gets_another_name_and_other_languages() {
        Desk.Shop shop = Desk.emptyShop(screen);
        Page page = shop.open(Role.ADMINISTRATOR, "/settings");
        page.getByLabel("Languages").fill("en, klingon");
        page.getByLabel("Country").fill("XX");
        press(page, "Save");
        assertThat(page.locator("main")).containsText("languages that WhatsApp knows");
        assertThat(page.locator("main")).containsText("two letters of a country");
        page.getByLabel("Name").fill("Flower shop");
        page.getByLabel("Languages").fill("nl, pt-br");
        page.getByLabel("Country").fill("be");
        press(page, "Save");
        assertThat(page.locator("#notice")).containsText("saved");
        assertThat(page.getByLabel("Languages")).hasValue("nl, pt_BR");
        assertThat(page.getByLabel("Country")).hasValue("BE");
        Desk.requireGood(page);
        Page viewer = shop.open(Role.VIEWER, "/settings");
        assertThat(viewer.locator(".facts")).containsText("Flower shop");
    }

    @Test
    void everybody_can_use_the_pages() {
        Desk.shop(screen)
                .requireGood(
                        Role.ADMINISTRATOR, "/channels", "/channels/rest", "/channels/whatsapp", "/store", "/settings");
    }
}
