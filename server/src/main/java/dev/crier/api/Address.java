package dev.crier.api;

import io.helidon.common.media.type.MediaType;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// One address of the API in all its spellings, and the methods it takes.
///
/// A slash at its end is tolerated; another method gets a 405 that names those there are; a client that does not accept
/// what we would answer gets a 406 before anything is done for it.
public final class Address {
    private final List<String> patterns;
    private final Map<Method, Handler> handlers = new LinkedHashMap<>();
    private List<MediaType> answers = List.of(MediaTypes.APPLICATION_JSON);

    private Address(List<String> patterns) {
        this.patterns = patterns;
    }

    public static Address at(String... patterns) {
        return new Address(List.of(patterns));
    }

    /// `below` under each of `roots`: what is known by several names has its parts under each.
    public static Address under(List<String> roots, String below) {
        return new Address(roots.stream().map(root -> root + below).toList());
    }

    /// What the methods answer, if it is not JSON; of several the client chooses.
    public Address producing(MediaType... types) {
        answers = List.of(types);
        return this;
    }

    public Address get(Handler handler) {
        return on(Method.GET, handler);
    }

    public Address post(Handler handler) {
        return on(Method.POST, handler);
    }

    public Address on(Method method, Handler handler) {
        handlers.put(method, (request, response) -> {
            requireAccepted(request);
            handler.handle(request, response);
        });
        return this;
    }

    /// Earlier addresses win, so one with fixed words goes before one with a placeholder in their place.
    public void register(HttpRouting.Builder routing) {
        for (String pattern : patterns) {
            handlers.forEach((method, handler) -> routing.route(method, pattern + "[/]", handler));
            routing.any(pattern + "[/]", this::refuse);
        }
    }

    private void refuse(ServerRequest request, ServerResponse response) {
        String allowed = handlers.keySet().stream().map(Method::text).collect(Collectors.joining(", "));
        response.header(HeaderNames.ALLOW, allowed);
        ProblemHandlers.refuse(
                request,
                response,
                new Problem(ProblemCode.METHOD_NOT_ALLOWED, "This address takes " + allowed, List.of()));
    }

    private void requireAccepted(ServerRequest request) {
        if (answers.stream().noneMatch(type -> request.headers().isAccepted(type))) {
            String types = answers.stream().map(MediaType::text).collect(Collectors.joining(" or "));
            throw Problem.of(ProblemCode.NOT_ACCEPTABLE, "The answer is " + types + "; let the Accept header allow it");
        }
    }
}
