package dev.crier.cli;

import dev.crier.Stores;
import dev.crier.account.Bot;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// A command that only has commands below it, as methods.
abstract class Group implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls us
    private CommandSpec spec;

    @Override
    public void run() {
        String known = String.join(", ", new TreeSet<>(spec.subcommands().keySet()));
        throw new ParameterException(spec.commandLine(), "crier " + spec.name() + " needs one of: " + known);
    }

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    void say(String line) {
        out().println(line);
        out().flush();
    }

    /// A note for people that is no part of the result.
    void note(String line) {
        spec.commandLine().getErr().println(line);
        spec.commandLine().getErr().flush();
    }

    /// Writes what a command is asked for.
    @FunctionalInterface
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /// To stdout, or to a file, which is there when all of it is. It holds people's data, so it is its owner's.
    void save(@Nullable Path file, Content content) throws IOException {
        if (file == null) {
            try (Stdout stdout = new Stdout(out())) {
                content.writeTo(stdout);
            }
            return;
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            try (OutputStream device = Files.newOutputStream(file)) {
                content.writeTo(device);
            }
            return;
        }
        Path part = Files.createTempFile(file.toAbsolutePath().getParent(), "crier-", ".part");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part))) {
                content.writeTo(out);
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    ProgressLine progress() {
        return ProgressLine.onStderr(spec.commandLine().getErr());
    }

    static Bot bot(Stores stores, UUID id) {
        return stores.accounts()
                .bot(id)
                .orElseThrow(() -> new CommandFailure("There is no bot " + id + "; crier bot list shows them all"));
    }
}
