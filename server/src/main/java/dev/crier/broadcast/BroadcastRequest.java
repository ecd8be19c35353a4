package dev.crier.broadcast;

import dev.crier.api.Fault;
import dev.crier.api.Spool;
import dev.crier.contact.Segment;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// A request to broadcast, read and checked as far as that goes without the database. Its users wait in the spool.
///
/// @param template null if it is absent or unusable; then a fault says so
/// @param audience whom it is for besides those users; null: nobody else
/// @param ignored the names of fields that mean nothing to us
/// @param bodyHash SHA-256 of the body's bytes, for the idempotency key
record BroadcastRequest(
        @Nullable ObjectNode template,
        Map<String, String> params,
        Settings settings,
        Spool users,
        int userCount,
        @Nullable Segment audience,
        List<String> ignored,
        List<Fault> faults,
        byte[] bodyHash)
        implements AutoCloseable {

    /// What is not about template or users.
    record Settings(
            @Nullable String name,
            @Nullable Instant scheduledAt,
            @Nullable BigDecimal maxPerSecond,
            OnUnknown onUnknown,
            boolean draft) {}

    @Override
    public void close() {
        try {
            users.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
