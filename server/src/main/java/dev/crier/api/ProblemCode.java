package dev.crier.api;

/// Every `code` that a problem of ours can carry, with its HTTP status and title: the one place for these names.
public enum ProblemCode {
    INVALID_JSON(400, "The body is not valid JSON"),
    INVALID_REQUEST(400, "The request is not valid"),
    INVALID_TEMPLATE(400, "The components do not fit the template"),
    INVALID_DEFINITION(400, "The template's definition breaks WhatsApp's rules"),
    WHATSAPP_ERROR(400, "WhatsApp refused it"),
    TEMPLATE_NOT_FOUND(400, "There is no such template"),
    TEMPLATE_NOT_APPROVED(400, "The template is not approved"),
    UNAUTHORIZED(401, "The authorization key is missing or not valid"),
    FORBIDDEN(403, "This key may not do that"),
    CHANNEL_DISABLED(403, "The REST API channel is disabled"),
    FEATURE_NOT_ENABLED(403, "The feature is not ordered for this bot"),
    NOT_FOUND(404, "There is nothing at this address"),
    BOT_NOT_FOUND(404, "There is no such bot"),
    BROADCAST_NOT_FOUND(404, "There is no such broadcast"),
    USER_NOT_FOUND(404, "There is no such user"),
    WEBHOOK_NOT_FOUND(404, "There is no such webhook"),
    METHOD_NOT_ALLOWED(405, "This address does not take that method"),
    NOT_ACCEPTABLE(406, "No representation fits the Accept header"),
    REQUEST_TIMEOUT(408, "The request took too long to arrive"),
    WHATSAPP_NOT_ENABLED(409, "The WhatsApp channel is not enabled"),
    WRONG_STATE(409, "That is not possible in this state"),
    OUTSIDE_WINDOW(409, "The 24-hour customer service window is closed"),
    OPTOUT(409, "The contact has opted out"),
    IDEMPOTENCY_IN_PROGRESS(409, "A request with this idempotency key is in progress"),
    TOO_LARGE(413, "The request is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "The content type is not supported"),
    IDEMPOTENCY_MISMATCH(422, "This idempotency key belongs to another request"),
    RATE_LIMITED(429, "Too many requests"),
    INTERNAL_ERROR(500, "Something went wrong on our side"),
    UNAVAILABLE(503, "Crier cannot answer right now");

    private final int status;
    private final String title;

    ProblemCode(int status, String title) {
        this.status = status;
        this.title = title;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /// The name on the wire, such as `invalid_template`.
    public String wire() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
