package dev.crier.sandbox.graph;

import dev.crier.sandbox.wire.Json;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/** What goes back to the caller. */
public final class Answer {
    private static final String JSON = "application/json; charset=UTF-8";

    private final int status;
    private final String contentType;
    private final byte[] body;

    private Answer(int status, String contentType, byte[] body) {
        this.status = status;
        this.contentType = contentType;
        this.body = body;
    }

    public int status() {
        return status;
    }

    public String contentType() {
        return contentType;
    }

    public byte[] body() {
        return body;
    }

    public static Answer ok(JsonNode body) {
        return json(200, body);
    }

    public static Answer json(int status, JsonNode body) {
        return new Answer(status, JSON, Json.bytes(body));
    }

    public static Answer success() {
        return ok(Json.object().put("success", true));
    }

    /** What a front end in trouble answers: HTML without a Graph body, so that the outcome is unknown (§7). */
    public static Answer brokenPage() {
        String html = "<!DOCTYPE html><html><head><title>Error</title></head>"
                + "<body><h1>Sorry, something went wrong.</h1></body></html>";
        return new Answer(502, "text/html; charset=utf-8", html.getBytes(StandardCharsets.UTF_8));
    }
}
