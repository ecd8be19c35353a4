package dev.crier.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.crier.browser.Hands.follow;
import static dev.crier.browser.Hands.press;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.crier.account.Role;
import dev.crier.api.Json;
import dev.crier.browser.Browsing.Screen;
import dev.crier.channel.ChannelStore;
import dev.crier.channel.WhatsappChannel;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The first page of a bot, as it is looked at from the first day on.
@OnEachScreen
class HomePageTest {
    private static final String ANN = "+31612345678";
    private static final String UNREACHABLE = "+31610131026";

    private final Screen screen;

    HomePageTest(Screen screen) {
        this.screen = screen;
    }

    private static Locator steps(Page page) {
        return page.locator(".first-steps");
    }

    @Test
    void a_new_bot_is_led_through_its_first_steps() {
        Desk.Shop shop = Desk.emptyShop(screen);
        Page page = shop.open(Role.ADMINISTRATOR, "");
        assertThat(steps(page)).containsText("0 of 5 done");
        assertThat(page.locator(".calm")).hasText("Nothing needs you.");
        assertThat(page.locator("#figures")).hasCount(0);
        Desk.requireGood(page);
        assertThat(steps(page).locator("a.button:not(.plain)")).hasText("To the channels");
    }

    @Test
    void the_steps_tick_themselves_off_and_go_when_all_is_done() {
        Desk.Shop shop = Desk.shop(screen);
        Page page = shop.open(Role.EDITOR, "");
        assertThat(steps(page)).containsText("2 of 5 done");
        var _ = shop.api().awaitDone(shop.api().broadcast(List.of(ANN)));
        page.reload();
        assertThat(steps(page)).containsText("4 of 5 done");
        assertThat(steps(page).locator("a.button")).hasText("To their phones");
        shop.api().writes(ANN, "optout");
        Awaitility.await().until(() -> {
            page.reload();
            return steps(page).count() == 0;
        });
        assertThat(page.locator(".calm")).isVisible();
    }

    private static void broadcastWithFailure(Desk.Shop shop) {
        String id = shop.api().broadcast(List.of(ANN, "+31612345679", UNREACHABLE));
        Awaitility.await().until(() -> {
            JsonNode report = shop.api().get("/whatsapp/broadcast/" + id).path("statistics");
            int arrived = report.path("delivered").asInt() + report.path("read").asInt();
            return report.path("failed").asInt() == 1 && arrived == 2;
        });
    }

    @Test
    void today_is_told_in_figures_and_failures_in_sentences() {
        Desk.Shop shop = Desk.shop(screen);
        broadcastWithFailure(shop);
        Page page = shop.open(Role.VIEWER, "");
        assertThat(page.locator(".stat").first()).containsText("3");
        assertThat(page.locator(".reasons")).containsText("The number cannot be reached on WhatsApp");
        assertThat(page.locator("svg[role=img]"))
                .hasAttribute("aria-label", Pattern.compile("Messages by day: 3 in 14.*"));
        page.getByText("As a table").click();
        assertThat(page.locator(".days-table tbody tr")).hasCount(14);
        assertThat(page.locator(".days-table tbody tr").last()).containsText("3");
        Desk.requireGood(page);
    }

    @Test
    void a_held_number_is_released_where_it_is_told() {
        Desk.Shop shop = Desk.shop(screen);
        ChannelStore channels = Desk.crier().rooms().channels();
        WhatsappChannel channel = channels.connected(shop.botId());
        channels.hold(channel.id(), 190, "Session has expired");

        Page viewer = shop.open(Role.VIEWER, "");
        assertThat(viewer.locator(".attention")).containsText("The access token has expired");
        assertThat(viewer.locator(".attention button")).hasCount(0);

        Page page = shop.open(Role.ADMINISTRATOR, "");
        Desk.requireGood(page);
        press(page, "Release the number");
        assertThat(page.locator("#notice")).hasText("The number is released and may send again");
        assertThat(channels.connected(shop.botId()).hold()).isNull();
        page.navigate(Desk.crier().url() + "/studio/environment/" + shop.api().environmentId() + "/audit");
        assertThat(page.locator("table")).containsText("Channel released");
        Desk.requireGood(page);
    }

