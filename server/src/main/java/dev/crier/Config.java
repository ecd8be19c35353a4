package dev.crier;

import dev.crier.db.DatabaseSettings;
import dev.crier.message.RetryPolicy;
import dev.crier.webhook.Networks;
import dev.crier.webhook.Networks.Network;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The configuration, read and checked: everything that is wrong with it is said at once.
///
/// @param publicUrl how the world reaches us; empty: the local address
/// @param database a PostgreSQL of the operator's; empty: our own
/// @param secretsKey seals credentials; empty: from the data folder
public record Config(
        Path dataDir,
        String host,
        int port,
        Optional<String> publicUrl,
        Optional<DatabaseSettings> database,
        Optional<String> secretsKey,
        Limits limits,
        int maxInFlight,
        RetryPolicy retries,
        List<String> optoutWords,
        List<String> optinWords,
        Networks webhookNetworks,
        String logLevel) {

    /// Bounds of the API.
    public record Limits(int maxUsers, long maxBodyBytes, long maxUploadBytes, int conversationLimit) {}

    /// The configuration cannot be used; the message names every fault.
    public static final class InvalidConfigException extends RuntimeException {
        InvalidConfigException(List<String> faults) {
            super(String.join("\n", faults), null, false, false);
        }
    }

    /// File, then environment, then flags.
    ///
    /// @param file a properties file; the caller has checked that it is there
    /// @param flags values from the command line
    public static Config read(Optional<Path> file, Map<String, String> environment, Map<Setting, String> flags) {
        List<String> faults = new ArrayList<>();
        Map<Setting, String> values = new EnumMap<>(Setting.class);
        file.ifPresent(path -> fromFile(path, values, faults));
        fromEnvironment(environment, values, faults);
        values.putAll(flags);
        Config config = new Values(values, faults).config();
        if (!faults.isEmpty()) {
            throw new InvalidConfigException(faults);
        }
        return config;
    }

    private static void fromFile(Path file, Map<Setting, String> values, List<String> faults) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            faults.add("The configuration file " + file + " cannot be read: " + e.getMessage());
        }
        for (String key : properties.stringPropertyNames()) {
            Optional<Setting> setting = Setting.of(key);
            setting.ifPresentOrElse(
                    known -> values.put(known, properties.getProperty(key).strip()),
                    () -> faults.add("Unknown key " + key + " in " + file + "; did you mean "
                            + Setting.nearest(key).key() + "?"));
        }
    }

    /// Variables of ours for other programs (the command line's defaults) start alike and are no settings.
    private static final List<String> OTHER_VARIABLES = List.of(
            "CRIER_URL",
            "CRIER_BOT_ID",
            "CRIER_TOKEN",
            "CRIER_CONFIG",
            "CRIER_JAVA_OPTS",
            "CRIER_ACCESS_TOKEN",
            "CRIER_APP_SECRET",
            "CRIER_VERIFY_TOKEN");

    private static void fromEnvironment(
            Map<String, String> environment, Map<Setting, String> values, List<String> faults) {
        environment.forEach((name, value) -> {
            if (!name.startsWith("CRIER_") || OTHER_VARIABLES.contains(name)) {
                return;
            }
            Stream.of(Setting.values())
                    .filter(setting -> setting.variable().equals(name))
                    .findFirst()
                    .ifPresentOrElse(
                            setting -> values.put(setting, value.strip()),
                            () -> faults.add("Unknown environment variable " + name + "; did you mean "
                                    + Setting.nearest(name.substring(6)
                                                    .toLowerCase(Locale.ROOT)
                                                    .replace('_', '.'))
                                            .variable()
                                    + "?"));
        });
    }

    /// Typed access to the values; a value of the wrong type becomes a fault.
    private record Values(Map<Setting, String> values, List<String> faults) {
        private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

        Config config() {
            return new Config(
                    Path.of(text(Setting.DATA_DIR)),
                    text(Setting.HTTP_HOST),
                    (int) number(Setting.HTTP_PORT, 0, 65_535),
                    optional(Setting.PUBLIC_URL).map(url -> url.replaceAll("/+$", "")),
                    optional(Setting.DATABASE_URL)
                            .map(url -> new DatabaseSettings(
                                    url, text(Setting.DATABASE_USER), text(Setting.DATABASE_PASSWORD))),
                    optional(Setting.SECRETS_KEY),
                    new Limits(
                            (int) number(Setting.MAX_USERS, 1, 1_000_000),
                            number(Setting.MAX_BODY_BYTES, 1_024, 1L << 31),
                            number(Setting.MAX_UPLOAD_BYTES, 1_024, 1L << 40),
                            (int) number(Setting.CONVERSATION_LIMIT, 1, 1_000_000)),
                    (int) number(Setting.MAX_IN_FLIGHT, 1, 65_536),
                    new RetryPolicy(durations(Setting.RETRY_DELAYS), duration(Setting.UNKNOWN_GRACE)),
                    words(Setting.OPTOUT_WORDS),
                    words(Setting.OPTIN_WORDS),
                    networks(),
                    level());
        }

        private String text(Setting setting) {
            return values.getOrDefault(setting, setting.fallback());
        }

        private Optional<String> optional(Setting setting) {
            return Optional.of(text(setting)).filter(value -> !value.isBlank());
        }

        private long number(Setting setting, long least, long most) {
            try {
                long number = Long.parseLong(text(setting));
                if (number >= least && number <= most) {
                    return number;
                }
            } catch (NumberFormatException e) {
                // told below
            }
            faults.add(
                    setting.key() + " must be a whole number from " + least + " to " + most + ", not " + text(setting));
            return Long.parseLong(setting.fallback());
        }

        private Duration duration(Setting setting) {
            return parse(setting, text(setting));
        }

        private List<Duration> durations(Setting setting) {
            return words(setting).stream().map(each -> parse(setting, each)).toList();
        }

        private Duration parse(Setting setting, String written) {
            Matcher matcher = DURATION.matcher(written);
            if (!matcher.matches()) {
                faults.add(setting.key() + ": " + written + " is no time; write 500ms, 15s, 5m, 2h or 7d");
                return Duration.ZERO;
            }
            long amount = Long.parseLong(matcher.group(1));
            return switch (matcher.group(2)) {
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                case "h" -> Duration.ofHours(amount);
                default -> Duration.ofDays(amount);
            };
        }

        private List<String> words(Setting setting) {
            return Stream.of(text(setting).split(","))
                    .map(String::strip)
                    .filter(word -> !word.isEmpty())
                    .toList();
        }

        private Networks networks() {
            List<Network> networks = new ArrayList<>();
            for (String written : words(Setting.WEBHOOK_NETWORKS)) {
                Network.parse(written)
                        .ifPresentOrElse(
                                networks::add,
                                () -> faults.add(Setting.WEBHOOK_NETWORKS.key() + ": " + written
                                        + " is no network; write 10.1.0.0/16 or fd00::/8"));
            }
            return new Networks(networks);
        }

        private String level() {
            String level = text(Setting.LOG_LEVEL).toLowerCase(Locale.ROOT);
            if (!List.of("error", "warn", "info", "debug").contains(level)) {
                faults.add("log.level must be error, warn, info or debug, not " + level);
            }
            return level;
        }
    }
}
