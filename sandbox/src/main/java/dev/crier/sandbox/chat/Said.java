package dev.crier.sandbox.chat;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a person did in a chat.
 *
 * @param phone as the ledger spells it: with a plus, or a business-scoped user id
 * @param wamid the message whose button was tapped
 */
public record Said(
        String id,
        String phone,
        String numberId,
        Instant at,
        Kind kind,
        String text,
        @Nullable String wamid) {
    private static final int LONGEST_TEXT = 4_096;

    /** What it was. */
    public enum Kind {
        TEXT,
        BUTTON,
        PREFERENCE,
        UNSUPPORTED
    }

    public Said {
        text = text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
    }
}
