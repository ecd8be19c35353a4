package dev.crier.broadcast;

import dev.crier.api.Json;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A stored broadcast to which people may still be added.
///
/// @param language of the template; null: by the contact's locale
/// @param params defaults for every user
/// @param total how many are in it already
record Draft(
        UUID id,
        UUID botId,
        UUID channelId,
        State state,
        Content.Template content,
        @Nullable String language,
        boolean marketing,
        Map<String, String> params,
        @Nullable BigDecimal maxPerSecond,
        int total) {
    /// Users of one broadcast, over all its uploads: twice the million that is promised. Whoever is in it already is
    /// held
    /// in memory while more are added, in some 64 bytes each.
    static final int MAX_USERS = 2_000_000;

    /// The broadcast, locked if it is to be changed; empty if there is none, or it says no template.
    static Optional<Draft> find(Connection connection, UUID botId, UUID id, boolean lock) throws SQLException {
        try (var select = connection.prepareStatement("""
                SELECT id, bot_id, channel_id, status, content, template_language, marketing, params, max_per_second, total
                  FROM broadcast WHERE bot_id = ? AND id = ? AND kind = 'broadcast'""" + (lock ? " FOR UPDATE" : ""))) {
            select.setObject(1, botId);
            select.setObject(2, id);
            try (var row = select.executeQuery()) {
                return row.next() ? draft(row) : Optional.empty();
            }
        }
    }

    private static Optional<Draft> draft(ResultSet row) throws SQLException {
        if (!(Content.fromJson(Json.parseOwn(row.getString("content"))) instanceof Content.Template content)) {
            return Optional.empty();
        }
        Map<String, String> params = Json.parseOwn(row.getString("params")).properties().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().asString()));
        return Optional.of(new Draft(
                row.getObject("id", UUID.class),
                row.getObject("bot_id", UUID.class),
                row.getObject("channel_id", UUID.class),
                State.of(row.getString("status")),
                content,
                row.getString("template_language"),
                row.getBoolean("marketing"),
                params,
                row.getBigDecimal("max_per_second"),
                row.getInt("total")));
    }

    /// The template's languages if each contact gets its own; empty if the language is fixed.
    List<String> variants() {
        return language == null ? List.copyOf(content.definitions().keySet()) : List.of();
    }

    /// The same, if it is a draft still.
    Draft orRefuse() {
        if (state != State.DRAFT) {
            throw Problem.of(
                    ProblemCode.WRONG_STATE,
                    "The broadcast is " + state.wire() + "; users can be added to a draft only");
        }
        return this;
    }
}
