package dev.crier.account;

import java.time.Instant;
import java.util.UUID;

/// A signed-in browser.
///
/// @param csrf what its forms carry, so that another site's cannot act for it
/// @param browser what it calls itself
/// @param address where it was when it signed in
public record Session(
        UUID id,
        Member member,
        String csrf,
        String browser,
        String address,
        Instant createdAt,
        Instant seenAt,
        Instant rotatedAt) {

    /// A session as its browser keeps it. Never stored, never logged.
    public record Ticket(Session session, String secret) {
        @Override
        public String toString() {
            return "[redacted]";
        }
    }
}
