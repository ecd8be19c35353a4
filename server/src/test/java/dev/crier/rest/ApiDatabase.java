package dev.crier.rest;

import dev.crier.db.Database;
import dev.crier.db.DatabaseSettings;
import dev.crier.db.PostgresProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;

/// A database of its own for each test class, in one PostgreSQL for all.
final class ApiDatabase {
    private static final PostgresProcess POSTGRES = start();

    private ApiDatabase() {}

    static Database fresh() {
        DatabaseSettings main = POSTGRES.settings();
        String name = "api_" + UUID.randomUUID().toString().replace('-', '_');
        Jdbi.create(main.url(), main.user(), main.password())
                .useHandle(handle -> handle.execute("CREATE DATABASE " + name));
        String url = main.url().replaceFirst("/[^/]*$", "/" + name);
        return Database.open(new DatabaseSettings(url, main.user(), main.password()), 10);
    }

    private static PostgresProcess start() {
        try {
            Path folder = Files.createTempDirectory("crier-api-test");
            PostgresProcess postgres = PostgresProcess.start(folder);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                postgres.close();
                delete(folder);
            }));
            return postgres;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // A leftover in the temporary folder harms nobody.
        }
    }
}
