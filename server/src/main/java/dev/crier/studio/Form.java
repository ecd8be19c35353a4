package dev.crier.studio;

import dev.crier.api.Body;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.api.ProblemException;
import dev.crier.api.Texts;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The fields of a form that was sent (application/x-www-form-urlencoded), bounded and free of what cannot be stored.
public final class Form {
    /// A pasted list of some ten thousand numbers is the largest.
    static final long MAX_BYTES = 2_000_000;

    /// Ten thousand selected contacts, and the rest.
    private static final int MAX_FIELDS = 11_000;

    private static final String TYPE = "application/x-www-form-urlencoded";

    /// No form at all: that of a page which is shown for the first time.
    public static final Form EMPTY = new Form(Map.of());

    private final Map<String, List<String>> fields;

    private Form(Map<String, List<String>> fields) {
        this.fields = fields;
    }

    static Form of(ServerRequest request) {
        String type = request.headers().first(HeaderNames.CONTENT_TYPE).orElse(TYPE);
        if (!type.startsWith(TYPE)) {
            throw Problem.of(ProblemCode.UNSUPPORTED_MEDIA_TYPE, "Send the form as " + TYPE);
        }
        return parse(new String(Body.raw(request, MAX_BYTES).bytes(), StandardCharsets.UTF_8));
    }

    static Form parse(String body) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        int count = 0;
        for (int from = 0; from < body.length(); ) {
            int to = body.indexOf('&', from);
            to = to < 0 ? body.length() : to;
            if (to > from) {
                if (++count > MAX_FIELDS) {
                    throw Problem.of(ProblemCode.TOO_LARGE, "The form may have at most " + MAX_FIELDS + " fields");
                }
                add(fields, body.substring(from, to));
            }
            from = to + 1;
        }
        return new Form(fields);
    }

    private static void add(Map<String, List<String>> fields, String pair) {
        int equals = pair.indexOf('=');
        String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
        String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
        fields.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
    }

    private static String decoded(String text) {
        String decoded;
        try {
            decoded = URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw unreadable("it has a broken percent escape");
        }
        String fault = Texts.problem(decoded);
        if (fault != null) {
            throw unreadable("a field " + fault);
        }
        return decoded;
    }

    private static ProblemException unreadable(String why) {
        return Problem.of(ProblemCode.INVALID_REQUEST, "The form cannot be read: " + why);
    }

    /// The field without the blanks around it; empty if it is absent.
    public String text(String name) {
        return raw(name).strip();
    }

    /// The field as it was sent, with line ends as `\n`; empty if it is absent.
    public String raw(String name) {
        return fields.getOrDefault(name, List.of("")).getFirst().replace("\r\n", "\n");
    }

    /// Every value of the field.
    public List<String> all(String name) {
        return List.copyOf(fields.getOrDefault(name, List.of()));
    }

    public boolean has(String name) {
        return fields.containsKey(name);
    }

    /// The names of its fields in their order.
    public List<String> names() {
        return List.copyOf(fields.keySet());
    }
}
