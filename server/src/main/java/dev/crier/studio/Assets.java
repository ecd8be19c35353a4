package dev.crier.studio;

import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Style sheets and scripts, all our own server's: those of `resources/studio`, and htmx from its library.
///
/// Their addresses carry a hash of the content, so browsers keep them for ever and a new version is seen at once.
public final class Assets {
    private static final String PATH = "/assets/studio/";
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,40}\\.(css|js|svg)");
    private static final Map<String, String> LIBRARIES = Map.of(
            "htmx.js", "/META-INF/resources/webjars/htmx.org/2.0.10/dist/htmx.min.js",
            "htmx-sse.js", "/META-INF/resources/webjars/htmx-ext-sse/2.2.2/sse.js");
    private static final Map<String, String> TYPES = Map.of(
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");
    private static final Map<String, Asset> LOADED = new ConcurrentHashMap<>();

    private record Asset(byte[] content, String version) {}

    private Assets() {}

    static void register(HttpRouting.Builder routing) {
        routing.route(Method.GET, PATH + "{name}", Assets::serve);
    }

    /// The address of a file, for pages.
    public static String url(String name) {
        return PATH + name + "?v="
                + find(name)
                        .orElseThrow(() -> new IllegalStateException("the program is incomplete: " + name))
                        .version();
    }

    private static void serve(ServerRequest request, ServerResponse response) {
        String name = request.path().pathParameters().get("name");
        Asset asset = find(name).orElseThrow(() -> Problem.of(ProblemCode.NOT_FOUND, "There is no such file"));
        boolean isVersioned = request.query().first("v").orElse("").equals(asset.version());
        response.header(HeaderNames.CONTENT_TYPE, TYPES.get(name.substring(name.lastIndexOf('.') + 1)))
                .header(
                        HeaderNames.CACHE_CONTROL,
                        isVersioned ? "public, max-age=31536000, immutable" : "public, max-age=300")
                .header(HeaderNames.create("X-Content-Type-Options"), "nosniff")
                .send(asset.content());
    }

    private static Optional<Asset> find(String name) {
        return NAME.matcher(name).matches()
                ? Optional.ofNullable(LOADED.computeIfAbsent(name, Assets::load))
                : Optional.empty();
    }

    private static @Nullable Asset load(String name) {
        String resource = LIBRARIES.getOrDefault(name, "/studio/" + name);
        try (InputStream in = Assets.class.getResourceAsStream(resource)) {
            if (in == null) {
                return null;
            }
            byte[] content = in.readAllBytes();
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
            return new Asset(content, HexFormat.of().formatHex(hash, 0, 6));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
