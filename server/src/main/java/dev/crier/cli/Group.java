package dev.crier.cli;

import dev.crier.Stores;
import dev.crier.account.Bot;
import java.io.PrintWriter;
import java.util.TreeSet;
import java.util.UUID;
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

    static Bot bot(Stores stores, UUID id) {
        return stores.accounts()
                .bot(id)
                .orElseThrow(() -> new CommandFailure("There is no bot " + id + "; crier bot list shows them all"));
    }
}
