package dev.crier;

import dev.crier.account.AccountStore;
import dev.crier.broadcast.BroadcastStore;
import dev.crier.channel.ChannelStore;
import dev.crier.channel.Vault;
import dev.crier.db.Database;
import dev.crier.db.DatabaseSettings;
import dev.crier.db.PostgresProcess;
import dev.crier.template.TemplateStore;
import dev.crier.webhook.WebhookStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The database and the stores on it: what the server and the command line's administration have in common.
public final class Stores implements AutoCloseable {
    private static final int ADMIN_CONNECTIONS = 3;

    private final @Nullable PostgresProcess postgres;
    private final Database database;
    private final AccountStore accounts;
    private final ChannelStore channels;
    private final TemplateStore templates;
    private final BroadcastStore broadcasts;
    private final WebhookStore webhooks;

    private Stores(@Nullable PostgresProcess postgres, Database database, Vault vault) {
        this.postgres = postgres;
        this.database = database;
        this.accounts = new AccountStore(database);
        this.channels = new ChannelStore(database, vault);
        this.templates = new TemplateStore(database);
        this.broadcasts = new BroadcastStore(database);
        this.webhooks = new WebhookStore(database, vault);
    }

    /// For the server, which owns the data folder: starts the embedded PostgreSQL if the configuration names no other.
    public static Stores own(Config config) throws IOException {
        return open(config, Database.POOL_SIZE, PostgresProcess.start(postgresFolder(config)));
    }

    /// For a short command beside a server that may run: uses its PostgreSQL, or starts it for the moment.
    public static Stores visit(Config config) throws IOException {
        Optional<DatabaseSettings> running =
                config.database().or(() -> Optional.ofNullable(PostgresProcess.running(postgresFolder(config))));
        if (running.isPresent()) {
            return new Stores(null, Database.open(running.get(), ADMIN_CONNECTIONS), vault(config));
        }
        return open(config, ADMIN_CONNECTIONS, PostgresProcess.start(postgresFolder(config)));
    }

    /// For the server on a PostgreSQL of the operator's.
    static Stores foreign(Config config, DatabaseSettings settings) throws IOException {
        return new Stores(null, Database.open(settings, Database.POOL_SIZE), vault(config));
    }

    private static Stores open(Config config, int connections, PostgresProcess postgres) throws IOException {
        try {
            return new Stores(postgres, Database.open(postgres.settings(), connections), vault(config));
        } catch (IOException | RuntimeException e) {
            postgres.close();
            throw e;
        }
    }

    private static Path postgresFolder(Config config) {
        return config.dataDir().toAbsolutePath().resolve("postgres");
    }

    private static Vault vault(Config config) throws IOException {
        if (config.secretsKey().isPresent()) {
            return Vault.of(config.secretsKey().get());
        }
        Files.createDirectories(config.dataDir());
        return Vault.inFile(config.dataDir().resolve("secrets.key"));
    }

    public Database database() {
        return database;
    }

    public AccountStore accounts() {
        return accounts;
    }

    public ChannelStore channels() {
        return channels;
    }

    public TemplateStore templates() {
        return templates;
    }

    public WebhookStore webhooks() {
        return webhooks;
    }

    public BroadcastStore broadcasts() {
        return broadcasts;
    }

    @Override
    public void close() {
        database.close();
        if (postgres != null) {
            postgres.close();
        }
    }
}
