package dev.crier.channel;

/// What one step of a [ConnectionCheck] showed.
///
/// @param sentence what is so
/// @param mend what to do about it; empty unless it failed
public record CheckStep(Topic topic, State state, String sentence, String mend) {
    /// What is tried, in this order.
    public enum Topic {
        ADDRESS("Address"),
        TOKEN("Access token"),
        NUMBER("Phone number"),
        ACCOUNT("Account"),
        WEBHOOKS("Webhooks of WhatsApp"),
        CALLBACK("Callback address"),
        TEMPLATES("Templates");

        private final String title;

        Topic(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }
    }

    /// How it went.
    public enum State {
        OK,
        FAILED,
        SKIPPED
    }

    static CheckStep ok(Topic topic, String sentence) {
        return new CheckStep(topic, State.OK, sentence, "");
    }

    static CheckStep failed(Topic topic, String sentence, String mend) {
        return new CheckStep(topic, State.FAILED, sentence, mend);
    }

    static CheckStep skipped(Topic topic, String why) {
        return new CheckStep(topic, State.SKIPPED, why, "");
    }
}
