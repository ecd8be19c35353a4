package dev.crier.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.crier.browser.Hands.field;
import static dev.crier.browser.Hands.follow;
import static dev.crier.browser.Hands.press;
import static dev.crier.browser.Hands.settle;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import dev.crier.account.Role;
import dev.crier.api.Json;
import dev.crier.browser.Browsing.Screen;
import java.util.Base64;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/// What people do with templates: look through them, write one, mend what Meta does not like, copy it, delete it.
@OnEachScreen
class TemplatePagesTest {
    private final Screen screen;
    private final Desk.Shop shop;

    TemplatePagesTest(Screen screen) {
        this.screen = screen;
        this.shop = Desk.shop(screen);
    }

    /// One pixel.
    private static final byte[] PICTURE = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    private static Locator badge(Page page) {
        return page.locator("#state .badge").first();
    }

    private void sandbox(String verb, String name) {
        String id = shop.api()
                .get("/whatsapp/template/" + name + "?language=en")
                .path("id")
                .asString();
        var _ = Desk.sandbox().call("POST", "/sandbox/templates/" + id + "/" + verb, Json.object());
    }

    @Test
    void a_template_is_written_mended_while_typing_submitted_and_approved_by_itself() {
        Page page = shop.open(Role.EDITOR, "/templates");
        follow(page, "New template");
        field(page, "Name").fill("Spring offer");
        assertThat(field(page, "Name")).hasValue("spring_offer");
        page.getByLabel("What it shows").selectOption("TEXT");
        assertThat(field(page, "Header text")).isFocused();
        field(page, "Header text").fill("For {{first_name}}");
        field(page, "Text").fill("Hello {{first_name}}, your tulips from {{garden}} are ready.");
        assertThat(field(page, "{{garden}}")).isVisible();
        field(page, "{{garden}}").fill("Keukenhof");
        field(page, "{{first_name}}").first().fill("Ann");
        field(page, "{{first_name}}").last().fill("Ann");
        assertThat(page.locator("#preview")).containsText("Hello Ann, your tulips from Keukenhof are ready.");
        press(page, "Add a footer");
        Locator footer = page.getByPlaceholder("Reply optout to stop these messages");
        assertThat(footer).isFocused();
        footer.fill("x".repeat(61));
        assertThat(page.locator(".counter.over")).hasText("61 / 60");
        assertThat(page.locator(".spot .error")).containsText("61 characters, at most 60");
        assertThat(footer).hasAttribute("aria-invalid", "true");
        footer.fill("Reply optout to stop");
        assertThat(page.locator(".spot .error")).hasCount(0);
        press(page, "Visit a website");
        field(page, "Label").fill("See them");
        field(page, "Address").fill("https://example.com/{{1}}");
        field(page, "Example of the whole address").fill("https://example.com/tulips");
        assertThat(page.locator("#findings .ready")).isVisible();
        Desk.requireGood(page);
        press(page, "Submit to Meta");

        assertThat(page).hasURL(Pattern.compile(".*/templates/spring_offer/en"));
        assertThat(page.locator("#notice")).containsText("Submitted to Meta");
        assertThat(badge(page)).hasText("Approved");
        assertThat(page.locator(".timeline")).containsText("Approved");
        assertThat(page.locator("pre")).containsText("{{ button_0 }}");
        assertThat(page.locator(".phone")).containsText("For Ann");
        Desk.requireGood(page);
    }

    @Test
    void what_is_missing_is_said_when_one_wants_to_submit_and_leads_to_its_field() {
        Page page = shop.open(Role.EDITOR, "/templates/new");
        assertThat(page.locator(".spot .error")).hasCount(0);
        press(page, "Submit to Meta");
        assertThat(page.locator(".spot .error").first()).hasText("The template has no name.");
        Desk.requireGood(page);
        page.locator("#findings a").first().click();
        assertThat(field(page, "Name")).isFocused();
    }

    @Test
    void a_rejection_says_why_and_how_to_mend_it_and_the_mended_one_is_approved() {
        shop.api().template(definition("wrong_words", "Your order has left our house today."));
        Page page = shop.open(Role.EDITOR, "/templates/wrong_words/en");
        assertThat(badge(page)).hasText("Approved");
        sandbox("reject", "wrong_words");
        assertThat(badge(page)).hasText("Rejected");
        assertThat(page.locator("#state .problem"))
                .containsText("The text advertises, and the category does not allow that.");
        assertThat(page.locator("#state .problem")).containsText("submit it as MARKETING");
        Desk.requireGood(page);
        page.locator("#edit").click();
        field(page, "Text").fill("Your order is with the driver now.");
        Desk.requireGood(page);
        press(page, "Submit the edit");
        assertThat(badge(page)).hasText("Approved");
        assertThat(page.locator(".phone")).containsText("with the driver");
    }

