package dev.crier.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `crier completion`: lets a shell complete commands and options.
@Command(
        name = "completion",
        description = {"Prints a script by which a shell completes commands and options of crier.", ""},
        footer = {
            "",
            "Examples, for this shell; put the line into ~/.bashrc or ~/.zshrc for all:",
            "  source <(crier completion bash)",
            "  source <(crier completion zsh)"
        })
final class CompletionCommand implements Callable<Integer> {
    /// A shell with completion. Zsh takes bash's script, which loads its emulation of bash's completion.
    enum Shell {
        bash,
        zsh
    }

    @Parameters(paramLabel = "SHELL", description = "one of: ${COMPLETION-CANDIDATES}")
    private Shell shell = Shell.bash;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls us
    private CommandSpec spec;

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        if (shell == Shell.zsh) {
            // Where no compinit has run yet, zsh knows no completion at all.
            out.println("autoload -U +X compinit && compinit");
        }
        out.println(AutoComplete.bash("crier", spec.root().commandLine()));
        out.flush();
        return Exit.DONE;
    }
}
