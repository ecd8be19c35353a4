package dev.crier.client;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Somebody the bot knows.
///
/// @param userData variables of any kind; `whatsapp_optout` is consent
/// @param created whether it is new, in the answer to an upsert
public record Contact(
        String userId,
        @Nullable String firstName,
        @Nullable String lastName,
        @Nullable String email,
        @Nullable String phone,
        @Nullable String whatsappUserId,
        @Nullable String locale,
        @Nullable String timezone,
        @Nullable String externalId,
        List<String> tags,
        @Nullable JsonNode userData,
        @Nullable Boolean created) {
    public Contact {
        tags = Lists.of(tags);
    }

    /// `all`, `marketing`, or null if messages are welcome.
    public @Nullable String optout() {
        return userData != null && userData.path("whatsapp_optout").isString()
                ? userData.path("whatsapp_optout").stringValue()
                : null;
    }
}
