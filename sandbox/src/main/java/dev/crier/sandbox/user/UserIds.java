package dev.crier.sandbox.user;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Business-scoped user ids: country, a dot, digits; scoped to the account (§4.7). Derived, so nothing need be kept. */
public final class UserIds {
    private static final Map<String, String> COUNTRIES = Map.ofEntries(
            Map.entry("1", "US"),
            Map.entry("27", "ZA"),
            Map.entry("31", "NL"),
            Map.entry("32", "BE"),
            Map.entry("33", "FR"),
            Map.entry("34", "ES"),
            Map.entry("39", "IT"),
            Map.entry("44", "GB"),
            Map.entry("49", "DE"),
            Map.entry("52", "MX"),
            Map.entry("55", "BR"),
            Map.entry("62", "ID"),
            Map.entry("91", "IN"),
            Map.entry("234", "NG"),
            Map.entry("971", "AE"),
            Map.entry("972", "IL"));
    private static final String[] NAMES = {"Ann", "Ben", "Cleo", "Dirk", "Eva", "Finn", "Gwen", "Hugo", "Iris", "Jan"};
    private static final int LONGEST_PREFIX = 3;

    private UserIds() {}

    public static String of(String wabaId, String digits) {
        return country(digits) + "." + Long.toUnsignedString(hash(wabaId + "/" + digits));
    }

    /** The profile name of a user, the same each time. */
    public static String nameOf(String key) {
        return NAMES[(int) Long.remainderUnsigned(hash(key), NAMES.length)];
    }

    private static String country(String digits) {
        for (int length = LONGEST_PREFIX; length > 0; length--) {
            String found = digits.length() < length ? null : COUNTRIES.get(digits.substring(0, length));
            if (found != null) {
                return found;
            }
        }
        return "US";
    }

    /** FNV-1a, 64 bits, then mixed so that neighbours differ in all digits. */
    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (byte value : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (value & 0xff)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        return hash ^ (hash >>> 33);
    }
}
