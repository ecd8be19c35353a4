package dev.crier.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import dev.crier.browser.Browsing.Screen;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A new user with the README alone: `make demo`, and then only what the screen says.
class NewUserTest {
    private static final Path ROOT = Path.of(System.getProperty("crier.root"));
    private static final String TABLE = """
            first_name;phone;city
            Ann;+31612340001;Delft
            Carl;+31612340002;Utrecht
            Eve;+31612340003;Leiden
            """;

    @TempDir
    Path folder;

    private Process demo;
    private String studio = "";
    private String sandbox = "";

    @BeforeEach
    void makeDemo() throws IOException {
        Path log = folder.resolve("demo.log");
        demo = new ProcessBuilder(
                        ROOT.resolve("crier").toString(),
                        "demo",
                        "--port",
                        "0",
                        "--sandbox-port",
                        "0",
                        "--data",
                        folder.resolve("data").toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(() -> Files.readString(log).contains("stays up") || !demo.isAlive());
        String said = Files.readString(log);
        studio = found(said, "Studio +(http://\\S+/studio/welcome/\\S+)");
        sandbox = found(said, "Sandbox +(http://[0-9.:]+)");
    }

    @AfterEach
    void stopDemo() throws InterruptedException {
        demo.destroy();
        if (!demo.waitFor(30, TimeUnit.SECONDS)) {
            demo.destroyForcibly();
        }
    }

    private static String found(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        org.assertj.core.api.Assertions.assertThat(matcher.find()).as(text).isTrue();
        return matcher.group(1);
    }

    private static void press(Page page, String button) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(button).setExact(true))
                .first()
                .click();
    }

    private static void follow(Page page, String link) {
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(link).setExact(true))
                .first()
                .click();
    }

    private static Locator field(Page page, String label) {
        return page.getByLabel(label, new Page.GetByLabelOptions().setExact(false))
                .first();
    }

    private static void figure(Page page, String label, String value) {
        Locator stat = page.locator(
                "#figures .stat",
                new Page.LocatorOptions().setHas(page.getByText(label, new Page.GetByTextOptions().setExact(true))));
        assertThat(stat.locator("strong")).hasText(value);
    }

    @Test
    void from_make_demo_to_a_second_broadcast_that_leaves_out_whoever_opted_out() {
        String server = found(studio, "(http://[^/]+)");
        try (Browsing screen = new Browsing(server);
                Browsing phones = new Browsing(sandbox)) {
            Page page = screen.open(studio.substring(server.length()), Screen.DESKTOP, ColorScheme.LIGHT);
            signIn(page);
            writeTemplate(page);
            importContacts(page);
            sendToThem(page);
            figure(page, "Delivered", "3");
            figure(page, "Failed", "0");
            Screenshots.take(page);

            String link = String.valueOf(page.getByText("Sandbox phones").getAttribute("href"));
            Page phone = phones.open(link.substring(sandbox.length()), Screen.PHONE, ColorScheme.DARK);
            phone.locator(".person")
                    .filter(new Locator.FilterOptions().setHasText("+31612340002"))
                    .click();
            assertThat(phone.locator(".business .bubble-body")).hasText("Hello Carl, our tulips are here again.");
            assertThat(phone.locator(".business .tick.delivered, .business .tick.read"))
                    .isVisible();
            phone.getByRole(
                            AriaRole.BUTTON,
                            new Page.GetByRoleOptions().setName("optout").setExact(true))
                    .click();
            assertThat(phone.locator(".business")).hasCount(2);
            Screenshots.take(phone);

            sendAgain(page);
            figure(page, "Delivered", "2");
            figure(page, "Failed", "1");
            assertThat(page.locator("#failures")).containsText("Opted out");
            assertThat(phone.locator(".business")).hasCount(2);
            screen.requireNoComplaint();
            phones.requireNoComplaint();
        }
    }

    private static void signIn(Page page) {
        field(page, "Your name").fill("Ann");
        field(page, "E-mail address").fill("ann@example.com");
        field(page, "Password").fill("a few words in a row");
        press(page, "Start");
        assertThat(page.locator("h1")).hasText("Demo");
        Screenshots.take(page);
    }

    private static void writeTemplate(Page page) {
        follow(page, "Templates");
        follow(page, "New template");
        page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("spring news");
        page.getByLabel("Text", new Page.GetByLabelOptions().setExact(true))
                .fill("Hello {{first_name}}, our tulips are here again.");
        page.getByLabel("{{first_name}}").fill("Ann");
        assertThat(page.locator("#preview")).containsText("Hello Ann, our tulips are here again.");
        press(page, "Submit to Meta");
        assertThat(page.locator("#state .badge").first()).hasText("Approved");
    }

    private static void importContacts(Page page) {
        follow(page, "Contacts");
        follow(page, "Import");
        page.getByLabel("File")
                .setInputFiles(new FilePayload("people.csv", "text/csv", TABLE.getBytes(StandardCharsets.UTF_8)));
        press(page, "Look at it");
        field(page, "Tag for everybody in it").fill("tulips");
        press(page, "Import");
        assertThat(page.locator(".stats")).containsText("New contacts");
    }

    private static void sendToThem(Page page) {
        follow(page, "Broadcasts");
        follow(page, "New broadcast");
        press(page, "Use spring_news");
        page.getByLabel("Where {{first_name}} of Body comes from").selectOption("person:first_name");
        press(page, "Next: audience");
        page.getByLabel("With these tags").fill("tulips");
        assertThat(page.locator("#count")).containsText("3");
        press(page, "Next: check");
        assertThat(page.locator("#result")).containsText("Hello Carl, our tulips are here again.");
        Screenshots.take(page);
        press(page, "Send to 3 people");
        assertThat(page.locator("#notice")).containsText("on its way");
    }

    private static void sendAgain(Page page) {
        press(page, "Duplicate");
        press(page, "Next: audience");
        press(page, "Next: check");
        assertThat(page.locator("#result")).containsText("Opted out");
        press(page, "Send to 2 people");
        assertThat(page.locator("#notice")).containsText("on its way");
    }
}
