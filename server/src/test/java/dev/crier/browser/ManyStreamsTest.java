package dev.crier.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import dev.crier.account.Role;
import dev.crier.browser.Browsing.Screen;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Somebody who has too many pages open.
@ExtendWith(Desk.TidyUp.class)
class ManyStreamsTest {
    private static final int MOST_OF_ONE = 12;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @Test
    void one_page_too_many_asks_now_and_then_and_complains_of_nothing() throws IOException, InterruptedException {
        Desk.Shop shop = Desk.emptyShop(Screen.DESKTOP);
        HttpRequest live = HttpRequest.newBuilder(
                        URI.create(Desk.crier().url() + "/studio/bot/" + shop.botId() + "/home/live"))
                .header("Cookie", "crier_session=" + shop.ticket(Role.EDITOR).secret())
                .build();
        List<InputStream> others = new ArrayList<>();
        try {
            for (int i = 0; i < MOST_OF_ONE; i++) {
                others.add(HTTP.send(live, BodyHandlers.ofInputStream()).body());
                var _ = others.getLast().read();
            }
            Page page = shop.open(Role.EDITOR, "/broadcasts?status=draft");
            // A stream would not end.
            page.waitForRequestFinished(
                    new Page.WaitForRequestFinishedOptions()
                            .setPredicate(request -> request.url().contains("/broadcasts/live")),
                    page::reload);
            assertThat(page.locator("h1")).isVisible();
            Desk.requireGood(page);
        } finally {
            for (InputStream other : others) {
                other.close();
            }
        }
    }
}
