package dev.crier.system;

import dev.crier.Config;
import dev.crier.Setting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/// Crier as a user runs it: a process of its own with the embedded PostgreSQL in its data folder; it can be killed.
final class CrierProcess implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final int STOP_SECONDS = 30;

    private final Path folder;
    private final int port;
    private final List<String> jvm;
    private final Tenant tenant;
    private final Client client;
    private @Nullable Process process;

    private CrierProcess(SandboxProcess sandbox, Map<Setting, String> extra, int throughput, List<String> jvm) {
        this.jvm = jvm;
        try {
            this.folder = Files.createTempDirectory("crier-process");
            this.port = freePort();
            Map<Setting, String> settings = new EnumMap<>(Setting.class);
            settings.put(Setting.DATA_DIR, folder.resolve("data").toString());
            settings.put(Setting.HTTP_PORT, Integer.toString(port));
            settings.putAll(extra);
            Properties properties = new Properties();
            settings.forEach((setting, value) -> properties.setProperty(setting.key(), value));
            try (Writer file = Files.newBufferedWriter(configuration())) {
                properties.store(file, null);
            }
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(this::killAll));
            this.tenant =
                    Tenant.create(Config.read(java.util.Optional.empty(), Map.of(), settings), sandbox, throughput);
            this.client = new Client(this::url, tenant);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// Starts it with one bot that is connected to the sandbox and may send the delivery template.
    static CrierProcess start(
            SandboxProcess sandbox, Map<Setting, String> extra, int throughput, List<String> jvmOptions) {
        CrierProcess crier = new CrierProcess(sandbox, extra, throughput, jvmOptions);
        try {
            crier.start();
            sandbox.webhook(URI.create(crier.url() + "/webhooks/whatsapp/" + crier.tenant.channelId()));
            crier.client.syncDelivery(sandbox);
            return crier;
        } catch (RuntimeException e) {
            crier.close();
            throw e;
        }
    }

    void start() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(jvm);
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        command.addAll(List.of(
                "-cp", classPath, ServerMain.class.getName(), configuration().toString()));
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("log").toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Awaitility.await()
                .atMost(START_LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .until(this::answers);
    }

    private boolean answers() throws InterruptedException {
        if (process == null || !process.isAlive()) {
            throw new IllegalStateException("the server ended: " + log());
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create(url() + "/healthz"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /// kill -9, of the server alone: its PostgreSQL goes on, as after a crash.
    void kill() {
        if (process != null) {
            awaitEnd(process.destroyForcibly());
        }
    }

    private static void awaitEnd(Process process) {
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    Client client() {
        return client;
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    int port() {
        return port;
    }

    String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path configuration() {
        return folder.resolve("crier.properties");
    }

    /// Stops it as a user would, then makes sure that nothing of it is left.
    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            process.destroy();
            awaitEnd(process);
        }
        killAll();
        delete();
    }

    private void killAll() {
        if (process != null) {
            process.destroyForcibly();
        }
        Path pidFile =
                folder.resolve("data").resolve("postgres").resolve("cluster").resolve("postmaster.pid");
        try {
            if (Files.exists(pidFile)) {
                long pid = Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
                ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void delete() {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            // A file that PostgreSQL still holds for a moment stays in the system's temporary folder.
        }
    }
}
