package dev.crier.api;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The header by which a caller marks a request that it may repeat.
public final class IdempotencyKey {
    private static final HeaderName HEADER = HeaderNames.create("Idempotency-Key");
    private static final int MAX_CHARS = 255;

    private IdempotencyKey() {}

    /// The request's key, or null if it has none.
    public static @Nullable String of(ServerRequest request) {
        @Nullable String key = request.headers().first(HEADER).orElse(null);
        if (key == null) {
            return null;
        }
        boolean printable = key.chars().allMatch(c -> c >= ' ' && c <= '~');
        if (key.isBlank() || key.length() > MAX_CHARS || !printable) {
            Fault fault = new Fault(
                    "invalid_idempotency_key",
                    "the header Idempotency-Key must be 1 to " + MAX_CHARS + " printable ASCII characters");
            throw Problem.of(ProblemCode.INVALID_REQUEST, fault.detail(), List.of(fault));
        }
        return key;
    }
}
