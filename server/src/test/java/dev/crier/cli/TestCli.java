package dev.crier.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/// The command line inside of the test's process.
public final class TestCli {
    private TestCli() {}

    /// What a command said and how it ended.
    public record Result(int code, String out, String err) {}

    public static Result run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Cli.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
        return new Result(code, out.toString(), err.toString());
    }
}
