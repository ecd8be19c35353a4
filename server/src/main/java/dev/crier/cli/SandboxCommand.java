package dev.crier.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/// `crier sandbox`: hands everything to the sandbox's own program.
@Command(
        name = "sandbox",
        mixinStandardHelpOptions = false,
        description = {
            "Runs WhatsApp in a box: a stand-in for Meta's Cloud API, for laptops and tests.",
            "",
            "Its own options follow; crier sandbox --help lists them."
        })
final class SandboxCommand implements Callable<Integer> {
    @Unmatched
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        Process sandbox =
                new ProcessBuilder(SandboxJar.command(arguments)).inheritIO().start();
        Runtime.getRuntime().addShutdownHook(new Thread(sandbox::destroy, "sandbox"));
        return sandbox.waitFor();
    }
}
