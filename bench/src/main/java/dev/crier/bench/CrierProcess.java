package dev.crier.bench;

import dev.crier.Config;
import dev.crier.Main;
import dev.crier.Setting;
import dev.crier.Stores;
import dev.crier.account.Feature;
import dev.crier.account.Token;
import dev.crier.channel.ChannelStore;
import dev.crier.cloudapi.Endpoint;
import dev.crier.cloudapi.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The server as a process, and its data folder, with one bot that sends by the sink.
final class CrierProcess implements AutoCloseable {
    static final Secret APP_SECRET = new Secret("bench-app-secret");
    static final String NUMBER = "106540352242922";

    private static final String WABA = "102290129340398";

    private final Map<Setting, String> settings;
    private final Child child;

    private CrierProcess(Map<Setting, String> settings, Child child) {
        this.settings = settings;
        this.child = child;
    }

    /// The server's settings that matter here.
    ///
    /// @param maxInFlight requests to the sink at once
    /// @param jvmOptions besides the bound on the heap
    record Options(Path data, int maxUsers, int maxInFlight, List<String> jvmOptions) {
        private Map<Setting, String> settings() {
            Map<Setting, String> settings = new EnumMap<>(Setting.class);
            settings.put(Setting.DATA_DIR, data.toString());
            settings.put(Setting.HTTP_PORT, "0");
            settings.put(Setting.MAX_USERS, Integer.toString(maxUsers));
            settings.put(Setting.MAX_BODY_BYTES, Long.toString(1L << 31));
            settings.put(Setting.MAX_IN_FLIGHT, Integer.toString(maxInFlight));
            settings.put(Setting.LOG_LEVEL, "warn");
            return settings;
        }
    }

    static CrierProcess start(Options options) throws IOException {
        Map<Setting, String> settings = options.settings();
        List<String> arguments = new ArrayList<>(List.of("serve"));
        settings.forEach((setting, value) -> arguments.addAll(List.of("--set", setting.key() + "=" + value)));
        return new CrierProcess(settings, Child.start(options.jvmOptions(), Main.class, arguments));
    }

    /// A bot and the key to it.
    record Account(UUID botId, UUID channelId, Token token) {}

    /// Makes a bot whose number is the sink, granted so much that the pacer is no limit.
    Account connect(URI sink) throws IOException {
        try (Stores stores = stores()) {
            return connect(stores, stores.accounts().createEnvironment("bench"), sink, NUMBER);
        }
    }

    /// As [#connect(URI)], in that environment and with that number.
    static Account connect(Stores stores, UUID environment, URI sink, String number) {
        UUID botId = stores.accounts().createBot(environment, "Bench " + number, List.of("en"), null);
        stores.accounts().enableRest(botId, true);
        stores.accounts().order(botId, Feature.WHATSAPP_BROADCASTING);
        Token token = stores.accounts().createToken(environment, botId);
        Endpoint endpoint = new Endpoint(sink, "v24.0", number, WABA, new Secret("sink-token"));
        UUID channelId = stores.channels()
                .connect(
                        botId,
                        new ChannelStore.Connection(
                                endpoint, APP_SECRET, new Secret("verify"), ChannelStore.Connection.MAX_THROUGHPUT));
        stores.channels().enable(channelId, true);
        return new Account(botId, channelId, token);
    }

    /// Bytes on disk per message.
    ///
    /// @param rows of the messages' rows and their indexes
    /// @param users of the accepted users, compressed
    /// @param contacts of the address book
    record Disk(double rows, double users, double contacts) {}

    /// What lies on disk of `count` messages, which must be all there are.
    Disk disk(int count) throws IOException {
        try (Stores stores = stores()) {
            return stores.database()
                    .jdbi()
                    .withHandle(handle -> handle.createQuery("""
                                    SELECT (SELECT sum(pg_total_relation_size(inhrelid))
                                              FROM pg_inherits WHERE inhparent = 'message'::regclass)::float8 / :count,
                                           pg_total_relation_size('chunk')::float8 / :count,
                                           pg_total_relation_size('contact')::float8 / :count""")
                            .bind("count", count)
                            .map((row, context) -> new Disk(row.getDouble(1), row.getDouble(2), row.getDouble(3)))
                            .one());
        }
    }

    String databaseVersion() throws IOException {
        try (Stores stores = stores()) {
            return stores.database()
                    .jdbi()
                    .withHandle(handle -> handle.select("SHOW server_version")
                            .mapTo(String.class)
                            .one());
        }
    }

    /// What the command line has beside the server.
    Stores stores() throws IOException {
        return Stores.visit(Config.read(Optional.empty(), Map.of(), settings));
    }

    URI url() {
        return child.url();
    }

    long pid() {
        return child.pid();
    }

    /// The postmaster; its children are PostgreSQL's other processes.
    long postgresPid() throws IOException {
        Path data = Path.of(settings.getOrDefault(Setting.DATA_DIR, ""));
        return Long.parseLong(Files.readAllLines(data.resolve("postgres/cluster/postmaster.pid"))
                .getFirst()
                .strip());
    }

    @Override
    public void close() {
        child.close();
    }
}
