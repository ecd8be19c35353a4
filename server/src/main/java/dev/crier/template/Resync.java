package dev.crier.template;

import dev.crier.channel.ChannelStore;
import dev.crier.channel.WhatsappChannel;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Fresh copies of Meta's templates in the background: when a webhook hints at a change, and for all now and then.
public final class Resync {
    private static final Logger LOG = LoggerFactory.getLogger(Resync.class);

    private final ChannelStore channels;
    private final TemplateSync sync;
    private final Set<UUID> underway = ConcurrentHashMap.newKeySet();

    public Resync(ChannelStore channels, TemplateSync sync) {
        this.channels = channels;
        this.sync = sync;
    }

    /// Asks for a fresh copy of a bot's templates, and does not wait for it.
    public void soon(UUID botId) {
        if (underway.add(botId)) {
            Thread.startVirtualThread(() -> {
                underway.remove(botId);
                channels.ofBot(botId).ifPresent(this::once);
            });
        }
    }

    /// A fresh copy for every channel: the safety net below Meta's webhooks.
    public void all() {
        channels.enabled().forEach(this::once);
    }

    private void once(WhatsappChannel channel) {
        try {
            sync.sync(channel);
        } catch (RuntimeException e) {
            LOG.warn("The templates of channel {} could not be read: {}", channel.id(), e.getMessage());
        }
    }
}
