package dev.crier.cli;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds the sandbox's jar and says how to run it. It is a program of its own: no class of it is on our path.
public final class SandboxJar {
    private static final String NAME = "crier-sandbox.jar";

    /// A sandbox with a million messages in its ledger stays below it.
    private static final String HEAP = "-Xmx512m";

    private SandboxJar() {}

    /// The command that runs the sandbox with `arguments`.
    public static List<String> command(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                HEAP,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-jar",
                find().toString()));
        command.addAll(arguments);
        return command;
    }

    private static Path find() {
        return places().stream()
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> new CommandFailure(
                        NAME + " is missing; build it by: mvn -q package -DskipTests, or start Crier by ./crier"));
    }

    /// Beside our jar (a distribution), or in the sandbox's build folder (a clone).
    private static List<Path> places() {
        @Nullable CodeSource source = SandboxJar.class.getProtectionDomain().getCodeSource();
        List<Path> places = new ArrayList<>();
        @Nullable String root = System.getProperty("crier.root");
        if (root != null) {
            places.add(Path.of(root, "sandbox", "target", NAME));
        }
        if (source != null) {
            try {
                Path ours = Path.of(source.getLocation().toURI());
                places.add(ours.resolveSibling(NAME));
                places.add(ours.resolve("../../../sandbox/target").resolve(NAME).normalize());
            } catch (URISyntaxException e) {
                throw new IllegalStateException(e);
            }
        }
        return places;
    }
}
