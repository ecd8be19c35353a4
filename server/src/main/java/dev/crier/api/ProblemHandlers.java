package dev.crier.api;

import dev.crier.db.SqlErrors;
import io.helidon.http.BadRequestException;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpException;
import io.helidon.http.NotFoundException;
import io.helidon.http.RequestException;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/// Turns whatever a handler threw into a problem: the client's mistakes into 4xx, an absent database into 503.
///
/// A 500 is a defect of ours; it is logged with its stack trace and answered without.
public final class ProblemHandlers {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemHandlers.class);

    private ProblemHandlers() {}

    public static void register(HttpRouting.Builder routing) {
        routing.error(Throwable.class, ProblemHandlers::handle);
    }

    /// For requests that fail before any handler sees them: unreadable prologue, bad headers, no route.
    public static DirectHandlers direct() {
        DirectHandlers.Builder builder = DirectHandlers.builder();
        for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
            builder.addHandler(type, (request, event, status, headers, message) -> {
                Problem problem = new Problem(code(status.code()), "The request could not be read", List.of());
                return DirectHandler.TransportResponse.builder()
                        .status(status)
                        .headers(headers)
                        .header(HeaderNames.CONTENT_TYPE, "application/problem+json")
                        .entity(Answers.bytes(problem))
                        .keepAlive(false)
                        .build();
            });
        }
        return builder.build();
    }

    private static void handle(ServerRequest request, ServerResponse response, Throwable error) {
        if (error instanceof CloseConnectionException close) {
            throw close;
        }
        Problem problem = explain(request, error);
        if (response.isSent()) {
            // A list that was cut while it streamed must not look whole.
            throw new CloseConnectionException("cut after the answer began", error);
        }
        refuse(request, response, problem);
    }

    /// What the client is told of an error; a defect of ours is logged.
    public static Problem explain(ServerRequest request, Throwable error) {
        Problem problem = problemOf(error);
        if (problem.code() == ProblemCode.INTERNAL_ERROR) {
            LOG.error(
                    "{} {} failed",
                    request.prologue().method(),
                    request.prologue().uriPath().path(),
                    error);
        }
        return problem;
    }

    static void refuse(ServerRequest request, ServerResponse response, Problem problem) {
        boolean unread = !request.content().consumed() && request.content().hasEntity();
        if (unread) {
            // What is left of a refused body may be long.
            response.header(HeaderNames.CONNECTION, "close");
        }
        Answers.problem(response, problem);
        if (unread) {
            Body.discard(request);
        }
    }

    private static Problem problemOf(Throwable error) {
        for (Throwable e = error; e != null; e = e.getCause()) {
            if (e instanceof ProblemException problem) {
                return problem.problem();
            }
            if (e instanceof JacksonException jackson && Json.problemOf(jackson) instanceof ProblemException problem) {
                return problem.problem();
            }
            if (e instanceof SocketTimeoutException) {
                return new Problem(ProblemCode.REQUEST_TIMEOUT, "The body did not arrive in time", List.of());
            }
        }
        if (SqlErrors.unavailable(error)) {
            return new Problem(ProblemCode.UNAVAILABLE, "The database does not answer; try again soon", List.of());
        }
        if (SqlErrors.unstorable(error)) {
            return new Problem(ProblemCode.INVALID_REQUEST, "The address holds a NUL character (U+0000)", List.of());
        }
        return transport(error);
    }

    private static Problem transport(Throwable error) {
        if (error instanceof NotFoundException) {
            return new Problem(ProblemCode.NOT_FOUND, "There is nothing at this address", List.of());
        }
        if (error instanceof BadRequestException || (error instanceof IllegalArgumentException && fromHelidon(error))) {
            return new Problem(ProblemCode.INVALID_REQUEST, "The request could not be read", List.of());
        }
        @Nullable Integer status = statusOf(error);
        if (status != null && status < 500) {
            return new Problem(code(status), "The request could not be read", List.of());
        }
        if (error instanceof IOException || error instanceof UncheckedIOException) {
            return new Problem(ProblemCode.INVALID_REQUEST, "The body ended too early", List.of());
        }
        return new Problem(ProblemCode.INTERNAL_ERROR, "The cause is in the server's log", List.of());
    }

    private static @Nullable Integer statusOf(Throwable error) {
        if (error instanceof HttpException http) {
            return http.status().code();
        }
        return error instanceof RequestException request ? request.status().code() : null;
    }

    /// Helidon reports some malformed input (bad percent escapes) as an illegal argument.
    private static boolean fromHelidon(Throwable error) {
        StackTraceElement[] trace = error.getStackTrace();
        return trace.length > 0 && trace[0].getClassName().startsWith("io.helidon.");
    }

    private static ProblemCode code(int status) {
        return switch (status) {
            case 401 -> ProblemCode.UNAUTHORIZED;
            case 403 -> ProblemCode.FORBIDDEN;
            case 404 -> ProblemCode.NOT_FOUND;
            case 405 -> ProblemCode.METHOD_NOT_ALLOWED;
            case 406 -> ProblemCode.NOT_ACCEPTABLE;
            case 408 -> ProblemCode.REQUEST_TIMEOUT;
            case 413 -> ProblemCode.TOO_LARGE;
            case 415 -> ProblemCode.UNSUPPORTED_MEDIA_TYPE;
            case 503 -> ProblemCode.UNAVAILABLE;
            default -> status >= 500 ? ProblemCode.INTERNAL_ERROR : ProblemCode.INVALID_REQUEST;
        };
    }
}
