package dev.crier.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A pool of connections to a migrated database.
///
/// `jdbi` is for whatever is not hot; hot paths take a plain connection by [#inTransaction].
public final class Database implements AutoCloseable {
    /// MERGE's and INSERT's `RETURNING old.…` came with 18; the status merge counts its transitions by it.
    private static final int OLDEST_SERVER = 180000;

    /// Two cores of database work, a writer each for results and webhooks, and requests in between.
    public static final int POOL_SIZE = 20;

    /// Tables grow a thousandfold within one broadcast. A plan that is kept was made for the small table: it reads a
    /// whole index for each array of a thousand phones. Planning costs a batch nothing. (`plan_cache_mode` would do
    /// the same, but to the checks of foreign keys too, once a row.)
    private static final String NO_KEPT_PLANS = "0";

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

    /// A connection whose other end vanished without a word is given up after so long.
    private static final String SILENCE_LIMIT_SECONDS = "60";

    /// Such errors pass when the transaction is run again: deadlock, serialization failure.
    private static final int MAX_TRIES = 4;

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    private final HikariDataSource pool;
    private final Jdbi jdbi;

    private Database(HikariDataSource pool) {
        this.pool = pool;
        this.jdbi = Jdbi.create(pool);
    }

    public static Database open(DatabaseSettings settings) {
        return open(settings, POOL_SIZE);
    }

    public static Database open(DatabaseSettings settings, int poolSize) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("crier");
        config.setJdbcUrl(settings.url());
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setMaximumPoolSize(poolSize);
        config.setMinimumIdle(2);
        config.setConnectionTimeout(CONNECT_LIMIT.toMillis());
        config.setInitializationFailTimeout(CONNECT_LIMIT.toMillis());
        config.addDataSourceProperty("prepareThreshold", NO_KEPT_PLANS);
        config.addDataSourceProperty("ApplicationName", "crier");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("connectTimeout", "5");
        config.addDataSourceProperty("socketTimeout", SILENCE_LIMIT_SECONDS);
        HikariDataSource pool = new HikariDataSource(config);
        try {
            checkServer(pool);
            Flyway.configure()
                    // Connections of its own: a migration may take longer than a request ever should.
                    .dataSource(settings.url(), settings.user(), settings.password())
                    .locations("classpath:db/migration")
                    .load()
                    .migrate();
            Partitions.ensure(pool, YearMonth.now(ZoneOffset.UTC));
        } catch (SQLException e) {
            pool.close();
            throw new IllegalStateException("The database cannot be used: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
        return new Database(pool);
    }

    private static void checkServer(HikariDataSource pool) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW server_version_num")) {
            row.next();
            int version = Integer.parseInt(row.getString(1));
            if (version < OLDEST_SERVER) {
                throw new IllegalStateException(
                        "Crier needs PostgreSQL 18 or newer; the one at database.url says " + version / 10000);
            }
        }
    }

    public Jdbi jdbi() {
        return jdbi;
    }

    /// Runs `work` in one transaction on a plain connection; runs it again when PostgreSQL chose it as a deadlock's
    /// victim, so `work` must not change anything outside of the database.
    public <T> T inTransaction(Work<T> work) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try (Connection connection = pool.getConnection()) {
                connection.setAutoCommit(false);
                try {
                    T result = work.run(connection);
                    connection.commit();
                    return result;
                } catch (Throwable e) {
                    rollBack(connection, e);
                    throw e;
                }
            } catch (SQLException | JdbiException e) {
                if (!SqlErrors.passesOnRetry(e) || attempt == MAX_TRIES) {
                    throw e;
                }
                LOG.debug("Transaction runs again", e);
            }
        }
    }

    /// As [#inTransaction], with Jdbi's handle on the same connection.
    public <T> T inHandle(HandleWork<T> work) {
        try {
            return inTransaction(connection -> work.run(Jdbi.create(connection).open()));
        } catch (SQLException e) {
            throw new StoreFailure(e);
        }
    }

    /// Work inside of one transaction.
    @FunctionalInterface
    public interface HandleWork<T> {
        T run(Handle handle) throws SQLException;
    }

    /// As [#inTransaction], for reading: all statements see the same moment.
    public <T> T inSnapshot(Work<T> work) throws SQLException {
        return inTransaction(connection -> {
            try (Statement snapshot = connection.createStatement()) {
                snapshot.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
            }
            return work.run(connection);
        });
    }

    /// If the connection is gone, so is the transaction; what matters is the error that ended it. The pool restores
    /// the connection's settings.
    private static void rollBack(Connection connection, Throwable cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    /// Work inside of one transaction.
    @FunctionalInterface
    public interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    /// Makes the partitions of the coming months; safe to call at any time.
    public void ensurePartitions() throws SQLException {
        ensurePartitions(YearMonth.now(ZoneOffset.UTC));
    }

    /// As [#ensurePartitions()], from an earlier month on: for messages that are older than this database.
    public void ensurePartitions(YearMonth first) throws SQLException {
        Partitions.ensure(pool, first);
    }

    /// Whether it answers in time and the newest migration was done.
    public boolean answersWithin(Duration limit) {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try {
                answer.complete(isMigrated());
            } catch (SQLException | RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("The database does not answer: {}", e.toString());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean isMigrated() throws SQLException {
        return inTransaction(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(
                            "SELECT success FROM flyway_schema_history ORDER BY installed_rank DESC LIMIT 1")) {
                return row.next() && row.getBoolean(1);
            }
        });
    }

    /// Connections in use now, for the metrics.
    public int activeConnections() {
        return pool.getHikariPoolMXBean() == null
                ? 0
                : pool.getHikariPoolMXBean().getActiveConnections();
    }

    @Override
    public void close() {
        pool.close();
    }
}
