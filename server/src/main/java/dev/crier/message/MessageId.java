package dev.crier.message;

import dev.crier.api.Ids;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Our name of one attempt at one message. It travels in `biz_opaque_callback_data` (up to 512 characters) and comes
/// back in each status webhook, so that a webhook finds its row by primary key even when it overtakes the send's
/// answer.
public record MessageId(UUID broadcastId, int seq, int attempt) {
    private static final String PREFIX = "crier:";

    public String callbackData() {
        return PREFIX + broadcastId + ":" + seq + ":" + attempt;
    }

    /// The id in `data`, or null if it is not one of ours.
    public static @Nullable MessageId parse(@Nullable String data) {
        if (data == null || data.length() > 80 || !data.startsWith(PREFIX)) {
            return null;
        }
        String[] parts = data.substring(PREFIX.length()).split(":", -1);
        if (parts.length != 3) {
            return null;
        }
        UUID broadcastId = Ids.parse(parts[0]);
        try {
            int seq = Integer.parseInt(parts[1]);
            int attempt = Integer.parseInt(parts[2]);
            boolean sane = seq >= 0 && attempt >= 1 && attempt <= Short.MAX_VALUE;
            return broadcastId != null && sane ? new MessageId(broadcastId, seq, attempt) : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
