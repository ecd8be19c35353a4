package dev.crier.cli.demo;

import dev.crier.Config;
import dev.crier.Stores;
import dev.crier.account.AccountStore;
import dev.crier.account.Bot;
import dev.crier.account.Feature;
import dev.crier.channel.ChannelStore.Connection;
import dev.crier.channel.WhatsappChannel;
import dev.crier.cli.UntilStopped;
import dev.crier.cloudapi.Endpoint;
import dev.crier.cloudapi.GraphClient;
import dev.crier.cloudapi.GraphException;
import dev.crier.cloudapi.Secret;
import dev.crier.template.TemplateSync;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The demo's bot in the database, ready to send; found again at the next start by what `demo.json` says.
final class DemoBot {
    private static final String NAME = "Demo";
    private static final String GRAPH_VERSION = "v24.0";

    private final Config config;
    private final DemoFile demo;

    DemoBot(Config config, DemoFile demo) {
        this.config = config;
        this.demo = demo;
    }

    /// Makes or finds the bot and connects it to the sandbox; writes its ids and keys down.
    WhatsappChannel prepare(String sandboxUrl, Account account) throws IOException {
        try (Stores stores = Stores.visit(config)) {
            Bot bot = remembered(stores).orElseGet(() -> make(stores.accounts()));
            stores.accounts().enableRest(bot.id(), true);
            stores.accounts().order(bot.id(), Feature.WHATSAPP_BROADCASTING);
            Endpoint endpoint = new Endpoint(
                    URI.create(sandboxUrl),
                    GRAPH_VERSION,
                    account.phoneNumberId(),
                    account.wabaId(),
                    new Secret(account.accessToken()));
            UUID channel = stores.channels()
                    .connect(
                            bot.id(),
                            new Connection(
                                    endpoint,
                                    new Secret(account.appSecret()),
                                    new Secret(account.verifyToken()),
                                    Connection.DEFAULT_THROUGHPUT));
            stores.channels().enable(channel, true);
            demo.with("channel_id", channel.toString());
            return stores.channels().connected(bot.id());
        }
    }

    /// Submits the templates, waits for WhatsApp's approval, and takes them over.
    void templates(WhatsappChannel channel, UntilStopped stopped)
            throws IOException, GraphException, InterruptedException {
        Clock clock = Clock.systemUTC();
        try (Stores stores = Stores.visit(config);
                GraphClient graph = new GraphClient(GraphClient.Settings.defaults(), clock)) {
            TemplateSync sync = new TemplateSync(graph, stores.templates(), clock);
            Bot bot = stores.accounts().bot(channel.botId()).orElseThrow();
            var _ = sync.ensureReengagement(bot, channel);
            new DeliveryTemplate(graph, channel).ensure(stopped);
            var _ = sync.sync(channel);
        }
    }

    private Optional<Bot> remembered(Stores stores) {
        Optional<String> id = demo.value("bot_id")
                .filter(_ -> demo.value("token").isPresent()
                        && demo.value("environment_token").isPresent());
        try {
            return id.map(UUID::fromString).flatMap(stores.accounts()::bot);
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // somebody edited the file: a new bot is as good
        }
    }

    private Bot make(AccountStore accounts) {
        UUID environment = accounts.environment(NAME);
        UUID id = accounts.createBot(environment, NAME, List.of("en", "nl"), "NL");
        demo.with("bot_id", id.toString())
                .with("token", accounts.createToken(environment, id).value())
                .with(
                        "environment_token",
                        accounts.createToken(environment, null).value());
        return accounts.bot(id).orElseThrow();
    }
}
