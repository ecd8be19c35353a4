package dev.crier.account;

import java.util.Locale;

/// What a member may do in an environment. A later one may also do what the earlier ones may.
public enum Role {
    VIEWER("Viewer", "sees everything but secrets"),
    EDITOR("Editor", "also writes templates, contacts, broadcasts and content"),
    ADMINISTRATOR("Administrator", "also manages channels, keys, webhooks, features and members");

    private final String title;
    private final String meaning;

    Role(String title, String meaning) {
        this.title = title;
        this.meaning = meaning;
    }

    public String title() {
        return title;
    }

    /// The end of a sentence that begins with the title.
    public String meaning() {
        return meaning;
    }

    public boolean includes(Role least) {
        return compareTo(least) >= 0;
    }

    /// The name in the database and in forms.
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static java.util.Optional<Role> of(String wire) {
        return java.util.stream.Stream.of(values())
                .filter(role -> role.wire().equals(wire))
                .findFirst();
    }
}
