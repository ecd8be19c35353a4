package dev.crier.webhook;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How one request to an endpoint ended.
///
/// @param status of the answer; null if there was none
/// @param answer the beginning of what it said
/// @param error why there was no answer
/// @param retryAfter how long it asked us to wait
public record Attempt(
        @Nullable Integer status,
        @Nullable String answer,
        @Nullable String error,
        @Nullable Duration retryAfter,
        Duration took) {
    private static final int GONE = 410;

    public boolean isSuccess() {
        return status != null && status >= 200 && status < 300;
    }

    /// The endpoint wants no more events, ever.
    boolean isGone() {
        return status != null && status == GONE;
    }
}
