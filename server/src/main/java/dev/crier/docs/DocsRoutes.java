package dev.crier.docs;

import dev.crier.api.Address;
import io.helidon.common.media.type.MediaType;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// The pages of the documentation, made once at the start.
public final class DocsRoutes {
    /// Our own style sheet, and nothing else: no script, no frame, no form.
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// A new version may change page and style, so neither is kept for long.
    private static final String CACHE_CONTROL = "public, max-age=300";

    private final byte[] index = resource("index.html").getBytes(StandardCharsets.UTF_8);
    private final byte[] errors = ErrorsPage.render(resource("errors.html")).getBytes(StandardCharsets.UTF_8);
    private final byte[] style = resource("docs.css").getBytes(StandardCharsets.UTF_8);

    public void register(HttpRouting.Builder routing) {
        serve(routing, "/", MediaTypes.TEXT_HTML, index);
        serve(routing, "/docs/errors", MediaTypes.TEXT_HTML, errors);
        serve(routing, "/assets/docs.css", MediaTypes.create("text/css"), style);
    }

    private static void serve(HttpRouting.Builder routing, String path, MediaType type, byte[] content) {
        Address.at(path)
                .producing(type)
                .get((request, response) -> send(response, type, content))
                .register(routing);
    }

    private static void send(ServerResponse response, MediaType type, byte[] content) {
        response.header(HeaderNames.CONTENT_TYPE, type.text() + "; charset=utf-8");
        response.header(HeaderNames.CACHE_CONTROL, CACHE_CONTROL);
        response.header(HeaderNames.create("Content-Security-Policy"), CONTENT_SECURITY_POLICY);
        response.header(HeaderNames.create("X-Content-Type-Options"), "nosniff");
        response.header(HeaderNames.create("Referrer-Policy"), "no-referrer");
        response.send(content);
    }

    private static String resource(String name) {
        try (InputStream in = DocsRoutes.class.getResourceAsStream("/docs/" + name)) {
            if (in == null) {
                throw new IllegalStateException("the program is incomplete: docs/" + name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
