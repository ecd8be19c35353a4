package dev.crier.studio.home;

import dev.crier.account.Role;
import dev.crier.broadcast.ReachedPeople;
import dev.crier.channel.ChannelStore;
import dev.crier.channel.HealthStore;
import dev.crier.db.Database;
import dev.crier.studio.Pages;
import dev.crier.studio.Visit;
import dev.crier.webhook.WebhookStore;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A bot's first page: figures of today, what runs, and what needs somebody.
public final class HomePages {
    private static final String ROOT = "/studio/bot/{bot_id}";

    /// Set by home.js: whose day "today" is.
    private static final String ZONE_COOKIE = "crier_zone";

    private final Pages pages;
    private final HomeReader reader;

    /// Whom the page asks.
    public record Parts(
            Database database,
            ChannelStore channels,
            HealthStore health,
            ReachedPeople reached,
            WebhookStore webhooks,
            Clock clock) {}

    public HomePages(Pages pages, Parts parts) {
        this.pages = pages;
        this.reader = new HomeReader(pages.doors().accounts(), parts);
    }

    public void register() {
        pages.get(ROOT, Role.VIEWER, this::home)
                .get(ROOT + "/home/figures", Role.VIEWER, this::figures)
                .get(ROOT + "/home/attention", Role.VIEWER, this::attention)
                .get(ROOT + "/home/live", Role.VIEWER, this::live)
                .get(ROOT + "/beside", Role.VIEWER, this::beside);
    }

    /// The Studio and the sandbox's phones in one window: what is done at the left is seen at the right.
    private void beside(Visit visit) {
        Optional<URI> phones = pages.doors().channels().phonesOf(visit.botId()).map(URI::create);
        if (phones.isEmpty()) {
            visit.redirect(visit.at(""), "Phones are shown here when the bot's number is one of the sandbox");
            return;
        }
        String guest = phones.get().getScheme() + "://" + phones.get().getRawAuthority();
        visit.pageWith(guest, "home/beside", Map.of("phones", phones.get().toString()));
    }

    private void home(Visit visit) throws SQLException {
        Situation situation = reader.situation(visit.bot());
        visit.page(
                "home/index",
                Map.of(
                        "steps",
                        situation.steps(),
                        "alerts",
                        Attention.of(situation),
                        "today",
                        reader.today(visit.botId(), zone(visit)),
                        "underWay",
                        situation.underWay(),
                        "number",
                        reader.number(visit.botId(), 0)));
    }

    private void figures(Visit visit) throws SQLException {
        visit.send(visit.render("home/figures", Map.of("today", reader.today(visit.botId(), zone(visit)))));
    }

    private void attention(Visit visit) {
        List<Alert> alerts = Attention.of(reader.situation(visit.bot()));
        visit.send(visit.render("home/attention", Map.of("alerts", alerts)));
    }

    /// What runs, with each change of it.
    private void live(Visit visit) throws IOException {
        Watch watch = new Watch(reader, visit.botId());
        visit.live("home/live", watch::look);
    }

    private static ZoneId zone(Visit visit) {
        String name = visit.request().headers().cookies().first(ZONE_COOKIE).orElse("");
        return ZoneId.getAvailableZoneIds().contains(name) ? ZoneId.of(name) : ZoneOffset.UTC;
    }
}
