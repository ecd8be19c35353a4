package dev.crier.message;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Why a message failed, as the API reports it, with the sentence for people where Meta's catalogue has no better one.
public enum Reason {
    INVALID_PHONE_NUMBER("The phone number is not valid; write it in international form, such as +31612345678"),
    USER_NOT_FOUND("There is no contact with this id"),
    NO_PHONE_NUMBER("The contact has no phone number"),
    DUPLICATE_RECIPIENT("The same person is already in this broadcast"),
    MISSING_PARAMS("Parameters of the template have no value for this user"),
    INVALID_PARAMS("A parameter's value is not allowed by WhatsApp"),
    OPTOUT("The contact has opted out of WhatsApp messages"),
    CANCELLED("The broadcast was cancelled before this message was sent"),
    TEMPLATE_UNAVAILABLE("WhatsApp does not have this template ready to send"),
    TEMPLATE_MISMATCH("The parameters do not fit the template as WhatsApp has it"),
    RECIPIENT_UNREACHABLE("The number cannot be reached on WhatsApp"),
    RECIPIENT_OPTOUT("The person has stopped marketing messages in WhatsApp"),
    NOT_DELIVERED_BY_POLICY("WhatsApp chose not to deliver this message to this person"),
    RATE_LIMITED("WhatsApp's rate limits left no room for this message"),
    PROVIDER_UNAVAILABLE("WhatsApp was not available, also at the last try"),
    ACCOUNT_ERROR("WhatsApp has stopped the account or the number"),
    OUTCOME_UNKNOWN("WhatsApp never said what became of this message; it may have arrived"),
    EXPIRED("The message could not be delivered in time"),
    WHATSAPP_ERROR("WhatsApp reported an error");

    /// Of these another try of the same message can only fail again, or reach somebody twice.
    private static final Set<Reason> FINAL =
            EnumSet.of(INVALID_PHONE_NUMBER, USER_NOT_FOUND, NO_PHONE_NUMBER, DUPLICATE_RECIPIENT, CANCELLED);

    /// Found before anything was sent, so they say nothing of how well WhatsApp delivers.
    private static final Set<Reason> BEFORE_SENDING = EnumSet.of(
            INVALID_PHONE_NUMBER,
            USER_NOT_FOUND,
            NO_PHONE_NUMBER,
            DUPLICATE_RECIPIENT,
            MISSING_PARAMS,
            INVALID_PARAMS,
            OPTOUT,
            CANCELLED);

    private final String sentence;

    Reason(String sentence) {
        this.sentence = sentence;
    }

    public String sentence() {
        return sentence;
    }

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Whether it makes sense to ask for another try.
    public boolean mayBeRetried() {
        return !FINAL.contains(this);
    }

    /// Whether it kept the message from being sent at all.
    public boolean isBeforeSending() {
        return BEFORE_SENDING.contains(this);
    }

    public static Optional<Reason> find(String wire) {
        return Stream.of(values()).filter(each -> each.wire().equals(wire)).findFirst();
    }

    public static Reason of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
