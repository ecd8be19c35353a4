package dev.crier.template;

import dev.crier.account.Bot;
import dev.crier.api.ProblemException;
import dev.crier.channel.ChannelStore;
import dev.crier.channel.WhatsappChannel;
import java.util.List;

/// Switches a WhatsApp channel on, with what a bot needs to begin: a template to send, and the list of the others.
public final class ChannelSwitch {
    private final ChannelStore channels;
    private final TemplateSync sync;

    public ChannelSwitch(ChannelStore channels, TemplateSync sync) {
        this.channels = channels;
        this.sync = sync;
    }

    /// What switching on brought.
    ///
    /// @param created the languages in which `botsqd_reengagement` was submitted
    /// @param templates how many there are at WhatsApp
    /// @param problem why they could not be fetched; empty if they were
    public record Enabled(List<String> created, int templates, String problem) {
        public Enabled {
            created = List.copyOf(created);
        }
    }

    /// The channel is on either way; the server tries again by itself to fetch the templates.
    public Enabled enable(Bot bot, WhatsappChannel channel) {
        channels.enable(channel.id(), true);
        try {
            List<String> created = sync.ensureReengagement(bot, channel);
            return new Enabled(created, sync.sync(channel).synced(), "");
        } catch (ProblemException e) {
            return new Enabled(List.of(), 0, e.problem().detail());
        }
    }

    public void disable(WhatsappChannel channel) {
        channels.enable(channel.id(), false);
    }
}
