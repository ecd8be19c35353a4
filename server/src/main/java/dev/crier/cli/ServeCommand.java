package dev.crier.cli;

import dev.crier.Config;
import dev.crier.Server;
import dev.crier.Setting;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `crier serve`: the server, until it is told to stop.
@Command(
        name = "serve",
        description = {
            "Runs the server until Ctrl-C or SIGTERM.",
            "",
            "Without database.url it starts a PostgreSQL of its own in the data folder, and stops it at the end. Values"
                    + " come from the file, over it from the environment (CRIER_HTTP_PORT for http.port), over it from"
                    + " these options.",
            ""
        })
final class ServeCommand implements Callable<Integer> {
    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Option(names = "--host", paramLabel = "HOST", description = "address to listen on (http.host)")
    private @Nullable String host;

    @Option(names = "--port", paramLabel = "PORT", description = "port to listen on, 0 for any free one (http.port)")
    private @Nullable String port;

    @Option(
            names = "--public-url",
            paramLabel = "URL",
            description = "how the world reaches us, through your proxy (public.url)")
    private @Nullable String publicUrl;

    @Option(names = "--log-level", paramLabel = "LEVEL", description = "error, warn, info or debug (log.level)")
    private @Nullable String logLevel;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls us
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Config config = options.read(flags());
        Logging.level(config.logLevel());
        Ports.requireFree(config.host(), config.port(), "--port");
        try (UntilStopped stopped = UntilStopped.begin()) {
            try (Server server = Server.start(config, Clock.systemUTC())) {
                greet(spec.commandLine().getOut(), config, server);
                stopped.await();
            } finally {
                Logging.flush();
            }
        }
        return 0;
    }

    private Map<Setting, String> flags() {
        Map<Setting, String> flags = new EnumMap<>(Setting.class);
        put(flags, Setting.HTTP_HOST, host);
        put(flags, Setting.HTTP_PORT, port);
        put(flags, Setting.PUBLIC_URL, publicUrl);
        put(flags, Setting.LOG_LEVEL, logLevel);
        return flags;
    }

    private static void put(Map<Setting, String> flags, Setting setting, @Nullable String value) {
        if (value != null) {
            flags.put(setting, value);
        }
    }

    private static void greet(PrintWriter out, Config config, Server server) {
        String local = "http://" + (config.host().contains(":") ? "[" + config.host() + "]" : config.host()) + ":"
                + server.port();
        out.println("Crier " + CrierCommand.Version.number() + " listens on " + local);
        config.publicUrl().ifPresent(url -> out.println("Public address  " + url));
        out.println("Data folder     " + config.dataDir().toAbsolutePath().normalize());
        out.println("Database        " + (config.database().isPresent() ? "at database.url" : "our own PostgreSQL"));
        String studio = config.publicUrl().orElse(local);
        server.welcome()
                .ifPresentOrElse(
                        path -> out.println("Studio          " + studio + path + "  (once: you become administrator)"),
                        () -> out.println("Studio          " + studio + "/studio"));
        out.println("Stop with Ctrl-C.");
        out.flush();
    }
}
