package dev.crier.browser;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ScreenshotCaret;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Pictures of pages for people to look at, if the property `crier.screenshots` names a folder for them.
final class Screenshots {
    private static final @Nullable String FOLDER = System.getProperty("crier.screenshots");

    private static final Set<String> LISTS = Set.of("contacts", "members", "webhooks");

    private static final Map<Path, Integer> HEIGHTS = new HashMap<>();

    private Screenshots() {}

    /// What was posted to a list's address is shown there, too, if there is something to say; it is not the list.
    private static String deed(String name, String title) {
        String shown =
                title.replaceFirst(" [·|–-] .*", "").toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        return LISTS.contains(name) && !shown.startsWith(name) ? shown : "";
    }

    static void take(Page page) {
        if (FOLDER == null) {
            return;
        }
        boolean isDark = (Boolean) page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches");
        String name = String.valueOf(page.evaluate("location.pathname"))
                .replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "id")
                .replaceFirst("/welcome/.*", "/welcome") // which has a secret in its address
                .replaceFirst("^/(studio/)?(bot/id/?|environment/id/?)?", "")
                .replaceAll("[^a-z0-9_-]+", "-");
        name = String.join("-", name, deed(name, page.title())).replaceFirst("-$", "");
        page.evaluate("scrollTo(0, 0)"); // what sticks to the screen would stand in the middle
        String screen = page.viewportSize().width + (isDark ? "-dark" : "-light");
        String home = page.title().endsWith("Crier sandbox") ? "phones" : "home";
        Path file = Path.of(FOLDER, (name.isEmpty() ? home : name) + "-" + screen + ".png");
        int height = ((Number) page.evaluate("document.documentElement.scrollHeight")).intValue();
        if (height < HEIGHTS.getOrDefault(file, 0)) {
            return; // an emptier state of a page that is there
        }
        HEIGHTS.put(file, height);
        // Hiding the caret takes a style that our pages forbid.
        page.screenshot(
                new Page.ScreenshotOptions().setPath(file).setFullPage(true).setCaret(ScreenshotCaret.INITIAL));
    }
}
