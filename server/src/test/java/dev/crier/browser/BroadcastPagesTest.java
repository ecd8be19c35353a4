package dev.crier.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.crier.browser.Hands.confirm;
import static dev.crier.browser.Hands.follow;
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
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/// Broadcasts as a marketer makes and watches them.
@OnEachScreen
class BroadcastPagesTest {
    private final Screen screen;
    private final Desk.Shop shop;

    BroadcastPagesTest(Screen screen) {
        this.screen = screen;
        this.shop = Desk.shop(screen);
    }

    private static final String ANN = "+31612345601";
    private static final String CARL = "+31612345602";
    private static final String STRANGER = "+31612345605";
    private static final String DORA = "+31612345603";

    /// The sandbox has no WhatsApp for this number.
    private static final String UNREACHABLE = "+31610131026";

    /// Every place of the delivery template: the name is each person's own.
    private static void fill(Page page) {
        page.getByLabel("Where {{1}} of Body comes from").selectOption("person:first_name");
        page.getByLabel("If {{1}} of Body is empty").fill("customer");
        page.getByLabel("Text of {{2}} of Body").fill("3 May");
        page.getByLabel("Text of {{3}} of Body").fill("10:00");
        page.getByLabel("Text of {{4}} of Body").fill("12:00");
        page.getByLabel("Text of {{5}} of Body").fill("+31201234567");
        page.getByLabel(Pattern.compile("Text of End of the address")).fill("a1");
    }

    private Page begun() {
        Page page = shop.open(Role.EDITOR, "/broadcasts/new");
        press(page, "Use delivery_notice");
        return page;
    }

    private void optOut(String phone) {
        shop.api().writes(phone, "optout");
        Awaitility.await()
                .ignoreExceptions()
                .until(() -> shop.api().get("/user/" + phone).toString().contains("\"whatsapp_optout\":\"all\""));
    }

    private static Locator figure(Page page, String label) {
        return page.locator(
                "#figures .stat",
                new Page.LocatorOptions().setHas(page.getByText(label, new Page.GetByTextOptions().setExact(true))));
    }

    @Test
    void numbers_are_pasted_and_whoever_opted_out_is_left_out() {
        optOut(CARL);
        Page page = begun();
        press(page, "Next: audience");
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("{{2}} is empty");
        fill(page);
        assertThat(page.locator("#preview")).containsText("Hello [First name], your order arrives on 3 May");
        Desk.requireGood(page);
        press(page, "Next: audience");
        Desk.requireGood(page);
        follow(page, "Paste numbers");
        page.getByLabel("One number on each line").fill(ANN + ", Ann\n" + CARL + "\nnobody\n" + STRANGER);
        press(page, "Next: check");
        assertThat(page.locator(".warning")).containsText("line 3: ");
        Desk.requireGood(page);
        press(page, "Go on with 3 people");
        assertThat(page.locator("#result")).containsText("Opted out");
        assertThat(page.locator("#result .stats")).containsText("of 3 people");
        page.locator(".reason summary").click();
        assertThat(page.locator(".reason .links")).containsText(CARL);
        assertThat(page.locator(".samples-row")).containsText("Hello Ann, your order");
        assertThat(page.locator(".samples-row")).containsText("Hello customer, your order");
        Desk.requireGood(page);
        press(page, "Send to 2 people");
        assertThat(page.locator(".notice")).hasText("It is on its way");
        assertThat(figure(page, "Delivered").locator("strong")).hasText("2");
        assertThat(figure(page, "Failed").locator("strong")).hasText("1");
        assertThat(figure(page, "Waiting").locator("strong")).hasText("0");
        assertThat(page.locator(".state-row")).containsText("Finished");
        assertThat(page.locator("#failures")).containsText("Opted out");
        Desk.requireGood(page);
        page.goBack();
        assertThat(page).hasURL(Pattern.compile(".*/broadcasts/[0-9a-f-]{36}$"));
    }

