package dev.crier.webhook;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An endpoint of a bot's owner.
///
/// @param secretHint the last characters of its secret, to tell secrets apart
/// @param disabled why and since when Crier itself has stopped it, if so
public record Webhook(
        UUID id,
        UUID botId,
        String url,
        EventFilter event,
        boolean enabled,
        String secretHint,
        @Nullable Disabled disabled,
        Health health,
        Instant createdAt,
        Instant updatedAt) {
    /// Why and since when Crier itself has stopped it.
    ///
    /// @param reason `gone`: it answered 410; `failing`: it took nothing for days
    public record Disabled(String reason, Instant at) {}

    /// `ok`, `failing` or `disabled`.
    public String state() {
        if (!enabled) {
            return "disabled";
        }
        return health.failingSince() == null ? "ok" : "failing";
    }
}
