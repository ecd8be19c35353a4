package dev.crier.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// The Chromium of this machine. A page that writes an error into its console, breaks its own Content Security Policy
/// or asks another server for anything fails the test.
public final class Browsing implements AutoCloseable {
    /// For what never comes; a busy machine takes its time.
    private static final int PATIENCE_MILLIS = 15_000;

    static {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
    }

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
    private final List<Tab> open = new ArrayList<>();

    /// Tabs that were left, with nothing in them, for whoever opens a page next: a tab is a process, and to start one
    /// takes Chromium longer than to show five pages.
    private final Map<Screen, Deque<Page>> clean = new EnumMap<>(Screen.class);

    /// A page, alone in its profile.
    private record Tab(Screen screen, Page page) {}

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
        Page left = clean(screen).poll();
        Page page = left == null ? tab(screen) : left;
        open.add(new Tab(screen, page));
        page.context().addCookies(cookies);
        page.navigate(server + path);
        return page;
    }

    private Deque<Page> clean(Screen screen) {
        return clean.computeIfAbsent(screen, any -> new ArrayDeque<>());
    }

    private Page tab(Screen screen) {
        BrowserContext profile = Chromium.BROWSER.newContext(new Browser.NewContextOptions()
                .setViewportSize(screen.width, screen.height)
                .setColorScheme(screen.scheme)
                .setReducedMotion(ReducedMotion.REDUCE)); // a colour on its way to another is none to judge
        profile.setDefaultTimeout(PATIENCE_MILLIS);
        Page page = profile.newPage();
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
        return page;
    }

    /// No complaint in the console, nothing wider than the screen, no barrier to anybody, by day and by night. With
    /// `make screenshots` it is photographed, too.
    public void requireGood(Page page) {
        ColorScheme seen = scheme(page);
        List<String> barriers = new ArrayList<>();
        for (ColorScheme scheme : List.of(seen == ColorScheme.DARK ? ColorScheme.LIGHT : ColorScheme.DARK, seen)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            Screenshots.take(page);
            // Colours alone differ.
            barriers.addAll(barriers(page, WHOLE, scheme == seen ? ALL_RULES : CONTRAST));
        }
        require(page, barriers);
    }

    /// As [#requireGood], in the colours that are seen now: for pages so long that to look at them takes a while.
    public void requireGoodAsSeen(Page page) {
        requireGoodAsSeen(page, WHOLE);
    }

    /// The part, if the rest has been looked at elsewhere.
    public void requireGoodAsSeen(Page page, String part) {
        Screenshots.take(page);
        require(page, barriers(page, part, ALL_RULES));
    }

    private void require(Page page, List<String> barriers) {
        assertThat(barriers).as(page.url()).isEmpty();
        assertThat(overflow(page)).as("overflow of " + page.url()).isLessThanOrEqualTo(0);
        requireNoComplaint();
    }

    private static ColorScheme scheme(Page page) {
        boolean isDark = (Boolean) page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches");
        return isDark ? ColorScheme.DARK : ColorScheme.LIGHT;
    }

    private static final String WHOLE = "html";
    private static final String RULES = resource("/axe.min.js");
    private static final Map<String, ?> ALL_RULES =
            Map.of("type", "tag", "values", List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa"));
    private static final Map<String, ?> CONTRAST = Map.of("type", "rule", "values", List.of("color-contrast"));

    /// Without the lists of all that is well, which are long.
    private static final String AXE = """
            ([part, rules]) => axe.run(part, { runOnly: rules, resultTypes: ['violations'] })
              .then(results => JSON.stringify(results.violations))""";

    /// What makes the page hard to use for some: axe's findings that are serious or worse, by rule and place.
    private static List<String> barriers(Page page, String part, Map<String, ?> rules) {
        if (!(Boolean) page.evaluate("'axe' in window")) {
            page.evaluate(RULES);
        }
        Object found = page.evaluate(AXE, List.of(part, rules));
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
        open.forEach(this::leave);
        open.clear();
        requireNoComplaint();
    }

    private void leave(Tab tab) {
        Page page = tab.page();
        if (page.isClosed() || !page.url().startsWith(server)) {
            page.context().close(); // what other servers' pages remember is not forgotten so easily
            return;
        }
        page.evaluate("sessionStorage.clear(), localStorage.clear()");
        page.navigate("about:blank");
        page.context().clearCookies();
        clean(tab.screen()).add(page);
    }

    @Override
    public void close() {
        open.forEach(tab -> tab.page().context().close());
        open.clear();
        clean.values().forEach(pages -> {
            pages.forEach(page -> page.context().close());
            pages.clear();
        });
    }
}
