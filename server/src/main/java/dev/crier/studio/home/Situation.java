package dev.crier.studio.home;

import dev.crier.account.Bot;
import dev.crier.broadcast.Broadcast;
import dev.crier.channel.NumberHealth;
import dev.crier.channel.WhatsappChannel;
import dev.crier.template.TemplateWatch.Sendable;
import dev.crier.template.TemplateWatch.Trouble;
import dev.crier.webhook.Webhook;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All that is known of a bot when its home page is asked for; what needs attention is decided on it alone.
///
/// @param channel null: no number was ever connected
/// @param health how Meta sees the number; null: it was not asked yet
/// @param hasKey whether some key opens the bot by the REST API
/// @param underWay broadcasts that are scheduled, running or paused
/// @param troubles templates that somebody should look at, [#MAX_TROUBLES] at most
/// @param steps what the bot has done for the first time
public record Situation(
        Bot bot,
        @Nullable WhatsappChannel channel,
        @Nullable NumberHealth health,
        boolean hasKey,
        List<Broadcast> underWay,
        List<Trouble> troubles,
        Sendable sendable,
        List<Webhook> webhooks,
        FirstSteps steps,
        Instant now) {
    /// More than these are not read one by one.
    static final int MAX_TROUBLES = 6;

    static final int MAX_UNDER_WAY = 20;

    boolean isConnected() {
        return channel != null && channel.enabled();
    }
}
