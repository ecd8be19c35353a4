package dev.crier.studio;

import dev.crier.api.ProblemCode;

/// What a problem is called on a page. The API's titles speak to whoever wrote the call; here somebody pressed a
/// button.
public final class ProblemWords {
    private ProblemWords() {}

    public static String title(ProblemCode code) {
        return switch (code) {
            case INVALID_JSON, INVALID_REQUEST -> "It cannot be done like this";
            case INVALID_TEMPLATE -> "The values do not fit the template";
            case INVALID_DEFINITION -> "The template breaks WhatsApp's rules";
            case UNAUTHORIZED -> "Sign in first";
            case FORBIDDEN -> "You may not do that here";
            case FEATURE_NOT_ENABLED -> "Whatsapp Broadcasting is not ordered for this bot";
            case WHATSAPP_NOT_ENABLED -> "WhatsApp is not enabled";
            case NOT_FOUND -> "There is no such page";
            case USER_NOT_FOUND -> "There is no such contact";
            case METHOD_NOT_ALLOWED, NOT_ACCEPTABLE -> "This address is no page";
            case REQUEST_TIMEOUT -> "It took too long to arrive";
            case OUTSIDE_WINDOW -> "The person wrote more than 24 hours ago";
            case IDEMPOTENCY_IN_PROGRESS -> "It is being done already";
            case IDEMPOTENCY_MISMATCH -> "This form was sent before, for something else";
            case TOO_LARGE -> "That is too large";
            case UNSUPPORTED_MEDIA_TYPE -> "This kind of file is not taken";
            case RATE_LIMITED -> "That was too often in a short time";
            case CHANNEL_DISABLED,
                    WHATSAPP_ERROR,
                    TEMPLATE_NOT_FOUND,
                    TEMPLATE_NOT_APPROVED,
                    BOT_NOT_FOUND,
                    BROADCAST_NOT_FOUND,
                    WEBHOOK_NOT_FOUND,
                    WRONG_STATE,
                    OPTOUT,
                    INTERNAL_ERROR,
                    UNAVAILABLE -> code.title();
        };
    }
}
