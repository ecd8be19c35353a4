package dev.crier.sandbox.graph;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Meta's error codes as §5.2 lists them: HTTP status, title, the usual detail and the way each arrives. */
public final class ErrorCatalogue {
    /** Where a code is seen: in the HTTP answer, in a failed-status webhook, or both. */
    public enum Way {
        SYNC,
        ASYNC,
        BOTH;

        public boolean sync() {
            return this != ASYNC;
        }

        public boolean async() {
            return this != SYNC;
        }
    }

    public record Known(int code, int http, Way way, String title, String details) {
        public boolean isTransient() {
            return http >= 500;
        }
    }

    private static final List<Known> ALL = List.of(
            sync(0, 401, "AuthException", "We were unable to authenticate the app user."),
            sync(1, 400, "API Unknown", "Invalid request or possible server error."),
            sync(2, 503, "API Service", "Temporary due to downtime or due to being overloaded."),
            sync(3, 500, "API Method", "Capability or permissions issue."),
            sync(4, 400, "API Too Many Calls", "The app has reached its API call rate limit."),
            sync(10, 403, "Permission Denied", "Permission is either not granted or has been removed."),
            sync(33, 400, "Parameter value is not valid", "The business phone number has been deleted."),
            sync(
                    100,
                    400,
                    "Invalid parameter",
                    "The request included one or more unsupported or misspelled parameters."),
            sync(104, 401, "An access token is required to request this resource.", "Send an access token."),
            sync(190, 401, "Invalid OAuth access token", "Your access token has expired."),
            sync(200, 403, "API Permission", "Permission is either not granted or has been removed."),
            both(368, 403, "Temporarily blocked for policies violations", "The account is restricted for policy."),
            sync(613, 429, "Calls to this api have exceeded the rate limit.", "Custom rate limit reached."),
            sync(2500, 400, "An active access token must be used to query information about the current user.", ""),
            sync(80007, 400, "Rate limit issues", "The WhatsApp Business Account has reached its rate limit."),
            sync(80008, 400, "Rate limit issues", "There have been too many calls to this WhatsApp Business account."),
            async(130403, 400, "User is blocked by the business", "The business has blocked this user."),
            both(130429, 400, "Rate limit hit", "Cloud API message throughput has been reached."),
            async(
                    130472,
                    400,
                    "User's number is part of an experiment",
                    "Message was not sent as part of an experiment."),
            both(
                    130497,
                    403,
                    "Business account is restricted from messaging users in this country.",
                    "Country restricted."),
            both(131000, 500, "Something went wrong", "Message failed to send due to an unknown error."),
            sync(131005, 403, "Access denied", "Permission is either not granted or has been removed."),
            sync(131008, 400, "Required parameter is missing", "The request is missing a required parameter."),
            sync(131009, 400, "Parameter value is not valid", "One or more parameter values are invalid."),
            async(131014, 400, "Request for url failed", "Fetching the linked media failed."),
            sync(131016, 500, "Service unavailable", "A service is temporarily unavailable."),
            sync(131021, 400, "Recipient cannot be sender", "Sender and recipient phone number is the same."),
            both(131026, 400, "Message undeliverable", "Message Undeliverable."),
            sync(
                    131030,
                    400,
                    "Recipient phone number not in allowed list",
                    "Recipient phone number not in allowed list: Add recipient phone number to recipient list and try again."),
            both(131031, 403, "Account has been locked", "Business account has been locked."),
            sync(
                    131037,
                    400,
                    "Display name not approved",
                    "The number needs display name approval before messages can be sent."),
            both(
                    131042,
                    400,
                    "Business eligibility payment issue",
                    "Message failed to send because of a payment problem."),
            both(
                    131045,
                    500,
                    "Incorrect certificate",
                    "Message failed to send due to a phone number registration error."),
            both(
                    131047,
                    400,
                    "Re-engagement message",
                    "Message failed to send because more than 24 hours have passed since the customer last replied to this"
                            + " number."),
            both(
                    131048,
                    400,
                    "Spam rate limit hit",
                    "Message failed to send: this phone number is restricted from sending."),
            both(
                    131049,
                    400,
                    "Message not delivered to maintain healthy ecosystem engagement",
                    "In order to maintain a healthy ecosystem engagement, the message failed to be delivered."),
            both(131050, 400, "User has stopped marketing messages", "The user has chosen to stop marketing messages."),
            sync(131051, 400, "Unsupported message type", "Unsupported message type."),
            both(131053, 400, "Media upload error", "Unable to fetch or upload the media used in the message."),
            sync(131055, 400, "Method not allowed", "Only marketing templates are supported here."),
            both(
                    131056,
                    400,
                    "(Business Account, Consumer Account) pair rate limit hit",
                    "Too many messages sent from this phone number to the same user in a short period of time."),
            sync(131057, 500, "Account in maintenance mode", "Business account is in maintenance mode."),
            sync(
                    131062,
                    400,
                    "Business-scoped user id not supported",
                    "This message needs the phone number of the user."),
            sync(131063, 400, "Marketing messages are disabled on Cloud API", "Use the Marketing Messages API."),
            both(
                    131064,
                    400,
                    "Limited due to misclassified templates",
                    "Templates of this account were misclassified."),
            sync(
                    132000,
                    400,
                    "Number of parameters does not match the expected number of params",
                    "Parameter count mismatch."),
            sync(132001, 404, "Template name does not exist in the translation", "The template does not exist."),
            sync(132005, 400, "Translated text too long", "The text is too long after substitution."),
            sync(
                    132007,
                    400,
                    "Template format character policy violated",
                    "Template content violates a WhatsApp policy."),
            sync(132008, 400, "Template format error", "Parameter values are formatted incorrectly."),
            sync(132012, 400, "Parameter format does not match format in the created template", "Format mismatch."),
            both(132015, 400, "Template is paused", "Template is paused due to low quality."),
            sync(132016, 400, "Template is disabled", "Template was paused too often and is now disabled for good."),
            sync(132018, 400, "Template parameter validation failed", "There is an issue with a template parameter."),
            sync(132068, 400, "Flow is blocked", "Flow is in blocked state."),
            sync(
                    132069,
                    400,
                    "Flow is throttled",
                    "Flow is in throttled state: 10 messages in the last hour were sent."),
            sync(133000, 500, "Incomplete deregistration", "A previous deregistration attempt failed."),
            sync(133004, 503, "Server temporarily unavailable", "Server is temporarily unavailable."),
            sync(133005, 400, "Two-step verification PIN mismatch", "Two-step verification PIN incorrect."),
            sync(
                    133006,
                    400,
                    "Phone number re-verification needed",
                    "Phone number needs to be verified before registering."),
            sync(133007, 400, "Phone number re-verification needed", "Phone number needs to be verified again."),
            sync(
                    133008,
                    400,
                    "Too many two-step verification PIN guesses",
                    "Too many PIN guesses for this phone number."),
            sync(133009, 400, "Two-step verification PIN guessed too fast", "PIN was entered too quickly."),
            sync(
                    133010,
                    400,
                    "Phone number not registered",
                    "Phone number not registered on the Whatsapp Business Platform."),
            sync(133015, 400, "Please wait before registering", "The phone number was deleted a moment ago."),
            sync(133016, 400, "Account register deregister rate limit", "Too many (de)registration attempts."),
            sync(134011, 400, "Payments terms of service", "Terms of service for payments were not accepted."),
            sync(134100, 400, "Only marketing messages are supported", "Only marketing templates can be sent here."),
            sync(134101, 400, "Template syncing", "The template is still syncing; this takes up to 10 minutes."),
            sync(134102, 500, "Template unavailable", "The template is unavailable for the Marketing Messages API."),
            sync(
                    135000,
                    400,
                    "Generic user error",
                    "Message failed to send because of an unknown error with its parameters."),
            sync(
                    137000,
                    400,
                    "Identity key mismatch",
                    "recipient_identity_key_hash does not match the identity of the user."),
            sync(139200, 400, "Direct Send error", "The message cannot be sent with Direct Send."),
            sync(2494100, 400, "Number in maintenance mode", "The phone number is in maintenance mode."));

    private static final Map<Integer, Known> BY_CODE = byCode();

    private ErrorCatalogue() {}

    public static List<Known> all() {
        return ALL;
    }

    public static Optional<Known> find(int code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }

    /** The entry of a code the sandbox itself uses. */
    public static Known known(int code) {
        return find(code).orElseThrow(() -> new IllegalArgumentException("No such code: " + code));
    }

    private static Map<Integer, Known> byCode() {
        Map<Integer, Known> map = new LinkedHashMap<>();
        ALL.forEach(known -> map.put(known.code(), known));
        return map;
    }

    private static Known sync(int code, int http, String title, String details) {
        return new Known(code, http, Way.SYNC, title, details);
    }

    private static Known async(int code, int http, String title, String details) {
        return new Known(code, http, Way.ASYNC, title, details);
    }

    private static Known both(int code, int http, String title, String details) {
        return new Known(code, http, Way.BOTH, title, details);
    }
}