    @Test
    void the_columns_of_a_file_fill_the_template() {
        Page page = begun();
        fill(page);
        page.getByLabel("Where {{2}} of Body comes from").selectOption("column");
        Desk.requireGood(page);
        press(page, "Next: audience");
        assertThat(page.locator(".warning")).containsText("comes from a column of a file");
        follow(page, "Upload the file");
        String csv = "Mobile;Voornaam;Day\n0612345604;Eve;4 May\n12;Nobody;5 May\n" + DORA + ";Dora;\n";
        page.getByLabel("File, up to 32 MB")
                .setInputFiles(new FilePayload("people.csv", "text/csv", csv.getBytes(StandardCharsets.UTF_8)));
        press(page, "Upload");
        assertThat(page.getByLabel("What Mobile is")).hasValue("phone");
        assertThat(page.getByLabel("What Voornaam is")).hasValue("first_name");
        page.getByLabel("What Day is").selectOption("Fills {{2}}");
        assertThat(page.locator(".warning")).containsText("row 3: “12” is no valid number");
        Desk.requireGood(page);
        press(page, "Go on with 2 people");
        assertThat(page.locator("#result")).containsText("A value is missing");
        assertThat(page.locator(".samples-row")).containsText("Hello Eve, your order arrives on 4 May");
        Desk.requireGood(page);

        follow(page, "Template");
        page.getByLabel("If {{2}} of Body is empty").fill("soon");
        press(page, "Next: audience");
        press(page, "Go on with 2 people");
        assertThat(page.locator("#result")).containsText("nobody is left out");
        press(page, "Send to 2 people");
        assertThat(figure(page, "Delivered").locator("strong")).hasText("2");
        Desk.requireGood(page);
    }

    @Test
    void a_draft_waits_in_the_list_and_is_thrown_away() {
        Page page = begun();
        page.getByLabel("Text of {{2}} of Body").fill("tomorrow");
        assertThat(page.locator("#preview")).containsText("arrives on tomorrow");
        shop.go(page, "/broadcasts?status=draft");
        Desk.requireGood(page);
        follow(page, "Continue");
        assertThat(page.getByLabel("Text of {{2}} of Body")).hasValue("tomorrow");
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Throw away").setExact(true))
                .first()
                .click();
        page.locator("dialog[open] .button.danger").click();
        assertThat(page.locator(".notice")).hasText("The draft is thrown away");
    }

    @Test
    void contacts_are_chosen_by_tag_and_a_test_goes_to_oneself_first() {
        shop.api()
                .post(
                        "/user",
                        Json.object()
                                .put("phone", "+31612345611")
                                .put("first_name", "Dora")
                                .set("tags", Json.MAPPER.valueToTree(List.of("vip"))));
        Page page = begun();
        fill(page);
        press(page, "Next: audience");
        page.getByLabel("With these tags").fill("vip");
        assertThat(page.locator("#count")).containsText("1 contact matches now");
        press(page, "Next: check");
        assertThat(page.locator(".samples-row")).containsText("Hello Dora");
        page.getByLabel("Your number").fill("+31612345699");
        press(page, "Send the test");
        assertThat(page.locator(".notice")).containsText("The test is on its way to +31612345699");
        assertThat(page.getByLabel("Your number")).hasValue("+31612345699");
        Page colleague = shop.open(Role.EDITOR, "/broadcasts/" + page.url().replaceFirst(".*/broadcasts/", ""));
        assertThat(colleague.locator(".send-card")).isVisible();
        page.getByLabel("Later").check();
        assertThat(page.locator("#result")).containsText("Choose the day and the time");
        assertThat(page.locator(".send-card")).hasCount(0);
        press(colleague, "Send to 1 person");
        assertThat(colleague.getByRole(AriaRole.ALERT)).containsText("changed since it was checked");
        page.getByLabel("Day and time, where you are").fill("2099-05-03T10:00");
        page.getByLabel("Day and time, where you are").blur();
        press(page, "Schedule for 1 person");
        assertThat(page.locator(".state-row")).containsText("Scheduled");
        Desk.requireGood(page);
        press(page, "Cancel");
        page.locator("dialog[open] .button.danger").click();
        assertThat(page.locator(".state-row")).containsText("Cancelled");
    }