    @Test
    void a_running_broadcast_moves_by_itself() {
        Desk.Shop shop = Desk.shop(screen);
        Page page = shop.open(Role.EDITOR, "");
        var _ = shop.api().awaitDone(shop.api().broadcast(List.of(ANN)));
        page.reload();
        assertThat(page.locator(".home-running")).hasCount(0);
        String id = shop.api().post("/whatsapp/broadcast", slow(12)).path("id").asString();
        assertThat(page.locator(".running")).containsText("Slow");
        assertThat(page.locator(".running-figures")).containsText("of 12");
        assertThat(page.locator(".running a")).hasAttribute("href", Pattern.compile(".*/broadcasts/" + id));
        Desk.requireGood(page);
        assertThat(page.locator(".home-running")).hasCount(0);
    }

    /// So many people, four a second.
    private static ObjectNode slow(int people) {
        String users = IntStream.range(0, people)
                .mapToObj("{\"phone\":\"+3162%07d\"}"::formatted)
                .collect(Collectors.joining(",", "[", "]"));
        String values = Stream.generate(() -> "{\"type\":\"text\",\"text\":\"word\"}")
                .limit(5)
                .collect(Collectors.joining(",", "[", "]"));
        return (ObjectNode) Json.parseOwn("""
                {"name": "Slow", "max_per_second": 4, "users": %s,
                 "template": {"name": "delivery_notice", "language": "en", "components": [
                   {"type": "body", "parameters": %s},
                   {"type": "button", "sub_type": "url", "index": 0, "parameters": [{"type": "text", "text": "a1"}]}]}}
                """.formatted(users, values));
    }

    @Test
    void what_is_sent_at_the_left_arrives_at_the_right() {
        Desk.Shop shop = Desk.shop(screen);
        Page page = shop.open(Role.EDITOR, "/beside");
        assertThat(page.frameLocator(".beside-studio").locator("h1")).hasText("Web shop");
        FrameLocator phones = page.frameLocator(".beside-phones");
        assertThat(phones.getByLabel("Search people")).isVisible();
        var _ = shop.api().broadcast(List.of(ANN));
        assertThat(phones.locator(".person")).containsText(ANN);
        Desk.requireGood(page);
        follow(page, "Only the Studio");
        assertThat(page).hasURL(Pattern.compile(".*/studio/bot/" + shop.botId()));

        Desk.Shop bare = Desk.emptyShop(screen);
        assertThat(bare.open(Role.VIEWER, "/beside").locator("#notice")).containsText("one of the sandbox");
    }

    @Test
    void today_is_that_of_whoever_looks() {
        Desk.Shop shop = Desk.shop(screen);
        var _ = shop.api().awaitDone(shop.api().broadcast(List.of(ANN)));
        Page page = shop.open(Role.VIEWER, "");
        String zone = String.valueOf(page.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone"));
        assertThat(String.valueOf(page.evaluate("document.cookie"))).contains("crier_zone=" + zone);
        page.evaluate("document.cookie = 'crier_zone=Asia/Tokyo; path=/studio'");
        assertThat(page.request()
                        .get(Desk.crier().url() + "/studio/bot/" + shop.botId() + "/home/figures")
                        .text())
                .contains("Asia/Tokyo");
        page.evaluate("document.cookie = 'crier_zone=No/Where%zz; path=/studio'");
        page.reload();
        assertThat(page.locator("#today-title")).containsText("UTC");
    }

    @Test
    void what_is_switched_off_is_told_beside_the_figures() {
        Desk.Shop shop = Desk.shop(screen);
        broadcastWithFailure(shop);
        Desk.crier().rooms().accounts().enableRest(shop.botId(), false);
        Page page = shop.open(Role.EDITOR, "");
        assertThat(page.locator(".attention")).containsText("The REST API is off");
        Desk.requireGood(page);
    }
}
