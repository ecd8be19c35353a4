package dev.crier.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.crier.browser.Hands.field;
import static dev.crier.browser.Hands.follow;
import static dev.crier.browser.Hands.notice;
import static dev.crier.browser.Hands.press;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
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

    private static void figure(Page page, String label, String value) {
        Locator stat = page.locator(
                "#figures .stat",
                new Page.LocatorOptions().setHas(page.getByText(label, new Page.GetByTextOptions().setExact(true))));
        assertThat(stat.locator("strong")).hasText(value);
    }

    @Test
    void from_make_demo_to_a_second_broadcast_that_leaves_out_whoever_opted_out() {
        String server = found(studio, "(http://[^/]+)");
        try (Browsing screen = new Browsing(server, sandbox);
                Browsing phones = new Browsing(sandbox)) {
            Page page = screen.open(studio.substring(server.length()), Screen.DESKTOP);
            screen.requireGood(page);
            signIn(page);
            assertThat(page.frameLocator(".beside-studio").locator("h1")).hasText("Demo");
            assertThat(page.frameLocator(".beside-phones").locator(".person").first())
                    .isVisible();
            screen.requireGood(page);
            follow(page, "Only the Studio");
            writeTemplate(page);
            screen.requireGood(page);
            importContacts(page);
            screen.requireGood(page);
            prepare(page);
            screen.requireGood(page);
            send(page, "Send to 3 people");
            figure(page, "Delivered", "3");
            figure(page, "Failed", "0");
            screen.requireGood(page);

            String link = String.valueOf(page.getByText("Sandbox phones").getAttribute("href"));
            Page phone = phones.open(link.substring(sandbox.length()), Screen.PHONE);
            phone.locator(".person")
                    .filter(new Locator.FilterOptions().setHasText("+31612340002"))
                    .click();
            assertThat(phone.locator(".business .bubble-body")).hasText("Hello Carl, our tulips are here again.");
            assertThat(phone.locator(".business .tick.delivered, .business .tick.read"))
                    .isVisible();
            press(phone, "optout");
            assertThat(phone.locator(".business")).hasCount(2);
            phones.requireGood(phone);

            prepareAgain(page);
            screen.requireGood(page);
            send(page, "Send to 2 people");
            figure(page, "Delivered", "2");
            figure(page, "Failed", "1");
            assertThat(page.locator("#failures")).containsText("Opted out");
            assertThat(phone.locator(".business")).hasCount(2);
            screen.requireGood(page);
            screen.leave();
            phones.leave();
        }
    }

    private static void signIn(Page page) {
        page.getByLabel("Your name").fill("Ann");
        page.getByLabel("E-mail address").fill("ann@example.com");
        page.getByLabel("Password").first().fill("a few words in a row");
        press(page, "Start");
        assertThat(page.locator("h1")).hasText("Studio and phones");
    }

    private static void writeTemplate(Page page) {
        follow(page, "Templates");
        follow(page, "New template");
        field(page, "Name").fill("spring news");
        field(page, "Text").fill("Hello {{first_name}}, our tulips are here again.");
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
        page.getByLabel("Tag for everybody in it").fill("tulips");
        press(page, "Import");
        assertThat(page.locator(".stats")).containsText("New contacts");
    }

    private static void prepare(Page page) {
        follow(page, "Broadcasts");
        follow(page, "New broadcast");
        press(page, "Use spring_news");
        page.getByLabel("Where {{first_name}} of Body comes from").selectOption("person:first_name");
        press(page, "Next: audience");
        page.getByLabel("With these tags").fill("tulips");
        assertThat(page.locator("#count")).containsText("3");
        press(page, "Next: check");
        assertThat(page.locator("#result")).containsText("Hello Carl, our tulips are here again.");
    }

    private static void prepareAgain(Page page) {
        press(page, "Duplicate");
        press(page, "Next: audience");
        press(page, "Next: check");
        assertThat(page.locator("#result")).containsText("Opted out");
    }

    private static void send(Page page, String button) {
        press(page, button);
        assertThat(notice(page)).containsText("on its way");
    }
}
