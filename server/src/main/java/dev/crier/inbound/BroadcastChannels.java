package dev.crier.inbound;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/// Which channel a broadcast is sent by. It never changes, so it is remembered.
///
/// The app secret that signs a channel's webhooks proves nothing about another channel: whoever holds it
/// could otherwise move the messages of strangers.
final class BroadcastChannels {
    private static final int MAX_REMEMBERED = 20_000;

    private final Cache<UUID, UUID> channels =
            Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).build();

    /// Those of `claimed` whose broadcast exists and is sent by the channel they came by.
    List<News.Matched> owned(Connection connection, List<News.Matched> claimed) throws SQLException {
        Set<UUID> unknown = claimed.stream()
                .map(matched -> matched.id().broadcastId())
                .filter(id -> channels.getIfPresent(id) == null)
                .collect(Collectors.toSet());
        if (!unknown.isEmpty()) {
            learn(connection, unknown);
        }
        List<News.Matched> owned = new ArrayList<>(claimed.size());
        for (News.Matched matched : claimed) {
            UUID channel = channels.getIfPresent(matched.id().broadcastId());
            if (matched.news().channelId().equals(channel)) {
                owned.add(matched);
            }
        }
        return owned;
    }

    private void learn(Connection connection, Set<UUID> ids) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT id, channel_id FROM broadcast WHERE id = ANY (?)")) {
            select.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    channels.put(row.getObject(1, UUID.class), row.getObject(2, UUID.class));
                }
            }
        }
    }
}
