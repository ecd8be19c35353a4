package dev.crier.sandbox.account;

/**
 * How Meta sees an account's numbers, and how long its token lives.
 *
 * @param quality GREEN, YELLOW, RED or UNKNOWN
 * @param status CONNECTED, FLAGGED, RESTRICTED, …
 * @param tokenEndsAtSeconds since 1970; 0: never
 */
public record Standing(String quality, String status, long tokenEndsAtSeconds) {
    static final Standing FIRST = new Standing("GREEN", "CONNECTED", 0);
}
