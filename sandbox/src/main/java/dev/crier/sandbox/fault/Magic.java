package dev.crier.sandbox.fault;

/** A recipient with a fate of its own. {@code code} is Meta's, or 0 when the effect has none. */
public record Magic(String phone, Effect effect, int code, String description) {
    /** What happens to a message to a magic recipient. */
    public enum Effect {
        NONE,
        FAIL_LATER,
        REJECT,
        LOSE_RESPONSE,
        LOSE_EVERYTHING,
        RESET_BEFORE,
        SERVER_ERROR,
        SERVER_ERROR_ACCEPTED,
        SLOW,
        SILENT,
        SENT_ONLY,
        NEVER_READ,
        READ_WITHOUT_DELIVERED,
        REJECT_TWICE,
        REJECT_ONCE,
        FAIL_FIRST,
        HELD_RELEASED,
        HELD_DROPPED
    }

    public static final Magic NONE = new Magic("", Effect.NONE, 0, "");
}
