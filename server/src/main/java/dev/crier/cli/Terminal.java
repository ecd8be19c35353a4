package dev.crier.cli;

import java.io.Console;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The terminal, if a person sits at one.
final class Terminal {
    private static final Console CONSOLE = Objects.requireNonNull(System.console(), "JDK 22 and newer always have one");

    private Terminal() {}

    /// Whether stdin and stdout both lead to a person.
    static boolean isThere() {
        return CONSOLE.isTerminal();
    }

    /// Asks for a secret without showing what is typed; null if nobody can answer.
    static @Nullable String ask(String name) {
        if (!isThere()) {
            return null;
        }
        char @Nullable [] typed = CONSOLE.readPassword("%s: ", name);
        return typed == null ? null : new String(typed);
    }
}
