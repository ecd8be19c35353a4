package dev.crier.content;

import dev.crier.api.Fault;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What Meta demands of one value, by what it is for. A literal is checked when the request comes in; a value with
/// embeddings in its fixed part then, and as a whole after rendering.
enum ValueRule {
    /// Text in a header or body; its length counts with the text around it.
    TEXT(Integer.MAX_VALUE),
    /// Replaces the variable of a URL; its length counts with the rest of the URL.
    URL_SUFFIX(Integer.MAX_VALUE),
    PAYLOAD(Limits.PAYLOAD_CHARACTERS),
    COUPON_CODE(Limits.COUPON_CODE_CHARACTERS),
    ONE_TIME_CODE(Limits.ONE_TIME_CODE_CHARACTERS),
    LINK(Limits.URL_CHARACTERS),
    ID(256),
    FILENAME(240),
    LATITUDE(32),
    LONGITUDE(32),
    EPOCH_MILLIS(18),
    MINUTES(6),
    /// The sender's own data, which WhatsApp hands on.
    FREE(Integer.MAX_VALUE);

    private static final Pattern LINK_FORM = Pattern.compile("(?i)https?://[^\\s/?#\\p{Cntrl}][^\\s\\p{Cntrl}]*");
    private static final Pattern DIGITS = Pattern.compile("0|[1-9][0-9]*");
    private static final Pattern DECIMAL = Pattern.compile("[+-]?[0-9]{1,3}(\\.[0-9]{1,20})?");
    private static final String TOO_MANY_SPACES = " ".repeat(Limits.CONSECUTIVE_SPACES + 1);

    private final int limit;

    ValueRule(int limit) {
        this.limit = limit;
    }

    /// The fault of a complete value, or null if it is fine. The sentence never repeats the value, which may be
    /// personal.
    @Nullable
    Fault check(String value, String label, @Nullable String pointer) {
        if (value.isBlank() && this != FREE) {
            return new Fault(Faults.INVALID_VALUE, label + " is empty", pointer);
        }
        String problem = characters(value);
        if (problem == null) {
            problem = form(value);
        }
        return problem == null
                ? tooLong(value, label, pointer)
                : new Fault(Faults.INVALID_VALUE, label + " " + problem, pointer);
    }

    /// The fault that the fixed part of a value has, whatever its embeddings will be.
    @Nullable
    Fault checkFixedPart(Mustache value, String label, @Nullable String pointer) {
        String problem = characters(value.withEach("x"));
        return problem == null
                ? tooLong(value.withEach(""), label, pointer)
                : new Fault(Faults.INVALID_VALUE, label + " " + problem, pointer);
    }

    private @Nullable Fault tooLong(String value, String label, @Nullable String pointer) {
        if (value.length() <= limit) {
            return null;
        }
        int characters = value.codePointCount(0, value.length());
        return characters <= limit ? null : tooLong(characters, limit, label, pointer);
    }

    static Fault tooLong(int characters, int limit, String label, @Nullable String pointer) {
        String detail = "%s has %d characters, at most %d are allowed".formatted(label, characters, limit);
        return new Fault(Faults.VALUE_TOO_LONG, detail, pointer);
    }

    private @Nullable String characters(String value) {
        if (value.indexOf('\0') >= 0) {
            return "contains a NUL character";
        }
        if (!isLine()) {
            return null;
        }
        if (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0) {
            return "contains a newline";
        }
        if (value.indexOf('\t') >= 0) {
            return "contains a tab";
        }
        return value.contains(TOO_MANY_SPACES) ? "contains more than 4 consecutive spaces" : null;
    }

    /// Whether Meta wants it without quotes.
    boolean isNumber() {
        return this == EPOCH_MILLIS || this == MINUTES;
    }

    private boolean isLine() {
        return switch (this) {
            case TEXT, URL_SUFFIX, COUPON_CODE, ONE_TIME_CODE, FILENAME, LINK, ID -> true;
            case PAYLOAD, LATITUDE, LONGITUDE, EPOCH_MILLIS, MINUTES, FREE -> false;
        };
    }

    private @Nullable String form(String value) {
        return switch (this) {
            case LINK -> LINK_FORM.matcher(value).matches() ? null : "is not an http or https URL";
            case LATITUDE -> isDegrees(value, 90) ? null : "is not a latitude";
            case LONGITUDE -> isDegrees(value, 180) ? null : "is not a longitude";
            case EPOCH_MILLIS ->
                isDigits(value, EPOCH_MILLIS.limit) ? null : "is not a time in milliseconds since 1970";
            case MINUTES -> isDigits(value, MINUTES.limit) ? null : "is not a number of minutes";
            case TEXT, URL_SUFFIX, PAYLOAD, COUPON_CODE, ONE_TIME_CODE, ID, FILENAME, FREE -> null;
        };
    }

    private static boolean isDigits(String value, int limit) {
        return value.length() <= limit && DIGITS.matcher(value).matches();
    }

    private static boolean isDegrees(String value, int limit) {
        return DECIMAL.matcher(value).matches() && Math.abs(Double.parseDouble(value)) <= limit;
    }
}
