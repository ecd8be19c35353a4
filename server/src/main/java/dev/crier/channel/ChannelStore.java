package dev.crier.channel;

import dev.crier.api.Ids;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.cloudapi.Endpoint;
import dev.crier.cloudapi.Secret;
import dev.crier.db.Database;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// SQL for WhatsApp channels.
public final class ChannelStore {
    private final Jdbi jdbi;
    private final Vault vault;

    public ChannelStore(Database database, Vault vault) {
        this.jdbi = database.jdbi();
        this.vault = vault;
    }

    /// A key derived from the one that seals credentials, for another use that must not work without it.
    public byte[] subkey(String purpose) {
        return vault.subkey(purpose);
    }

    /// What an administrator enters to connect a number.
    public record Connection(
            Provider provider, Endpoint endpoint, Secret appSecret, Secret verifyToken, int throughput) {
        public static final int DEFAULT_THROUGHPUT = 80;

        /// Far above Meta's 1,000: only sinks and sandboxes take more.
        public static final int MAX_THROUGHPUT = 1_000_000;

        public Connection {
            if (throughput < 1 || throughput > MAX_THROUGHPUT) {
                throw new IllegalArgumentException(
                        "throughput must be 1 to " + MAX_THROUGHPUT + " messages per second");
            }
            if (provider.dialect() != endpoint.dialect()) {
                throw new IllegalArgumentException(provider.title() + " is not spoken to in this way");
            }
        }

        /// With the provider that the endpoint most likely is.
        public Connection(Endpoint endpoint, Secret appSecret, Secret verifyToken, int throughput) {
            this(Provider.of(endpoint), endpoint, appSecret, verifyToken, throughput);
        }
    }

    /// Connects the bot's number, or changes what was entered. New credentials end a hold: they may be the remedy.
    public UUID connect(UUID botId, Connection connection) {
        Endpoint endpoint = connection.endpoint();
        return jdbi.inTransaction(handle -> {
            // Two at once would both see nobody.
            handle.execute("SELECT pg_advisory_xact_lock(hashtext(?))", endpoint.phoneNumberId());
            boolean isTaken = handle.select(
                            "SELECT EXISTS (SELECT FROM whatsapp_channel WHERE phone_number_id = ? AND bot_id <> ?)",
                            endpoint.phoneNumberId(),
                            botId)
                    .mapTo(Boolean.class)
                    .one();
            if (isTaken) {
                throw Problem.of(
                        ProblemCode.WRONG_STATE,
                        "Another bot of this installation has the number " + endpoint.phoneNumberId());
            }
            // What is known of a number says nothing of the next one.
            handle.execute("""
                    DELETE FROM number_health WHERE channel_id IN
                           (SELECT id FROM whatsapp_channel WHERE bot_id = ? AND phone_number_id <> ?)""", botId, endpoint.phoneNumberId());
            return connect(handle, botId, connection);
        });
    }

    private UUID connect(Handle handle, UUID botId, Connection connection) {
        Endpoint endpoint = connection.endpoint();
        return handle.createQuery("""
                        INSERT INTO whatsapp_channel (id, bot_id, provider, base_url, api_version, phone_number_id, waba_id,
                                                      access_token, app_secret, verify_token, throughput)
                        VALUES (:id, :bot, :provider, :url, :version, :number, :waba, :token, :secret, :verify, :throughput)
                        ON CONFLICT (bot_id) DO UPDATE SET
                          provider = excluded.provider, base_url = excluded.base_url, api_version = excluded.api_version,
                          phone_number_id = excluded.phone_number_id, waba_id = excluded.waba_id,
                          access_token = excluded.access_token, app_secret = excluded.app_secret,
                          verify_token = excluded.verify_token, throughput = excluded.throughput,
                          hold_code = NULL, hold_details = NULL, held_at = NULL, updated_at = now()
                        RETURNING id""")
                .bind("id", Ids.next())
                .bind("bot", botId)
                .bind("provider", connection.provider().wire())
                .bind("url", endpoint.baseUrl().toString())
                .bind("version", endpoint.version())
                .bind("number", endpoint.phoneNumberId())
                .bind("waba", endpoint.wabaId())
                .bind("token", vault.seal(endpoint.accessToken()))
                .bind("secret", vault.seal(connection.appSecret()))
                .bind("verify", vault.seal(connection.verifyToken()))
                .bind("throughput", connection.throughput())
                .mapTo(UUID.class)
                .one();
    }