    @Test
    void contacts_that_were_selected_elsewhere_come_along() {
        String id = shop.api()
                .post("/user", Json.object().put("phone", "+31612345612").put("first_name", "Carl"))
                .path("user_id")
                .asString();
        Page page = shop.open(Role.EDITOR, "/broadcasts/new?template=delivery&language=en&ids=" + id);
        assertThat(page.locator(".hint-box")).containsText("For the 1 contact that you selected");
        Desk.requireGood(page);
        press(page, "Use delivery_notice");
        fill(page);
        press(page, "Next: audience");
        assertThat(page.locator("main")).containsText("1 selected contact");
        follow(page, "Next: check");
        assertThat(page.locator(".samples-row")).containsText("Hello Carl");
        press(page, "Send to 1 person");
        assertThat(figure(page, "Delivered").locator("strong")).hasText("1");
    }

    @Test
    void a_filter_that_was_made_elsewhere_comes_along() {
        Page page = shop.open(Role.EDITOR, "/broadcasts/new");
        // As the page of contacts does it.
        page.evaluate("""
                () => {
                  const form = document.querySelector("form.choice");
                  const field = document.createElement("input");
                  field.name = "audience";
                  field.value = JSON.stringify({ search: "+3161234562", tags: ["lunch"] });
                  form.append(field);
                }""");
        press(page, "Use delivery_notice");
        fill(page);
        press(page, "Next: audience");
        assertThat(page.getByLabel("With these tags")).hasValue("lunch");
        assertThat(page.locator("main")).containsText("search: +3161234562");
        assertThat(page.locator("#count")).containsText("0 contacts match now");
        Desk.requireGood(page);
        press(page, "Next: check");
        assertThat(page.locator("#result")).containsText("Nobody would get it");
    }

