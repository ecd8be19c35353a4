package dev.crier.contact;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// A person of one bot.
public record Contact(
        UUID id,
        @Nullable String phone,
        @Nullable String whatsappUserId,
        Profile profile,
        List<String> tags,
        ObjectNode userData,
        @Nullable Optout optout,
        @Nullable Instant lastInboundAt) {

    /// What a caller may fill in.
    public record Profile(
            @Nullable String firstName,
            @Nullable String lastName,
            @Nullable String email,
            @Nullable String locale,
            @Nullable String timezone,
            @Nullable String externalId) {
        public static final Profile EMPTY = new Profile(null, null, null, null, null, null);
    }

    /// What sending needs to know.
    public record Reach(
            UUID id,
            @Nullable String phone,
            @Nullable String whatsappUserId,
            @Nullable String locale,
            @Nullable Optout optout) {}

    public Reach reach() {
        return new Reach(id, phone, whatsappUserId, profile.locale(), optout);
    }
}
