package dev.crier.studio.broadcasts;

import dev.crier.broadcast.Broadcast;
import dev.crier.broadcast.State;
import dev.crier.message.Reason;
import dev.crier.message.Status;
import dev.crier.studio.Show;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;

/// What states, reasons and times are called on pages.
public final class Words {
    private Words() {}

    public static String state(State state) {
        String wire = state.wire();
        return wire.substring(0, 1).toUpperCase(Locale.ROOT) + wire.substring(1);
    }

    /// The tone of a badge.
    public static String tone(State state) {
        return switch (state) {
            case RUNNING -> "info";
            case FINISHED -> "good";
            case PAUSED -> "warn";
            case DRAFT, SCHEDULED, CANCELLED -> "";
        };
    }

    public static String status(String wire) {
        return switch (wire) {
            case "pending" -> "Waiting";
            case "sent" -> "Sent";
            case "delivered" -> "Delivered";
            case "read" -> "Read";
            default -> "Failed";
        };
    }

    public static String statusTone(String wire) {
        return switch (wire) {
            case "delivered", "read" -> "good";
            case "sent" -> "info";
            case "failure" -> "bad";
            default -> "";
        };
    }

    public static String status(Status status) {
        return status(status.wire());
    }

    /// Messages that reached a phone: who has read one has it, too.
    public static int arrived(Broadcast.Statistics statistics) {
        return statistics.delivered() + statistics.read();
    }

    /// A reason as a heading.
    public static String reason(Reason reason) {
        return switch (reason) {
            case INVALID_PHONE_NUMBER -> "Not a phone number";
            case USER_NOT_FOUND -> "No such contact";
            case NO_PHONE_NUMBER -> "No phone number";
            case DUPLICATE_RECIPIENT -> "There twice";
            case MISSING_PARAMS -> "A value is missing";
            case INVALID_PARAMS -> "A value is not allowed";
            case OPTOUT -> "Opted out";
            case CANCELLED -> "Cancelled before it was sent";
            case TEMPLATE_UNAVAILABLE -> "Template not ready";
            case TEMPLATE_MISMATCH -> "Values do not fit the template";
            case RECIPIENT_UNREACHABLE -> "Not reachable on WhatsApp";
            case RECIPIENT_OPTOUT -> "Stopped marketing in WhatsApp";
            case NOT_DELIVERED_BY_POLICY -> "Held back by WhatsApp";
            case RATE_LIMITED -> "Too many messages";
            case PROVIDER_UNAVAILABLE -> "WhatsApp was down";
            case ACCOUNT_ERROR -> "The account is stopped";
            case OUTCOME_UNKNOWN -> "Outcome unknown";
            case EXPIRED -> "Not delivered in time";
            case WHATSAPP_ERROR -> "Error of WhatsApp";
        };
    }

    /// What can be done where Meta's catalogue does not say it.
    public static String fix(Reason reason) {
        return switch (reason) {
            case INVALID_PHONE_NUMBER, NO_PHONE_NUMBER ->
                "Mend the number in Contacts or in your list, and send a new broadcast to these people.";
            case USER_NOT_FOUND -> "The contact is gone, or the id is another bot's.";
            case DUPLICATE_RECIPIENT -> "Nothing: the person gets the message once.";
            case MISSING_PARAMS ->
                "Fill in what is missing, or say in the first step what stands there if a value is empty.";
            case INVALID_PARAMS -> "Values may have no line breaks and must not be too long; mend them.";
            case OPTOUT -> "Nothing: they do not want messages. They come back by writing “optin”.";
            case CANCELLED -> "Nothing, or send a new broadcast to them.";
            case TEMPLATE_UNAVAILABLE, TEMPLATE_MISMATCH -> "Look at the template, sync it, and try again.";
            case RECIPIENT_UNREACHABLE -> "Check the number: it may have no WhatsApp. Trying again seldom helps.";
            case RECIPIENT_OPTOUT -> "Nothing: WhatsApp keeps marketing from this person.";
            case NOT_DELIVERED_BY_POLICY -> "Wait a day or more before you send marketing to these people again.";
            case RATE_LIMITED -> "Try again later, or send more slowly.";
            case PROVIDER_UNAVAILABLE, EXPIRED -> "Try again.";
            case ACCOUNT_ERROR -> "See Channels: WhatsApp says there what has to be done.";
            case OUTCOME_UNKNOWN -> "Wait for a status. Trying again may reach people twice.";
            case WHATSAPP_ERROR -> "Read the details of a message, then try again.";
        };
    }

    /// What somebody who tries these again should know.
    public static String risk(Reason reason) {
        return switch (reason) {
            case OUTCOME_UNKNOWN -> "Some of these have arrived: those people get it twice.";
            case RECIPIENT_UNREACHABLE, RECIPIENT_OPTOUT, NOT_DELIVERED_BY_POLICY -> "Most of these will fail again.";
            case MISSING_PARAMS, INVALID_PARAMS, TEMPLATE_MISMATCH ->
                "The values stay as they are, so these fail again unless the template has changed.";
            case OPTOUT -> "Only who has opted in since gets it.";
            default -> "";
        };
    }

    /// A time until everybody was sent to.
    public static String duration(Duration duration) {
        long seconds = Math.max(1, duration.toSeconds());
        if (seconds < 90) {
            return Show.count(seconds, "second", "seconds");
        }
        if (seconds < 90 * 60) {
            return Show.count((seconds + 30) / 60, "minute", "minutes");
        }
        return seconds < 48 * 3600
                ? Show.count((seconds + 1800) / 3600, "hour", "hours")
                : Show.count((seconds + 43_200) / 86_400, "day", "days");
    }

    /// Messages a second, without zeros that say nothing.
    public static String pace(double perSecond) {
        return perSecond >= 1_000
                ? Show.number(Math.round(perSecond))
                : BigDecimal.valueOf(perSecond)
                        .round(new MathContext(3))
                        .stripTrailingZeros()
                        .toPlainString();
    }

    /// An amount to the cent; less than a cent as it is.
    public static String money(BigDecimal amount, String currency) {
        boolean tiny = amount.signum() > 0 && amount.compareTo(new BigDecimal("0.01")) < 0;
        return currency + " "
                + (tiny ? amount.stripTrailingZeros() : amount.setScale(2, RoundingMode.HALF_UP)).toPlainString();
    }
}
