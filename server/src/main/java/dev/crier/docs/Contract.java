package dev.crier.docs;

import dev.crier.docs.Reference.Answer;
import dev.crier.docs.Reference.Event;
import dev.crier.docs.Reference.Failure;
import dev.crier.docs.Reference.Field;
import dev.crier.docs.Reference.Group;
import dev.crier.docs.Reference.Operation;
import dev.crier.docs.Reference.Parameter;
import dev.crier.docs.Reference.Sample;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Reads `openapi.yaml` into what the page shows. The document is ours, so nothing of it is doubted here.
final class Contract {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    private final JsonNode document;
    private final Markdown markdown = new Markdown();
    private final Schemas schemas;

    private Contract(JsonNode document) {
        this.document = document;
        this.schemas = new Schemas(document, markdown);
    }

    static Reference read(byte[] yaml) {
        return new Contract(new YAMLMapper().readTree(yaml)).reference();
    }

    /// What the contract says of everything with a name, as HTML: `Schema`, `Schema.field`, `Schema.field.below`, and
    /// `?Parameter` for parameters that many operations share.
    static Map<String, String> descriptions(byte[] yaml) {
        Contract contract = new Contract(new YAMLMapper().readTree(yaml));
        Map<String, String> descriptions = new HashMap<>();
        contract.document.at("/components/schemas").properties().forEach(each -> {
            contract.keep(descriptions, each.getKey(), each.getValue());
            keep(descriptions, each.getKey(), contract.schemas.fields(each.getValue()));
        });
        return descriptions;
    }

    private void keep(Map<String, String> descriptions, String name, JsonNode node) {
        String about = text(node, "description");
        if (!about.isEmpty()) {
            descriptions.put(name, markdown.inline(about));
        }
    }

    private static void keep(Map<String, String> descriptions, String above, List<Field> fields) {
        for (Field field : fields) {
            String name = above + "." + field.name();
            if (!field.aboutHtml().isEmpty()) {
                descriptions.putIfAbsent(name, field.aboutHtml());
            }
            keep(descriptions, name, field.below());
        }
    }

    private Reference reference() {
        JsonNode info = document.path("info");
        List<Group> groups =
                document.path("tags").valueStream().map(this::group).toList();
        List<Event> events = document.path("webhooks").properties().stream()
                .map(each -> event(each.getKey(), each.getValue().path("post")))
                .toList();
        return new Reference(text(info, "version"), markdown.html(text(info, "description")), groups, events);
    }

    private Group group(JsonNode tag) {
        String name = text(tag, "name");
        List<Operation> operations = document.path("paths").properties().stream()
                .flatMap(path -> path.getValue().propertyNames().stream()
                        .filter(METHODS::contains)
                        .filter(method -> path.getValue()
                                .path(method)
                                .at("/tags/0")
                                .asString()
                                .equals(name))
                        .map(method -> operation(path, method)))
                .toList();
        String anchor = name.toLowerCase(Locale.ROOT).replace(' ', '-');
        return new Group(anchor, name, markdown.html(text(tag, "description")), operations);
    }

    private Operation operation(Map.Entry<String, JsonNode> path, String method) {
        JsonNode item = path.getValue();
        JsonNode node = item.path(method);
        List<JsonNode> parameters = parameters(item, node);
        JsonNode body = node.path("requestBody").path("content");
        boolean secured =
                !node.path("security").isArray() || !node.path("security").isEmpty();
        return new Operation(
                text(node, "operationId"),
                method.toUpperCase(Locale.ROOT),
                path.getKey(),
                item.path("x-crier-aliases")
                        .valueStream()
                        .map(JsonNode::asString)
                        .toList(),
                text(node, "summary"),
                markdown.html(text(node, "description")),
                secured,
                text(node, "x-crier-effect"),
                node.path("x-crier-run").asBoolean(true),
                parameters.stream().map(this::parameter).toList(),
                schemas.fields(body.path("application/json").path("schema")),
                samples(body, parameters),
                node.path("responses").properties().stream()
                        .filter(each -> each.getKey().startsWith("2"))
                        .map(this::answer)
                        .toList(),
                node.path("responses").properties().stream()
                        .filter(each -> !each.getKey().startsWith("2"))
                        .map(this::failure)
                        .toList());
    }

