package dev.crier.cli;

import dev.crier.client.Broadcast;
import dev.crier.client.Crier;
import dev.crier.client.MessageFilter;
import dev.crier.client.MessageStatus;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `crier status`: what became of a broadcast.
@Command(
        name = "status",
        description = {"Shows a broadcast of a running server: how far it is, and why messages failed.", ""},
        footer = {
            "",
            "Examples:",
            "  crier status --watch                 the newest broadcast, with a progress bar, until it is over",
            "  crier status ID --failures           to whom it did not go, and why",
            "  crier status ID --failures --json    the same for a program, an object a line",
            "",
            "With --watch it ends with 0 if no message failed, else with 3; Ctrl-C leaves the broadcast running."
        })
final class StatusCommand implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "ID", description = "the broadcast (default: the newest one)")
    private @Nullable String id;

    @Option(names = "--watch", description = "show progress, with the time left, until nobody is pending any more")
    private boolean watch;

    @Option(names = "--failures", description = "list the failed messages instead")
    private boolean failures;

    @Option(
            names = "--json",
            description = "print the server's answer, with the status of everybody, as it is; with --failures an"
                    + " object a line")
    private boolean json;

    @Mixin
    private ApiOptions api = new ApiOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls us
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try (Crier crier = api.client()) {
            String wanted = id == null ? newest(crier) : id;
            Broadcast broadcast = watch
                    ? Watch.untilTheEnd(crier, wanted, err)
                    : crier.broadcasts().get(wanted);
            show(crier, broadcast, out);
            @Nullable String hint = watch ? Watch.hint(broadcast) : null;
            if (hint != null) {
                err.println(hint);
                err.flush();
            }
            return watch ? Watch.exitCode(broadcast) : Exit.DONE;
        }
    }

    private static String newest(Crier crier) {
        return crier.broadcasts()
                .list()
                .findFirst()
                .map(Broadcast::id)
                .orElseThrow(() -> new CommandFailure("There is no broadcast yet; make one by: crier broadcast"));
    }

    private void show(Crier crier, Broadcast broadcast, PrintWriter out) throws IOException {
        if (json && failures) {
            try (Stream<MessageStatus> each = crier.broadcasts().messages(broadcast.id(), MessageFilter.FAILURES)) {
                each.forEach(status -> CliJson.printLine(out, status));
            }
        } else if (json) {
            out.flush();
            try (Stdout whole = new Stdout(out)) {
                crier.broadcasts().copyTo(broadcast.id(), whole);
            }
            out.println();
        } else if (failures) {
            new StatusView(crier, out).people(broadcast, MessageFilter.FAILURES);
        } else {
            new StatusView(crier, out).show(broadcast);
        }
        out.flush();
    }
}
