package dev.crier.cli.demo;

import dev.crier.cli.CommandFailure;
import dev.crier.cli.SandboxJar;
import dev.crier.cli.UntilStopped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A sandbox as a child process. It ends with us, however we end: it watches its stdin, which we hold open.
final class SandboxProcess implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    private final Process process;
    private final Path portFile;
    private final Path log;

    private SandboxProcess(Process process, Path portFile, Path log) {
        this.process = process;
        this.portFile = portFile;
        this.log = log;
    }

    /// Begins to start it; [#url] waits until it listens.
    static SandboxProcess start(Path folder, int port, Account account) throws IOException {
        Files.createDirectories(folder);
        Path portFile = folder.resolve("sandbox.port");
        Path log = folder.resolve("sandbox.log");
        Files.deleteIfExists(portFile);
        List<String> command = SandboxJar.command(List.of(
                "--exit-with-stdin",
                "--port=" + port,
                "--port-file=" + portFile,
                "--waba-id=" + account.wabaId(),
                "--phone-number-id=" + account.phoneNumberId(),
                "--access-token=" + account.accessToken(),
                "--app-secret=" + account.appSecret()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new SandboxProcess(process, portFile, log);
    }

    /// Where it listens.
    String url(UntilStopped stopped) throws IOException, InterruptedException {
        long giveUp = System.nanoTime() + START_LIMIT.toNanos();
        while (!Files.exists(portFile)) {
            if (!process.isAlive() || System.nanoTime() > giveUp) {
                String said = Files.readString(log, StandardCharsets.UTF_8).strip();
                throw new CommandFailure(
                        "The sandbox did not start: " + said.lines().findFirst().orElse("see " + log));
            }
            stopped.pause(LOOK_EVERY);
        }
        return "http://127.0.0.1:" + Files.readString(portFile).strip();
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Files.deleteIfExists(portFile);
    }
}
