package dev.crier.api;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Answers on the wire.
public final class Answers {
    public static final String JSON = "application/json";
    private static final String PROBLEM = "application/problem+json";

    /// What we ask of a client whose request we could not serve now; a database comes back in seconds.
    private static final String RETRY_AFTER_SECONDS = "5";

    private Answers() {}

    public static void json(ServerResponse response, JsonNode body) {
        response.header(HeaderNames.CONTENT_TYPE, JSON);
        response.send(Json.MAPPER.writeValueAsBytes(body));
    }

    public static void problem(ServerResponse response, Problem problem) {
        response.status(Status.create(problem.code().status()));
        response.header(HeaderNames.CONTENT_TYPE, PROBLEM);
        if (problem.retryAfterSeconds() != null) {
            response.header(HeaderNames.RETRY_AFTER, problem.retryAfterSeconds().toString());
        } else if (problem.code() == ProblemCode.UNAVAILABLE) {
            response.header(HeaderNames.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        if (problem.code() == ProblemCode.UNAUTHORIZED) {
            response.header(HeaderNames.WWW_AUTHENTICATE, "Bearer");
        }
        response.send(bytes(problem));
    }

    static byte[] bytes(Problem problem) {
        ObjectNode body = Json.object()
                .put("type", "/docs/errors#" + problem.code().wire())
                .put("title", problem.code().title())
                .put("status", problem.code().status())
                .put("code", problem.code().wire())
                .put("detail", problem.detail());
        if (!problem.errors().isEmpty()) {
            ArrayNode errors = body.putArray("errors");
            problem.errors().stream().limit(Problem.MAX_FAULTS).forEach(fault -> errors.add(json(fault)));
        }
        return Json.MAPPER.writeValueAsBytes(body);
    }

    public static ObjectNode json(Fault fault) {
        ObjectNode node = Json.object().put("code", fault.code()).put("detail", fault.detail());
        if (fault.pointer() != null) {
            node.put("pointer", fault.pointer());
        }
        return node;
    }
}
