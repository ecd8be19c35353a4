package dev.crier.sandbox.fault;

import dev.crier.sandbox.fault.Magic.Effect;
import dev.crier.sandbox.graph.ErrorCatalogue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The magic recipients. All are valid Dutch mobile numbers: {@code +316 10 <code>} fails later with the code,
 * {@code +316 11 <code>} is rejected at once with it, {@code +316 12 0000NN} is an effect of the list below. Any other
 * number is an ordinary user.
 */
public final class MagicRecipients {
    private static final int SIX_DIGITS = 1_000_000;
    private static final int ATTEMPTS_LIMIT = 100_000;
    private static final Map<String, Magic> ALL = table();

    private final Map<String, Integer> attempts = new ConcurrentHashMap<>();

    public static List<Magic> all() {
        return List.copyOf(ALL.values());
    }

    /** The fate of a recipient given in digits; {@link Magic#NONE} for an ordinary user. */
    public static Magic of(String digits) {
        return digits.startsWith("3161") ? ALL.getOrDefault(digits, Magic.NONE) : Magic.NONE;
    }

    /**
     * Counts an attempt of a number at a magic recipient and says whether it still fails. After the good attempt the count
     * starts again, so each message meets the same fate.
     */
    public boolean stillFails(String phoneNumberId, Magic magic) {
        int failures = magic.effect() == Effect.REJECT_TWICE ? 2 : 1;
        if (attempts.size() > ATTEMPTS_LIMIT) {
            attempts.clear();
        }
        int attempt = attempts.merge(phoneNumberId + magic.phone(), 1, (now, one) -> now > failures ? 1 : now + one);
        return attempt <= failures;
    }

    public void reset() {
        attempts.clear();
    }

    private static Map<String, Magic> table() {
        List<Magic> list = new ArrayList<>();
        for (ErrorCatalogue.Known known : ErrorCatalogue.all()) {
            if (known.way().async() && known.code() < SIX_DIGITS) {
                list.add(coded("10", known, Effect.FAIL_LATER, "accepted, then fails: "));
            }
        }
        for (ErrorCatalogue.Known known : ErrorCatalogue.all()) {
            if (known.way().sync() && known.code() < SIX_DIGITS) {
                list.add(coded("11", known, Effect.REJECT, "rejected: "));
            }
        }
        list.addAll(effects());
        Map<String, Magic> table = new LinkedHashMap<>();
        list.forEach(magic -> table.put(magic.phone().substring(1), magic));
        return table;
    }

    private static Magic coded(String block, ErrorCatalogue.Known known, Effect effect, String words) {
        return new Magic("+316%s%06d".formatted(block, known.code()), effect, known.code(), words + known.title());
    }

    private static List<Magic> effects() {
        return List.of(
                effect(1, Effect.REJECT, 2494100, "rejected: number in maintenance mode (the code has seven digits)"),
                effect(10, Effect.LOSE_RESPONSE, 0, "accepted, connection closed without an answer; statuses follow"),
                effect(11, Effect.LOSE_EVERYTHING, 0, "accepted, connection closed without an answer; no status ever"),
                effect(12, Effect.RESET_BEFORE, 0, "connection closed, not accepted"),
                effect(13, Effect.SERVER_ERROR, 0, "502 with an HTML page, not accepted"),
                effect(
                        14,
                        Effect.SERVER_ERROR_ACCEPTED,
                        0,
                        "502 with an HTML page, although accepted; statuses follow"),
                effect(15, Effect.SLOW, 0, "accepted, answered after slow_ms (20 s)"),
                effect(16, Effect.SILENT, 0, "accepted and answered, no status ever"),
                effect(17, Effect.SENT_ONLY, 0, "sent, never delivered"),
                effect(18, Effect.NEVER_READ, 0, "delivered, never read"),
                effect(19, Effect.READ_WITHOUT_DELIVERED, 0, "sent, then read without delivered"),
                effect(20, Effect.REJECT_TWICE, 130429, "throttled twice, then accepted"),
                effect(21, Effect.REJECT_TWICE, 131016, "service unavailable twice, then accepted"),
                effect(22, Effect.REJECT_ONCE, 131056, "pair rate limit once, then accepted"),
                effect(23, Effect.FAIL_FIRST, 131000, "the first message fails later, the second is delivered"),
                effect(24, Effect.HELD_RELEASED, 0, "held for quality assessment, then released"),
                effect(25, Effect.HELD_DROPPED, 132015, "held for quality assessment, then fails"));
    }

    private static Magic effect(int number, Effect effect, int code, String description) {
        return new Magic("+31612%06d".formatted(number), effect, code, description);
    }
}
