package dev.crier.cloudapi;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What each of Meta's error codes means for a message: one verdict for the HTTP answer, one for the webhook.
///
/// The data is in [ErrorTable]. Meta documents hardly which way a code comes, so each entry answers for both. On the
/// webhook way the message has definitely failed, therefore no entry is [Action#UNKNOWN] there.
public final class ErrorCatalogue {
    /// Graph's general "bad parameter", which may stand for other things; see [#sync].
    private static final int INVALID_PARAMETER = 100;

    /// Subcode 33 of code 100, and code 33 alone: the number's object is gone or not visible to the token.
    private static final int OBJECT_GONE = 33;

    private static final int TOO_MANY_REQUESTS = 429;

    private static final Map<Integer, Entry> SINGLE = ErrorTable.ENTRIES.stream()
            .filter(entry -> entry.code() != Entry.NO_CODE && entry.code() == entry.lastCode())
            .collect(Collectors.toUnmodifiableMap(Entry::code, entry -> entry));
    private static final List<Entry> RANGES = ErrorTable.ENTRIES.stream()
            .filter(entry -> entry.code() != entry.lastCode())
            .toList();

    private ErrorCatalogue() {}

    /// What to do about an error.
    public enum Action {
        /// The same message again after a backoff; costs a try.
        RETRY,
        /// Slow the whole number down; the message costs no try.
        THROTTLE_NUMBER,
        /// Let this recipient rest (Meta: 4^n seconds); others go on, the message costs no try.
        THROTTLE_PAIR,
        /// Final for this recipient.
        FAIL,
        /// Final for this recipient, who must not get marketing again.
        SUPPRESS,
        /// Wrong for all recipients: pause the broadcast, its messages stay pending.
        STOP_BROADCAST,
        /// The number or its account cannot send: hold it, alert, messages stay pending.
        HOLD_NUMBER,
        /// Nobody knows whether it was sent: put the message in doubt.
        UNKNOWN
    }

    /// One line of the catalogue.
    ///
    /// @param code Meta's code; the first one of a range; [#NO_CODE] for an entry that stands for codes not listed
    /// @param lastCode the same, or the last one of the range
    /// @param title Meta's name for it, shortened
    /// @param reason the failure reason on our own wire
    /// @param sync what to do when the HTTP answer says it
    /// @param async what to do when a webhook says it
    /// @param maxTries most sends of one message in all if it fails with this, [#NO_LIMIT] if the policy decides
    /// @param sentence what happened, for people
    /// @param fix what they can do about it
    public record Entry(
            int code,
            int lastCode,
            String title,
            String reason,
            Action sync,
            Action async,
            int maxTries,
            String sentence,
            String fix) {
        public static final int NO_CODE = -1;
        public static final int NO_LIMIT = Integer.MAX_VALUE;

        /// The code as people read it: `131026`, `200–299`, or `other`.
        public String label() {
            if (code == NO_CODE) {
                return "other";
            }
            return code == lastCode ? Integer.toString(code) : code + "–" + lastCode;
        }
    }

    /// What the catalogue says about one error that happened.
    ///
    /// @param reason the entry's, but `outcome_unknown` where nobody knows
    public record Verdict(Entry entry, Action action, String reason) {
        static Verdict of(Entry entry, Action action) {
            return new Verdict(entry, action, action == Action.UNKNOWN ? ErrorTable.OUTCOME_UNKNOWN : entry.reason());
        }
    }

    /// The verdict on an error in the answer to our own request. A listed code decides. If it is not listed, a 429 is
    /// a throttle, a 5xx or `is_transient` leaves the outcome open, anything else is final for this recipient.
    public static Verdict sync(GraphError error) {
        Entry known = lookup(meant(error));
        if (known == null && error.httpStatus() == TOO_MANY_REQUESTS) {
            known = lookup(TOO_MANY_REQUESTS);
        }
        if (known != null) {
            return Verdict.of(known, known.sync());
        }
        boolean open = error.httpStatus() >= 500 || error.isTransient();
        Entry other = open ? ErrorTable.OTHER_TRANSIENT : ErrorTable.OTHER;
        return Verdict.of(other, other.sync());
    }

    /// The verdict on a code in a failed-status webhook.
    public static Verdict async(int code) {
        Entry known = lookup(code);
        Entry entry = known == null ? ErrorTable.OTHER : known;
        return Verdict.of(entry, entry.async());
    }

    /// All entries by code, then those that stand for the codes not listed and for no answer at all.
    public static List<Entry> entries() {
        return ErrorTable.ENTRIES;
    }

    /// Code 100 is a wrapper at times: of a missing object (33), of a template error, whose subcodes begin with 2388.
    private static int meant(GraphError error) {
        Integer subcode = error.subcode();
        if (error.code() != INVALID_PARAMETER) {
            return error.code();
        }
        if (subcode != null && subcode > INVALID_PARAMETER && lookup(subcode) != null) {
            return subcode;
        }
        boolean gone =
                (subcode != null && subcode == OBJECT_GONE) || error.title().contains("Object with ID");
        return gone ? OBJECT_GONE : INVALID_PARAMETER;
    }

    private static @Nullable Entry lookup(int code) {
        Entry single = SINGLE.get(code);
        if (single != null) {
            return single;
        }
        for (Entry range : RANGES) {
            if (range.code() <= code && code <= range.lastCode()) {
                return range;
            }
        }
        return null;
    }
}
