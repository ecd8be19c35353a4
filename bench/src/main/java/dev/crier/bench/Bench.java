package dev.crier.bench;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `make bench`: starts everything, runs it, prints the table.
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = {
            "Broadcasts to a minimal sink in WhatsApp's place, feeds the statuses back, and says how fast that was and"
                    + " what it cost. Server, PostgreSQL and sink are processes of their own.",
            ""
        })
public final class Bench implements Callable<Integer> {
    /// As `./crier serve` has them.
    private static final String SERVER_OPTIONS =
            "-Xmx512m -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED" + " --sun-misc-unsafe-memory-access=allow";

    @Option(names = "--recipients", defaultValue = "200000", description = "people in the broadcast (${DEFAULT-VALUE})")
    private int recipients;

    @Option(
            names = "--warm-up",
            defaultValue = "100000",
            description = "people in the broadcast before it, for the JVM to compile what is hot (${DEFAULT-VALUE})")
    private int sample;

    @Option(names = "--in-flight", defaultValue = "64", description = "requests to the sink at once (${DEFAULT-VALUE})")
    private int inFlight;

    @Option(names = "--sink-loops", defaultValue = "1", description = "threads of the sink (${DEFAULT-VALUE})")
    private int sinkLoops;

    @Option(names = "--skip-wrk", description = "leave the comparison with wrk out")
    private boolean skipWrk;

    @Option(names = "--data", paramLabel = "DIR", description = "a folder to keep; otherwise one that is deleted")
    private @Nullable Path data;

    @Option(
            names = "--server-options",
            defaultValue = SERVER_OPTIONS,
            description = "options of the server's JVM, with spaces between (${DEFAULT-VALUE})")
    private String serverOptions = "";

    @Option(names = "--write", description = "write the figures into docs/performance.md too")
    private boolean write;

    public static void main(String[] args) {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
        System.exit(new CommandLine(new Bench()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        boolean wrk = !skipWrk && Wrk.isInstalled();
        if (!skipWrk && !wrk) {
            System.out.println("wrk is not installed, so there is no ratio: apt-get install wrk");
        }
        Path folder = data == null ? Files.createTempDirectory("crier-bench") : Files.createDirectories(data);
        try {
            run(folder.toAbsolutePath(), wrk);
        } finally {
            if (data == null) {
                delete(folder);
            }
        }
        return 0;
    }

    private void run(Path folder, boolean wrk) throws Exception {
        CrierProcess.Options options = new CrierProcess.Options(
                folder.resolve("data"),
                Math.max(recipients, sample),
                inFlight,
                List.of(serverOptions.strip().split("\\s+", -1)));
        try (SinkProcess sink = SinkProcess.start(folder, sinkLoops);
                CrierProcess crier = CrierProcess.start(options);
                Run run = new Run(folder, sink, crier, wrk)) {
            Results results = run.all(recipients, sample);
            String figures = Report.of(results);
            System.out.println();
            System.out.println(figures);
            if (write) {
                PerformanceDocument.write(provenance(crier) + "\n" + figures);
            }
        }
    }

    private String provenance(CrierProcess crier) throws IOException {
        List<String> command = new ArrayList<>(List.of("make bench:"));
        command.add("--recipients " + recipients + " --in-flight " + inFlight);
        return "%s · `%s` · server with `%s`\n\n%s\n"
                .formatted(
                        LocalDate.now(java.time.ZoneOffset.UTC),
                        String.join(" ", command),
                        serverOptions,
                        Machine.describe(crier.databaseVersion()));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
