package dev.crier.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.crier.browser.Hands.confirm;
import static dev.crier.browser.Hands.follow;
import static dev.crier.browser.Hands.notice;
import static dev.crier.browser.Hands.press;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import dev.crier.account.Role;
import dev.crier.api.Json;
import dev.crier.browser.Browsing.Screen;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/// What people do with contacts.
@OnEachScreen
class ContactPagesTest {
    private final Desk.Shop shop;
    private int people;
    private String ann = "";

    ContactPagesTest(Screen screen) {
        this.shop = Desk.shop(screen);
    }

    private String phone() {
        return "+316%08d".formatted(50_000_000 + people++);
    }

    /// A contact of the shop; its id.
    private String contact(String phone, String first, String last) {
        ObjectNode body =
                Json.object().put("phone", phone).put("first_name", first).put("last_name", last);
        return shop.api().post("/user", body).path("user_id").asString();
    }

    private static Locator people(Page page) {
        return page.locator("#people tbody tr");
    }

    @Test
    void somebody_is_added_found_by_name_and_by_number_changed_and_tagged() {
        String phone = phone();
        Page page = shop.open(Role.EDITOR, "/contacts/new");
        page.getByLabel("Phone").fill("12");
        page.getByLabel("E-mail address").fill("nobody");
        press(page, "Add the contact");
        assertThat(page.locator(".field.wrong")).hasCount(2);
        Desk.requireGood(page);
        page.getByLabel("Phone").fill(phone);
        page.getByLabel("E-mail address").fill("zelda@example.com");
        page.getByLabel("First name").fill("Zelda");
        page.getByLabel("Tags").fill("vip, spring");
        page.locator("[name=variable_name]").first().fill("city");
        page.locator("[name=variable_value]").first().fill("Utrecht");
        press(page, "Add the contact");
        assertThat(notice(page)).hasText("Zelda is a contact now");
        assertThat(page.locator(".facts").first()).containsText("Utrecht");

        shop.go(page, "/contacts");
        page.getByLabel("Search contacts").pressSequentially("zel");
        assertThat(people(page)).hasCount(1);
        assertThat(people(page)).containsText(phone);
        page.getByLabel("Search contacts").fill("");
        page.getByLabel("Search contacts").pressSequentially(phone.substring(5));
        assertThat(people(page)).hasCount(1);
        page.getByLabel("Search contacts").fill("nobody of this name");
        page.keyboard().press("Enter");
        assertThat(page.locator("#people")).containsText("Nobody fits");
        page.getByLabel("Search contacts").fill("12");
        page.keyboard().press("Enter");
        assertThat(page.locator("#people")).containsText("at least 3 digits");
        page.getByLabel("Only with this tag").selectOption("vip");
        assertThat(page.locator(".chip")).containsText("vip");

        shop.go(page, "/contacts?search=zelda");
        follow(page, "Zelda");
        follow(page, "Change");
        page.getByLabel("Last name").fill("Zwart");
        page.getByLabel("Value of city").fill("Delft");
        press(page, "Save");
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                .hasText("Zelda Zwart");
        assertThat(page.locator(".facts").first()).containsText("Delft");
        page.getByLabel("Add a tag").fill("autumn");
        press(page, "Add");
        assertThat(page.locator(".chips")).containsText("autumn");
        page.locator(".chip", new Page.LocatorOptions().setHasText("spring")).click();
        assertThat(page.locator(".chips")).not().containsText("spring");
        Desk.requireGood(page);
    }

