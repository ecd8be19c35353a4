package dev.crier.cli;

import dev.crier.client.NoAnswerException;
import java.io.PrintWriter;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// Runs a command and turns every way it can fail into a sentence on stderr and an exit code.
public final class Cli {
    private Cli() {}

    /// The exit code, one of [Exit].
    public static int run(String... arguments) {
        try {
            return commandLine().execute(arguments);
        } catch (LinkageError | VirtualMachineError e) {
            System.err.println("crier: " + e.getClass().getSimpleName() + ": " + Sentence.of(e));
            return Exit.FAILED;
        }
    }

    static CommandLine commandLine() {
        CommandLine crier = new CommandLine(new CrierCommand());
        crier.getCommandSpec().usageMessage().footer(CrierCommand.FOOTER);
        return crier.setUsageHelpLongOptionsMaxWidth(30)
                .setExecutionExceptionHandler(Cli::failed)
                .setParameterExceptionHandler(Cli::notUnderstood);
    }

    private static int failed(Exception failure, CommandLine command, ParseResult arguments) {
        command.getOut().flush();
        LoggerFactory.getLogger(Cli.class).debug("The command failed", failure);
        complain(command, Sentence.of(failure));
        return failure instanceof NoAnswerException ? Exit.NO_ANSWER : Exit.FAILED;
    }

    private static int notUnderstood(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        complain(command, String.valueOf(failure.getMessage()));
        PrintWriter err = command.getErr();
        UnmatchedArgumentException.printSuggestions(failure, err);
        err.println("See: " + command.getCommandSpec().qualifiedName() + " --help");
        err.flush();
        return Exit.NOT_UNDERSTOOD;
    }

    private static void complain(CommandLine command, String sentence) {
        sentence.lines().forEach(line -> command.getErr().println("crier: " + line));
        command.getErr().flush();
    }
}
