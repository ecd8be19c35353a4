package dev.crier.channel;

import dev.crier.cloudapi.Endpoint;
import dev.crier.cloudapi.Secret;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One sending number of one bot.
///
/// @param provider who carries its messages
/// @param endpoint where and as whom to call Meta
/// @param appSecret signs Meta's webhooks
/// @param verifyToken what Meta repeats when it verifies the webhook's address
/// @param throughput messages per second that Meta grants the number: 80, 1,000 after an upgrade, 20 in coexistence
/// @param hold why it must not send now, if so
public record WhatsappChannel(
        UUID id,
        UUID botId,
        boolean enabled,
        Provider provider,
        Endpoint endpoint,
        Secret appSecret,
        Secret verifyToken,
        int throughput,
        @Nullable Hold hold) {

    /// Meta has stopped the number or the account; a person has to do something before it may go on.
    public record Hold(int code, String details, Instant since) {}
}
