package dev.crier.channel;

import dev.crier.cloudapi.AccountClient;
import dev.crier.cloudapi.GraphException;
import dev.crier.cloudapi.NumberReport;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks Meta how it sees the numbers: now and then for all, at once when somebody wants to know or a webhook hints at
/// a change.
public final class NumberWatch {
    private static final Logger LOG = LoggerFactory.getLogger(NumberWatch.class);

    private static final Duration EVERY = Duration.ofHours(1);

    private final ChannelStore channels;
    private final HealthStore health;
    private final AccountClient accounts;
    private final Clock clock;
    private final Set<UUID> underway = ConcurrentHashMap.newKeySet();

    public NumberWatch(ChannelStore channels, HealthStore health, AccountClient accounts, Clock clock) {
        this.channels = channels;
        this.health = health;
        this.accounts = accounts;
        this.clock = clock;
    }

    /// Looks at the numbers that are switched on and were not looked at for an hour, or never.
    public void runOnce() {
        health.due(clock.instant().minus(EVERY)).forEach(id -> channels.find(id).ifPresent(this::look));
    }

    /// Looks at a channel's number in the background.
    public void soon(UUID channelId) {
        if (underway.add(channelId)) {
            Thread.startVirtualThread(() -> {
                underway.remove(channelId);
                channels.find(channelId).ifPresent(this::look);
            });
        }
    }

    /// Looks now. What Meta does not answer is written down, too.
    public void look(WhatsappChannel channel) {
        try {
            NumberReport report = accounts.number(channel.endpoint());
            health.save(channel.id(), report, tokenEnd(channel), clock.instant());
        } catch (GraphException e) {
            health.fail(channel.id(), String.valueOf(e.getMessage()), clock.instant());
        } catch (RuntimeException e) {
            // Such as a channel that was taken away meanwhile: the next look finds out.
            LOG.warn("The number of channel {} could not be looked at: {}", channel.id(), e.getMessage());
        }
    }

    /// Not every token may ask about itself; then only Meta knows its end.
    private @Nullable Instant tokenEnd(WhatsappChannel channel) {
        try {
            return accounts.token(channel.endpoint()).endsAt();
        } catch (GraphException e) {
            return null;
        }
    }
}