    /// An operation's own parameters win over those of its path, which stand first.
    private List<JsonNode> parameters(JsonNode item, JsonNode node) {
        List<JsonNode> own =
                node.path("parameters").valueStream().map(schemas::resolve).toList();
        List<JsonNode> all = new ArrayList<>();
        item.path("parameters")
                .valueStream()
                .map(schemas::resolve)
                .filter(each -> own.stream().noneMatch(mine -> mine.path("name").equals(each.path("name"))))
                .forEach(all::add);
        all.addAll(own);
        return all;
    }

    private Parameter parameter(JsonNode parameter) {
        JsonNode schema = parameter.path("schema");
        return new Parameter(
                text(parameter, "name"),
                text(parameter, "in"),
                schemas.type(schema),
                parameter.path("required").asBoolean(false),
                markdown.inline(text(parameter, "description") + schemas.limits(schema)),
                parameter.path("required").asBoolean(false)
                        ? parameter.path("example").asString("")
                        : "",
                text(parameter, "x-crier-takes"));
    }

    private List<Sample> samples(JsonNode content, List<JsonNode> parameters) {
        return content.properties().stream()
                .flatMap(media -> media.getValue().path("examples").properties().stream()
                        .map(example -> sample(media.getKey(), example, parameters)))
                .toList();
    }

