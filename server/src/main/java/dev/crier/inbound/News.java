package dev.crier.inbound;

import dev.crier.cloudapi.WebhookPayload.StatusUpdate;
import dev.crier.message.MessageId;
import java.util.UUID;

/// A status and the channel by which it came.
record News(UUID botId, UUID channelId, StatusUpdate status) {
    /// News of which we know the message, and that it is one of the channel's.
    record Matched(News news, MessageId id) {}
}
