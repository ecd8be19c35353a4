package dev.crier.inbound;

import dev.crier.broadcast.BroadcastStore;
import dev.crier.broadcast.BroadcastStore.StoredChunk;
import dev.crier.broadcast.Recipient;
import dev.crier.channel.ChannelStore;
import dev.crier.contact.Consent;
import dev.crier.inbound.StatusRules.Effect;
import dev.crier.message.Change;
import dev.crier.message.MessageId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does what failures mean beyond their own messages, in the same transaction.
final class StatusEffects {
    private static final Logger LOG = LoggerFactory.getLogger(StatusEffects.class);

    private final Consent consent;

    StatusEffects(Consent consent) {
        this.consent = consent;
    }

    /// An effect that is due, and what it came from.
    record Due(News.Matched from, Change change, Effect effect) {}

    void perform(Connection connection, List<Due> due, Instant now) throws SQLException {
        if (due.isEmpty()) {
            return;
        }
        Map<UUID, Due> leaving = leaving(connection, due);
        Transactions.with(connection, handle -> {
            for (Due each : due) {
                switch (each.effect()) {
                    case Effect.PauseBroadcast pause -> pause(handle, each, pause);
                    case Effect.HoldNumber hold -> hold(handle, each, hold);
                    case Effect.StopMarketing ignored -> {
                        // Below, in the order of the contacts, so that two nodes do not lock them in a circle.
                    }
                }
            }
            leaving.forEach((contactId, each) -> stopMarketing(handle, contactId, each, now));
            return Boolean.TRUE;
        });
    }

    private static void pause(Handle handle, Due due, Effect.PauseBroadcast pause) {
        UUID id = due.change().broadcastId();
        if (BroadcastStore.pauseBecause(handle, id, pause.code(), pause.reason().wire(), pause.details())) {
            LOG.warn("Broadcast {} is paused: Meta reports {}", id, pause.code());
        }
    }

    private static void hold(Handle handle, Due due, Effect.HoldNumber hold) {
        UUID channelId = due.from().news().channelId();
        LOG.warn("Channel {} is held: Meta reports {}", channelId, hold.code());
        ChannelStore.hold(handle, channelId, hold.code(), hold.details());
    }

    private void stopMarketing(Handle handle, UUID contactId, Due due, Instant now) {
        News news = due.from().news();
        Instant told = news.status().at();
        Instant at = told.isAfter(now) ? now : told;
        Consent.Evidence evidence = new Consent.Evidence(
                Consent.Source.WHATSAPP_ERROR, at, news.status().wamid());
        consent.stopMarketing(handle, news.botId(), contactId, evidence);
    }

    /// The contacts that stopped marketing, by id. Meta's `recipient_id` may differ from the number we
    /// sent to, so the chunk says who it was.
    private static Map<UUID, Due> leaving(Connection connection, List<Due> due) throws SQLException {
        Map<UUID, Due> leaving = new TreeMap<>();
        ChunkReader chunks = new ChunkReader();
        for (Due each : due) {
            if (each.effect() instanceof Effect.StopMarketing) {
                UUID contactId = chunks.contact(connection, each.from().id());
                if (contactId != null) {
                    leaving.put(contactId, each);
                }
            }
        }
        return leaving;
    }

    /// Keeps the chunk it read last: statuses come roughly in the order of the sends.
    private static final class ChunkReader {
        private @Nullable UUID broadcastId;
        private int firstSeq;
        private List<Recipient> recipients = List.of();

        @Nullable
        UUID contact(Connection connection, MessageId id) throws SQLException {
            if (!holds(id)) {
                StoredChunk chunk = BroadcastStore.chunkAt(connection, id.broadcastId(), id.seq())
                        .orElse(null);
                if (chunk == null) {
                    return null;
                }
                broadcastId = id.broadcastId();
                firstSeq = chunk.firstSeq();
                recipients = chunk.recipients();
            }
            return holds(id) ? recipients.get(id.seq() - firstSeq).contactId() : null;
        }

        private boolean holds(MessageId id) {
            return id.broadcastId().equals(broadcastId)
                    && id.seq() >= firstSeq
                    && id.seq() < firstSeq + recipients.size();
        }
    }
}
