package dev.crier.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The terminal, if a person sits at one.
final class Terminal {
    /// Of a terminal that does not say, and what everything must be legible at.
    static final int USUAL_WIDTH = 80;

    private static final int NARROWEST = 20;
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(1);

    // Since JDK 25 it is null again where stdin or stdout leads elsewhere, as before 22.
    @SuppressWarnings("SystemConsoleNull")
    private static final @Nullable Console CONSOLE = System.console();

    private Terminal() {}

    /// Whether stdin and stdout both lead to a person.
    static boolean isThere() {
        return CONSOLE != null && CONSOLE.isTerminal();
    }

    /// Whether stderr leads to a person, on something that can write a line over.
    static boolean showsErrors() {
        return !"dumb".equals(System.getenv("TERM"))
                && answer("test -t 2 && echo yes").equals("yes");
    }

    /// Columns of the terminal.
    static int width() {
        String[] size = answer("stty size </dev/tty 2>/dev/null").split(" ", -1);
        try {
            int width = size.length == 2 ? Integer.parseInt(size[1]) : USUAL_WIDTH;
            return width < NARROWEST ? USUAL_WIDTH : width;
        } catch (NumberFormatException e) {
            return USUAL_WIDTH;
        }
    }

    /// What a line of shell prints; Java itself cannot ask a terminal. Empty if it cannot be asked.
    private static String answer(String line) {
        try {
            Process shell = new ProcessBuilder("sh", "-c", line)
                    .redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            if (!shell.waitFor(ANSWER_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                shell.destroyForcibly();
                return "";
            }
            return new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    /// Asks for a secret without showing what is typed; null if nobody can answer.
    static @Nullable String ask(String name) {
        if (CONSOLE == null || !CONSOLE.isTerminal()) {
            return null;
        }
        char @Nullable [] typed = CONSOLE.readPassword("%s: ", name);
        return typed == null ? null : new String(typed);
    }

    /// Whether a person at the terminal says yes; anything else, and nobody being there, is no.
    static boolean confirms(String question) {
        if (CONSOLE == null || !CONSOLE.isTerminal()) {
            return false;
        }
        @Nullable String typed = CONSOLE.readLine("%s [y/N] ", question);
        return typed != null && typed.strip().matches("(?i)y|yes");
    }
}
