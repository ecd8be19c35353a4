package dev.crier.cli;

import dev.crier.Stores;
import dev.crier.account.Bot;
import dev.crier.api.ProblemException;
import dev.crier.channel.ChannelStore.Connection;
import dev.crier.channel.WhatsappChannel;
import dev.crier.cloudapi.Endpoint;
import dev.crier.cloudapi.GraphClient;
import dev.crier.template.TemplateSync;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `crier channel`: the WhatsApp number of a bot.
@Command(name = "channel", description = "Connects the WhatsApp number of a bot, and switches it on and off.")
final class ChannelCommand extends Group {
    @Command(
            name = "connect",
            description = {
                "Connects a bot to its number at WhatsApp, or changes what was entered; ends a hold. Then enter the"
                        + " webhook's address, which it prints, at Meta, and enable the channel.",
                ""
            })
    void connect(
            @Mixin ConfigOptions options,
            @Option(names = "--bot", required = true, paramLabel = "ID", description = "the bot") UUID botId,
            @Option(
                            names = "--phone-number-id",
                            required = true,
                            paramLabel = "ID",
                            description = "Meta's id of the number, not the number")
                    String phoneNumberId,
            @Option(
                            names = "--waba-id",
                            required = true,
                            paramLabel = "ID",
                            description = "id of the WhatsApp Business Account")
                    String wabaId,
            @Mixin Credentials credentials,
            @Option(
                            names = "--base-url",
                            paramLabel = "URL",
                            defaultValue = "https://graph.facebook.com",
                            description = "Graph's address, or a sandbox's (default: ${DEFAULT-VALUE})")
                    URI baseUrl,
            @Option(
                            names = "--api-version",
                            paramLabel = "VERSION",
                            defaultValue = "v24.0",
                            description = "Graph's version (default: ${DEFAULT-VALUE})")
                    String version,
            @Option(
                            names = "--throughput",
                            paramLabel = "N",
                            defaultValue = "" + Connection.DEFAULT_THROUGHPUT,
                            description = "messages per second that Meta grants the number: 80, 1000 after an upgrade"
                                    + " (default: ${DEFAULT-VALUE})")
                    int throughput)
            throws IOException {
        try (Stores stores = options.open()) {
            Bot bot = bot(stores, botId);
            Endpoint endpoint = new Endpoint(baseUrl, version, phoneNumberId, wabaId, credentials.accessToken());
            UUID channel = stores.channels()
                    .connect(
                            bot.id(),
                            new Connection(endpoint, credentials.appSecret(), credentials.verifyToken(), throughput));
            say("WhatsApp is connected to " + bot.name() + ". Enter at Meta as the webhook's address:");
            say("  <public address>/webhooks/whatsapp/" + channel);
            say("Then: crier channel enable --bot " + bot.id());
        }
    }

    @Command(
            name = "enable",
            description = {
                "Lets the bot send, creates the template botsqd_reengagement in the bot's languages at WhatsApp, and"
                        + " fetches the list of templates.",
                ""
            })
    void enable(
            @Mixin ConfigOptions options,
            @Option(names = "--bot", required = true, paramLabel = "ID", description = "the bot") UUID botId)
            throws IOException {
        try (Stores stores = options.open()) {
            Bot bot = bot(stores, botId);
            WhatsappChannel channel = stores.channels().connected(bot.id());
            stores.channels().enable(channel.id(), true);
            say("WhatsApp is on for " + bot.name());
            prepareTemplates(stores, bot, channel);
        }
    }

    /// The channel is on either way; the server tries again by itself.
    private void prepareTemplates(Stores stores, Bot bot, WhatsappChannel channel) {
        Clock clock = Clock.systemUTC();
        try (GraphClient graph = new GraphClient(GraphClient.Settings.defaults(), clock)) {
            TemplateSync sync = new TemplateSync(graph, stores.templates(), clock);
            List<String> created = sync.ensureReengagement(bot, channel);
            if (!created.isEmpty()) {
                say("Submitted the template botsqd_reengagement in " + String.join(", ", created));
            }
            say("Templates at WhatsApp: " + sync.sync(channel).synced());
        } catch (ProblemException e) {
            note("Its templates could not be fetched: " + e.problem().detail());
            note("Try again by: crier template sync --bot " + bot.id());
        }
    }

    @Command(name = "disable", description = "Stops the bot from sending; what waits goes on waiting.")
    void disable(
            @Mixin ConfigOptions options,
            @Option(names = "--bot", required = true, paramLabel = "ID", description = "the bot") UUID botId)
            throws IOException {
        try (Stores stores = options.open()) {
            Bot bot = bot(stores, botId);
            stores.channels().enable(stores.channels().connected(bot.id()).id(), false);
            say("WhatsApp is off for " + bot.name());
        }
    }

    @Command(
            name = "release",
            description = "Lets a number send again that was held because Meta had stopped it or its account.")
    void release(
            @Mixin ConfigOptions options,
            @Option(names = "--bot", required = true, paramLabel = "ID", description = "the bot") UUID botId)
            throws IOException {
        try (Stores stores = options.open()) {
            Bot bot = bot(stores, botId);
            if (!stores.channels().release(stores.channels().connected(bot.id()).id())) {
                throw new CommandFailure("The number of " + bot.name() + " is not held");
            }
            say("The number of " + bot.name() + " may send again");
        }
    }
}
