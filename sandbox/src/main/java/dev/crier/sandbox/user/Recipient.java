package dev.crier.sandbox.user;

import org.jspecify.annotations.Nullable;

/**
 * Whom a message goes to.
 *
 * @param input what the caller wrote
 * @param waId the phone number in digits; null when the message went to a business-scoped user id
 * @param userId the business-scoped user id (§4.7)
 */
public record Recipient(String input, @Nullable String waId, String userId) {
    private static final int SHORTEST_NUMBER = 7;
    private static final int LONGEST_NUMBER = 15;

    public boolean hasPhone() {
        return waId != null;
    }

    /** What identifies the user for limits and windows. */
    public String key() {
        return waId == null ? userId : waId;
    }

    /** Whether a phone could have this number at all; Meta accepts others too and fails them later with 131026 (§2.3). */
    public boolean plausible() {
        return waId == null || (waId.length() >= SHORTEST_NUMBER && waId.length() <= LONGEST_NUMBER);
    }
}
