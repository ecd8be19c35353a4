package dev.crier.db;

/// Where the database is. The password never prints.
public record DatabaseSettings(String url, String user, String password) {
    @Override
    public String toString() {
        return "DatabaseSettings[url=" + url.replaceAll("\\?.*", "") + ", user=" + user + ", password=[redacted]]";
    }
}
