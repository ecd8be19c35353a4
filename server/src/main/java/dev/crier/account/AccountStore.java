package dev.crier.account;

import dev.crier.api.Ids;
import dev.crier.db.Database;
import java.security.MessageDigest;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// SQL for environments, bots, keys and features.
public final class AccountStore {
    private static final String BOT = """
            SELECT b.*, EXISTS (SELECT FROM feature f WHERE f.bot_id = b.id AND f.name = 'whatsapp_broadcasting')
                        AS broadcasting
              FROM bot b
            """;

    private final Jdbi jdbi;

    public AccountStore(Database database) {
        this.jdbi = database.jdbi();
    }

    public UUID createEnvironment(String name) {
        UUID id = Ids.next();
        jdbi.useHandle(handle -> handle.execute("INSERT INTO environment (id, name) VALUES (?, ?)", id, name));
        return id;
    }

    /// The environment of that name, made if there is none: the command line's `bot create` starts from nothing.
    public UUID environment(String name) {
        return findEnvironment(name).orElseGet(() -> createEnvironment(name));
    }

    public Optional<UUID> findEnvironment(String name) {
        return jdbi.withHandle(handle -> handle.select("SELECT id FROM environment WHERE name = ? ORDER BY id", name)
                .mapTo(UUID.class)
                .findFirst());
    }

    public UUID createBot(UUID environmentId, String name, List<String> locales, @Nullable String defaultCountry) {
        UUID id = Ids.next();
        jdbi.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO bot (id, environment_id, name, locales, default_country)
                        VALUES (:id, :environment, :name, :locales, :country)""")
                .bind("id", id)
                .bind("environment", environmentId)
                .bind("name", name)
                .bindArray("locales", String.class, locales)
                .bind("country", defaultCountry)
                .execute());
        return id;
    }

    public Optional<Bot> bot(UUID id) {
        return jdbi.withHandle(handle -> handle.select(BOT + "WHERE b.id = ?", id)
                .map((row, context) -> bot(row))
                .findOne());
    }

    public List<Bot> bots() {
        return jdbi.withHandle(handle -> handle.select(BOT + "ORDER BY b.id")
                .map((row, context) -> bot(row))
                .list());
    }

    /// The bots of some environments by name, so many of each at the most.
    public Map<UUID, List<Bot>> botsOf(Collection<UUID> environmentIds, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT b.*, EXISTS (SELECT FROM feature f WHERE f.bot_id = b.id AND f.name = 'whatsapp_broadcasting')
                                    AS broadcasting
                          FROM unnest(:environments) AS e (id)
                         CROSS JOIN LATERAL (SELECT * FROM bot WHERE environment_id = e.id
                                              ORDER BY lower(name), id LIMIT :limit) AS b
                         ORDER BY lower(b.name), b.id""")
                .bindArray("environments", UUID.class, environmentIds)
                .bind("limit", limit)
                .map((row, context) -> bot(row))
                .collect(Collectors.groupingBy(Bot::environmentId, LinkedHashMap::new, Collectors.toList())));
    }

    public void enableRest(UUID botId, boolean enabled) {
        jdbi.useHandle(handle -> handle.execute("UPDATE bot SET rest_enabled = ? WHERE id = ?", enabled, botId));
    }

    /// A new key; for one bot, or for each bot of the environment if `botId` is null.
    public Token createToken(UUID environmentId, @Nullable UUID botId) {
        Token token = Token.generate();
        jdbi.useHandle(handle -> handle.execute(
                "INSERT INTO api_token (id, environment_id, bot_id, hash, hint) VALUES (?, ?, ?, ?, ?)",
                Ids.next(),
                environmentId,
                botId,
                token.hash(),
                token.hint()));
        return token;
    }

    /// Ends every key of the bot; the environment's keys stay.
    public int revokeBotTokens(UUID botId) {
        return jdbi.withHandle(handle -> handle.execute(
                "UPDATE api_token SET revoked_at = now() WHERE bot_id = ? AND revoked_at IS NULL", botId));
    }

    public void order(UUID botId, Feature feature) {
        jdbi.useHandle(handle -> handle.execute(
                "INSERT INTO feature (bot_id, name) VALUES (?, ?) ON CONFLICT DO NOTHING", botId, feature.wire()));
    }

    public void cancel(UUID botId, Feature feature) {
        jdbi.useHandle(
                handle -> handle.execute("DELETE FROM feature WHERE bot_id = ? AND name = ?", botId, feature.wire()));
    }

    /// What a key opens: one bot, or all of an environment.
    record Grant(UUID tokenId, UUID environmentId, @Nullable UUID botId) {
        boolean opens(Bot bot) {
            return botId == null ? environmentId.equals(bot.environmentId()) : botId.equals(bot.id());
        }
    }

    Optional<Grant> grant(Token token) {
        byte[] hash = token.hash();
        return jdbi.withHandle(handle -> handle.select("""
                        SELECT id, environment_id, bot_id, hash FROM api_token WHERE hash = ? AND revoked_at IS NULL""", hash)
                .map((row, context) -> MessageDigest.isEqual(row.getBytes("hash"), hash)
                        ? Optional.of(new Grant(
                                row.getObject("id", UUID.class),
                                row.getObject("environment_id", UUID.class),
                                row.getObject("bot_id", UUID.class)))
                        : Optional.<Grant>empty())
                .findOne()
                .flatMap(grant -> grant));
    }

    private static Bot bot(ResultSet row) throws SQLException {
        List<String> locales = strings(row.getArray("locales"));
        return new Bot(
                row.getObject("id", UUID.class),
                row.getObject("environment_id", UUID.class),
                row.getString("name"),
                locales == null ? List.of() : locales,
                row.getString("default_country"),
                row.getBoolean("rest_enabled"),
                row.getBoolean("broadcasting"),
                strings(row.getArray("optout_words")),
                strings(row.getArray("optin_words")));
    }

    private static @Nullable List<String> strings(@Nullable Array array) throws SQLException {
        return array == null ? null : List.of((String[]) array.getArray());
    }
}
