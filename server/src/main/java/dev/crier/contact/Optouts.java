package dev.crier.contact;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The consents that changed on this node a short while ago: the last check before a message leaves.
///
/// Lanes read the database's opt-outs when they claim a window and again every second; this closes the gap between.
/// A change is told before its transaction commits, so for an instant it may block somebody whose change is rolled
/// back:
/// the safe side.
public final class Optouts {
    /// Longer than any window lives without being checked again.
    private static final Duration MEMORY = Duration.ofMinutes(10);

    /// More opt-outs than this in ten minutes have other causes; then the second's check alone holds.
    private static final int MAX_REMEMBERED = 100_000;

    private final Cache<UUID, Optional<Optout>> recent = Caffeine.newBuilder()
            .executor(Runnable::run) // its upkeep is shorter than handing it to another thread
            .expireAfterWrite(MEMORY)
            .maximumSize(MAX_REMEMBERED)
            .build();

    void changed(UUID contactId, @Nullable Optout to) {
        recent.put(contactId, Optional.ofNullable(to));
    }

    /// Whether the person was erased a moment ago, so that not even a reply may leave.
    public boolean isErased(UUID contactId) {
        Optional<Optout> change = recent.getIfPresent(contactId);
        return change != null && change.orElse(null) == Optout.ERASED;
    }

    /// Whether a change of a moment ago forbids the message.
    public boolean blocks(UUID contactId, boolean marketing) {
        Optional<Optout> change = recent.getIfPresent(contactId);
        return change != null && Optout.blocks(change.orElse(null), marketing);
    }
}
