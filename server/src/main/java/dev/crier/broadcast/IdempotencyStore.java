package dev.crier.broadcast;

import dev.crier.api.Json;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.db.Database;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/// Answers that were given to requests with an idempotency key, so that a repeated request gets the first one's.
final class IdempotencyStore {
    /// Kept for 30 days; the sweeper removes older ones.
    static final int DAYS_KEPT = 30;

    static final int MAX_KEY_CHARS = 255;

    private final Database database;

    IdempotencyStore(Database database) {
        this.database = database;
    }

    Optional<ObjectNode> earlierAnswer(UUID botId, String key, byte[] bodyHash) throws SQLException {
        return database.inTransaction(connection -> find(connection, botId, key, bodyHash));
    }

    /// Claims the key until the transaction ends. The same request in progress elsewhere is a conflict: it may fail
    /// yet, so there is no answer to repeat.
    Optional<ObjectNode> begin(Connection connection, UUID botId, String key, byte[] bodyHash) throws SQLException {
        try (PreparedStatement lock =
                connection.prepareStatement("SELECT pg_try_advisory_xact_lock(hashtextextended(?, 0))")) {
            lock.setString(1, botId + " " + key);
            try (ResultSet row = lock.executeQuery()) {
                row.next();
                if (!row.getBoolean(1)) {
                    throw Problem.of(
                            ProblemCode.IDEMPOTENCY_IN_PROGRESS, "The first request with this key has no answer yet");
                }
            }
        }
        return find(connection, botId, key, bodyHash);
    }

    void keep(Connection connection, UUID botId, String key, byte[] bodyHash, ObjectNode answer) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO idempotency_key (bot_id, key, body_hash, answer) VALUES (?, ?, ?, ?::jsonb)")) {
            insert.setObject(1, botId);
            insert.setString(2, key);
            insert.setBytes(3, bodyHash);
            insert.setString(4, answer.toString());
            insert.executeUpdate();
        }
    }

    private static Optional<ObjectNode> find(Connection connection, UUID botId, String key, byte[] bodyHash)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT body_hash, answer FROM idempotency_key
                 WHERE bot_id = ? AND key = ? AND created_at > now() - make_interval(days => ?)""")) {
            select.setObject(1, botId);
            select.setString(2, key);
            select.setInt(3, DAYS_KEPT);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                if (!MessageDigest.isEqual(row.getBytes(1), bodyHash)) {
                    throw Problem.of(ProblemCode.IDEMPOTENCY_MISMATCH, "The key was used before with a different body");
                }
                return Optional.of((ObjectNode) Json.parseOwn(row.getString(2)));
            }
        }
    }
}