    @Test
    void a_template_is_copied_to_another_language_and_deleted_by_its_name() {
        shop.api().template(definition("two_tongues", "Your order has left our house today."));
        Page page = shop.open(Role.EDITOR, "/templates/two_tongues/en");
        follow(page, "Duplicate to another language");
        assertThat(field(page, "Name")).hasValue("two_tongues");
        field(page, "Language").selectOption("nl");
        field(page, "Text").fill("Je bestelling is vandaag vertrokken.");
        press(page, "Submit to Meta");
        assertThat(page.locator(".tabs [aria-current]")).containsText("Dutch");

        var _ = shop.api().post("/whatsapp/broadcast", draft("Autumn letter", "two_tongues"));
        page.reload();
        press(page, "Delete…");
        assertThat(page.locator("dialog")).containsText("1 broadcast still needs it");
        assertThat(page.locator("dialog")).containsText("Autumn letter (draft)");
        page.getByLabel("All 2 languages").check();
        page.getByLabel("Delete it all the same").check();
        field(page, "Type two_tongues to confirm").fill("two_tongues");
        Desk.requireGood(page);
        page.locator("dialog button[type=submit]").click();
        assertThat(page.locator("#notice")).containsText("two_tongues is deleted in en, nl");
        assertThat(page.locator("#found")).not().containsText("two_tongues");

        shop.go(page, "/templates/new");
        field(page, "Name").fill("two_tongues");
        field(page, "Text").fill("Your order has left our house today.");
        press(page, "Submit to Meta");
        assertThat(page.locator(".problem")).containsText("deleted");
        assertThat(page.locator(".hint-box")).containsText("Take another name");
        assertThat(field(page, "Text")).hasValue("Your order has left our house today.");
        Desk.requireGood(page);
    }

    @Test
    void a_picture_is_uploaded_for_a_header_and_seen_in_the_preview() {
        Page page = shop.open(Role.EDITOR, "/templates/new");
        field(page, "Name").fill("with_picture");
        page.getByLabel("What it shows").selectOption("IMAGE");
        assertThat(page.locator("input[type=file]")).hasCount(1);
        settle(page);
        page.locator("input[type=file]").setInputFiles(new FilePayload("tulips.png", "image/png", PICTURE));
        assertThat(field(page, "Example that Meta's reviewers see")).not().hasValue("");
        assertThat(page.locator("#preview img")).isVisible();
        field(page, "Text").fill("Our tulips are here again.");
        assertThat(page.locator("#findings .ready")).isVisible();
        press(page, "Submit to Meta");
        assertThat(badge(page)).hasText("Approved");
    }

    @Test
    void a_carousel_an_offer_and_a_code_are_written() {
        Page page = shop.open(Role.EDITOR, "/templates/new");
        press(page, "Add a carousel");
        press(page, "Visit a website on all cards");
        press(page, "Add a card");
        assertThat(page.locator(".on-card")).hasCount(3);
        Desk.requireGood(page);
        press(page, "Remove the carousel");
        press(page, "Add a limited-time offer");
        field(page, "What is offered").fill("Ends soon");
        press(page, "Copy a code");
        field(page, "Example of the code").fill("TULIPS");
        assertThat(page.locator("#preview")).containsText("Ends soon");
        Desk.requireGood(page);
        settle(page);
        page.getByLabel("Authentication").check();
        assertThat(page.locator("#preview")).containsText("123456");
        settle(page);
        field(page, "How the code gets into the app").selectOption("ONE_TAP");
        press(page, "Add an app");
        field(page, "Android package").fill("com.example.app");
        field(page, "Signature hash").fill("K8a/AINcGX7");
        field(page, "Name").fill("sign_in_code");
        assertThat(page.locator("#findings .ready")).isVisible();
        Desk.requireGood(page);
        press(page, "Submit to Meta");
        assertThat(badge(page)).hasText("Approved");
        page.locator("#edit").click();
        field(page, "Minutes until the code ends").fill("15");
        press(page, "Submit the edit");
        assertThat(page.locator(".phone")).containsText("15 minutes");
        assertThat(badge(page)).hasText("Approved");
        assertThat(page.locator("#state")).containsText("once in 24 hours");
    }

    @Test
    void templates_are_found_by_name_and_status_and_synced() {
        shop.api().template(definition("found_by_name", "Your order has left our house today."));
        Page page = shop.open(Role.EDITOR, "/templates");
        page.getByLabel("Search by name").fill("found by");
        assertThat(page.locator("#found tbody")).hasCount(1);
        assertThat(page).hasURL(Pattern.compile(".*search=found\\+by.*|.*search=found%20by.*"));
        sandbox("pause", "found_by_name");
        assertThat(page.locator("#found .badge")).hasText("Paused");
        page.getByLabel("Search by name").fill("nothing like it");
        assertThat(page.locator("#found")).containsText("No template fits");
        page.getByLabel("Search by name").fill("");
        page.getByLabel("Status").selectOption("APPROVED");
        assertThat(page.locator("#found")).containsText("delivery_notice");
        assertThat(page.locator("#found")).not().containsText("found_by_name");
        press(page, "Sync now");
        assertThat(page.locator("#notice")).containsText("Read from Meta");
    }

    @Test
    void without_a_number_the_page_says_what_to_do() {
        Desk.Shop empty = Desk.emptyShop(screen);
        Page page = empty.open(Role.EDITOR, "/templates");
        assertThat(page.locator(".empty")).containsText("WhatsApp is not connected yet");
        Desk.requireGood(page);
    }

    @Test
    void a_viewer_sees_templates_and_changes_nothing() {
        Page page = shop.open(Role.VIEWER, "/templates/delivery_notice/en");
        assertThat(page.locator("main form, main #edit")).hasCount(0);
    }

    @Test
    void everybody_can_use_the_pages() {
        shop.requireGood(Role.EDITOR, "/templates", "/templates/delivery_notice/en", "/templates/new");
    }

    private static ObjectNode draft(String name, String template) {
        ObjectNode broadcast = Json.object().put("name", name).put("draft", true);
        broadcast.putObject("template").put("name", template).put("language", "en");
        broadcast.putArray("users");
        return broadcast;
    }

    private static ObjectNode definition(String name, String text) {
        ObjectNode definition =
                Json.object().put("name", name).put("language", "en").put("category", "UTILITY");
        definition.putArray("components").addObject().put("type", "BODY").put("text", text);
        return definition;
    }
}
