package dev.crier.studio.home;

import dev.crier.account.AccountStore;
import dev.crier.account.Bot;
import dev.crier.broadcast.Broadcast;
import dev.crier.broadcast.BroadcastStore;
import dev.crier.broadcast.ReachedPeople;
import dev.crier.channel.ChannelStore;
import dev.crier.channel.HealthStore;
import dev.crier.channel.WhatsappChannel;
import dev.crier.contact.Milestones;
import dev.crier.statistics.DayFigures;
import dev.crier.template.TemplateWatch;
import dev.crier.webhook.WebhookStore;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Asks the rooms for what the home page shows and decides by.
final class HomeReader {
    /// How long a change of category that happened is news.
    private static final Duration NEWS = Duration.ofDays(7);

    private final AccountStore accounts;
    private final ChannelStore channels;
    private final WebhookStore webhooks;
    private final BroadcastStore broadcasts;
    private final TemplateWatch templates;
    private final Milestones milestones;
    private final DayFigures figures;
    private final HealthStore health;
    private final ReachedPeople reached;
    private final Clock clock;

    HomeReader(AccountStore accounts, HomePages.Parts parts) {
        this.accounts = accounts;
        this.channels = parts.channels();
        this.webhooks = parts.webhooks();
        this.broadcasts = new BroadcastStore(parts.database());
        this.templates = new TemplateWatch(parts.database());
        this.milestones = new Milestones(parts.database());
        this.figures = new DayFigures(parts.database());
        this.health = parts.health();
        this.reached = parts.reached();
        this.clock = parts.clock();
    }

    Situation situation(Bot bot) {
        Instant now = clock.instant();
        @Nullable WhatsappChannel channel = channels.ofBot(bot.id()).orElse(null);
        TemplateWatch.Sendable sendable = templates.sendable(bot.id());
        FirstSteps steps = new FirstSteps(
                channel != null && channel.enabled(),
                sendable.own(),
                milestones.hasContacts(bot.id()),
                broadcasts.hasSent(bot.id()),
                milestones.hasKeyword(bot.id()),
                channels.phonesOf(bot.id()).isPresent());
        return new Situation(
                bot,
                channel,
                health.ofBot(bot.id()).orElse(null),
                accounts.hasKey(bot),
                underWay(bot.id()),
                templates.troubles(bot.id(), now.minus(NEWS), Situation.MAX_TROUBLES),
                sendable,
                webhooks.list(bot.id()),
                steps,
                now);
    }

    List<Broadcast> underWay(UUID botId) {
        return broadcasts.underWay(botId, Situation.MAX_UNDER_WAY);
    }

    /// Today's figures in this zone, and those of the days before.
    Today today(UUID botId, ZoneId zone) throws SQLException {
        LocalDate today = LocalDate.ofInstant(clock.instant(), zone);
        return Today.of(today, zone, figures.until(botId, today, Today.DAYS, zone));
    }

    /// How the number stands now; empty if there is none.
    Optional<NumberState> number(UUID botId, double perSecond) {
        return channels.ofBot(botId)
                .map(channel -> NumberState.of(
                        channel, health.ofChannel(channel.id()).orElse(null), perSecond, reached.inLastDay(botId)));
    }

    Instant now() {
        return clock.instant();
    }
}
