package dev.crier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CliTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return Cli.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    @Test
    void everyCommandExplainsItself() {
        for (List<String> command : commands(Cli.commandLine(), List.of())) {
            if (command.contains("sandbox")) {
                continue; // its own program explains it
            }
            List<String> arguments = new ArrayList<>(command);
            arguments.add("--help");
            out.getBuffer().setLength(0);

            assertThat(run(arguments.toArray(String[]::new)))
                    .as(command.toString())
                    .isZero();
            assertThat(out.toString()).startsWith("Usage: crier").contains("--help");
        }
    }

    private static List<List<String>> commands(CommandLine command, List<String> path) {
        List<List<String>> all = new ArrayList<>();
        all.add(path);
        command.getSubcommands().forEach((name, below) -> {
            List<String> longer = new ArrayList<>(path);
            longer.add(name);
            all.addAll(commands(below, longer));
        });
        return all;
    }

    @Test
    void whatIsNotUnderstoodIsSaidInASentenceAndEndsWithTwo() {
        assertThat(run("brodcast")).isEqualTo(2);
        assertThat(err.toString())
                .contains("brodcast", "broadcast", "crier --help")
                .doesNotContain("\tat ");
    }

    @Test
    void aGroupNamesWhatIsBelowIt() {
        assertThat(run("channel")).isEqualTo(2);
        assertThat(err.toString()).contains("connect, disable, enable, release");
    }

    @Test
    void aMissingOptionEndsWithTwo() {
        assertThat(run("token", "create")).isEqualTo(2);
        assertThat(err.toString()).contains("--bot=ID", "--environment=NAME");
    }

    @Test
    void aFolderWithoutACrierDoesNotBecomeOne() {
        Path mistyped = folder.resolve("dtaa");

        assertThat(run("bot", "list", "--data", mistyped.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("There is no Crier in the folder");
        assertThat(mistyped).doesNotExist();
    }

    @Test
    void aWrongSettingEndsWithOneAndNamesTheRightOne() {
        assertThat(run("serve", "--set", "http.prot=1")).isEqualTo(1);
        assertThat(err.toString()).contains("did you mean http.port?");
    }

    @Test
    void aServerThatIsNotThereIsSaidInASentence() {
        assertThat(run("status", "x", "--url", "http://127.0.0.1:1", "--bot", "b", "--token", "t"))
                .isEqualTo(4);
        assertThat(err.toString())
                .contains("Nothing answers at http://127.0.0.1:1")
                .doesNotContain("\tat ");
    }
}
