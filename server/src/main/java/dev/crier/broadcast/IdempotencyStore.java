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
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Answers that were given to requests with an idempotency key, so that a repeated request gets the first one's.
public final class IdempotencyStore {
    /// Kept for 30 days; [#runOnce] removes older ones.
    static final int DAYS_KEPT = 30;

    /// In one transaction; whoever sends the same key just then waits for no more than these.
    private static final int PER_BATCH = 5_000;

    private final Database database;

    public IdempotencyStore(Database database) {
        this.database = database;
    }

    /// A caller's key, and a hash of all that the request said.
    record Claim(UUID botId, String key, byte[] requestHash) {
        /// A claim if there is a key.
        static @Nullable Claim of(UUID botId, @Nullable String key, byte[] requestHash) {
            return key == null ? null : new Claim(botId, key, requestHash);
        }
    }

    /// Does the work of a request and makes its answer.
    @FunctionalInterface
    interface Work {
        ObjectNode run() throws SQLException;
    }

    /// An answer, and whether it was given before.
    record Given(ObjectNode answer, boolean again) {}

    /// Removes answers that are too old to be repeated, a bounded number in each transaction.
    public void runOnce() {
        int removed;
        do {
            removed = database.jdbi().withHandle(handle -> handle.execute("""
                    DELETE FROM idempotency_key WHERE ctid = ANY (ARRAY (
                      SELECT ctid FROM idempotency_key WHERE created_at < now() - make_interval(days => ?) LIMIT ?))""", DAYS_KEPT, PER_BATCH));
        } while (removed == PER_BATCH);
    }

    Optional<ObjectNode> earlierAnswer(@Nullable Claim claim) throws SQLException {
        return claim == null ? Optional.empty() : database.inTransaction(connection -> find(connection, claim));
    }

    /// The answer that the claim's key got before; else the one that `work` makes, which is kept. Without a claim
    /// the work is simply done.
    ///
    /// The key is taken until the transaction ends. The same request in progress elsewhere is a conflict: it may
    /// fail yet, so there is no answer to repeat.
    Given once(Connection connection, @Nullable Claim claim, Work work) throws SQLException {
        if (claim == null) {
            return new Given(work.run(), false);
        }
        take(connection, claim);
        Optional<ObjectNode> earlier = find(connection, claim);
        if (earlier.isPresent()) {
            return new Given(earlier.get(), true);
        }
        ObjectNode answer = work.run();
        keep(connection, claim, answer);
        return new Given(answer, false);
    }

    private static void take(Connection connection, Claim claim) throws SQLException {
        try (PreparedStatement lock =
                connection.prepareStatement("SELECT pg_try_advisory_xact_lock(hashtextextended(?, 0))")) {
            lock.setString(1, claim.botId() + " " + claim.key());
            try (ResultSet row = lock.executeQuery()) {
                row.next();
                if (!row.getBoolean(1)) {
                    throw Problem.of(
                            ProblemCode.IDEMPOTENCY_IN_PROGRESS, "The first request with this key has no answer yet");
                }
            }
        }
    }

    /// Overwrites an answer that is too old to be repeated and that is not removed yet.
    private static void keep(Connection connection, Claim claim, ObjectNode answer) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO idempotency_key (bot_id, key, body_hash, answer) VALUES (?, ?, ?, ?::json)
                ON CONFLICT (bot_id, key) DO UPDATE SET
                  body_hash = excluded.body_hash, answer = excluded.answer, created_at = now()""")) {
            insert.setObject(1, claim.botId());
            insert.setString(2, claim.key());
            insert.setBytes(3, claim.requestHash());
            insert.setString(4, answer.toString());
            insert.executeUpdate();
        }
    }

    private static Optional<ObjectNode> find(Connection connection, Claim claim) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT body_hash, answer FROM idempotency_key
                 WHERE bot_id = ? AND key = ? AND created_at > now() - make_interval(days => ?)""")) {
            select.setObject(1, claim.botId());
            select.setString(2, claim.key());
            select.setInt(3, DAYS_KEPT);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                if (!MessageDigest.isEqual(row.getBytes(1), claim.requestHash())) {
                    throw Problem.of(
                            ProblemCode.IDEMPOTENCY_MISMATCH, "The key was used before with a different request");
                }
                return Optional.of((ObjectNode) Json.parseOwn(row.getString(2)));
            }
        }
    }

    /// The broadcast that a request with this key became, whatever its body was.
    Optional<UUID> broadcastOf(UUID botId, String key) {
        return database.jdbi()
                .withHandle(handle -> handle.select(
                                "SELECT answer ->> 'id' FROM idempotency_key WHERE bot_id = ? AND key = ?", botId, key)
                        .mapTo(UUID.class)
                        .findOne());
    }
}
