package dev.crier.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/// `crier status`: what became of a broadcast.
@Command(
        name = "status",
        description = {"Shows a broadcast of a running server, and what became of each message.", ""})
final class StatusCommand implements Callable<Integer> {
    private static final Duration WATCH_EVERY = Duration.ofMillis(500);

    /// More than a screen; the rest is for --json.
    private static final int MAX_ROWS = 100;

    @Parameters(paramLabel = "ID", description = "the broadcast")
    private String id = "";

    @Option(names = "--watch", description = "show progress until nobody is pending any more")
    private boolean watch;

    @Option(names = "--json", description = "print the server's answer as it is")
    private boolean json;

    @Mixin
    private ApiOptions api = new ApiOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls us
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Logging.quiet();
        PrintWriter out = spec.commandLine().getOut();
        try (ApiClient client = api.client()) {
            if (watch) {
                watch(client, new ProgressLine(json ? spec.commandLine().getErr() : out));
            }
            JsonNode broadcast = client.broadcast(id);
            if (json) {
                out.println(broadcast.toPrettyString());
            } else {
                show(out, broadcast);
            }
            out.flush();
        }
        return 0;
    }

    private void watch(ApiClient client, ProgressLine progress) throws IOException, InterruptedException {
        while (true) {
            JsonNode summary = client.summary(id);
            progress.show(summary);
            if (ApiClient.finalStates().contains(summary.path("status").asString())) {
                progress.end();
                return;
            }
            Thread.sleep(WATCH_EVERY.toMillis());
        }
    }

    private static void show(PrintWriter out, JsonNode broadcast) {
        out.println(broadcast.path("name").asString("") + " is "
                + broadcast.path("status").asString());
        @Nullable JsonNode cause = broadcast.get("cause");
        if (cause != null) {
            out.println("Cause: " + cause.path("details").asString(cause.toString()));
        }
        out.println(ProgressLine.counts(broadcast.path("statistics")));
        out.println();
        List<List<String>> rows = broadcast
                .path("statuses")
                .valueStream()
                .limit(MAX_ROWS)
                .map(StatusCommand::row)
                .toList();
        Table.print(out, List.of("phone", "status", "reason", "details"), rows);
        int more = broadcast.path("statuses").size() - rows.size();
        if (more > 0) {
            out.println("… and " + more + " more; --json shows them all");
        }
    }

    private static List<String> row(JsonNode status) {
        String doubt = status.path("in_doubt").asBoolean(false) ? " (in doubt)" : "";
        return List.of(
                status.path("phone").asString(status.path("user_id").asString("")),
                status.path("status").asString("") + doubt,
                status.path("reason").asString(""),
                status.path("details").asString(""));
    }
}
