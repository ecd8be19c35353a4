package dev.crier.cli;

import dev.crier.Config;
import dev.crier.Setting;
import dev.crier.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where the configuration and the data are: options of every command that works on them.
public final class ConfigOptions {
    private static final String FILE_VARIABLE = "CRIER_CONFIG";

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "properties file, see etc/crier.properties.sample (default: $CRIER_CONFIG, or none)")
    private @Nullable Path file;

    @Option(names = "--data", paramLabel = "DIR", description = "data folder (default: data)")
    private @Nullable String data;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "any other key of the configuration; over the environment, over the file")
    private Map<String, String> settings = new LinkedHashMap<>();

    /// The configuration, with `flags` over everything else.
    Config read(Map<Setting, String> flags) {
        Map<Setting, String> all = new EnumMap<>(Setting.class);
        settings.forEach((key, value) -> all.put(setting(key), value));
        if (data != null) {
            all.put(Setting.DATA_DIR, data);
        }
        all.putAll(flags);
        return Config.read(file(), System.getenv(), all);
    }

    private static Setting setting(String key) {
        return Setting.of(key)
                .orElseThrow(() -> new CommandFailure("Unknown key " + key + " in --set; did you mean "
                        + Setting.nearest(key).key() + "?"));
    }

    private Optional<Path> file() {
        @Nullable String variable = System.getenv(FILE_VARIABLE);
        Optional<Path> found = file != null
                ? Optional.of(file)
                : Optional.ofNullable(variable).filter(name -> !name.isBlank()).map(Path::of);
        found.filter(path -> !Files.isRegularFile(path)).ifPresent(path -> {
            throw new CommandFailure("There is no configuration file " + path);
        });
        return found;
    }

    /// The database for a moment of administration, made if there is none yet.
    Stores openOrMake() throws IOException {
        Logging.quiet();
        return Stores.visit(read(Map.of()));
    }

    /// The database for a moment of administration. A mistyped folder must not become a second, empty Crier.
    Stores open() throws IOException {
        Logging.quiet();
        Config config = read(Map.of());
        if (config.database().isEmpty() && !Files.isDirectory(config.dataDir().resolve("postgres"))) {
            throw new CommandFailure("There is no Crier in the folder " + config.dataDir()
                    + " yet; name another by --data, or begin with crier bot create");
        }
        return Stores.visit(config);
    }
}