    @Test
    void people_are_chosen_over_searches_tagged_exported_and_sent_to() throws IOException {
        String one = contact(phone(), "Quinta", "One");
        String two = contact(phone(), "Quirin", "Two");
        Page page = shop.open(Role.EDITOR, "/contacts?search=quinta");
        page.getByLabel("Choose Quinta One").check();
        shop.go(page, "/contacts?search=quirin");
        assertThat(page.locator("#chosen")).containsText("1 chosen");
        page.getByLabel("Choose Quirin Two").check();
        assertThat(page.locator("#chosen")).containsText("2 chosen");
        Desk.requireGood(page);
        press(page, "Tags");
        page.locator("dialog[open]").getByLabel("Add").fill("quick");
        press(page, "Change the tags");
        assertThat(notice(page)).hasText("Tags of 2 contacts changed");

        page.locator("#chosen").getByText("Export").click();
        Download download = page.waitForDownload(() -> confirm(page));
        String table = Files.readString(download.path(), StandardCharsets.UTF_8);
        org.assertj.core.api.Assertions.assertThat(table).contains(one).contains(two);
        org.assertj.core.api.Assertions.assertThat(table.lines()).hasSize(3);

        Locator send = page.locator("form[data-chosen=send]");
        assertThat(send).hasAttribute("action", Pattern.compile(".*/broadcasts/new"));
        press(page, "Choose all that this filter finds");
        assertThat(page.locator("#chosen")).containsText("All contacts");
        press(page, "Clear");
        assertThat(page.locator("#chosen")).isHidden();
    }

    @Test
    void a_table_with_semicolons_and_a_wrong_row_is_mapped_imported_and_its_errors_downloaded() throws IOException {
        String table = "Vorname;Handy;Ort\nXenia;" + phone() + ";Bonn\nXaver;none;Ulm\n";
        Page page = shop.open(Role.EDITOR, "/contacts/import");
        Desk.requireGood(page);
        page.locator("input[type=file]")
                .setInputFiles(new FilePayload("people.csv", "text/csv", table.getBytes(StandardCharsets.UTF_8)));
        press(page, "Look at it");
        assertThat(page.getByLabel("Vorname")).hasValue("first_name");
        assertThat(page.getByLabel("Handy")).hasValue("phone");
        assertThat(page.locator("#understood")).containsText("1 of the first 2 rows would be left out");
        Desk.requireGood(page);
        page.getByLabel("Handy").selectOption("");
        assertThat(page.locator("#understood")).containsText("choose which column holds the phone number");
        page.getByLabel("Handy").selectOption("phone");
        assertThat(page.locator("#understood")).containsText("would be left out");
        page.getByLabel("Tag for everybody in it").fill("imported");
        press(page, "Import");
        assertThat(page.locator(".stats")).containsText("New contacts");
        Desk.requireGood(page);
        Download errors = page.waitForDownload(
                () -> page.getByText("Download what was wrong").click());
        org.assertj.core.api.Assertions.assertThat(Files.readString(errors.path(), StandardCharsets.UTF_8))
                .contains("3,phone must be a number");
        follow(page, "To the contacts");
        page.getByLabel("Search contacts").pressSequentially("xenia");
        assertThat(people(page)).hasCount(1);
        assertThat(people(page)).containsText("imported");
    }

    @Test
    void what_was_said_appears_by_itself_and_is_answered_inside_of_the_window_only() {
        String phone = phone();
        String id = contact(phone, "Carl", "Chat");
        Page page = shop.open(Role.EDITOR, "/contacts/" + id);
        assertThat(page.locator(".window")).containsText("never written");
        assertThat(page.getByText("Choose a template")).isVisible();
        shop.api().writes(phone, "Is it open?");
        assertThat(page.locator(".from-them .bubble")).containsText("Is it open?");
        assertThat(page.locator(".window")).containsText("You can write freely until");
        page.getByLabel("Reply").fill("Yes, *until nine*");
        press(page, "Reply");
        assertThat(page.locator(".from-us .bubble")).containsText("until nine");
        assertThat(page.locator(".from-us [data-status=delivered], .from-us [data-status=read]"))
                .isVisible();
        Desk.requireGood(page);
        shop.api().writes(phone, "optout");
        assertThat(page.locator(".from-them .bubble").last()).containsText("optout");
        assertThat(page.locator(".head .badge")).hasText("Opted out");
        page.reload();
        assertThat(page.locator(".timeline")).containsText("The person wrote so");
        press(page, "Opt in");
        press(page, "They asked for it: opt in");
        assertThat(page.locator(".head .badge")).hasText("Gets everything");
        assertThat(page.locator(".timeline")).containsText("In the Studio, by Editor");
    }

