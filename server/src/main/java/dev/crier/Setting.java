package dev.crier;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Every key of the configuration with its default: the one list, from which etc/crier.properties.sample is checked.
///
/// A value comes from the file, over it from the environment (`CRIER_HTTP_PORT` for `http.port`), over it from a flag.
public enum Setting {
    DATA_DIR("data.dir", "data", "Folder of the embedded PostgreSQL, keys and journals; one process at a time."),
    HTTP_HOST("http.host", "127.0.0.1", "Address to listen on; 0.0.0.0 for all, behind a proxy that speaks TLS."),
    HTTP_PORT("http.port", "8080", "Port to listen on; 0 for any free one."),
    PUBLIC_URL(
            "public.url", "", "How the world reaches us, such as https://crier.example.com; empty: the local address."),
    DATABASE_URL("database.url", "", "JDBC address of a PostgreSQL 18 of yours; empty: our own in the data folder."),
    DATABASE_USER("database.user", "", "User at database.url."),
    DATABASE_PASSWORD("database.password", "", "Password at database.url; better from CRIER_DATABASE_PASSWORD."),
    SECRETS_KEY(
            "secrets.key",
            "",
            "32 bytes in Base64 that seal credentials in the database; empty: drawn at first start into the data folder."),
    MAX_USERS("api.max_users", "100000", "Users in one request to broadcast."),
    MAX_BODY_BYTES("api.max_body_bytes", "67108864", "Bytes in one request's body; 100,000 users take some 20 MB."),
    MAX_UPLOAD_BYTES(
            "api.max_upload_bytes",
            "536870912",
            "Bytes in one upload of users or contacts; a million take some 100 MB."),
    CONVERSATION_LIMIT("api.conversation_limit", "100", "Requests to …/conversation… in 60 s by one key."),
    MAX_IN_FLIGHT("dispatch.max_in_flight", "1024", "Requests to WhatsApp at once by one number: rate times latency."),
    RETRY_DELAYS("dispatch.retry_delays", "15s,1m,5m", "Pauses before the second, third, … try of a failed send."),
    UNKNOWN_GRACE(
            "dispatch.unknown_grace",
            "30m",
            "How long a send whose outcome is unknown waits for WhatsApp's word before on_unknown decides."),
    OPTOUT_WORDS(
            "consent.optout_words", "optout,opt-out,opt out", "A message that is one of these opts its sender out."),
    OPTIN_WORDS("consent.optin_words", "optin,opt-in,opt in", "A message that is one of these opts its sender in."),
    WEBHOOK_NETWORKS(
            "webhooks.allowed_networks",
            "",
            "Private networks that webhooks may reach, such as 10.1.0.0/16,::1; the public internet always."),
    LOG_LEVEL("log.level", "info", "error, warn, info or debug.");

    private final String key;
    private final String fallback;
    private final String description;

    Setting(String key, String fallback, String description) {
        this.key = key;
        this.fallback = fallback;
        this.description = description;
    }

    public String key() {
        return key;
    }

    public String fallback() {
        return fallback;
    }

    public String description() {
        return description;
    }

    /// The name of its environment variable.
    public String variable() {
        return "CRIER_" + key.toUpperCase(Locale.ROOT).replace('.', '_');
    }

    public static Optional<Setting> of(String key) {
        return Stream.of(values()).filter(each -> each.key.equals(key)).findFirst();
    }

    /// The key that a mistyped one is closest to.
    public static Setting nearest(String mistyped) {
        return Arrays.stream(values())
                .min((a, b) -> Integer.compare(distance(a.key, mistyped), distance(b.key, mistyped)))
                .orElseThrow();
    }

    /// Levenshtein's edit distance.
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int next = Math.min(Math.min(row[j], row[j - 1]) + 1, diagonal + cost);
                diagonal = row[j];
                row[j] = next;
            }
        }
        return row[b.length()];
    }
}
