package dev.crier.cli.demo;

import dev.crier.cli.CommandFailure;
import dev.crier.cli.Logging;
import dev.crier.cli.Ports;
import dev.crier.cli.UntilStopped;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `crier demo`: everything in one go.
@Command(
        name = "demo",
        description = {
            "Shows a whole broadcast: starts a WhatsApp of its own (the sandbox), PostgreSQL and the server, makes a bot"
                    + " and a template, sends to five people, and shows what became of each.",
            "",
            "Stays up until Ctrl-C, so that you can go on by curl; the same folder goes on where it was. Ids and keys are"
                    + " in demo.json in the data folder.",
            ""
        })
public final class DemoCommand implements Callable<Integer> {
    private static final String HOST = "127.0.0.1";

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "port of the server, 0 for any free one (default: ${DEFAULT-VALUE})")
    private int port = 8080;

    @Option(
            names = "--sandbox-port",
            paramLabel = "PORT",
            description = "port of the sandbox, 0 for any free one (default: ${DEFAULT-VALUE})")
    private int sandboxPort = 4010;

    @Option(names = "--sandbox-url", paramLabel = "URL", description = "use a sandbox that already runs there")
    private @Nullable String sandboxUrl;

    @Option(names = "--data", paramLabel = "DIR", description = "data folder (default: ${DEFAULT-VALUE})")
    private Path data = Path.of(DemoFile.DEFAULT_FOLDER);

    @Option(names = "--once", description = "end after the table: 0 if each status is the expected one, otherwise 1")
    private boolean once;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls us
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        // At a second start the channel still points to the first start's sandbox, until it is connected anew.
        Logging.level("error");
        Ports.requireFree(HOST, port, "--port");
        if (sandboxUrl == null) {
            Ports.requireFree(HOST, sandboxPort, "--sandbox-port");
        } else {
            requireAddress(sandboxUrl);
        }
        Demo.Options options = new Demo.Options(HOST, port, sandboxPort, sandboxUrl, data);
        try (UntilStopped stopped = UntilStopped.begin()) {
            try (Demo demo = Demo.start(options, stopped, spec.commandLine().getOut())) {
                Logging.quiet();
                int outcome = demo.broadcast();
                if (once) {
                    return outcome;
                }
                demo.explain();
                stopped.await();
            } finally {
                Logging.flush();
            }
        } catch (UntilStopped.StoppedException e) {
            return 1;
        }
        return 0;
    }

    private static void requireAddress(String url) {
        try {
            if (URI.create(url).getHost() != null) {
                return;
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw new CommandFailure("--sandbox-url: " + url + " is no address; write http://host:port");
    }
}
