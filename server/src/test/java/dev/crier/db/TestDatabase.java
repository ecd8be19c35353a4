package dev.crier.db;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// A fresh, migrated database for one test class. All share one PostgreSQL, which lives as long as the JVM.
///
/// `private static final TestDatabase DB = TestDatabase.fresh();` and `DB.close()` in an `@AfterAll`.
public final class TestDatabase implements AutoCloseable {
    /// PostgreSQL allows 64 connections; a test class that is still closing overlaps with the next one.
    private static final int POOL_SIZE = 8;

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String name;
    private final DatabaseSettings settings;
    private final Database database;

    private TestDatabase(String name, DatabaseSettings settings) {
        this.name = name;
        this.settings = settings;
        this.database = Database.open(settings, POOL_SIZE);
    }

    public static TestDatabase fresh() {
        String name = "test_" + COUNT.incrementAndGet();
        execute("CREATE DATABASE " + name + " TEMPLATE " + Server.MIGRATED);
        // Nobody pulls this PostgreSQL's plug: tests need not wait for its disk.
        execute("ALTER DATABASE " + name + " SET synchronous_commit = off");
        return new TestDatabase(name, at(name));
    }

    private static DatabaseSettings at(String name) {
        DatabaseSettings server = Server.SETTINGS;
        String url = server.url().replaceFirst("/[^/]*$", "/" + name);
        return new DatabaseSettings(url, server.user(), server.password());
    }

    /// For a test that opens a database of its own, as a second node would.
    public DatabaseSettings settings() {
        return settings;
    }

    public Database database() {
        return database;
    }

    @Override
    public void close() {
        database.close();
        execute("DROP DATABASE " + name + " WITH (FORCE)");
    }

    private static void execute(String sql) {
        DatabaseSettings server = Server.SETTINGS;
        try (Connection connection = DriverManager.getConnection(server.url(), server.user(), server.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Started when the first test asks for a database.
    private static final class Server {
        private static final DatabaseSettings SETTINGS = start();

        /// Migrated once, then copied for each class.
        private static final String MIGRATED = migrated();

        private static String migrated() {
            String name = "test_migrated";
            execute("CREATE DATABASE " + name);
            Database.open(at(name), 2).close();
            return name;
        }

        private static DatabaseSettings start() {
            try {
                Path folder = Files.createTempDirectory("crier-test-postgres");
                PostgresProcess postgres = PostgresProcess.start(folder);
                Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
                    postgres.close();
                    delete(folder);
                }));
                return postgres.settings();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void delete(Path folder) {
            try (Stream<Path> files = Files.walk(folder)) {
                List<Path> deepestFirst =
                        files.sorted(Comparator.reverseOrder()).toList();
                for (Path file : deepestFirst) {
                    Files.deleteIfExists(file);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
