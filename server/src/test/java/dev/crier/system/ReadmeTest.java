package dev.crier.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// The lines of the README, run as they stand, by a shell, against the demo.
class ReadmeTest {
    private static final Path ROOT = Path.of(System.getProperty("crier.root"));
    private static final Pattern SHELL = Pattern.compile("```sh\\n(.*?)```", Pattern.DOTALL);

    @Test
    void theCurlLinesPostABroadcastReadItsStatusAndObeyAnOptout() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("crier-readme");
        Process demo = start(
                folder,
                "demo.log",
                ROOT.resolve("crier").toString(),
                "demo",
                "--port",
                "0",
                "--sandbox-port",
                "0",
                "--data",
                folder.resolve("data/demo").toString());
        try {
            Path log = folder.resolve("demo.log");
            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> Files.readString(log).contains("stays up") || !demo.isAlive());
            String script = "set -e\n" + String.join("\necho\n", shellBlocks());
            Process shell = start(folder, "readme.log", "bash", "-c", script);
            assertThat(shell.waitFor(60, TimeUnit.SECONDS)).isTrue();
            String output = Files.readString(folder.resolve("readme.log"));
            assertThat(shell.exitValue()).as(output).isZero();
            assertThat(output)
                    .contains("\"total\":2,\"pending\":2")
                    .contains("\"status\":\"finished\"")
                    .contains("\"success\":2")
                    .contains("\"reason\":\"optout\"");
        } finally {
            demo.destroy();
            demo.waitFor(30, TimeUnit.SECONDS);
            demo.destroyForcibly();
        }
    }

    private static List<String> shellBlocks() throws IOException {
        List<String> blocks = new ArrayList<>();
        Matcher matcher = SHELL.matcher(Files.readString(ROOT.resolve("README.md")));
        while (matcher.find()) {
            blocks.add(matcher.group(1));
        }
        assertThat(blocks).hasSizeGreaterThan(3);
        return blocks;
    }

    private static Process start(Path folder, String log, String... command) throws IOException {
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(log).toFile())
                .start();
    }
}
