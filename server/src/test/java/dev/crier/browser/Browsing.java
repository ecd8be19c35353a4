package dev.crier.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.ReducedMotion;
import dev.crier.api.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// The Chromium of this machine. A page that writes an error into its console, breaks its own Content Security Policy
/// or asks another server for anything fails the test.
public final class Browsing implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 15_000;

    /// Playwright would fetch a browser of its own.
    private static final Map<String, String> NO_DOWNLOAD = Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");

    /// Chromium itself reports each answer of 400 and more as an error; the page shows it, which is enough. And htmx
    /// reports a request that ended because somebody has left the page meanwhile.
    private static final List<String> EXPECTED =
            List.of("Failed to load resource", "htmx:sendAbort", "htmx:afterRequest");

    /// One for all tests of a JVM, and ended with it: to start one takes longer than most tests.
    private static final class Chromium {
        static final Browser BROWSER = Playwright.create(new Playwright.CreateOptions().setEnv(NO_DOWNLOAD))
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium())
                        .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-background-networking")));
    }

    private final String server;
    private final List<String> guests;
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final List<BrowserContext> profiles = new ArrayList<>();

    /// @param server all that pages may ask, such as `http://127.0.0.1:8080`
    /// @param guests others that its pages may show in a frame
    public Browsing(String server, String... guests) {
        this.server = server;
        this.guests = List.of(guests);
    }

    /// What somebody looks at a page with, and the colours they like.
    public enum Screen {
        DESKTOP(1_280, 900, ColorScheme.LIGHT),
        PHONE(390, 844, ColorScheme.DARK);

        private final int width;
        private final int height;
        private final ColorScheme scheme;

        Screen(int width, int height, ColorScheme scheme) {
            this.width = width;
            this.height = height;
            this.scheme = scheme;
        }
    }

    private static Path chromium() {
        return Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("these tests need Chromium: apt-get install chromium"));
    }

    /// A page in a profile of its own.
    public Page open(String path, Screen screen) {
        return open(path, screen, List.of());
    }

    /// A page in a profile of its own, which has these cookies.
    public Page open(String path, Screen screen, List<Cookie> cookies) {
        BrowserContext context = Chromium.BROWSER.newContext(new Browser.NewContextOptions()
                .setViewportSize(screen.width, screen.height)
                .setColorScheme(screen.scheme)
                .setReducedMotion(ReducedMotion.REDUCE)); // a colour on its way to another is none to judge
        profiles.add(context);
        context.setDefaultTimeout(PATIENCE_MILLIS);
        context.addCookies(cookies);
        Page page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && EXPECTED.stream().noneMatch(message.text()::startsWith)) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.onRequest(request -> {
            if (!request.url().startsWith(server) && guests.stream().noneMatch(request.url()::startsWith)) {
                complaints.add("asked for " + request.url());
            }
        });
        page.navigate(server + path);
        return page;
    }

    /// No complaint in the console, nothing wider than the screen, no barrier to anybody, by day and by night. With
    /// `make screenshots` it is photographed, too.
    public void requireGood(Page page) {
        boolean isDark = (Boolean) page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches");
        List<ColorScheme> schemes =
                isDark ? List.of(ColorScheme.LIGHT, ColorScheme.DARK) : List.of(ColorScheme.DARK, ColorScheme.LIGHT);
        assertThat(overflow(page)).as("overflow of " + page.url()).isLessThanOrEqualTo(0);
        List<String> barriers = new ArrayList<>();
        for (ColorScheme scheme : schemes) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            Screenshots.take(page);
            // Colours alone differ.
            barriers.addAll(barriers(page, scheme == schemes.getLast() ? ALL_RULES : CONTRAST));
        }
        assertThat(barriers).as(page.url()).isEmpty();
        requireNoComplaint();
    }

    private static final String RULES = resource("/axe.min.js");
    private static final Map<String, ?> ALL_RULES =
            Map.of("type", "tag", "values", List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa"));
    private static final Map<String, ?> CONTRAST = Map.of("type", "rule", "values", List.of("color-contrast"));

    /// Without the lists of all that is well, which are long.
    private static final String AXE = """
            rules => axe.run({ runOnly: rules, resultTypes: ['violations'] })
              .then(results => JSON.stringify(results.violations))""";

    /// What makes the page hard to use for some: axe's findings that are serious or worse, by rule and place.
    private static List<String> barriers(Page page, Map<String, ?> rules) {
        if (!(Boolean) page.evaluate("'axe' in window")) {
            page.evaluate(RULES);
        }
        Object found = page.evaluate(AXE, rules);
        return Json.parseOwn(String.valueOf(found))
                .valueStream()
                .filter(each -> List.of("serious", "critical")
                        .contains(each.path("impact").asString()))
                .flatMap(Browsing::places)
                .toList();
    }

    private static Stream<String> places(JsonNode violation) {
        return violation
                .path("nodes")
                .valueStream()
                .map(node -> violation.path("id").asString() + " at " + node.path("target") + ": "
                        + node.path("failureSummary").asString());
    }

    /// How many pixels of the page are to the right of the screen.
    private static int overflow(Page page) {
        return ((Number) page.evaluate("document.documentElement.scrollWidth - innerWidth")).intValue();
    }

    /// What is complained of once is not held against the next page.
    public void requireNoComplaint() {
        List<String> now = List.copyOf(complaints);
        complaints.clear();
        assertThat(now).isEmpty();
    }

    private static String resource(String name) {
        try (InputStream in = Browsing.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no such resource: " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Leaves all pages that were opened.
    public void leave() {
        close();
        requireNoComplaint();
    }

    @Override
    public void close() {
        profiles.forEach(BrowserContext::close);
        profiles.clear();
    }
}
