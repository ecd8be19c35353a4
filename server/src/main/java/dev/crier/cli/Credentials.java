package dev.crier.cli;

import dev.crier.cloudapi.Secret;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The secrets of a WhatsApp account: from the environment or typed unseen, or as options where nobody else can see
/// them. None is ever printed.
final class Credentials {
    @Option(
            names = "--access-token",
            paramLabel = "TOKEN",
            description = "token of a system user (default: $CRIER_ACCESS_TOKEN, or asked for)")
    private @Nullable String accessToken;

    @Option(
            names = "--app-secret",
            paramLabel = "SECRET",
            description = "of the Meta app, signs webhooks (default: $CRIER_APP_SECRET, or asked for)")
    private @Nullable String appSecret;

    @Option(
            names = "--verify-token",
            paramLabel = "TOKEN",
            description =
                    "what you enter at Meta beside the webhook's address (default: $CRIER_VERIFY_TOKEN, or asked for)")
    private @Nullable String verifyToken;

    Secret accessToken() {
        return secret(accessToken, "CRIER_ACCESS_TOKEN", "Access token");
    }

    Secret appSecret() {
        return secret(appSecret, "CRIER_APP_SECRET", "App secret");
    }

    Secret verifyToken() {
        return secret(verifyToken, "CRIER_VERIFY_TOKEN", "Verify token");
    }

    private static Secret secret(@Nullable String option, String variable, String name) {
        @Nullable String given = option != null ? option : System.getenv(variable);
        if (given == null) {
            given = Terminal.ask(name);
        }
        if (given == null || given.isBlank()) {
            throw new CommandFailure(name + " is missing: set " + variable + ", or run this in a terminal to be asked");
        }
        return new Secret(given.strip());
    }
}
