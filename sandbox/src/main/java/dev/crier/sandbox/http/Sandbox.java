package dev.crier.sandbox.http;

import dev.crier.sandbox.account.Accounts;
import dev.crier.sandbox.account.NumberEndpoint;
import dev.crier.sandbox.account.TokenEndpoint;
import dev.crier.sandbox.chat.Letters;
import dev.crier.sandbox.chat.Phones;
import dev.crier.sandbox.control.Control;
import dev.crier.sandbox.control.ControlRoutes;
import dev.crier.sandbox.control.Inbound;
import dev.crier.sandbox.control.StandingControl;
import dev.crier.sandbox.fault.Settings;
import dev.crier.sandbox.ledger.Ledger;
import dev.crier.sandbox.ledger.Wamid;
import dev.crier.sandbox.limit.ManagementQuota;
import dev.crier.sandbox.media.MediaEndpoint;
import dev.crier.sandbox.message.MessageEndpoint;
import dev.crier.sandbox.page.PageRoutes;
import dev.crier.sandbox.template.TemplateEndpoint;
import dev.crier.sandbox.template.TemplateLife;
import dev.crier.sandbox.template.TemplateStore;
import dev.crier.sandbox.user.Users;
import dev.crier.sandbox.webhook.CallbackClient;
import dev.crier.sandbox.webhook.Webhooks;
import io.helidon.webserver.WebServer;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** The sandbox as a whole: wires the rooms and runs the server. */
public final class Sandbox implements AutoCloseable {
    /**
     * How to run.
     *
     * @param port 0 takes any free one
     * @param ledgerLimit most sends kept
     */
    public record Options(String host, int port, long seed, int ledgerLimit, Accounts.Wish account) {}

    private static final Duration GRACE = Duration.ofMillis(500);

    private final WebServer server;
    private final Webhooks webhooks;
    private final ScheduledThreadPoolExecutor clock;

    private Sandbox(WebServer server, Webhooks webhooks, ScheduledThreadPoolExecutor clock) {
        this.server = server;
        this.webhooks = webhooks;
        this.clock = clock;
    }

    public static Sandbox start(Options options) {
        ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("clock").factory());
        clock.setRemoveOnCancelPolicy(true);
        Accounts accounts = new Accounts();
        var _ = accounts.add(options.account());
        Settings settings = new Settings(options.seed());
        Ledger ledger = new Ledger(options.ledgerLimit());
        CallbackClient callbacks = new CallbackClient();
        Webhooks webhooks = new Webhooks(callbacks, settings, ledger);
        TemplateStore templates = new TemplateStore();
        TemplateLife life = new TemplateLife(templates, accounts, webhooks, settings, clock);
        Users users = new Users();
        Wamid wamids = new Wamid();
        ManagementQuota quota = new ManagementQuota();
        MessageEndpoint messages =
                new MessageEndpoint(ledger, wamids, settings, templates, life, users, webhooks, clock);
        NumberEndpoint numbers = new NumberEndpoint(settings);
        GraphRouter router = new GraphRouter(
                accounts,
                templates,
                new GraphRouter.Endpoints(
                        messages,
                        new TemplateEndpoint(templates, life),
                        new MediaEndpoint(),
                        numbers,
                        new TokenEndpoint(accounts)),
                callbacks,
                settings,
                quota);
        Letters letters = new Letters();
        Control control =
                new Control(accounts, templates, life, messages, ledger, settings, users, quota, callbacks, letters);
        StandingControl standing = new StandingControl(accounts, numbers, webhooks);
        Inbound inbound = new Inbound(accounts, ledger, wamids, templates, users, webhooks, letters);
        Phones phones = new Phones(accounts, ledger, letters, templates, users);
        WebServer server = WebServer.builder()
                .host(options.host())
                .port(options.port())
                .shutdownGracePeriod(GRACE)
                .shutdownHook(false)
                .routing(routing -> routing.register(
                                "/sandbox", new ControlRoutes(control, standing, inbound, ledger, phones))
                        .register("/", new PageRoutes(accounts, control, settings))
                        .any(new GraphHandler(router, settings, quota)))
                .build()
                .start();
        Sandbox sandbox = new Sandbox(server, webhooks, clock);
        // Helidon logs a failed bind and goes on without a listener.
        if (!server.isRunning() || server.port() < 0) {
            sandbox.close();
            throw new IllegalStateException("the address is in use or not ours");
        }
        return sandbox;
    }

    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        clock.shutdownNow();
        webhooks.close();
        server.stop();
    }
}
