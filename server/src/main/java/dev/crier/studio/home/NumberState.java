package dev.crier.studio.home;

import dev.crier.channel.WhatsappChannel;
import dev.crier.studio.Show;

/// How the sending number does, in words.
///
/// @param tone of the badge
/// @param speed messages a second, of those that Meta grants
/// @param begun people whom the bot began to talk to in the last 24 hours
public record NumberState(String state, String tone, String speed, long begun) {
    static NumberState of(WhatsappChannel channel, double perSecond, long begun) {
        boolean isHeld = channel.hold() != null;
        String state = !channel.enabled() ? "Off" : isHeld ? "Held" : "Ready";
        String tone = !channel.enabled() ? "" : isHeld ? "bad" : "good";
        return new NumberState(
                state, tone, Show.number(Math.round(perSecond)) + " of " + Show.number(channel.throughput()), begun);
    }
}
