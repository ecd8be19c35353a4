package dev.crier.cli;

import dev.crier.cli.demo.DemoFile;
import dev.crier.client.Crier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which Crier to talk to, for which bot, with which key: options, else the environment, else the demo's.
final class ApiOptions {
    /// Far more than a key has; a file that is longer is another one.
    private static final long MAX_TOKEN_BYTES = 4_096;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "address of the server (default: $CRIER_URL, or the demo's)")
    private @Nullable String url;

    @Option(names = "--bot", paramLabel = "ID", description = "the bot (default: $CRIER_BOT_ID, or the demo's)")
    private @Nullable String bot;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "file that holds the authorization key (default: $CRIER_TOKEN, or the demo's key)")
    private @Nullable Path tokenFile;

    @Option(
            names = "--token",
            paramLabel = "KEY",
            description = "the key itself, where nobody else can see the command line")
    private @Nullable String token;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = DemoFile.DEFAULT_FOLDER,
            description = "folder of the demo whose demo.json to use (default: ${DEFAULT-VALUE})")
    private Path data = Path.of(DemoFile.DEFAULT_FOLDER);

    Crier client() throws IOException {
        Logging.quiet();
        DemoFile demo = DemoFile.in(data);
        String address = value(url, "CRIER_URL", demo, "url", "--url");
        Crier.Builder builder = Crier.builder();
        try {
            builder.url(address);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(address + " is no address of a server; write http://host:port");
        }
        return builder.bot(value(bot, "CRIER_BOT_ID", demo, "bot_id", "--bot"))
                .token(value(key(), "CRIER_TOKEN", demo, "token", "--token-file"))
                .build();
    }

    private @Nullable String key() throws IOException {
        if (tokenFile == null) {
            return token;
        }
        if (Files.size(tokenFile) > MAX_TOKEN_BYTES) {
            throw new CommandFailure(tokenFile + " is too large to hold a key");
        }
        String key = Files.readString(tokenFile).strip();
        if (key.isEmpty()) {
            throw new CommandFailure(tokenFile + " is empty");
        }
        return key;
    }

    private static String value(@Nullable String option, String variable, DemoFile demo, String key, String name) {
        if (option != null) {
            return option;
        }
        @Nullable String fromEnvironment = System.getenv(variable);
        if (fromEnvironment != null && !fromEnvironment.isBlank()) {
            return fromEnvironment.strip();
        }
        return demo.value(key)
                .orElseThrow(() -> new CommandFailure(
                        "Give " + name + ", or set " + variable + ", or name the demo's folder by --data"));
    }
}
