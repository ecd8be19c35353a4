package dev.crier.cli;

import dev.crier.Stores;
import dev.crier.account.Bot;
import dev.crier.channel.Callback;
import dev.crier.channel.ChannelStore.Connection;
import dev.crier.channel.Provider;
import dev.crier.channel.WhatsappChannel;
import dev.crier.cloudapi.Endpoint;
import dev.crier.cloudapi.GraphClient;
import dev.crier.template.ChannelSwitch;
import dev.crier.template.TemplateSync;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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
                            names = "--provider",
                            paramLabel = "NAME",
                            description = "meta, 360dialog or sandbox (default: meta, or sandbox if --base-url is not"
                                    + " Meta's)")
                    @Nullable
                    String provider,
            @Option(
                            names = "--base-url",
                            paramLabel = "URL",
                            description = "the provider's address (default: https://graph.facebook.com, or the"
                                    + " provider's own)")
                    @Nullable
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
            Provider chosen = provider(provider);
            Endpoint endpoint = new Endpoint(
                    chosen.dialect(),
                    baseUrl == null ? chosen.usualUrl() : baseUrl,
                    version,
                    phoneNumberId,
                    wabaId,
                    credentials.accessToken());
            Connection connection = new Connection(
                    provider == null ? Provider.of(endpoint) : chosen,
                    endpoint,
                    credentials.appSecret(),
                    credentials.verifyToken(),
                    throughput);
            UUID channel = stores.channels().connect(bot.id(), connection);
            say("WhatsApp is connected to " + bot.name() + ". Enter at Meta as the webhook's address:");
            say("  <public address>" + Callback.PATH + channel);
            say("Then: crier channel enable --bot " + bot.id());
        }
    }

    private static Provider provider(@Nullable String written) {
        return written == null
                ? Provider.META
                : Provider.of(written)
                        .orElseThrow(() -> new CommandFailure(
                                "--provider: " + written + " is none; write meta, 360dialog or sandbox"));
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
            enable(stores, bot, channel);
        }
    }

    private void enable(Stores stores, Bot bot, WhatsappChannel channel) {
        Clock clock = Clock.systemUTC();
        try (GraphClient graph = new GraphClient(GraphClient.Settings.defaults(), clock)) {
            TemplateSync sync = new TemplateSync(graph, stores.templates(), clock);
            ChannelSwitch.Enabled enabled = new ChannelSwitch(stores.channels(), sync).enable(bot, channel);
            say("WhatsApp is on for " + bot.name());
            if (!enabled.problem().isEmpty()) {
                note("Its templates could not be fetched: " + enabled.problem());
                note("Try again by: crier template sync --bot " + bot.id());
                return;
            }
            if (!enabled.created().isEmpty()) {
                say("Submitted the template botsqd_reengagement in " + String.join(", ", enabled.created()));
            }
            say("Templates at WhatsApp: " + enabled.templates());
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
