package dev.crier;

import dev.crier.cli.Cli;

/// The program.
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(Cli.run(args));
    }
}
