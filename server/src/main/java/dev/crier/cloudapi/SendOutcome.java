package dev.crier.cloudapi;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What became of one send. Meta has no idempotency key, so the line between [Unsent] and [Unknown] decides between
/// sending again and sending twice: `Unsent` is proof that nothing left, everything unclear is `Unknown`.
public sealed interface SendOutcome {
    /// Meta took the message; its way is told by webhooks from here.
    ///
    /// @param wamid Meta's message id
    /// @param messageStatus `accepted`, `held_for_quality_assessment` or `paused`, where Meta says it
    /// @param waId the recipient's WhatsApp id: may differ from the digits sent, absent for a send to a user id
    /// @param userId the recipient's business-scoped user id
    record Accepted(
            String wamid,
            @Nullable String messageStatus,
            @Nullable String waId,
            @Nullable String userId) implements SendOutcome {}

    /// Meta definitely refused; [ErrorCatalogue#sync] says what to do.
    record Rejected(GraphError error) implements SendOutcome {}

    /// Meta definitely refused because of a rate; the message is fine and this costs it no try.
    ///
    /// @param retryAfter how long Meta asks to wait; zero if it does not say
    record Throttled(GraphError error, Duration retryAfter, Scope scope) implements SendOutcome {}

    /// The bytes provably never left: DNS, connection refused, TLS handshake, no free connection. Send again at will.
    record Unsent(String cause) implements SendOutcome {}

    /// It may have been sent or not: a webhook with our id will tell, or nobody.
    record Unknown(String cause) implements SendOutcome {}

    /// What a throttle slows down.
    enum Scope {
        /// All sends of the number.
        NUMBER,
        /// Only further sends to this recipient.
        PAIR
    }
}
