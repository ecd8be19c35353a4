package dev.crier.studio.home;

import java.util.List;

/// What a new bot has to do once, in this order. Gone when all is done, and never asked for again by then.
///
/// @param phones whether its people are the sandbox's, so that one can answer for them
public record FirstSteps(
        boolean connected, boolean template, boolean contacts, boolean broadcast, boolean optout, boolean phones) {
    /// One of them.
    ///
    /// @param path below the bot's address, where it is done
    public record Step(String title, String sentence, String label, String path, boolean done) {}

    public List<Step> list() {
        return List.of(
                new Step(
                        "Connect WhatsApp",
                        "Enter the number that sends, and try it with one click. The sandbox works without Meta.",
                        "To the channels",
                        "/channels/whatsapp",
                        connected),
                new Step(
                        "Get a template approved",
                        "Meta reads each text that begins a conversation. Most are approved within minutes.",
                        "To the templates",
                        "/templates",
                        template),
                new Step(
                        "Bring in your contacts",
                        "Import a CSV file, or enter a few by hand. Your own number among them is good to try with.",
                        "To the contacts",
                        "/contacts",
                        contacts),
                new Step(
                        "Send a broadcast",
                        "Choose the template and the people; you see who gets it and what they will read before it goes.",
                        "To the broadcasts",
                        "/broadcasts",
                        broadcast),
                new Step(
                        "Try the opt-out",
                        "Answer one of the messages with \"optout\": the person is left out from then on.",
                        phones ? "To their phones" : "See what they read",
                        phones ? "/beside" : "/content",
                        optout));
    }

    public boolean complete() {
        return connected && template && contacts && broadcast && optout;
    }

    public long done() {
        return list().stream().filter(Step::done).count();
    }
}
