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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The contract and its pages. Each page is made when somebody first asks for it: that takes a second, by which
/// nobody's
/// start shall be slower.
public final class DocsRoutes {
    /// Our own style sheet and script, which may call this server; nothing from elsewhere, no frame, no form.
    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; style-src 'self'; script-src 'self';"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// A new version may change page and style, so neither is kept for long.
    private static final String CACHE_CONTROL = "public, max-age=300";

    private static final MediaType YAML = MediaTypes.create("application/yaml");
    private static final MediaType CSS = MediaTypes.create("text/css");
    private static final MediaType JAVASCRIPT = MediaTypes.create("text/javascript");

    private final TemplateEngine templates = TemplateEngine.createPrecompiled(ContentType.Html);

    public void register(HttpRouting.Builder routing) {
        page(routing, "/", "index", Map::of);
        page(routing, "/docs", "reference", () -> Map.of("reference", Contract.read(resource("openapi.yaml"))));
        page(routing, "/docs/errors", "errors", () -> Map.of("errors", ErrorList.ofProgram()));
        serve(routing, "/openapi.yaml", YAML, () -> resource("openapi.yaml"));
        serve(routing, "/assets/docs.css", CSS, () -> resource("docs.css"));
        serve(routing, "/assets/docs.js", JAVASCRIPT, () -> resource("docs.js"));
    }

    private void page(HttpRouting.Builder routing, String path, String template, Supplier<Map<String, Object>> values) {
        serve(routing, path, MediaTypes.TEXT_HTML, () -> {
            StringOutput out = new StringOutput();
            templates.render("docs/" + template + ".jte", values.get(), out);
            return out.toString().getBytes(StandardCharsets.UTF_8);
        });
    }

    private static void serve(HttpRouting.Builder routing, String path, MediaType type, Supplier<byte[]> maker) {
        Once content = new Once(maker);
        Address.at(path)
                .producing(type)
                .get((request, response) -> send(response, type, content.get()))
                .register(routing);
    }

    /// Made by whoever asks first; who comes meanwhile waits.
    private static final class Once {
        private final Supplier<byte[]> maker;
        private byte @Nullable [] made;

        Once(Supplier<byte[]> maker) {
            this.maker = maker;
        }

        synchronized byte[] get() {
            byte[] content = made == null ? maker.get() : made;
            made = content;
            return content;
        }
    }

    private static void send(ServerResponse response, MediaType type, byte[] content) {
        response.header(HeaderNames.CONTENT_TYPE, type.text() + "; charset=utf-8");
        response.header(HeaderNames.CACHE_CONTROL, CACHE_CONTROL);
        response.header(HeaderNames.create("Content-Security-Policy"), CONTENT_SECURITY_POLICY);
        response.header(HeaderNames.create("X-Content-Type-Options"), "nosniff");
        response.header(HeaderNames.create("Referrer-Policy"), "no-referrer");
        response.send(content);
    }

    static byte[] resource(String name) {
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
