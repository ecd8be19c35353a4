package dev.crier.sandbox.account;

/** A business phone number. */
public record PhoneNumber(String id, String display, Account account) {
    /** Digits only, as {@code wa_id} and webhook metadata spell numbers. */
    public String digits() {
        return display.replaceAll("\\D", "");
    }
}
