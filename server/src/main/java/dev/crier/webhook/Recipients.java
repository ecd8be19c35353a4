package dev.crier.webhook;

import dev.crier.broadcast.BroadcastStore;
import dev.crier.broadcast.BroadcastStore.StoredChunk;
import dev.crier.webhook.EventBodies.Event;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Whom events are about. Those of messages know only the place in the broadcast; its chunk knows the person.
///
/// Used by one thread.
final class Recipients {
    /// Chunks that are kept, of about a thousand people each, 100 bytes a person: statuses of a large broadcast come
    /// from all of its chunks at once.
    private static final int MAX_CHUNKS = 128;

    /// Chunks of people who are erased are rewritten.
    private static final Duration KEPT = Duration.ofMinutes(1);

    private final Clock clock;
    private final Map<UUID, TreeMap<Integer, List<Recipient>>> chunks = new HashMap<>();
    private int count;
    private Instant since = Instant.MIN;

    Recipients(Clock clock) {
        this.clock = clock;
    }

    /// @param userId the contact; null if the user of the broadcast was nobody's
    /// @param ref the caller's own reference
    /// @param person whose events stay in order
    record Recipient(@Nullable UUID userId, @Nullable String ref, UUID person) {}

    Recipient of(Connection connection, Event event) throws SQLException {
        UUID contact = event.contactId();
        if (contact != null) {
            return new Recipient(contact, null, contact);
        }
        UUID broadcast = event.broadcastId();
        if (broadcast == null) {
            throw new IllegalStateException("event " + event.id() + " is about nobody");
        }
        return ofMessage(connection, broadcast, event.seq());
    }

    private Recipient ofMessage(Connection connection, UUID broadcast, int seq) throws SQLException {
        Recipient known = known(broadcast, seq);
        if (known == null) {
            read(connection, broadcast, seq);
            known = known(broadcast, seq);
        }
        return known == null ? nobody(broadcast, seq) : known;
    }

    private @Nullable Recipient known(UUID broadcast, int seq) {
        if (count > MAX_CHUNKS || Duration.between(since, clock.instant()).compareTo(KEPT) > 0) {
            chunks.clear();
            count = 0;
            since = clock.instant();
        }
        TreeMap<Integer, List<Recipient>> of = chunks.get(broadcast);
        Map.Entry<Integer, List<Recipient>> chunk = of == null ? null : of.floorEntry(seq);
        int place = chunk == null ? 0 : seq - chunk.getKey();
        return chunk == null || place >= chunk.getValue().size()
                ? null
                : chunk.getValue().get(place);
    }

    private void read(Connection connection, UUID broadcast, int seq) throws SQLException {
        StoredChunk chunk = BroadcastStore.chunkAt(connection, broadcast, seq).orElse(null);
        if (chunk != null) {
            List<Recipient> people = chunk.recipients().stream()
                    .map(each -> each.contactId() == null
                            ? new Recipient(
                                    null,
                                    each.ref(),
                                    nobody(broadcast, each.seq()).person())
                            : new Recipient(each.contactId(), each.ref(), each.contactId()))
                    .toList();
            chunks.computeIfAbsent(broadcast, id -> new TreeMap<>()).put(chunk.firstSeq(), people);
            count++;
        }
    }

    /// A name of its own for somebody without one: their events wait for nobody else's.
    private static Recipient nobody(UUID broadcast, int seq) {
        byte[] name = (broadcast + ":" + seq).getBytes(StandardCharsets.UTF_8);
        return new Recipient(null, null, UUID.nameUUIDFromBytes(name));
    }
}
