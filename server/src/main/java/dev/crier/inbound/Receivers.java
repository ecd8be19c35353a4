package dev.crier.inbound;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.crier.account.AccountStore;
import dev.crier.channel.ChannelStore;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/// Looks up receivers, and keeps them for a second: each reading decrypts three credentials.
final class Receivers {
    private static final Duration MEMORY = Duration.ofSeconds(1);

    /// Ids that lead to nobody are remembered too, and anyone can make those up.
    private static final int MAX_REMEMBERED = 10_000;

    private final AccountStore accounts;
    private final ChannelStore channels;
    private final Cache<UUID, Optional<Receiver>> recent = Caffeine.newBuilder()
            .expireAfterWrite(MEMORY)
            .maximumSize(MAX_REMEMBERED)
            .build();

    Receivers(AccountStore accounts, ChannelStore channels) {
        this.accounts = accounts;
        this.channels = channels;
    }

    Optional<Receiver> find(UUID channelId) {
        return recent.get(channelId, this::read);
    }

    private Optional<Receiver> read(UUID channelId) {
        return channels.find(channelId)
                .flatMap(channel -> accounts.bot(channel.botId()).map(bot -> new Receiver(channel, bot)));
    }
}
