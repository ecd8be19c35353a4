package dev.crier.cli;

import dev.crier.Stores;
import dev.crier.account.Bot;
import dev.crier.account.Feature;
import java.io.IOException;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `crier feature`: orders and cancels what a bot may use.
@Command(name = "feature", description = "Orders and cancels features of a bot.")
final class FeatureCommand extends Group {
    @Command(name = "enable", description = "Orders a feature for a bot: whatsapp_broadcasting.")
    void enable(
            @Mixin ConfigOptions options,
            @Option(names = "--bot", required = true, paramLabel = "ID", description = "the bot") UUID botId,
            @Parameters(paramLabel = "FEATURE", description = "its name, such as whatsapp_broadcasting") String name)
            throws IOException {
        Feature feature = feature(name);
        try (Stores stores = options.open()) {
            Bot bot = bot(stores, botId);
            stores.accounts().order(bot.id(), feature);
            say(feature.title() + " is ordered for " + bot.name());
        }
    }

    @Command(name = "disable", description = "Cancels a feature of a bot.")
    void disable(
            @Mixin ConfigOptions options,
            @Option(names = "--bot", required = true, paramLabel = "ID", description = "the bot") UUID botId,
            @Parameters(paramLabel = "FEATURE", description = "its name, such as whatsapp_broadcasting") String name)
            throws IOException {
        Feature feature = feature(name);
        try (Stores stores = options.open()) {
            Bot bot = bot(stores, botId);
            stores.accounts().cancel(bot.id(), feature);
            say(feature.title() + " is cancelled for " + bot.name());
        }
    }

    private static Feature feature(String name) {
        return Feature.of(name)
                .orElseThrow(() -> new CommandFailure("There is no feature " + name + "; there are: "
                        + Stream.of(Feature.values()).map(Feature::wire).collect(Collectors.joining(", "))));
    }
}
