package dev.crier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.list;

import dev.crier.Config.InvalidConfigException;
import dev.crier.db.DatabaseSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigTest {
    @TempDir
    Path folder;

    private static Config read(Map<String, String> environment, Map<Setting, String> flags) {
        return Config.read(Optional.empty(), environment, flags);
    }

    private Config fromFile(String content) throws IOException {
        return fromFile(content, Map.of(), Map.of());
    }

    private Config fromFile(String content, Map<String, String> environment, Map<Setting, String> flags)
            throws IOException {
        return Config.read(
                Optional.of(Files.writeString(folder.resolve("crier.properties"), content)), environment, flags);
    }

    @Test
    void everyKeyHasItsDefault() {
        Config config = read(Map.of(), Map.of());

        assertThat(config.dataDir()).isEqualTo(Path.of("data"));
        assertThat(config.host()).isEqualTo("127.0.0.1");
        assertThat(config.port()).isEqualTo(8080);
        assertThat(config.publicUrl()).isEmpty();
        assertThat(config.database()).isEmpty();
        assertThat(config.secretsKey()).isEmpty();
        assertThat(config.limits()).isEqualTo(new Config.Limits(100_000, 67_108_864, 536_870_912L, 100));
        assertThat(config.maxInFlight()).isEqualTo(1024);
        assertThat(config.retries().delays())
                .containsExactly(Duration.ofSeconds(15), Duration.ofMinutes(1), Duration.ofMinutes(5));
        assertThat(config.retries().grace()).isEqualTo(Duration.ofMinutes(30));
        assertThat(config.optoutWords()).containsExactly("optout", "opt-out", "opt out");
        assertThat(config.optinWords()).containsExactly("optin", "opt-in", "opt in");
        assertThat(config.webhookNetworks().allowed()).isEmpty();
        assertThat(config.logLevel()).isEqualTo("info");
    }

    @Test
    void networksForWebhooksAreReadAndWhatIsNoneIsNamed() {
        assertThat(read(Map.of(), Map.of(Setting.WEBHOOK_NETWORKS, "10.1.0.0/16, ::1"))
                        .webhookNetworks()
                        .allowed())
                .hasSize(2);
        assertThatThrownBy(() -> read(Map.of(), Map.of(Setting.WEBHOOK_NETWORKS, "10.0.0.0/33,intranet")))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("10.0.0.0/33 is no network")
                .hasMessageContaining("intranet is no network");
    }

    @Test
    void anUnknownKeyIsAnErrorThatNamesTheNearestOne() {
        assertThatThrownBy(() -> fromFile("http.prot = 9000"))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("Unknown key http.prot")
                .hasMessageContaining("did you mean http.port?");
    }

    @Test
    void anUnknownVariableOfOursIsAnErrorThatNamesTheNearestOne() {
        assertThatThrownBy(() -> read(Map.of("CRIER_HTTP_PROT", "9000"), Map.of()))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("CRIER_HTTP_PROT")
                .hasMessageContaining("did you mean CRIER_HTTP_PORT?");
    }

    @Test
    void variablesOfTheCommandLineAndOfOthersAreNoSettings() {
        Map<String, String> environment =
                Map.of("CRIER_TOKEN", "secret", "CRIER_JAVA_OPTS", "-Xmx1g", "PATH", "/bin", "HTTP_PORT", "1");

        assertThat(read(environment, Map.of()).port()).isEqualTo(8080);
    }

    @Test
    void theEnvironmentGoesOverTheFileAndAFlagOverBoth() throws IOException {
        String file = "http.port = 1\nhttp.host = file\nlog.level = debug";
        Map<String, String> environment = Map.of("CRIER_HTTP_PORT", "2", "CRIER_HTTP_HOST", "environment");

        Config config = fromFile(file, environment, Map.of(Setting.HTTP_PORT, "3"));

        assertThat(config.port()).isEqualTo(3);
        assertThat(config.host()).isEqualTo("environment");
        assertThat(config.logLevel()).isEqualTo("debug");
    }

    @Test
    void allFaultsAreToldAtOnce() {
        String file = "htp.host = x\nhttp.port = 70000\nlog.level = loud\ndispatch.retry_delays = 15s,soon";

        assertThatThrownBy(() -> fromFile(file, Map.of("CRIER_DATA", "x"), Map.of()))
                .isInstanceOf(InvalidConfigException.class)
                .extracting(
                        failure -> String.valueOf(failure.getMessage()).lines().toList(), list(String.class))
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).contains("htp.host", "http.host"),
                        line -> assertThat(line).contains("CRIER_DATA", "CRIER_DATA_DIR"),
                        line -> assertThat(line).contains("http.port", "70000"),
                        line -> assertThat(line).contains("log.level", "loud"),
                        line -> assertThat(line).contains("dispatch.retry_delays", "soon"));
    }

    @Test
    void anAddressOfADatabaseTakesUserAndPassword() {
        Map<Setting, String> flags = Map.of(
                Setting.DATABASE_URL, "jdbc:postgresql://db/crier",
                Setting.DATABASE_USER, "crier",
                Setting.DATABASE_PASSWORD, "pass");

        assertThat(read(Map.of(), flags).database())
                .contains(new DatabaseSettings("jdbc:postgresql://db/crier", "crier", "pass"));
    }

    @Test
    void aPublicAddressLosesItsSlashes() {
        assertThat(read(Map.of(), Map.of(Setting.PUBLIC_URL, "https://crier.example.com//"))
                        .publicUrl())
                .contains("https://crier.example.com");
    }

    @Test
    void theSampleFileListsEveryKeyWithItsDefault() throws IOException {
        Path expected = Files.createDirectories(Path.of("target")).resolve("crier.properties.sample");
        Files.writeString(expected, SampleFile.text());

        assertThat(Path.of(System.getProperty("crier.root", ".."), "etc", "crier.properties.sample"))
                .as("copy server/%s to etc/", expected)
                .hasSameTextualContentAs(expected);
    }

    @Test
    void theSampleFileMeansTheDefaults() throws IOException {
        String uncommented = SampleFile.text()
                .lines()
                .map(line -> line.matches("#[a-z_.]+ =.*") ? line.substring(1) : line)
                .reduce("", (text, line) -> text + line + "\n");

        assertThat(fromFile(uncommented)).isEqualTo(read(Map.of(), Map.of()));
        assertThat(uncommented.lines().filter(line -> line.matches("[a-z_.]+ =.*")))
                .hasSize(List.of(Setting.values()).size());
    }
}