    @Test
    void a_template_is_chosen_filled_in_and_sent_to_one() {
        String id = contact(phone(), "Dora", "Letter");
        Page page = shop.open(Role.EDITOR, "/contacts/" + id);
        page.getByText("Choose a template").click();
        page.getByLabel("Search templates").pressSequentially("delivery");
        Desk.requireGood(page);
        page.locator(".choices a").first().click();
        assertThat(page.locator("#preview .bubble")).isVisible();
        Locator fields = page.locator("#fill .field input");
        fields.first().fill("Dora the first");
        fields.first().press("End");
        assertThat(page.locator("#preview")).containsText("Dora the first");
        for (int i = 1; i < fields.count(); i++) {
            fields.nth(i).fill(String.valueOf(i));
        }
        Desk.requireGood(page);
        page.locator("#fill button[type=submit]").click();
        assertThat(notice(page)).containsText("is on its way");
        assertThat(page.locator(".from-us .bubble")).containsText("Dora the first");
    }

    @Test
    void two_who_are_one_are_merged_side_by_side() {
        String stays = contact(phone(), "Eve", "Double");
        String gone = phone();
        String goes = contact(gone, "eve", "double");
        Page page = shop.open(Role.EDITOR, "/contacts/" + stays);
        assertThat(page.locator(".warning")).containsText("same name");
        page.locator(".warning a").click();
        assertThat(page.locator("table")).containsText(gone);
        Desk.requireGood(page);
        press(page, "Merge them");
        assertThat(notice(page)).hasText("Both are one contact now");
        shop.go(page, "/contacts/" + goes);
        assertThat(page).hasURL(Pattern.compile(".*/contacts/" + stays));
    }

    @Test
    void a_person_is_erased_only_by_the_word() {
        String id = contact(phone(), "Gone", "Soon");
        Page page = shop.open(Role.EDITOR, "/contacts/" + id);
        press(page, "Erase");
        page.getByLabel("Type erase to confirm").fill("yes");
        press(page, "Erase for ever");
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("type the word erase");
        press(page, "Erase");
        page.getByLabel("Type erase to confirm").fill("erase");
        press(page, "Erase for ever");
        assertThat(notice(page)).hasText("The person is erased");
        shop.go(page, "/contacts/" + id);
        assertThat(page.locator("h1")).hasText("There is no such contact");
    }

    @Test
    void a_viewer_looks_and_changes_nothing() {
        Page page = shop.open(Role.VIEWER, "/contacts/" + ann());
        assertThat(page.locator(".from-them").first()).isVisible();
        assertThat(page.locator("#content form")).hasCount(0);
        Desk.requireGood(page);
        shop.go(page, "/contacts?search=ann");
        assertThat(people(page).first()).isVisible();
        assertThat(page.locator("form[data-chosen=send]")).hasCount(0);
    }

    @Test
    void everybody_can_use_the_pages() {
        String contact = "/contacts/" + ann();
        shop.requireGood(
                Role.ADMINISTRATOR,
                "/contacts",
                "/contacts/new",
                "/contacts/import",
                contact,
                contact + "/edit",
                contact + "/template",
                contact + "/template/delivery_notice/en",
                contact + "/merge");
    }

    /// Somebody with everything that a page can show; the id.
    private String ann() {
        if (ann.isEmpty()) {
            String phone = phone();
            ObjectNode body = Json.object().put("phone", phone).put("first_name", "Ann");
            body.put("email", "ann.with.a.rather.long.address@departments.example.com");
            body.putArray("tags").add("customer").add("newsletter").add("spring sale 2026");
            body.putObject("user_data").put("city", "Amsterdam").put("points", 120);
            ann = shop.api().post("/user", body).path("user_id").asString();
            shop.api().writes(phone, "Hello, when does my parcel come? I have waited for it since Monday.");
            String broadcast = shop.api().broadcast(List.of(phone));
            var _ = shop.api().awaitDone(broadcast);
            shop.api().writes(phone, "optout");
        }
        return ann;
    }
}
