package dev.crier.studio.home;

import dev.crier.account.Role;

/// Something that waits for a person: what it is, how to mend it, and the way there.
///
/// @param title what is the matter, in a few words
/// @param sentence what it means
/// @param fix what to do
public record Alert(Severity severity, String title, String sentence, String fix, Action action) {
    /// How bad it is. The order is that of the page.
    public enum Severity {
        /// Nothing, or something, is not sent.
        STOPPED("bad"),
        /// It goes on, and will stop or cost more.
        WARNING("warn"),
        /// Good to know.
        NOTE("info");

        private final String tone;

        Severity(String tone) {
            this.tone = tone;
        }

        public String tone() {
            return tone;
        }
    }

    /// What mends it.
    ///
    /// @param path below the bot's address
    /// @param least who may do it
    /// @param way a page to go to, or a button that does it here
    public record Action(String label, String path, Role least, Way way) {
        public boolean isHere() {
            return way == Way.HERE;
        }
    }

    public enum Way {
        PAGE,
        HERE
    }

    static Action page(String label, String path, Role least) {
        return new Action(label, path, least, Way.PAGE);
    }

    static Action here(String label, String path, Role least) {
        return new Action(label, path, least, Way.HERE);
    }
}
