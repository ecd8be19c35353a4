package dev.crier.bench;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
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

    @Option(names = "--lists", description = "only the pages of lists, at 1,000,000 contacts and 5,000,000 messages")
    private boolean listsOnly;

    @Option(names = "--skip-lists", description = "leave the lists out")
    private boolean skipLists;

    @Option(names = "--only", defaultValue = "", description = "of the lists those with this in their name")
    private String only = "";

    @Option(
            names = "--scale",
            defaultValue = "1",
            description = "lists: a hundredth of all with 100, to try the benchmark itself (${DEFAULT-VALUE})")
    private int scale;

    public static void main(String[] args) {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
        System.exit(new CommandLine(new Bench()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Path folder = data == null ? Files.createTempDirectory("crier-bench") : Files.createDirectories(data);
        try {
            if (!listsOnly) {
                send(folder.toAbsolutePath());
            }
            return skipLists || lists(folder.toAbsolutePath()) ? 0 : 1;
        } finally {
            if (data == null) {
                delete(folder);
            }
        }
    }

    private void send(Path folder) throws Exception {
        boolean wrk = !skipWrk && Wrk.isInstalled();
        if (!skipWrk && !wrk) {
            System.out.println("wrk is not installed, so there is no ratio: apt-get install wrk");
        }
        run(folder, wrk);
    }

    /// Whether every list answers within its bound.
    private boolean lists(Path folder) throws Exception {
        CrierProcess.Options options =
                new CrierProcess.Options(folder.resolve("lists"), Math.max(recipients, sample), inFlight, jvmOptions());
        try (SinkProcess sink = SinkProcess.start(folder, sinkLoops);
                CrierProcess crier = CrierProcess.start(options)) {
            List<Lists.Measured> measured = new Lists(crier, sink, scale).measure(only);
            String table = Lists.table(measured);
            System.out.println();
            System.out.println(table);
            if (write) {
                PerformanceDocument.write(
                        PerformanceDocument.Part.LISTS, provenance(crier, "make bench ARGS=--lists") + "\n" + table);
            }
            List<String> slow = measured.stream()
                    .filter(list -> !list.isGood())
                    .map(Lists.Measured::name)
                    .toList();
            if (!slow.isEmpty()) {
                System.out.println("Not within " + Lists.BOUND.toMillis() + " ms: " + String.join("; ", slow));
            }
            return slow.isEmpty();
        }
    }

    private List<String> jvmOptions() {
        return List.of(serverOptions.strip().split("\\s+", -1));
    }

    private void run(Path folder, boolean wrk) throws Exception {
        CrierProcess.Options options =
                new CrierProcess.Options(folder.resolve("data"), Math.max(recipients, sample), inFlight, jvmOptions());
        try (SinkProcess sink = SinkProcess.start(folder, sinkLoops);
                CrierProcess crier = CrierProcess.start(options);
                Run run = new Run(folder, sink, crier, wrk)) {
            Results results = run.all(recipients, sample);
            String figures = Report.of(results);
            System.out.println();
            System.out.println(figures);
            if (write) {
                String command = "make bench: --recipients " + recipients + " --in-flight " + inFlight;
                PerformanceDocument.write(
                        PerformanceDocument.Part.SENDING, provenance(crier, command) + "\n" + figures);
            }
        }
    }

    private String provenance(CrierProcess crier, String command) throws IOException {
        return "%s · `%s` · server with `%s`\n\n%s\n"
                .formatted(
                        LocalDate.now(java.time.ZoneOffset.UTC),
                        command,
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
