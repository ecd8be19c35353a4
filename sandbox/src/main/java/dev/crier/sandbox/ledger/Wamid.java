package dev.crier.sandbox.ledger;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.OptionalLong;

/**
 * Message ids in Meta's form. The ledger's number is inside, so an id leads to its entry without an index; the salt of the
 * process keeps ids of two runs apart.
 */
public final class Wamid {
    private static final byte[] HEAD = {0x1C, 0x18};
    private static final byte[] MIDDLE = {0x15, 0x02, 0x00, 0x11, 0x18, 0x14};
    private static final int HALF_DIGITS = 10;
    private static final String PREFIX = "wamid.";

    private static final long HALF_BOUND = 1L << 40;

    private final SecureRandom random = new SecureRandom();
    private final String salt = half(random.nextLong(HALF_BOUND));

    /** The id of the ledger's entry n. */
    public String of(long n, String user) {
        return wamid(salt + half(n), user);
    }

    /** The id of a message that is not in the ledger. */
    public String inbound(String user) {
        return wamid(half(random.nextLong(HALF_BOUND)) + half(random.nextLong(HALF_BOUND)), user);
    }

    private static String wamid(String hex, String user) {
        byte[] userBytes = user.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(HEAD);
        out.write(userBytes.length);
        out.writeBytes(userBytes);
        out.writeBytes(MIDDLE);
        out.writeBytes(hex.getBytes(StandardCharsets.US_ASCII));
        out.write(0);
        return PREFIX + Base64.getEncoder().encodeToString(out.toByteArray());
    }

    private static String half(long value) {
        String digits = Long.toHexString(value).toUpperCase(java.util.Locale.ROOT);
        return "0".repeat(HALF_DIGITS - digits.length()) + digits;
    }

    /** The number in an id made by this process. */
    public OptionalLong number(String wamid) {
        try {
            byte[] bytes = Base64.getDecoder().decode(wamid.substring(PREFIX.length()));
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            int at = text.length() - 1 - 2 * HALF_DIGITS;
            if (at < 0 || !text.startsWith(salt, at)) {
                return OptionalLong.empty();
            }
            return OptionalLong.of(Long.parseLong(text.substring(at + HALF_DIGITS, text.length() - 1), 16));
        } catch (IllegalArgumentException | StringIndexOutOfBoundsException foreign) {
            return OptionalLong.empty();
        }
    }
}
