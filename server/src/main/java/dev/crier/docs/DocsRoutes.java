package dev.crier.docs;

import dev.crier.api.Address;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.helidon.common.media.type.MediaType;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// The contract and its pages, made once at the start.
public final class DocsRoutes {
    /// Our own style sheet and script, which may call this server; nothing from elsewhere, no frame, no form.
    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; style-src 'self'; script-src 'self';"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// A new version may change page and style, so neither is kept for long.
    private static final String CACHE_CONTROL = "public, max-age=300";

    private static final MediaType YAML = MediaTypes.create("application/yaml");

    private final TemplateEngine templates = TemplateEngine.createPrecompiled(ContentType.Html);

    public void register(HttpRouting.Builder routing) {
        byte[] contract = resource("openapi.yaml");
        Reference reference = Contract.read(contract);
        serve(routing, "/", MediaTypes.TEXT_HTML, page("index", Map.of()));
        serve(routing, "/docs", MediaTypes.TEXT_HTML, page("reference", Map.of("reference", reference)));
        serve(
                routing,
                "/docs/errors",
                MediaTypes.TEXT_HTML,
                page("errors", Map.of("reference", reference, "errors", ErrorList.ofProgram())));
        serve(routing, "/openapi.yaml", YAML, contract);
        serve(routing, "/assets/docs.css", MediaTypes.create("text/css"), resource("docs.css"));
        serve(routing, "/assets/docs.js", MediaTypes.create("text/javascript"), resource("docs.js"));
    }

    private byte[] page(String name, Map<String, Object> values) {
        StringOutput out = new StringOutput();
        templates.render("docs/" + name + ".jte", values, out);
        return out.toString().getBytes(StandardCharsets.UTF_8);
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

    private static byte[] resource(String name) {
        try (InputStream in = DocsRoutes.class.getResourceAsStream("/docs/" + name)) {
            if (in == null) {
                throw new IllegalStateException("the program is incomplete: docs/" + name + " is missing");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
