package dev.crier.sandbox;

import dev.crier.sandbox.account.Accounts;
import dev.crier.sandbox.http.Sandbox;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The program: reads the options, starts the sandbox, stays until it is told to end. */
@Command(
        name = "crier-sandbox",
        mixinStandardHelpOptions = true,
        version = "crier-sandbox 0.1.0",
        sortOptions = false,
        abbreviateSynopsis = true,
        usageHelpWidth = 100,
        description = "WhatsApp in a box: a faithful stand-in for Meta's Cloud API, for laptops and tests.",
        footer = {"", "Then open http://127.0.0.1:4010/ for what to send, the magic recipients and the last messages."})
public final class Main implements Callable<Integer> {
    private static final int DEFAULT_LEDGER_LIMIT = 1_000_000;

    @Option(names = "--host", paramLabel = "HOST", description = "address to listen on (default ${DEFAULT-VALUE})")
    private String host = "127.0.0.1";

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "port to listen on, 0 for any free one (default ${DEFAULT-VALUE})")
    private int port = 4010;

    @Option(names = "--port-file", paramLabel = "FILE", description = "write the port there once listening")
    private @Nullable Path portFile;

    @Option(
            names = "--exit-with-stdin",
            description = "end when standard input ends: with the program that started it, however that ends")
    private boolean exitWithStdin;

    @Option(names = "--webhook-url", paramLabel = "URL", description = "where webhooks go; none by default")
    private @Nullable String webhookUrl;

    @Option(
            names = "--verify-token",
            paramLabel = "TOKEN",
            description = "token of the verification GET (default ${DEFAULT-VALUE})")
    private String verifyToken = "verify";

    @Option(
            names = "--app-secret",
            paramLabel = "SECRET",
            description = "key of the webhook signatures (default ${DEFAULT-VALUE})")
    private String appSecret = "sandbox-app-secret";

    @Option(
            names = "--access-token",
            paramLabel = "TOKEN",
            description = "token that calls must bring (default ${DEFAULT-VALUE})")
    private String accessToken = "sandbox-token";

    @Option(
            names = "--waba-id",
            paramLabel = "ID",
            description = "WhatsApp Business Account (default ${DEFAULT-VALUE})")
    private String wabaId = "102290129340398";

    @Option(names = "--phone-number-id", paramLabel = "ID", description = "its number's id (default ${DEFAULT-VALUE})")
    private String phoneNumberId = "106540352242922";

    @Option(
            names = "--display-phone-number",
            paramLabel = "NUMBER",
            description = "its number (default ${DEFAULT-VALUE})")
    private String displayPhoneNumber = "+1 555-078-3881";

    @Option(
            names = "--ledger-limit",
            paramLabel = "N",
            description = "accepted sends to remember (default ${DEFAULT-VALUE})")
    private int ledgerLimit = DEFAULT_LEDGER_LIMIT;

    @Option(names = "--seed", paramLabel = "N", description = "seed of all chance (default ${DEFAULT-VALUE})")
    private long seed = 1;

    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        check(port >= 0 && port <= 65_535, "--port must be from 0 to 65535");
        check(ledgerLimit >= 1, "--ledger-limit must be at least 1");
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        try (Sandbox sandbox = start()) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                end.countDown();
                await(ended);
            }));
            if (portFile != null) {
                writePort(portFile, sandbox.port());
            }
            if (exitWithStdin) {
                Thread.ofPlatform().daemon().name("stdin").start(() -> endWithStdin(end));
            }
            System.out.println("Crier sandbox at http://" + host + ":" + sandbox.port() + "/");
            end.await();
        } finally {
            ended.countDown();
        }
        return 0;
    }

    private Sandbox start() {
        try {
            return Sandbox.start(new Sandbox.Options(host, port, seed, ledgerLimit, wish()));
        } catch (IllegalStateException failed) {
            throw problem("cannot listen on " + host + ":" + port + ": " + failed.getMessage());
        }
    }

    private Accounts.Wish wish() {
        return new Accounts.Wish(
                wabaId, phoneNumberId, displayPhoneNumber, accessToken, appSecret, webhookUrl, verifyToken);
    }

    private void check(boolean right, String otherwise) {
        if (!right) {
            throw problem(otherwise);
        }
    }

    /** A message for the person who started the program, without a stack trace. */
    private CommandLine.ParameterException problem(String message) {
        return new CommandLine.ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }

    /** Moved into place, so that a reader never sees half a number. */
    private static void writePort(Path file, int port) throws IOException {
        Path absolute = file.toAbsolutePath();
        Path temporary = absolute.resolveSibling(absolute.getFileName() + ".new");
        Files.writeString(temporary, port + "\n");
        Files.move(temporary, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void endWithStdin(CountDownLatch end) {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException gone) {
            // So is the program at its other end.
        }
        end.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException alreadyEnding) {
            Thread.currentThread().interrupt();
        }
    }
}