    private Sample sample(String type, Map.Entry<String, JsonNode> example, List<JsonNode> parameters) {
        String name = example.getKey();
        JsonNode node = example.getValue();
        String label = node.has("summary") ? text(node, "summary") : name.replace('_', ' ') + " (" + type + ")";
        String gives = node.path("x-crier-gives").properties().stream()
                .map(each -> each.getKey() + "=" + each.getValue().asString())
                .collect(Collectors.joining(" "));
        String query = parameters.stream()
                .filter(each -> each.path("examples").has(name))
                .map(each -> text(each, "name") + "="
                        + URLEncoder.encode(
                                each.path("examples").path(name).path("value").asString(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return new Sample(name, label, type, written(node.path("value")), gives, query);
    }

    private static String written(JsonNode value) {
        if (value.isMissingNode()) {
            return "";
        }
        return value.isString() ? value.asString() : PrettyJson.of(value);
    }

    private Answer answer(Map.Entry<String, JsonNode> response) {
        JsonNode node = schemas.resolve(response.getValue());
        Map.Entry<String, JsonNode> content = node.path("content").properties().stream()
                .findFirst()
                .orElseGet(() -> Map.entry("", MissingNode.getInstance()));
        JsonNode example =
                content.getValue().path("examples").valueStream().findFirst().orElse(MissingNode.getInstance());
        return new Answer(
                response.getKey(),
                content.getKey(),
                markdown.inline(text(node, "description")),
                written(example.path("value")),
                schemas.fields(content.getValue().path("schema")));
    }

    private Failure failure(Map.Entry<String, JsonNode> response) {
        JsonNode node = schemas.resolve(response.getValue());
        List<String> codes = node.at("/content/application~1problem+json/schema/allOf")
                .valueStream()
                .flatMap(part -> part.at("/properties/code/enum").valueStream())
                .map(JsonNode::asString)
                .toList();
        String status = response.getKey().equals("default") ? "others" : response.getKey();
        return new Failure(status, markdown.inline(text(node, "description")), codes);
    }

    private Event event(String name, JsonNode node) {
        JsonNode content = node.path("requestBody").path("content");
        return new Event(
                name,
                text(node, "summary"),
                schemas.fields(content.path("application/json").path("schema")),
                samples(content, List.of()));
    }

    private static String text(JsonNode node, String name) {
        return node.path(name).asString("").strip();
    }

    /// Fields of schemas, as far as somebody reads.
    private record Schemas(JsonNode document, Markdown markdown) {
        /// A body nests less; what refers to itself, such as the cards of a preview, ends here.
        private static final int MAX_DEPTH = 7;

        JsonNode resolve(JsonNode node) {
            return node.has("$ref") ? document.at(text(node, "$ref").substring(1)) : node;
        }

        List<Field> fields(JsonNode schema) {
            return fields(schema, 0);
        }

        private List<Field> fields(JsonNode written, int depth) {
            JsonNode schema = resolve(written);
            if (depth > MAX_DEPTH) {
                return List.of();
            }
            List<Field> fields = new ArrayList<>();
            JsonNode required = schema.path("required");
            schema.path("properties").properties().stream()
                    .map(each -> field(each.getKey(), each.getValue(), isIn(required, each.getKey()), depth))
                    .forEach(fields::add);
            schema.path("allOf")
                    .valueStream()
                    .flatMap(each -> fields(each, depth).stream())
                    .forEach(fields::add);
            List<List<Field>> variants = Stream.of("oneOf", "anyOf")
                    .flatMap(name -> schema.path(name).valueStream())
                    .map(each -> fields(each, depth + 1))
                    .filter(each -> !each.isEmpty())
                    .toList();
            if (variants.size() == 1) {
                fields.addAll(variants.getFirst());
            } else {
                variants.forEach(
                        each -> fields.add(new Field(fields.isEmpty() ? "either" : "or", "", false, false, "", each)));
            }
            if (schema.has("items")) {
                fields.addAll(fields(schema.path("items"), depth));
            }
            return fields;
        }

        private static boolean isIn(JsonNode names, String name) {
            return names.valueStream().anyMatch(each -> each.asString().equals(name));
        }

        private Field field(String name, JsonNode written, boolean required, int depth) {
            JsonNode schema = resolve(written);
            String about =
                    text(written, "description").isEmpty() ? text(schema, "description") : text(written, "description");
            return new Field(
                    name,
                    type(written),
                    required,
                    written.path("deprecated")
                            .asBoolean(schema.path("deprecated").asBoolean(false)),
                    markdown.inline(about + limits(schema)),
                    fields(written, depth + 1));
        }

        String type(JsonNode written) {
            JsonNode schema = resolve(written);
            if (schema.has("const")) {
                return "always " + schema.path("const");
            }
            if (schema.has("enum")) {
                return schema.path("enum").size() > 8 ? "one of the words below" : "one of";
            }
            List<String> types = types(schema);
            String all = String.join(" or ", types);
            if (types.contains("array") && schema.has("items")) {
                return all.replace("array", "list of " + type(schema.path("items")));
            }
            return schema.has("format") && types.contains("string")
                    ? all.replace("string", named(text(schema, "format")))
                    : all;
        }

        private List<String> types(JsonNode schema) {
            JsonNode type = schema.path("type");
            if (type.isString()) {
                return List.of(type.asString());
            }
            if (type.isArray()) {
                return type.valueStream().map(JsonNode::asString).toList();
            }
            if (schema.has("enum")) {
                return List.of("string");
            }
            return Stream.of("oneOf", "anyOf", "allOf")
                    .flatMap(name -> schema.path(name).valueStream())
                    .map(this::resolve)
                    .flatMap(each -> types(each).stream())
                    .distinct()
                    .toList();
        }

        private static String named(String format) {
            return switch (format) {
                case "date-time" -> "time";
                case "uuid" -> "id";
                default -> format;
            };
        }

        /// What a value must keep to, as sentences after the description.
        String limits(JsonNode written) {
            JsonNode schema = resolve(written);
            StringBuilder limits = new StringBuilder();
            if (schema.has("enum")) {
                limits.append(schema.path("enum")
                        .valueStream()
                        .map(each -> "`" + (each.isString() ? quoted(each.asString()) : each.toString()) + "`")
                        .collect(Collectors.joining(", ", " Values: ", ".")));
            }
            range(limits, schema, "minimum", "maximum", "");
            range(limits, schema, "exclusiveMinimum", "", "");
            range(limits, schema, "minLength", "maxLength", " characters");
            range(limits, schema, "minItems", "maxItems", " entries");
            if (schema.has("default")) {
                limits.append(" Default: `")
                        .append(schema.path("default").asString())
                        .append("`.");
            }
            return limits.toString();
        }

        private static String quoted(String text) {
            return text.isEmpty() ? "\"\"" : text.replace("\t", "\\t");
        }

        private static void range(StringBuilder limits, JsonNode schema, String least, String most, String what) {
            if (schema.has(least)) {
                limits.append(least.startsWith("exclusive") ? " More than " : " At least ")
                        .append(schema.path(least).asString())
                        .append(what)
                        .append('.');
            }
            if (schema.has(most)) {
                limits.append(" At most ")
                        .append(schema.path(most).asString())
                        .append(what)
                        .append('.');
            }
        }
    }
}
