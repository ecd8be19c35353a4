package dev.crier.db;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The PostgreSQL that Crier brings along: one cluster in the data folder, kept between runs.
///
/// It listens on loopback only, with a password that was drawn when the cluster was made. `pg_ctl` starts it detached
/// from our terminal, so that Ctrl-C reaches us first and what is in memory can still be written. If we were killed,
/// the
/// orphan is stopped cleanly before a new start: its open transactions must be gone before recovery reads the tables.
public final class PostgresProcess implements AutoCloseable {
    static final String USER = "crier";
    static final String DATABASE = "postgres";
    private static final Logger LOG = LoggerFactory.getLogger(PostgresProcess.class);
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration STOP_LIMIT = Duration.ofMinutes(1);

    /// Iterations of SCRAM make guessing slow, and each connection with it: a fifth of a second in a JVM that has just
    /// started. Nobody guesses 192 random bits, so the verifier has one iteration only.
    private static final int PASSWORD_BYTES = 24;

    private final PostgresBinaries binaries;
    private final Path cluster;
    private final Path passwordFile;

    private PostgresProcess(PostgresBinaries binaries, Path folder) {
        this.binaries = binaries;
        this.cluster = folder.resolve("cluster");
        this.passwordFile = folder.resolve("password");
    }

    /// Starts the cluster in `folder`, and makes it first if there is none.
    public static PostgresProcess start(Path folder) {
        try {
            Files.createDirectories(folder);
            PostgresProcess postgres = new PostgresProcess(PostgresBinaries.unpacked(folder), folder);
            postgres.create();
            postgres.stopOrphan();
            postgres.launch(folder.resolve("postgres.log"));
            return postgres;
        } catch (IOException e) {
            throw new UncheckedIOException("The embedded PostgreSQL cannot use " + folder + ": " + e.getMessage(), e);
        }
    }

    /// Where a cluster in `folder` can be reached now, if one runs there.
    public static @Nullable DatabaseSettings running(Path folder) {
        try {
            @Nullable Integer port = runningPort(folder.resolve("cluster"));
            return port == null ? null : settings(port, Files.readString(folder.resolve("password")));
        } catch (IOException e) {
            return null;
        }
    }

    public DatabaseSettings settings() {
        try {
            @Nullable Integer port = runningPort(cluster);
            if (port == null) {
                throw new IllegalStateException("The embedded PostgreSQL is not running");
            }
            return settings(port, Files.readString(passwordFile));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DatabaseSettings settings(int port, String password) {
        return new DatabaseSettings("jdbc:postgresql://127.0.0.1:" + port + "/" + DATABASE, USER, password.strip());
    }

    private void create() throws IOException {
        if (Files.exists(cluster.resolve("PG_VERSION"))) {
            return;
        }
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        Files.deleteIfExists(passwordFile);
        Files.createFile(
                passwordFile, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(passwordFile, HexFormat.of().formatHex(random));
        run(
                START_LIMIT,
                "initdb",
                "--pgdata=" + cluster,
                "--username=" + USER,
                "--auth=scram-sha-256",
                "--pwfile=" + passwordFile,
                "--set=scram_iterations=1",
                "--encoding=UTF8",
                "--locale=C",
                "--no-instructions");
    }

    private void stopOrphan() throws IOException {
        if (runningPort(cluster) != null) {
            LOG.info("An earlier run left its PostgreSQL behind; stopping it first");
            stop();
        }
    }

    private void launch(Path log) throws IOException {
        int port = FreePort.pick();
        List<String> options = new ArrayList<>();
        for (var setting : SERVER_SETTINGS.entrySet()) {
            options.add("-c " + setting.getKey() + "=" + setting.getValue());
        }
        run(
                START_LIMIT,
                "pg_ctl",
                "start",
                "--wait",
                "--timeout=" + START_LIMIT.toSeconds(),
                "--pgdata=" + cluster,
                "--log=" + log,
                "--options=-p " + port + " " + String.join(" ", options));
    }

    /// What differs from PostgreSQL's defaults, and why: sizes for a small machine that writes in large batches.
    private static final Map<String, String> SERVER_SETTINGS = Map.of(
            "listen_addresses", "127.0.0.1",
            "unix_socket_directories", "",
            "max_connections", "64",
            "shared_buffers", "256MB",
            "max_wal_size", "2GB", // fewer checkpoints while a broadcast writes
            "checkpoint_timeout", "15min",
            "wal_compression", "on",
            "jit", "off", // every statement of ours is short
            "log_min_messages", "fatal");

    private void stop() throws IOException {
        run(
                STOP_LIMIT,
                "pg_ctl",
                "stop",
                "--wait",
                "--mode=fast",
                "--timeout=" + STOP_LIMIT.toSeconds(),
                "--pgdata=" + cluster);
    }

    @Override
    public void close() {
        try {
            if (runningPort(cluster) != null) {
                stop();
            }
        } catch (IOException e) {
            LOG.warn("The embedded PostgreSQL did not stop cleanly: {}", e.getMessage());
        }
    }

    private void run(Duration limit, String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            // PostgreSQL refuses to run as root; in a user namespace of its own it is nobody, and still owns its files.
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(binaries.program(program).toString());
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile("crier-" + program, ".log");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(program + " did not end within " + limit.toSeconds() + " s");
            }
            if (process.exitValue() != 0) {
                throw new IOException(program + " failed: "
                        + Files.readString(output, StandardCharsets.UTF_8).strip()
                        + " — set database.url to use a PostgreSQL 18 of your own");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(program + " was interrupted", e);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    /// The port from `postmaster.pid`, if the process named there lives.
    private static @Nullable Integer runningPort(Path cluster) throws IOException {
        Path pidFile = cluster.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return null;
        }
        List<String> lines = Files.readAllLines(pidFile);
        if (lines.size() < 4) {
            return null;
        }
        try {
            long pid = Long.parseLong(lines.get(0).strip());
            boolean alive = ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false) && isPostgres(pid);
            return alive ? Integer.valueOf(lines.get(3).strip()) : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /// After a reboot the pid in the file may be another program's.
    private static boolean isPostgres(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().command())
                .map(command -> command.contains("postgres"))
                .orElse(true);
    }
}