    public Optional<WhatsappChannel> ofBot(UUID botId) {
        return jdbi.withHandle(handle -> handle.select("SELECT * FROM whatsapp_channel WHERE bot_id = ?", botId)
                .map((row, context) -> channel(row))
                .findOne());
    }

    /// The channel to send by, or the answer why there is none.
    public WhatsappChannel toSendBy(UUID botId) {
        return orRefuse(ofBot(botId).filter(WhatsappChannel::enabled));
    }

    /// The channel, switched on or not, or the answer that there is none.
    public WhatsappChannel connected(UUID botId) {
        return orRefuse(ofBot(botId));
    }

    private static WhatsappChannel orRefuse(Optional<WhatsappChannel> channel) {
        return channel.orElseThrow(() -> Problem.of(
                ProblemCode.WHATSAPP_NOT_ENABLED,
                "Connect and enable WhatsApp for this bot in Studio → Channels → WhatsApp"));
    }

    public Optional<WhatsappChannel> find(UUID id) {
        return jdbi.withHandle(handle -> handle.select("SELECT * FROM whatsapp_channel WHERE id = ?", id)
                .map((row, context) -> channel(row))
                .findOne());
    }

    /// The page of the sandbox that shows the phones of whom the bot writes to; empty if its number is at WhatsApp.
    public Optional<String> phonesOf(UUID botId) {
        return jdbi.withHandle(handle -> handle.select("""
                        SELECT base_url || '/?number=' || phone_number_id FROM whatsapp_channel
                         WHERE bot_id = ? AND provider = ? AND base_url ~ '^https?://'""", botId, Provider.SANDBOX.wire())
                .mapTo(String.class)
                .findOne());
    }

    /// Every channel that is switched on, held or not.
    public List<WhatsappChannel> enabled() {
        return jdbi.withHandle(handle -> handle.select("SELECT * FROM whatsapp_channel WHERE enabled ORDER BY id")
                .map((row, context) -> channel(row))
                .list());
    }

    public void enable(UUID id, boolean enabled) {
        jdbi.useHandle(handle -> handle.execute(
                "UPDATE whatsapp_channel SET enabled = ?, updated_at = now() WHERE id = ?", enabled, id));
    }

    /// Meta grants the number more than before; what an administrator entered above it stays.
    public void raiseThroughput(UUID id, int perSecond) {
        jdbi.useHandle(handle -> handle.execute("""
                UPDATE whatsapp_channel SET throughput = ?, updated_at = now() WHERE id = ? AND throughput < ?""", perSecond, id, perSecond));
    }

    /// Stops the number until somebody releases it. The first cause stays: what follows is its echo.
    public void hold(UUID id, int code, String details) {
        jdbi.useHandle(handle -> hold(handle, id, code, details));
    }

    public static void hold(Handle handle, UUID id, int code, String details) {
        handle.execute("""
                UPDATE whatsapp_channel SET hold_code = ?, hold_details = ?, held_at = now(), updated_at = now()
                 WHERE id = ? AND hold_code IS NULL""", code, details, id);
    }

    /// Lets a held number send again; true if it was held.
    public boolean release(UUID id) {
        return jdbi.withHandle(handle -> handle.execute("""
                        UPDATE whatsapp_channel SET hold_code = NULL, hold_details = NULL, held_at = NULL, updated_at = now()
                         WHERE id = ? AND hold_code IS NOT NULL""", id) > 0);
    }

    private WhatsappChannel channel(ResultSet row) throws SQLException {
        int holdCode = row.getInt("hold_code");
        boolean held = !row.wasNull();
        Provider provider = Provider.of(row.getString("provider")).orElseThrow();
        return new WhatsappChannel(
                row.getObject("id", UUID.class),
                row.getObject("bot_id", UUID.class),
                row.getBoolean("enabled"),
                provider,
                new Endpoint(
                        provider.dialect(),
                        URI.create(row.getString("base_url")),
                        row.getString("api_version"),
                        row.getString("phone_number_id"),
                        row.getString("waba_id"),
                        vault.open(row.getBytes("access_token"))),
                vault.open(row.getBytes("app_secret")),
                vault.open(row.getBytes("verify_token")),
                row.getInt("throughput"),
                held
                        ? new WhatsappChannel.Hold(
                                holdCode,
                                row.getString("hold_details"),
                                row.getTimestamp("held_at").toInstant())
                        : null);
    }
}
