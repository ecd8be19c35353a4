package dev.crier.cloudapi;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What `GET /debug_token` says of an access token.
///
/// @param endsAt null: never
/// @param scopes what it may do
public record TokenReport(boolean valid, @Nullable Instant endsAt, List<String> scopes) {
    private static final int MAX_SCOPES = 200;

    public TokenReport {
        scopes = List.copyOf(scopes);
    }

    static TokenReport of(JsonNode json) {
        JsonNode data = json.path("data");
        List<String> scopes = new ArrayList<>();
        for (JsonNode scope : data.path("scopes").values()) {
            if (scope.isString() && scopes.size() < MAX_SCOPES) {
                scopes.add(scope.stringValue());
            }
        }
        // 0 is Meta's never.
        Instant end = WireJson.instant(data.path("expires_at").asString(""));
        return new TokenReport(
                data.path("is_valid").booleanValue(false),
                end == null || end.equals(Instant.EPOCH) ? null : end,
                scopes);
    }
}
