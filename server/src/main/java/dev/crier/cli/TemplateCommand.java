package dev.crier.cli;

import dev.crier.Stores;
import dev.crier.account.Bot;
import dev.crier.channel.WhatsappChannel;
import dev.crier.cloudapi.GraphClient;
import dev.crier.template.TemplateStore.Filter;
import dev.crier.template.TemplateStore.StoredTemplate;
import dev.crier.template.TemplateSync;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `crier template`: our copy of what WhatsApp has.
@Command(name = "template", description = "Fetches the templates of a bot from WhatsApp.")
final class TemplateCommand extends Group {
    @Command(name = "sync", description = "Fetches all templates of a bot from WhatsApp, now, and lists them.")
    void sync(
            @Mixin ConfigOptions options,
            @Option(names = "--bot", required = true, paramLabel = "ID", description = "the bot") UUID botId)
            throws IOException {
        Clock clock = Clock.systemUTC();
        try (Stores stores = options.open();
                GraphClient graph = new GraphClient(GraphClient.Settings.defaults(), clock)) {
            Bot bot = bot(stores, botId);
            WhatsappChannel channel = stores.channels().connected(bot.id());
            TemplateSync.Outcome outcome = new TemplateSync(graph, stores.templates(), clock).sync(channel);
            List<StoredTemplate> templates = stores.templates().list(bot.id(), Filter.NONE);
            Table.print(
                    out(),
                    List.of("name", "language", "category", "status"),
                    templates.stream()
                            .map(each -> List.of(each.name(), each.language(), each.category(), each.status()))
                            .toList());
            if (outcome.skipped() > 0) {
                note(outcome.skipped() + " entries of WhatsApp's list could not be read and were left out");
            }
            out().flush();
        }
    }
}
