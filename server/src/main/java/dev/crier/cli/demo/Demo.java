package dev.crier.cli.demo;

import dev.crier.Config;
import dev.crier.Server;
import dev.crier.Setting;
import dev.crier.channel.Callback;
import dev.crier.channel.WhatsappChannel;
import dev.crier.cli.CommandFailure;
import dev.crier.cli.ProgressLine;
import dev.crier.cli.Table;
import dev.crier.cli.UntilStopped;
import dev.crier.client.Broadcast;
import dev.crier.client.Crier;
import dev.crier.client.CrierException;
import dev.crier.client.MessageStatus;
import dev.crier.cloudapi.GraphException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A running demo: the sandbox in a process of its own, the server in this one, a bot that is ready to send.
final class Demo implements AutoCloseable {
    private static final Duration OUTCOME_LIMIT = Duration.ofSeconds(45);
    private static final Duration OPTOUT_LIMIT = Duration.ofSeconds(15);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    /// A message that was delivered is often read a moment later; so long without news is the end.
    private static final Duration QUIET = Duration.ofMillis(600);

    /// How to run.
    ///
    /// @param sandboxUrl a sandbox that runs already; null: one of our own on `sandboxPort`
    record Options(
            String host,
            int port,
            int sandboxPort,
            @Nullable String sandboxUrl,
            Path folder) {}

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final UntilStopped stopped;
    private final PrintWriter out;
    private final DemoFile file;
    private final Account account;
    private final Crier api;
    private final SandboxClient sandbox;

    /// Starts everything and makes what is missing.
    static Demo start(Options options, UntilStopped stopped, PrintWriter out) throws Exception {
        return new Demo(options, stopped, out);
    }

    private Demo(Options options, UntilStopped stopped, PrintWriter out) throws Exception {
        this.stopped = stopped;
        this.out = out;
        try {
            Files.createDirectories(options.folder());
            this.file = DemoFile.in(options.folder());
            this.account = Account.of(file);
            Server server = startServers(options);
            String sandboxUrl = value("sandbox_url");
            this.sandbox = keep(new SandboxClient(sandboxUrl));
            DemoBot bot = new DemoBot(config(options), file);
            WhatsappChannel channel = bot.prepare(sandboxUrl, account);
            file.write(options.folder());
            say("Bot        " + channel.botId() + ", REST API and WhatsApp on, Whatsapp Broadcasting ordered");
            say("Studio     " + studio(server, channel.botId())
                    + (server.welcome().isPresent() ? "  (once: you become administrator)" : ""));
            sandbox.open(account);
            sandbox.callback(account, Callback.of(value("url"), channel.id()).toString());
            bot.templates(channel, stopped);
            say("Template   " + DeliveryTemplate.NAME + " (" + DeliveryTemplate.LANGUAGE
                    + "), approved by the sandbox");
            this.api = keep(Crier.builder()
                    .url(value("url"))
                    .bot(value("bot_id"))
                    .token(value("token"))
                    .build());
        } catch (IOException | SQLException | InterruptedException | GraphException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /// The sandbox and PostgreSQL start side by side.
    private Server startServers(Options options) throws IOException, SQLException, InterruptedException {
        say("Starting Crier's demo in " + options.folder().toAbsolutePath().normalize());
        @Nullable
        SandboxProcess child = options.sandboxUrl() == null
                ? keep(SandboxProcess.start(options.folder(), options.sandboxPort(), account))
                : null;
        Server server = keep(Server.start(config(options), Clock.systemUTC()));
        String sandboxUrl = child == null ? String.valueOf(options.sandboxUrl()) : child.url(stopped);
        String url = "http://" + options.host() + ":" + server.port();
        file.with("url", url).with("sandbox_url", sandboxUrl).with("studio_url", url + "/studio");
        say("Server     " + url + ", with a PostgreSQL of its own");
        say("Sandbox    " + sandboxUrl + ", plays WhatsApp; open it to see people's phones");
        return server;
    }

    /// The page that shows Studio and phones, by way of the link that makes the first member.
    private String studio(Server server, UUID botId) {
        String page = "/studio/bot/" + botId + "/beside";
        return value("url") + server.welcome().map(path -> path + "?to=" + page).orElse(page);
    }

    private static Config config(Options options) {
        Map<Setting, String> flags = Map.of(
                Setting.DATA_DIR, options.folder().toString(),
                Setting.HTTP_HOST, options.host(),
                Setting.HTTP_PORT, Integer.toString(options.port()));
        return Config.read(Optional.empty(), System.getenv(), flags);
    }

    /// Posts the broadcast and shows its way to the end; 0 if each outcome is the expected one.
    int broadcast() throws IOException, InterruptedException {
        DeliveryBroadcast delivery = new DeliveryBroadcast(sandbox.unreachablePhone());
        optOut(DeliveryBroadcast.OPTED_OUT_PHONE);
        String id = api.broadcasts().create(delivery.request()).id();
        say("Broadcast  " + id);
        say("");
        List<MessageStatus> end = settled(id);
        say("");
        Table.print(out, List.of("person", "phone", "status", "reason", "details"), delivery.rows(end));
        say("");
        List<String> surprises = delivery.surprises(end);
        surprises.forEach(surprise -> System.err.println("crier: " + surprise));
        file.with("broadcast_id", id);
        return surprises.isEmpty() ? 0 : 1;
    }

    /// Has the person write `optout`, and waits until Crier knows.
    private void optOut(String phone) throws IOException, InterruptedException {
        sandbox.inbound(account, phone, "optout");
        long giveUp = System.nanoTime() + OPTOUT_LIMIT.toNanos();
        while (!optedOut(phone)) {
            if (System.nanoTime() > giveUp) {
                throw new CommandFailure("The optout of " + phone + " has not arrived as a webhook");
            }
            stopped.pause(LOOK_EVERY);
        }
        say("Opt-out    " + phone + " has written optout");
    }

    private boolean optedOut(String phone) {
        try {
            return "all".equals(api.contacts().get(phone).optout());
        } catch (CrierException notYetKnown) {
            return false;
        }
    }

    /// The broadcast when nothing is pending or just sent, and no more news comes.
    private List<MessageStatus> settled(String id) throws InterruptedException {
        ProgressLine progress = new ProgressLine(out);
        long giveUp = System.nanoTime() + OUTCOME_LIMIT.toNanos();
        long lastNews = System.nanoTime();
        Broadcast before = api.broadcasts().get(id);
        while (System.nanoTime() < giveUp) {
            Broadcast now = api.broadcasts().get(id);
            progress.show(now);
            if (!now.equals(before)) {
                before = now;
                lastNews = System.nanoTime();
            }
            boolean underWay = now.statistics().pending() + now.statistics().sent() > 0;
            if (!underWay && System.nanoTime() - lastNews > QUIET.toNanos()) {
                break;
            }
            stopped.pause(LOOK_EVERY);
        }
        progress.end();
        try (Stream<MessageStatus> statuses = api.broadcasts().statuses(id)) {
            return statuses.toList();
        }
    }

    /// How to go on by hand.
    void explain() {
        say("It stays up until Ctrl-C. By hand, in another terminal:");
        say("");
        say(CurlLines.of(file, account));
    }

    private String value(String key) {
        return file.value(key).orElseThrow();
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }

    private <T extends AutoCloseable> T keep(T part) {
        parts.push(part);
        return part;
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                System.err.println("crier: a part did not stop cleanly: " + e.getMessage());
            }
        }
    }
}