    private static final byte[] PNG = java.util.Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    /// A file of the bot, by the API.
    private String media() throws IOException, InterruptedException {
        HttpRequest upload = HttpRequest.newBuilder(URI.create(Desk.crier().url() + "/api/bot/" + shop.botId()
                        + "/whatsapp/media?filename=photo.png&handle=true"))
                .header("Authorization", "Bearer " + shop.api().token())
                .header("Content-Type", "image/png")
                .POST(HttpRequest.BodyPublishers.ofByteArray(PNG))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return Json.parseOwn(http.send(upload, HttpResponse.BodyHandlers.ofString())
                            .body())
                    .path("id")
                    .asString();
        }
    }

    @Test
    void the_picture_above_a_message_comes_from_the_library_or_is_uploaded() throws IOException, InterruptedException {
        ObjectNode definition =
                Json.object().put("name", "with_photo").put("language", "en").put("category", "MARKETING");
        var components = definition.putArray("components");
        components
                .addObject()
                .put("type", "HEADER")
                .put("format", "IMAGE")
                .putObject("example")
                .putArray("header_handle")
                .add(media());
        components.addObject().put("type", "BODY").put("text", "Look at what is new this week.");
        shop.api().template(definition);

        Page page = shop.open(Role.EDITOR, "/broadcasts/new?template=with_photo");
        press(page, "Use with_photo");
        press(page, "Next: audience");
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("Header The image is empty");
        page.getByLabel("Or upload an image now").setInputFiles(new FilePayload("new.png", "image/png", PNG));
        press(page, "Upload");
        assertThat(page.locator(".notice")).containsText("is uploaded");
        page.getByLabel("From your files").selectOption("photo.png");
        assertThat(page.locator("#preview")).containsText("photo.png");
        Desk.requireGood(page);
        press(page, "Next: audience");
        follow(page, "Paste numbers");
        page.getByLabel("One number on each line").fill("+31612345621");
        press(page, "Next: check");
        press(page, "Send to 1 person");
        assertThat(figure(page, "Delivered").locator("strong")).hasText("1");
    }

    @Test
    void failures_are_explained_and_tried_again_and_one_persons_messages_are_told_in_full() {
        String id = shop.api().broadcast(List.of(ANN, UNREACHABLE));
        Page page = shop.open(Role.EDITOR, "/broadcasts/" + id);
        assertThat(page.locator("#failures")).containsText("Not reachable on WhatsApp");
        assertThat(page.locator("#failures")).containsText("131026");
        follow(page, "Show the 1 with Not reachable on WhatsApp");
        Desk.requireGood(page);
        follow(page, UNREACHABLE);
        assertThat(page.locator(".timeline")).containsText("Taken by WhatsApp");
        assertThat(page.locator(".timeline")).containsText("131026");
        Desk.requireGood(page);
        shop.go(page, "/broadcasts/" + id);
        follow(page, "Try again…");
        page.getByLabel(Pattern.compile("Not reachable on WhatsApp")).check();
        Desk.requireGood(page);
        press(page, "Send these again");
        assertThat(page.locator(".notice")).hasText("1 message is tried again");
        shop.api().awaitDone(id);

        shop.go(page, "/broadcasts/" + id + "/people?number=" + ANN.substring(1));
        page.getByLabel("Phone number").fill(ANN);
        press(page, "Show");
        assertThat(page.locator("tbody tr")).hasCount(1);
        follow(page, ANN);
        assertThat(page.locator(".timeline")).containsText("Delivered to the phone");
    }

    @Test
    void a_slow_broadcast_is_paused_resumed_and_cancelled_and_its_people_are_exported() throws IOException {
        ObjectNode request = Json.object().put("name", "Slow one").put("max_per_second", 2);
        ObjectNode template =
                request.putObject("template").put("name", "delivery_notice").put("language", "en");
        template.set("components", Json.parseOwn("""
                [{"type": "body", "parameters": [{"type": "text", "text": "a"}, {"type": "text", "text": "b"},
                  {"type": "text", "text": "c"}, {"type": "text", "text": "d"}, {"type": "text", "text": "e"}]},
                 {"type": "button", "sub_type": "url", "index": 0, "parameters": [{"type": "text", "text": "f"}]}]"""));
        var users = request.putArray("users");
        for (int i = 0; i < 60; i++) {
            users.add("+316123470" + (10 + i));
        }
        String id = shop.api().post("/whatsapp/broadcast", request).path("id").asString();
        Page page = shop.open(Role.EDITOR, "/broadcasts/" + id);
        assertThat(page.locator(".state-row")).containsText("to go");
        press(page, "Pause");
        confirm(page);
        assertThat(page.locator(".state-row")).containsText("Paused");
        Desk.requireGood(page);
        press(page, "Resume");
        assertThat(page.locator(".state-row")).containsText("Running");
        press(page, "Cancel");
        page.locator("dialog[open] .button.danger").click();
        assertThat(page.locator(".state-row")).containsText("Cancelled");
        assertThat(figure(page, "Waiting").locator("strong")).hasText("0");
        assertThat(page.locator("#failures")).containsText("Cancelled before it was sent");
        Download download = page.waitForDownload(() -> follow(page, "Export CSV"));
        try (InputStream in = download.createReadStream()) {
            org.assertj.core.api.Assertions.assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .contains("seq,user_id,phone")
                    .contains("cancelled");
        }
        press(page, "Duplicate");
        assertThat(page.getByLabel("Text of {{2}} of Body")).hasValue("b");
        Desk.requireGood(page);
    }

    @Test
    void the_first_page_leads_to_the_first_broadcast() {
        Page page = Desk.shop(screen).open(Role.VIEWER, "/broadcasts");
        assertThat(page.locator(".empty h2")).hasText("Your first broadcast");
        Desk.requireGood(page);
        Page list = shop.open(Role.EDITOR, "/broadcasts");
        assertThat(list.getByRole(AriaRole.HEADING).first()).hasText("Broadcasts");
        Desk.requireGood(list);
    }
}
