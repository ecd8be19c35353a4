package dev.crier.studio;

import dev.crier.account.Bot;
import dev.crier.account.Gatekeeper;
import dev.crier.api.ProblemCode;
import dev.crier.api.ProblemException;
import dev.crier.channel.ChannelStore;
import java.util.ArrayList;
import java.util.List;

/// What a bot must have before anything can be sent first: WhatsApp, and the feature. Pages that lead to sending ask
/// for
/// it as early as the sending itself does, so that nobody writes for an hour what cannot go.
public final class Readiness {
    private final Gatekeeper gate;
    private final ChannelStore channels;

    public Readiness(Gatekeeper gate, ChannelStore channels) {
        this.gate = gate;
        this.channels = channels;
    }

    /// The problem that sending would end in.
    public void require(Bot bot) {
        requireChannel(bot);
        gate.requireBroadcasting(bot);
    }

    private void requireChannel(Bot bot) {
        var _ = channels.toSendBy(bot.id());
    }

    /// Everything that is missing, by the problem it would be; none: it can be sent.
    public List<ProblemCode> missing(Bot bot) {
        List<ProblemCode> missing = new ArrayList<>();
        for (Runnable demand : List.<Runnable>of(() -> requireChannel(bot), () -> gate.requireBroadcasting(bot))) {
            try {
                demand.run();
            } catch (ProblemException e) {
                missing.add(e.problem().code());
            }
        }
        return List.copyOf(missing);
    }
}
