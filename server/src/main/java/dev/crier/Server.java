package dev.crier;

import dev.crier.account.AuditLog;
import dev.crier.account.Bot;
import dev.crier.account.Browsers;
import dev.crier.account.Gatekeeper;
import dev.crier.account.MemberStore;
import dev.crier.account.SessionStore;
import dev.crier.account.SignIn;
import dev.crier.api.ProblemHandlers;
import dev.crier.api.RateLimit;
import dev.crier.broadcast.Acceptor;
import dev.crier.broadcast.ActionRoutes;
import dev.crier.broadcast.BroadcastRoutes;
import dev.crier.broadcast.Gatherer;
import dev.crier.broadcast.IdempotencyStore;
import dev.crier.broadcast.Lateness;
import dev.crier.broadcast.OpenBroadcasts;
import dev.crier.broadcast.Operator;
import dev.crier.broadcast.ReachedPeople;
import dev.crier.broadcast.SingleSend;
import dev.crier.broadcast.TimelineRoutes;
import dev.crier.broadcast.TraceEraser;
import dev.crier.channel.ChannelRoutes;
import dev.crier.channel.ConnectionCheck;
import dev.crier.channel.HealthStore;
import dev.crier.channel.NumberWatch;
import dev.crier.channel.WhatsappChannel;
import dev.crier.cloudapi.AccountClient;
import dev.crier.cloudapi.GraphClient;
import dev.crier.contact.Consent;
import dev.crier.contact.Consent.Evidence;
import dev.crier.contact.Consent.Source;
import dev.crier.contact.Contact;
import dev.crier.contact.ContactBook;
import dev.crier.contact.ContactRoutes;
import dev.crier.contact.ErasedAddresses;
import dev.crier.contact.Exporter;
import dev.crier.contact.Forgotten;
import dev.crier.contact.ImportDesk;
import dev.crier.contact.Importer;
import dev.crier.contact.KeywordLists;
import dev.crier.contact.Optouts;
import dev.crier.contact.PeopleRoutes;
import dev.crier.contact.TableRoutes;
import dev.crier.dispatch.Dispatcher;
import dev.crier.dispatch.Sweeper;
import dev.crier.dispatch.Unowned;
import dev.crier.docs.DocsRoutes;
import dev.crier.inbound.FieldApplier;
import dev.crier.inbound.InboundApplier;
import dev.crier.inbound.Intake;
import dev.crier.inbound.PreferenceApplier;
import dev.crier.inbound.StatusApplier;
import dev.crier.inbound.WebhookRoutes;
import dev.crier.media.MediaLibrary;
import dev.crier.media.MediaRoutes;
import dev.crier.ops.HealthRoutes;
import dev.crier.ops.Periodic;
import dev.crier.ops.ReadyRoutes;
import dev.crier.statistics.FigureFolder;
import dev.crier.statistics.RateCardRoutes;
import dev.crier.statistics.StatisticsRoutes;
import dev.crier.studio.Pages;
import dev.crier.studio.Readiness;
import dev.crier.studio.SentForms;
import dev.crier.studio.Studio;
import dev.crier.studio.broadcasts.BroadcastPages;
import dev.crier.studio.broadcasts.DraftEraser;
import dev.crier.studio.broadcasts.DraftStore;
import dev.crier.studio.broadcasts.Tools;
import dev.crier.studio.channels.ChannelPages;
import dev.crier.studio.channels.RestPages;
import dev.crier.studio.channels.WhatsappPages;
import dev.crier.studio.contacts.ContactRooms;
import dev.crier.studio.content.ContentPages;
import dev.crier.studio.home.DocsContext;
import dev.crier.studio.home.HomePages;
import dev.crier.studio.members.MemberRooms;
import dev.crier.studio.settings.SettingsPages;
import dev.crier.studio.store.StorePages;
import dev.crier.studio.templates.TemplateRooms;
import dev.crier.studio.webhooks.WebhookPages;
import dev.crier.tabular.Bounds;
import dev.crier.template.ChannelSwitch;
import dev.crier.template.Resync;
import dev.crier.template.TemplateEditor;
import dev.crier.template.TemplateHistory;
import dev.crier.template.TemplateIndex;
import dev.crier.template.TemplateRoutes;
import dev.crier.template.TemplateSync;
import dev.crier.webhook.Courier;
import dev.crier.webhook.DeliveryPolicy;
import dev.crier.webhook.DeliverySweeper;
import dev.crier.webhook.HookDesk;
import dev.crier.webhook.HookRoutes;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running Crier. The constructor reads as the list of what it is made of; it stops in the reverse order.
public final class Server implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);

    /// A client that sends nothing for so long has gone.
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);

    private static final Duration SWEEP_EVERY = Duration.ofMillis(500);
    private static final Duration TEMPLATES_EVERY = Duration.ofMinutes(10);
    private static final Duration MEDIA_EVERY = Duration.ofHours(1);
    private static final Duration NUMBERS_EVERY = Duration.ofSeconds(15);
    private static final Duration PARKED_EVERY = Duration.ofSeconds(5);
    private static final Duration PARTITIONS_EVERY = Duration.ofHours(6);
    private static final Duration WEBHOOKS_EVERY = Duration.ofMillis(200);
    private static final Duration DELIVERIES_EVERY = Duration.ofSeconds(15);
    private static final Duration ERASE_EVERY = Duration.ofSeconds(5);
    private static final Duration KEYS_EVERY = Duration.ofHours(1);
    private static final Duration LISTS_EVERY = Duration.ofSeconds(1);
    private static final Duration TABLES_EVERY = Duration.ofMinutes(5);
    private static final Duration FIGURES_EVERY = Duration.ofSeconds(10);
    private static final Duration DRAFTS_EVERY = Duration.ofHours(12);
    private static final Duration UNOWNED_EVERY = Duration.ofSeconds(15);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final WebServer web;
    private final List<Pages.Route> studioRoutes;
    private final Optional<String> welcome;

    /// Starts everything; when this returns, requests are answered.
    public static Server start(Config config, Clock clock) throws IOException, SQLException {
        return start(config, clock, HttpRouting.builder());
    }

    /// As [#start(Config, Clock)].
    ///
    /// @param routing takes every address there is; whoever wants to know them looks at it
    static Server start(Config config, Clock clock, HttpRouting.Builder routing) throws IOException, SQLException {
        return new Server(config, clock, routing);
    }

    private Server(Config config, Clock clock, HttpRouting.Builder routing) throws IOException, SQLException {
        try {
            DataFolder folder = keep(DataFolder.lock(config.dataDir()));
            Stores stores = keep(
                    config.database().isPresent()
                            ? Stores.foreign(config, config.database().get())
                            : Stores.own(config));
            GraphClient graph = keep(new GraphClient(GraphClient.Settings.defaults(), clock));
            Optouts optouts = new Optouts();
            Consent consent =
                    new Consent(optouts, new Forgotten(stores.channels().subkey(Forgotten.PURPOSE)));
            Wake wake = new Wake();
            RateLimit conversations = new RateLimit(config.limits().conversationLimit(), Duration.ofMinutes(1), clock);
            MemberStore members = new MemberStore(stores.database(), clock);
            SessionStore sessions = new SessionStore(stores.database(), clock);
            AuditLog audit = new AuditLog(stores.database(), clock);
            Browsers browsers = new Browsers(sessions, config.publicUrl());
            Gatekeeper gate =
                    new Gatekeeper(stores.accounts(), conversations, new Gatekeeper.Studio(browsers, members, audit));
            Acceptor acceptor = new Acceptor(
                    stores.database(),
                    stores.channels(),
                    stores.templates(),
                    config.limits().maxUsers(),
                    clock,
                    wake);

            Dispatcher dispatcher = keep(new Dispatcher(
                    new Dispatcher.Settings(
                            folder.node(), folder.file("attempts.journal"), config.maxInFlight(), config.retries()),
                    stores.database(),
                    stores.channels(),
                    graph,
                    optouts,
                    (botId, contactId) -> stores.database()
                            .jdbi()
                            .useTransaction(handle -> consent.stopMarketing(
                                    handle,
                                    botId,
                                    contactId,
                                    new Evidence(Source.WHATSAPP_ERROR, clock.instant(), null))),
                    clock));
            wake.reaches(dispatcher::wake);
            Lateness lateness = new Lateness();
            Sweeper sweeper = new Sweeper(stores.database(), config.retries(), lateness, clock, wake);
            keep(Periodic.start("sweeper", SWEEP_EVERY, sweeper::runOnce));
            keep(Periodic.start("partitions", PARTITIONS_EVERY, stores.database()::ensurePartitions));

            Gatherer gatherer = new Gatherer(stores.database(), stores.accounts(), acceptor, lateness, clock, wake);
            keep(Periodic.start("audiences", SWEEP_EVERY, gatherer::runOnce));

            TraceEraser eraser = new TraceEraser(stores.database(), clock);
            keep(Periodic.start("traces of erased people", ERASE_EVERY, eraser::runOnce));

            Unowned unowned = new Unowned(stores.database(), clock.instant());
            keep(Periodic.start("unowned messages", UNOWNED_EVERY, unowned::runOnce));

            TemplateSync sync = new TemplateSync(graph, stores.templates(), clock);
            GraphClient uploads = keep(new GraphClient(GraphClient.Settings.uploads(), clock));
            MediaLibrary media = new MediaLibrary(stores.database(), uploads, folder.file("media"), clock);
            keep(Periodic.start(
                    "media renewal",
                    MEDIA_EVERY,
                    () -> media.renew(stores.channels().enabled())));
            Resync resync = new Resync(stores.channels(), sync);
            keep(Periodic.start("template poll", TEMPLATES_EVERY, resync::all));
            AccountClient accountClient = new AccountClient(graph);
            HealthStore health = new HealthStore(stores.database());
            NumberWatch numbers = new NumberWatch(stores.channels(), health, accountClient, clock);
            keep(Periodic.start("number health", NUMBERS_EVERY, numbers::runOnce));
            StatusApplier statuses = keep(new StatusApplier(
                    stores.database(), consent, config.retries(), clock, RandomGenerator.getDefault()));
            keep(Periodic.start(
                    "parked statuses", PARKED_EVERY, () -> statuses.parked().runOnce(clock.instant())));
            Intake intake = new Intake(
                    statuses,
                    new InboundApplier(
                            stores.database(),
                            consent,
                            config.optoutWords(),
                            config.optinWords(),
                            Server::reply,
                            wake,
                            clock),
                    new PreferenceApplier(stores.database(), consent, clock),
                    new FieldApplier(
                            stores.templates(), stores.channels(), new FieldApplier.Soon(resync::soon, numbers::soon)));

            Courier courier = keep(new Courier(
                    stores.database(), stores.webhooks(), config.webhookNetworks(), DeliveryPolicy.DEFAULT, clock));
            keep(Periodic.start("webhooks", WEBHOOKS_EVERY, courier::runOnce));
            DeliverySweeper deliveries = new DeliverySweeper(stores.database(), clock);
            keep(Periodic.start("webhook deliveries", DELIVERIES_EVERY, deliveries::runOnce));

            keep(Periodic.start("figures", FIGURES_EVERY, new FigureFolder(stores.database())::runOnce));

            ProblemHandlers.register(routing);
            new WebhookRoutes(stores.accounts(), stores.channels(), intake).routing(routing);
            new HealthRoutes().register(routing);
            new ReadyRoutes(stores.database(), dispatcher::isRunning).register(routing);
            keep(Meters.webhooks(
                            Meters.of(stores.database(), dispatcher, statuses, unowned, stores.templates(), lateness),
                            courier.tally(),
                            deliveries))
                    .register(routing);
            new DocsRoutes().register(routing);
            new BroadcastRoutes(
                            gate,
                            acceptor,
                            stores.database(),
                            config.limits().maxBodyBytes(),
                            config.limits().maxUploadBytes(),
                            wake)
                    .register(routing);
            TemplateHistory history = new TemplateHistory(stores.database());
            OpenBroadcasts uses = new OpenBroadcasts(stores.database());
            TemplateEditor editor = new TemplateEditor(graph, stores.templates(), history, sync, uses, media, clock);
            new TemplateRoutes(gate, stores.channels(), stores.templates(), sync, editor, history).register(routing);
            new MediaRoutes(gate, stores.channels(), media).register(routing);
            new ChannelRoutes(gate, stores.channels(), wake).register(routing);
            ContactBook contacts = new ContactBook(stores.database(), consent, clock);
            new PeopleRoutes(gate, contacts).routing(routing);
            Importer importer = new Importer(stores.database(), consent.forgotten());
            Exporter exporter = new Exporter(stores.database());
            new TableRoutes(gate, importer, exporter, config.limits().maxBodyBytes()).routing(routing);
            new ContactRoutes(gate, contacts).routing(routing);
            new ActionRoutes(gate, stores.database(), stores.channels(), stores.templates(), clock, wake)
                    .register(routing);
            new TimelineRoutes(gate, stores.database()).register(routing);
            new StatisticsRoutes(gate, stores.database(), clock).register(routing);
            new RateCardRoutes(gate, stores.database(), clock).register(routing);
            HookDesk hooks =
                    new HookDesk(stores.database(), stores.webhooks(), courier, config.webhookNetworks(), clock);
            new HookRoutes(gate, hooks).register(routing);
            SentForms forms = new SentForms(stores.database());
            Pages pages = new Pages(
                    routing,
                    new Pages.Doors(stores.accounts(), members, sessions, browsers, audit, stores.channels(), forms));
            ReachedPeople reached = new ReachedPeople(stores.database(), clock);
            String publicUrl = config.publicUrl().orElse("");
            WhatsappPages.Parts whatsapp = new WhatsappPages.Parts(
                    stores.channels(),
                    health,
                    numbers,
                    accountClient,
                    new ChannelSwitch(stores.channels(), sync),
                    reached,
                    config.webhookNetworks(),
                    wake,
                    publicUrl,
                    clock);
            HomePages.Parts home = new HomePages.Parts(
                    stores.database(), stores.channels(), health, reached, stores.webhooks(), clock);
            ImportDesk imports = keep(new ImportDesk(importer, clock));
            keep(Periodic.start("old tables", TABLES_EVERY, imports::runOnce));
            KeywordLists keywords = KeywordLists.configured(config.optoutWords(), config.optinWords());
            Tools broadcasts = broadcastTools(stores, gate, media, clock, wake);
            DraftStore drafts = new DraftStore(stores.database());
            Studio.register(
                    pages,
                    List.of(
                            new MemberRooms(new SignIn(members, sessions, audit, clock), publicUrl),
                            new TemplateRooms(
                                    stores.channels(),
                                    stores.templates(),
                                    new TemplateIndex(stores.database()),
                                    history,
                                    sync,
                                    editor,
                                    uses,
                                    media),
                            new ContactRooms(
                                    new Readiness(gate, stores.channels()),
                                    keywords,
                                    stores.database(),
                                    contacts,
                                    new Operator(stores.database(), stores.channels(), stores.templates(), clock),
                                    stores.templates(),
                                    imports,
                                    exporter,
                                    wake,
                                    clock,
                                    config.limits().maxBodyBytes()),
                            own -> new BroadcastPages(own, drafts, broadcasts).register(),
                            own -> new HomePages(own, home).register(),
                            own -> new ContentPages(own, stores.database(), keywords).register(),
                            own -> new DocsContext(own).register(),
                            own -> new ChannelPages(own, stores.channels(), health).register(),
                            own -> new RestPages(own, publicUrl).register(),
                            own -> new WhatsappPages(own, whatsapp, new ConnectionCheck(graph, clock)).register(),
                            own -> new WebhookPages(own, hooks).register(),
                            own -> new StorePages(own).register(),
                            own -> new SettingsPages(own).register()));
            keep(Periodic.start("old drafts", DRAFTS_EVERY, drafts::runOnce));
            keep(Periodic.start("old keys", KEYS_EVERY, new IdempotencyStore(stores.database())::runOnce));
            keep(Periodic.start("old forms", DRAFTS_EVERY, forms::runOnce));
            DraftEraser draftEraser = new DraftEraser(
                    stores.database(),
                    drafts,
                    stores.accounts(),
                    new ErasedAddresses(stores.database(), consent.forgotten()));
            keep(Periodic.start("erased people in drafts", LISTS_EVERY, draftEraser::runOnce));
            this.studioRoutes = pages.routes();
            this.welcome = members.unclaimedOwner().map(owner -> "/studio/welcome/" + members.invite(owner.id()));
            this.web = web(config, routing);
            keep(web::stop);
            dispatcher.start();
        } catch (IOException | SQLException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /// A file may have more rows than one request of the API may have users.
    private static Tools broadcastTools(
            Stores stores, Gatekeeper gate, MediaLibrary media, Clock clock, Runnable wake) {
        Acceptor ofFiles = new Acceptor(
                stores.database(), stores.channels(), stores.templates(), Bounds.SHEET.rows(), clock, wake);
        return new Tools(stores.database(), gate, stores.channels(), stores.templates(), ofFiles, media, clock, wake);
    }

    private static void reply(Handle handle, Bot bot, WhatsappChannel channel, Contact contact, String text) {
        try {
            SingleSend.send(handle.getConnection(), channel, SingleSend.Letter.reply(contact.reach(), text));
        } catch (SQLException e) {
            throw new IllegalStateException("The reply could not be stored", e);
        }
    }

    private static WebServer web(Config config, HttpRouting.Builder routing) {
        return WebServer.builder()
                .host(config.host())
                .port(config.port())
                .maxPayloadSize(
                        Math.max(config.limits().maxBodyBytes(), config.limits().maxUploadBytes()))
                .connectionOptions(options -> options.readTimeout(READ_TIMEOUT).tcpNoDelay(true))
                .directHandlers(ProblemHandlers.direct())
                .addProtocol(Http1Config.builder().sendKeepAliveHeader(false).build())
                .shutdownHook(false)
                .routing(routing)
                .build()
                .start();
    }

    private <T extends AutoCloseable> T keep(T part) {
        parts.push(part);
        return part;
    }

    /// The port that requests reach.
    public int port() {
        return web.port();
    }

    /// Where the first administrator chooses a password, until somebody has; the path holds a secret.
    public Optional<String> welcome() {
        return welcome;
    }

    /// The pages of the Studio and who may see them.
    public List<Pages.Route> studioRoutes() {
        return studioRoutes;
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                LOG.warn("A part did not stop cleanly: {}", e.getMessage());
            }
        }
    }
}
