package dev.crier.openapi;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import dev.crier.api.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// `openapi.yaml`, and what it says of a request and its answer. Fields that it does not name are refused, so that it
/// cannot fall behind.
public final class Contract {
    private static final List<String> METHODS = List.of("get", "post", "put", "patch", "delete");
    private static final String PROBLEM = "application/problem+json";

    public static final Contract OURS = new Contract();

    private final JsonNode document = read();
    private final JsonNode definitions;
    private final List<Operation> operations;
    private final Map<JsonNode, Schema> schemas = new ConcurrentHashMap<>();
    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemaRegistryConfig(
                    SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

    /// What can be done at an address.
    ///
    /// @param path as the document spells it
    /// @param aliases its other spellings
    public record Operation(String method, String path, List<String> aliases, JsonNode item, JsonNode node) {
        public String id() {
            return node.path("operationId").asString();
        }

        List<String> spellings() {
            return Stream.concat(Stream.of(path), aliases.stream()).toList();
        }

        /// How many segments of the spelling that fits are not placeholders; -1 if none fits.
        private int fits(String actual) {
            return spellings().stream()
                    .filter(spelling -> pattern(spelling).matcher(actual).matches())
                    .mapToInt(spelling -> spelling.split("/").length - spelling.split("\\{").length)
                    .max()
                    .orElse(-1);
        }
    }

    private Contract() {
        Closing closing = new Closing();
        ObjectNode open = Json.object();
        document.path("components")
                .path("schemas")
                .properties()
                .forEach(each -> open.set(each.getKey(), closing.open(each.getValue())));
        definitions = open;
        operations = document.path("paths").properties().stream()
                .flatMap(each -> operations(each.getKey(), each.getValue()))
                .toList();
    }

    private static JsonNode read() {
        try (InputStream in = Contract.class.getResourceAsStream("/docs/openapi.yaml")) {
            return new YAMLMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Operation> operations(String path, JsonNode item) {
        List<String> aliases = item.path("x-crier-aliases")
                .valueStream()
                .map(JsonNode::asString)
                .toList();
        return item.propertyNames().stream()
                .filter(METHODS::contains)
                .map(method -> new Operation(method.toUpperCase(Locale.ROOT), path, aliases, item, item.path(method)));
    }

    private static Pattern pattern(String spelling) {
        return Pattern.compile("\\Q" + spelling.replaceAll("\\{[^}]*\\}", "\\\\E[^/]+\\\\Q") + "\\E/?");
    }

    public JsonNode document() {
        return document;
    }

    public List<Operation> operations() {
        return operations;
    }

    public Operation operation(String id) {
        return operations.stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /// The operation that a request to `path` reaches.
    public Optional<Operation> find(String method, String path) {
        return operations.stream()
                .filter(each -> each.method().equals(method) && each.fits(path) >= 0)
                .max(Comparator.comparingInt(each -> each.fits(path)));
    }

    /// The first page and the pages' own files are for people's eyes, so the document leaves them out.
    public static boolean isOfPages(String path) {
        return path.equals("/") || path.startsWith("/assets/") || path.startsWith("/studio");
    }

    /// The node itself, or what its `$ref` leads to.
    public JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? document.at(node.path("$ref").asString().substring(1)) : node;
    }

    /// The parameters of an operation; its own win over those of its path.
    public List<JsonNode> parameters(Operation operation) {
        List<JsonNode> all = new ArrayList<>();
        Stream.of(operation.node(), operation.item())
                .flatMap(each -> each.path("parameters").valueStream())
                .map(this::resolve)
                .filter(each -> all.stream()
                        .noneMatch(known -> known.path("name").equals(each.path("name"))
                                && known.path("in").equals(each.path("in"))))
                .forEach(all::add);
        return all;
    }

    /// Holds an answer against the document.
    public void check(HttpResponse<String> response) {
        check(
                response.request().method(),
                response.uri().getRawPath(),
                response.statusCode(),
                response.headers().firstValue("content-type").orElse(""),
                response.body());
    }

    /// Holds an answer against the document.
    ///
    /// @param path without a query
    /// @param contentType as the header has it; may be empty
    public void check(String method, String path, int status, String contentType, String body) {
        String what = method + " " + path + " answered " + status + " " + contentType;
        Optional<Operation> found = find(method, path);
        String media = contentType.split(";", 2)[0].strip();
        if (isOfPages(path)) {
            return;
        }
        if (found.isEmpty()) {
            if (status < 400) {
                throw new AssertionError(what + ", and openapi.yaml has no such operation");
            }
            require(what, validate(parse(what, body), document.at("/components/schemas/Problem")));
            return;
        }
        JsonNode responses = found.get().node().path("responses");
        JsonNode response = resolve(responses.path(responses.has("" + status) ? "" + status : "default"));
        JsonNode content = response.path("content");
        if (!content.has(media)) {
            throw new AssertionError(what + "; openapi.yaml knows " + content.propertyNames() + "\n" + shorten(body));
        }
        if (media.equals("application/json") || media.equals(PROBLEM)) {
            JsonNode json = parse(what, body);
            require(
                    what + "\n" + shorten(body),
                    validate(json, content.path(media).path("schema")));
            if (media.equals(PROBLEM) && json.path("status").asInt() != status) {
                throw new AssertionError(what + " and said " + json.path("status"));
            }
        }
    }

    private static JsonNode parse(String what, String body) {
        try {
            return Json.MAPPER.readTree(body);
        } catch (JacksonException e) {
            throw new AssertionError(what + ", which is not JSON: " + shorten(body), e);
        }
    }

    private static String shorten(String body) {
        return body.length() > 2_000 ? body.substring(0, 2_000) + "…" : body;
    }

    private static void require(String what, List<String> faults) {
        if (!faults.isEmpty()) {
            throw new AssertionError(what + "\nopenapi.yaml does not allow it:\n" + String.join("\n", faults));
        }
    }

    /// Where `value` is not what `schema` says, fields that it does not name included.
    public List<String> validate(JsonNode value, JsonNode schema) {
        return schemas.computeIfAbsent(schema, this::compile).validate(value).stream()
                .map(error -> error.getInstanceLocation() + " " + error.getMessage())
                .toList();
    }

    private Schema compile(JsonNode schema) {
        ObjectNode whole = Json.object().put("$schema", "https://json-schema.org/draft/2020-12/schema");
        whole.putArray("allOf").add(new Closing().closed(schema));
        whole.set("$defs", definitions);
        return registry.getSchema(Json.parseOwn(whole.toString().replace("\"#/components/schemas/", "\"#/$defs/")));
    }
}
