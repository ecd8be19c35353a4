package dev.crier.cli;

import dev.crier.client.Broadcast;
import dev.crier.client.Crier;
import dev.crier.client.MessageFilter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `crier broadcasts`: those there are, and commands to them.
@Command(
        name = "broadcasts",
        description = "Lists broadcasts of a running server; starts, pauses, resumes, cancels them, and sends failed"
                + " messages again.",
        footer = {"", "Example:", "  crier broadcasts list --limit 5"})
final class BroadcastsCommand extends Group {
    @Command(
            name = "list",
            description = "Lists broadcasts, the newest first.",
            footer = {"", "Example:", "  crier broadcasts list --limit 5 --json"})
    void list(
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            defaultValue = "20",
                            description = "how many at most (default: ${DEFAULT-VALUE})")
                    int limit,
            @Option(names = "--json", description = "an object a line") boolean json,
            @Mixin ApiOptions api)
            throws IOException {
        try (Crier crier = api.client();
                Stream<Broadcast> found = crier.broadcasts().list().limit(Math.max(0, limit))) {
            if (json) {
                found.forEach(each -> CliJson.printLine(out(), each));
                out().flush();
                return;
            }
            List<List<String>> rows = found.map(BroadcastsCommand::row).toList();
            if (rows.isEmpty()) {
                note("No broadcasts yet; make one by: crier broadcast");
            } else {
                Table.print(out(), List.of("id", "status", "people", "failed", "name"), rows);
            }
            out().flush();
        }
    }

    private static List<String> row(Broadcast broadcast) {
        @Nullable String name = broadcast.name();
        return List.of(
                broadcast.id(),
                broadcast.status(),
                Integer.toString(broadcast.statistics().total()),
                Integer.toString(broadcast.statistics().failed()),
                name == null ? "" : name);
    }

    @Command(
            name = "start",
            description = "Sends a draft, or a scheduled broadcast before its time.",
            footer = {"", "Example:", "  crier broadcasts start ID"})
    void start(
            @Parameters(paramLabel = "ID", description = "the broadcast") String id,
            @Option(names = "--json", description = "print the server's answer") boolean json,
            @Mixin ApiOptions api)
            throws IOException {
        command(id, json, api, (crier, each) -> crier.broadcasts().start(each));
    }

    @Command(
            name = "pause",
            description = "Stops sending, at once, until it is resumed.",
            footer = {"", "Example:", "  crier broadcasts pause ID"})
    void pause(
            @Parameters(paramLabel = "ID", description = "the broadcast") String id,
            @Option(names = "--json", description = "print the server's answer") boolean json,
            @Mixin ApiOptions api)
            throws IOException {
        command(id, json, api, (crier, each) -> crier.broadcasts().pause(each));
    }

    @Command(
            name = "resume",
            description = "Goes on with a paused broadcast.",
            footer = {"", "Example:", "  crier broadcasts resume ID"})
    void resume(
            @Parameters(paramLabel = "ID", description = "the broadcast") String id,
            @Option(names = "--json", description = "print the server's answer") boolean json,
            @Mixin ApiOptions api)
            throws IOException {
        command(id, json, api, (crier, each) -> crier.broadcasts().resume(each));
    }

    @Command(
            name = "cancel",
            description = "Stops a broadcast for good; whoever was not sent to yet is not sent to any more.",
            footer = {"", "Example:", "  crier broadcasts cancel ID"})
    void cancel(
            @Parameters(paramLabel = "ID", description = "the broadcast") String id,
            @Option(names = "--json", description = "print the server's answer") boolean json,
            @Mixin ApiOptions api)
            throws IOException {
        command(id, json, api, (crier, each) -> crier.broadcasts().cancel(each));
    }

    @Command(
            name = "retry",
            description = "Sends again to those who failed for one of the reasons; each message costs money.",
            footer = {"", "Example:", "  crier broadcasts retry ID --reason rate_limited,provider_unavailable"})
    void retry(
            @Parameters(paramLabel = "ID", description = "the broadcast") String id,
            @Option(
                            names = "--reason",
                            required = true,
                            split = ",",
                            paramLabel = "REASON",
                            description = "as crier status shows it; may be repeated")
                    List<String> reasons,
            @Option(names = "--json", description = "print the server's answer") boolean json,
            @Mixin ApiOptions api)
            throws IOException {
        command(id, json, api, (crier, each) -> {
            Broadcast broadcast = crier.broadcasts().retry(each, reasons);
            @Nullable Integer retried = broadcast.retried();
            note(ProgressLine.people(retried == null ? 0 : retried) + " will be sent to again");
            return broadcast;
        });
    }

    @Command(
            name = "export",
            description = "Writes what became of each message, as CSV.",
            footer = {"", "Example:", "  crier broadcasts export ID --status failure -o failures.csv"})
    void export(
            @Parameters(paramLabel = "ID", description = "the broadcast") String id,
            @Option(
                            names = "--status",
                            paramLabel = "STATUS",
                            description = "only pending, sent, delivered, read or failure")
                    @Nullable
                    String status,
            @Option(names = "--reason", paramLabel = "REASON", description = "only failures for this reason") @Nullable
                    String reason,
            @Option(
                            names = {"-o", "--output"},
                            paramLabel = "FILE",
                            description = "write to a file (default: stdout)")
                    @Nullable
                    Path file,
            @Mixin ApiOptions api)
            throws IOException {
        MessageFilter filter = new MessageFilter(status, reason, null);
        try (Crier crier = api.client()) {
            save(file, to -> crier.broadcasts().exportCsv(id, filter, to));
        }
    }

    private void command(String id, boolean json, ApiOptions api, BiFunction<Crier, String, Broadcast> command)
            throws IOException {
        try (Crier crier = api.client()) {
            Broadcast broadcast = command.apply(crier, id);
            if (json) {
                CliJson.print(out(), broadcast);
            } else {
                say("Broadcast " + broadcast.id() + " is " + broadcast.status() + ": "
                        + ProgressLine.counts(broadcast.statistics()));
            }
        }
    }
}
