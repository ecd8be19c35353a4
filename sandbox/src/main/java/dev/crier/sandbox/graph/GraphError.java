package dev.crier.sandbox.graph;

import dev.crier.sandbox.wire.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A rejection in Meta's shape (§5.1). */
public final class GraphError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int http;
    private final int code;
    private final ObjectNode error;

    private GraphError(int http, int code, String message, ObjectNode error) {
        super(message, null, false, false);
        this.http = http;
        this.code = code;
        this.error = error;
    }

    /** A messaging rejection: {@code (#code) title} and details of our choice. */
    public static GraphError of(int code, String details) {
        ErrorCatalogue.Known known = ErrorCatalogue.known(code);
        GraphError made = make(known.http(), code, "(#" + code + ") " + known.title(), "OAuthException");
        if (known.isTransient()) {
            made.error.put("is_transient", true);
        }
        made.error.putObject("error_data").put("messaging_product", "whatsapp").put("details", details);
        return made;
    }

    /** A messaging rejection with the catalogue's own details. */
    public static GraphError of(int code) {
        return of(code, ErrorCatalogue.known(code).details());
    }

    /** A generic Graph rejection of a parameter, code 100 without messaging details. */
    public static GraphError parameter(String message) {
        return make(400, 100, "(#100) " + message, "OAuthException");
    }

    /** A body longer than the sandbox takes. */
    public static GraphError tooLarge(String message) {
        return make(413, 100, "(#100) " + message, "OAuthException");
    }

    /** A rejected template: code 100 with a subcode and words for people (§5.2, template creation). */
    public static GraphError template(int subcode, String title, String userMessage) {
        GraphError made = make(400, 100, "Invalid parameter", "OAuthException");
        made.error
                .put("error_subcode", subcode)
                .put("is_transient", false)
                .put("error_user_title", title)
                .put("error_user_msg", userMessage);
        return made;
    }

    /** The object is unknown, or not visible to this token (§9 point 12). */
    public static GraphError unknownObject(String method, String id) {
        String message = "Unsupported " + method.toLowerCase(java.util.Locale.ROOT) + " request. Object with ID '" + id
                + "' does not exist, cannot be loaded due to missing permissions, or does not support this operation."
                + " Please read the Graph API documentation at https://developers.facebook.com/docs/graph-api";
        GraphError made = make(400, 100, message, "GraphMethodException");
        made.error.put("error_subcode", 33);
        return made;
    }

    public static GraphError unknownPath(String path) {
        return make(400, 2500, "Unknown path components: " + path, "OAuthException");
    }

    public static GraphError noToken() {
        return make(401, 104, "An access token is required to request this resource.", "OAuthException");
    }

    public static GraphError badToken() {
        return make(401, 190, "Invalid OAuth access token - Cannot parse access token", "OAuthException");
    }

    /** The token was good once. */
    public static GraphError expiredToken() {
        GraphError made = make(401, 190, "Error validating access token: Session has expired", "OAuthException");
        made.error.put("error_subcode", 463);
        return made;
    }

    /** The callback did not pass the verification GET (§4.1). */
    public static GraphError callback(String problem) {
        return make(
                400,
                2200,
                "(#2200) Callback verification failed with the following errors: " + problem,
                "OAuthException");
    }

    private static GraphError make(int http, int code, String message, String type) {
        ObjectNode error =
                Json.object().put("message", message).put("type", type).put("code", code);
        return new GraphError(http, code, message, error);
    }

    public int http() {
        return http;
    }

    public int code() {
        return code;
    }

    public @Nullable String details() {
        return Json.text(error.path("error_data"), "details");
    }

    public ObjectNode body(String fbtraceId) {
        ObjectNode body = Json.object();
        body.set("error", error.deepCopy().put("fbtrace_id", fbtraceId));
        return body;
    }
}
