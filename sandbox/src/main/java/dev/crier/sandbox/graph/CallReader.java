package dev.crier.sandbox.graph;

import dev.crier.sandbox.wire.BodyTooLargeException;
import dev.crier.sandbox.wire.Json;
import dev.crier.sandbox.wire.RequestBody;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Reads a request as a Graph call: any version or none, any kind of body, the token wherever it is (§1). */
public final class CallReader {
    /** What calls without a version get; the latest as of late 2026 (§1). */
    public static final String DEFAULT_VERSION = "v26.0";

    private static final Pattern VERSION = Pattern.compile("v\\d{1,3}\\.\\d{1,2}");
    private static final Pattern AUTHORIZATION = Pattern.compile("(?i)\\s*(?:bearer|oauth)\\s+(\\S+)\\s*");

    /** Resumable uploads say in a header where their bytes belong (§3.1). */
    private static final HeaderName FILE_OFFSET = HeaderNames.create("file_offset");

    private CallReader() {}

    public static Call read(ServerRequest request) throws IOException {
        List<String> path = new ArrayList<>();
        for (String segment : request.path().path().split("/", -1)) {
            if (!segment.isEmpty()) {
                path.add(segment);
            }
        }
        String version = DEFAULT_VERSION;
        if (!path.isEmpty() && VERSION.matcher(path.getFirst()).matches()) {
            version = path.removeFirst();
        }
        RequestBody body = body(request, path);
        ObjectNode params = body.fields();
        for (String name : request.query().names()) {
            if (!params.has(name)) {
                RequestBody.put(params, name, request.query().first(name).orElse(""));
            }
        }
        if (!params.has("file_offset")) {
            request.headers().first(FILE_OFFSET).ifPresent(offset -> params.put("file_offset", offset));
        }
        String token = token(request, params);
        String method = request.prologue().method().text().toUpperCase(Locale.ROOT);
        return new Call(method, version, path, params, body.files(), token, origin(request));
    }

    private static RequestBody body(ServerRequest request, List<String> path) throws IOException {
        if (!request.content().hasEntity()) {
            return new RequestBody(Json.object(), List.of(), true);
        }
        String contentType = request.headers().first(HeaderNames.CONTENT_TYPE).orElse(null);
        try (var in = request.content().inputStream()) {
            boolean upload = !path.isEmpty() && path.getFirst().startsWith("upload:");
            RequestBody body = upload ? RequestBody.raw(in, contentType) : RequestBody.read(in, contentType);
            if (!body.valid()) {
                throw GraphError.parameter("Invalid parameter: the body could not be read as JSON.");
            }
            return body;
        } catch (BodyTooLargeException tooLarge) {
            throw GraphError.tooLarge(String.valueOf(tooLarge.getMessage()));
        }
    }

    private static @Nullable String token(ServerRequest request, ObjectNode params) {
        String header = request.headers().first(HeaderNames.AUTHORIZATION).orElse("");
        Matcher matcher = AUTHORIZATION.matcher(header);
        if (matcher.matches()) {
            return matcher.group(1);
        }
        // It stays among the parameters, and so in the links of pages: clients that send it there follow these as they
        // are.
        return Json.text(params, "access_token");
    }

    public static String origin(ServerRequest request) {
        return "http://" + request.authority();
    }
}
