package dev.crier.template;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Why Meta stopped a template, for people, and how to mend it.
///
/// @param sentence what the reason means
/// @param fix what to do about it
public record Rejection(String sentence, String fix) {
    private static final Map<String, Rejection> BY_REASON = Map.ofEntries(
            entry(
                    "ABUSIVE_CONTENT",
                    "The text threatens, insults or demeans people.",
                    "Rewrite it politely and submit the edit."),
            entry(
                    "INCORRECT_CATEGORY",
                    "The text does not belong into the category it was submitted in.",
                    "Submit it again in the category that fits: what advertises or greets is MARKETING."),
            entry(
                    "INVALID_FORMAT",
                    "Variables, brackets or examples are not as Meta wants them.",
                    "Number the variables without gaps, put words between and around them, and give real examples."),
            entry(
                    "PROMOTIONAL",
                    "The text advertises, and the category does not allow that.",
                    "Take the advertising out, or submit it as MARKETING."),
            entry(
                    "SCAM",
                    "Meta takes the text for a fraud, or it asks for what must not be asked for.",
                    "Ask for no passwords or numbers of cards and identity papers, and name your business."),
            entry(
                    "TAG_CONTENT_MISMATCH",
                    "The language or the category is not that of the text.",
                    "Submit the text under its own language and category."),
            entry(
                    "FIRST_PAUSE",
                    "People blocked or reported the template, so Meta paused it for 3 hours.",
                    "Send it to people who expect it; it goes on by itself. The next pause lasts 6 hours."),
            entry(
                    "SECOND_PAUSE",
                    "People blocked or reported the template again, so Meta paused it for 6 hours.",
                    "Change the text or the audience before it goes on: next time it is disabled for good."),
            entry(
                    "RATE_LIMITING_PAUSE",
                    "The first people who got the template did not like it, so Meta held the rest back.",
                    "Change the text, then end the pause in Meta's WhatsApp Manager."),
            entry("DISABLED", "Meta disabled the template for good.", "Create another one with another text."));

    private static final Rejection UNKNOWN = new Rejection(
            "Meta gave a reason that this version does not know.", "Look at the template in Meta's WhatsApp Manager.");

    private static Map.Entry<String, Rejection> entry(String reason, String sentence, String fix) {
        return Map.entry(reason, new Rejection(sentence, fix));
    }

    public static Rejection of(@Nullable String reason) {
        return reason == null ? UNKNOWN : BY_REASON.getOrDefault(reason, UNKNOWN);
    }
}
