package dev.crier.cli;

import java.io.Console;
import org.jspecify.annotations.Nullable;

/// The terminal, if a person sits at one.
final class Terminal {
    // Since JDK 25 it is null again where stdin or stdout leads elsewhere, as before 22.
    @SuppressWarnings("SystemConsoleNull")
    private static final @Nullable Console CONSOLE = System.console();

    private Terminal() {}

    /// Whether stdin and stdout both lead to a person.
    static boolean isThere() {
        return CONSOLE != null && CONSOLE.isTerminal();
    }

    /// Asks for a secret without showing what is typed; null if nobody can answer.
    static @Nullable String ask(String name) {
        if (CONSOLE == null || !CONSOLE.isTerminal()) {
            return null;
        }
        char @Nullable [] typed = CONSOLE.readPassword("%s: ", name);
        return typed == null ? null : new String(typed);
    }
}
