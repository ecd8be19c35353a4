package dev.crier.webhook;

import dev.crier.api.Ids;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.channel.Vault;
import dev.crier.cloudapi.Secret;
import dev.crier.db.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// SQL for webhooks as their owner sees them.
public final class WebhookStore {
    /// Each event is stored once for each of them.
    public static final int MAX_PER_BOT = 20;

    /// As Standard Webhooks suggests: long enough to bring the new secret to every receiver.
    private static final Duration OLD_SECRET_LIVES = Duration.ofHours(24);

    private static final String SELECT = """
            SELECT w.*, h.failures, h.failing_since, h.succeeded_at, h.pauses, h.paused_until
              FROM webhook w JOIN webhook_health h ON h.webhook_id = w.id
            """;

    private final Jdbi jdbi;
    private final Vault vault;

    public WebhookStore(Database database, Vault vault) {
        this.jdbi = database.jdbi();
        this.vault = vault;
    }

    /// What an owner enters.
    record Draft(String url, EventFilter event, boolean enabled) {}

    Webhook create(UUID botId, Draft draft, Secret secret) {
        UUID id = Ids.next();
        return jdbi.inTransaction(handle -> {
            // Two requests at once must not both be the last that fits.
            handle.execute("SELECT FROM bot WHERE id = ? FOR NO KEY UPDATE", botId);
            int count = handle.select("SELECT count(*) FROM webhook WHERE bot_id = ? AND deleted_at IS NULL", botId)
                    .mapTo(Integer.class)
                    .one();
            if (count >= MAX_PER_BOT) {
                throw Problem.of(ProblemCode.WRONG_STATE, "A bot may have at most " + MAX_PER_BOT + " webhooks");
            }
            handle.createUpdate("""
                            INSERT INTO webhook (id, bot_id, url, event, enabled, secret, secret_hint)
                            VALUES (:id, :bot, :url, :event, :enabled, :secret, :hint)""")
                    .bind("id", id)
                    .bind("bot", botId)
                    .bind("url", draft.url())
                    .bind("event", draft.event().wire())
                    .bind("enabled", draft.enabled())
                    .bind("secret", vault.seal(secret))
                    .bind("hint", Signer.hint(secret))
                    .execute();
            handle.execute("INSERT INTO webhook_health (webhook_id) VALUES (?)", id);
            return find(handle, botId, id).orElseThrow();
        });
    }

    public List<Webhook> list(UUID botId) {
        return jdbi.withHandle(
                handle -> handle.select(SELECT + "WHERE w.bot_id = ? AND w.deleted_at IS NULL ORDER BY w.id", botId)
                        .map((row, context) -> webhook(row))
                        .list());
    }

    Optional<Webhook> find(UUID botId, UUID id) {
        return jdbi.withHandle(handle -> find(handle, botId, id));
    }

    private static Optional<Webhook> find(Handle handle, UUID botId, UUID id) {
        return handle.select(SELECT + "WHERE w.bot_id = ? AND w.id = ? AND w.deleted_at IS NULL", botId, id)
                .map((row, context) -> webhook(row))
                .findOne();
    }

    /// Changes what the owner entered. Somebody looked at it, so what failed before is forgotten and what waits is due.
    Optional<Webhook> change(UUID botId, UUID id, Draft draft, Instant now) {
        return jdbi.inTransaction(handle -> {
            int changed = handle.createUpdate("""
                            UPDATE webhook SET url = :url, event = :event, enabled = :enabled, updated_at = now(),
                                   disabled_reason = CASE WHEN NOT :enabled THEN disabled_reason END,
                                   disabled_at = CASE WHEN NOT :enabled THEN disabled_at END
                             WHERE bot_id = :bot AND id = :id AND deleted_at IS NULL""")
                    .bind("url", draft.url())
                    .bind("event", draft.event().wire())
                    .bind("enabled", draft.enabled())
                    .bind("bot", botId)
                    .bind("id", id)
                    .execute();
            if (changed > 0 && draft.enabled()) {
                handle.execute("""
                        UPDATE webhook_health SET failures = 0, failing_since = NULL, pauses = 0, paused_until = NULL
                         WHERE webhook_id = ?""", id);
                handle.execute(
                        "UPDATE webhook_queue SET due_at = ? WHERE webhook_id = ? AND claim IS NULL AND due_at > ?",
                        Timestamp.from(now),
                        id,
                        Timestamp.from(now));
            }
            return find(handle, botId, id);
        });
    }

    /// True if it was there. No event goes to it any more; what it left behind goes with the sweeper.
    boolean delete(UUID botId, UUID id) {
        return jdbi.withHandle(handle -> handle.execute("""
                        UPDATE webhook SET enabled = false, deleted_at = now(), updated_at = now()
                         WHERE bot_id = ? AND id = ? AND deleted_at IS NULL""", botId, id) > 0);
    }

    /// The old secret signs beside the new one for a day; one that was old already ends here.
    Optional<Webhook> rotate(UUID botId, UUID id, Secret secret, Instant now) {
        return jdbi.inTransaction(handle -> {
            handle.createUpdate("""
                            UPDATE webhook SET old_secret = secret, old_secret_until = :until, secret = :secret,
                                   secret_hint = :hint, updated_at = now()
                             WHERE bot_id = :bot AND id = :id AND deleted_at IS NULL""")
                    .bind("until", Timestamp.from(now.plus(OLD_SECRET_LIVES)))
                    .bind("secret", vault.seal(secret))
                    .bind("hint", Signer.hint(secret))
                    .bind("bot", botId)
                    .bind("id", id)
                    .execute();
            return find(handle, botId, id);
        });
    }

    /// The secrets that sign now, the newest first.
    List<Secret> keys(UUID id, Instant now) {
        return jdbi.withHandle(handle -> handle.select(
                                "SELECT secret, old_secret, old_secret_until FROM webhook WHERE id = ?", id)
                        .map((row, context) -> keys(row, now))
                        .findOne())
                .orElse(List.of());
    }

    /// From a row of `webhook`.
    List<Secret> keys(ResultSet row, Instant now) throws SQLException {
        List<Secret> keys = new ArrayList<>();
        keys.add(vault.open(row.getBytes("secret")));
        byte @Nullable [] old = row.getBytes("old_secret");
        Timestamp until = row.getTimestamp("old_secret_until");
        if (old != null && until != null && until.toInstant().isAfter(now)) {
            keys.add(vault.open(old));
        }
        return keys;
    }

    private static Webhook webhook(ResultSet row) throws SQLException {
        String reason = row.getString("disabled_reason");
        Timestamp disabledAt = row.getTimestamp("disabled_at");
        return new Webhook(
                row.getObject("id", UUID.class),
                row.getObject("bot_id", UUID.class),
                row.getString("url"),
                EventFilter.of(row.getString("event")).orElseThrow(),
                row.getBoolean("enabled"),
                row.getString("secret_hint"),
                reason == null || disabledAt == null ? null : new Webhook.Disabled(reason, disabledAt.toInstant()),
                health(row),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("updated_at").toInstant());
    }

    static Health health(ResultSet row) throws SQLException {
        return new Health(
                row.getInt("failures"),
                time(row, "failing_since"),
                time(row, "succeeded_at"),
                row.getInt("pauses"),
                time(row, "paused_until"));
    }

    static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        Timestamp time = row.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }
}
