package dev.crier.contact;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
    /// WhatsApp's customer service window: free text only for so long after the person's last message.
    public static final Duration WINDOW = Duration.ofHours(24);

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

    /// Until when free text may be sent; empty if it may not be.
    public Optional<Instant> openUntil(Instant now) {
        return Optional.ofNullable(lastInboundAt).map(at -> at.plus(WINDOW)).filter(end -> end.isAfter(now));
    }

    public Reach reach() {
        return new Reach(id, phone, whatsappUserId, profile.locale(), optout);
    }
}
