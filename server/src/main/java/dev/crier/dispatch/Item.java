package dev.crier.dispatch;

import dev.crier.broadcast.Recipient;
import dev.crier.message.MessageId;
import org.jspecify.annotations.Nullable;

/// One message that is ready to be attempted.
///
/// @param attempt the number of the attempt
/// @param tries tries before it
/// @param freeAttempts attempts before it that a throttle ended
/// @param window for a first attempt, the window that covers it; a retry has its row instead
record Item(
        ActiveBroadcast broadcast,
        Recipient recipient,
        int attempt,
        int tries,
        int freeAttempts,
        @Nullable Window window) {

    static Item first(ActiveBroadcast broadcast, Recipient recipient, Window window) {
        return new Item(broadcast, recipient, 1, 0, 0, window);
    }

    MessageId id() {
        return new MessageId(broadcast.id(), recipient.seq(), attempt);
    }

    /// For what fails before anything is attempted: a first attempt did not take place.
    MessageId idWithoutAttempt() {
        return window == null ? id() : new MessageId(broadcast.id(), recipient.seq(), 0);
    }
}
