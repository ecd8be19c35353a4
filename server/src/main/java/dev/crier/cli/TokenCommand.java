package dev.crier.cli;

import dev.crier.Stores;
import dev.crier.account.Bot;
import dev.crier.account.Token;
import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `crier token`: makes authorization keys.
@Command(name = "token", description = "Makes authorization keys.")
final class TokenCommand extends Group {
    /// What the key opens.
    static final class Scope {
        @Option(names = "--bot", required = true, paramLabel = "ID", description = "a key for this bot")
        private @Nullable UUID bot;

        @Option(
                names = "--environment",
                required = true,
                paramLabel = "NAME",
                description = "a key for each bot of this environment")
        private @Nullable String environment;
    }

    @Command(
            name = "create",
            description = {
                "Makes a key and prints it, this once: Crier keeps only its hash. Earlier keys stay valid.",
                ""
            })
    void create(@ArgGroup(multiplicity = "1") Scope scope, @Mixin ConfigOptions options) throws IOException {
        try (Stores stores = options.open()) {
            say(make(stores, scope).value());
        }
    }

    private static Token make(Stores stores, Scope scope) {
        if (scope.bot != null) {
            Bot bot = bot(stores, scope.bot);
            return stores.accounts().createToken(bot.environmentId(), bot.id());
        }
        String name = String.valueOf(scope.environment);
        UUID environment = stores.accounts()
                .findEnvironment(name)
                .orElseThrow(() -> new CommandFailure("There is no environment " + name));
        return stores.accounts().createToken(environment, null);
    }
}
