package dev.crier.cli;

import dev.crier.cli.demo.DemoFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which Crier to talk to, for which bot, with which key: options, else the environment, else the demo's.
final class ApiOptions {
    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "address of the server (default: $CRIER_URL, or the demo's)")
    private @Nullable String url;

    @Option(names = "--bot", paramLabel = "ID", description = "the bot (default: $CRIER_BOT_ID, or the demo's)")
    private @Nullable String bot;

    @Option(
            names = "--token",
            paramLabel = "KEY",
            description = "authorization key; better from $CRIER_TOKEN (default: that, or the demo's)")
    private @Nullable String token;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = DemoFile.DEFAULT_FOLDER,
            description = "folder of the demo whose demo.json to use (default: ${DEFAULT-VALUE})")
    private Path data = Path.of(DemoFile.DEFAULT_FOLDER);

    ApiClient client() throws IOException {
        DemoFile demo = DemoFile.in(data);
        String address = value(url, "CRIER_URL", demo, "url", "--url");
        try {
            URI parsed = URI.create(address);
            if (parsed.getHost() == null) {
                throw new IllegalArgumentException("no host");
            }
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(address + " is no address of a server; write http://host:port");
        }
        return new ApiClient(
                address,
                value(bot, "CRIER_BOT_ID", demo, "bot_id", "--bot"),
                value(token, "CRIER_TOKEN", demo, "token", "--token"));
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
