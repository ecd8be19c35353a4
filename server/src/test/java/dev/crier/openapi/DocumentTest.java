package dev.crier.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.message.Reason;
import dev.crier.openapi.Contract.Operation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The document by itself: whether it is an OpenAPI of 3.1, whole, and true to its own examples.
class DocumentTest {
    private static final Contract CONTRACT = Contract.OURS;
    private static final JsonNode DOCUMENT = CONTRACT.document();
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^}]*)}");

    /// Calls `visit` with each node and its pointer.
    private static void walk(String pointer, JsonNode node, BiConsumer<String, JsonNode> visit) {
        visit.accept(pointer, node);
        if (node.isObject()) {
            node.properties()
                    .forEach(each -> walk(
                            pointer + "/" + each.getKey().replace("~", "~0").replace("/", "~1"),
                            each.getValue(),
                            visit));
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            walk(pointer + "/" + i, node.get(i), visit);
        }
    }

    @Test
    void it_says_what_it_is() {
        assertThat(DOCUMENT.path("openapi").asString()).startsWith("3.1.");
        assertThat(DOCUMENT.path("info").path("title").asString()).isNotBlank();
        assertThat(DOCUMENT.path("info").path("version").asString())
                .isEqualTo(System.getProperty(
                        "crier.version", DOCUMENT.at("/info/version").asString()));
        assertThat(DOCUMENT.propertyNames())
                .isSubsetOf("openapi", "info", "servers", "security", "tags", "paths", "webhooks", "components");
    }

    @Test
    void each_reference_leads_somewhere_and_each_component_is_used() {
        Set<String> used = new TreeSet<>();
        walk("", DOCUMENT, (pointer, node) -> {
            if (node.path("$ref").isString()) {
                String ref = node.path("$ref").asString();
                assertThat(ref).as(pointer).startsWith("#/components/");
                assertThat(DOCUMENT.at(ref.substring(1)).isMissingNode())
                        .as(pointer + " → " + ref)
                        .isFalse();
                used.add(ref);
            }
        });
        Set<String> defined = new TreeSet<>();
        for (var kind : DOCUMENT.path("components").properties()) {
            if (!kind.getKey().equals("securitySchemes")) {
                kind.getValue()
                        .propertyNames()
                        .forEach(name -> defined.add("#/components/" + kind.getKey() + "/" + name));
            }
        }
        assertThat(used).isEqualTo(defined);
    }

    @Test
    void operations_have_names_of_their_own_a_known_tag_a_summary_and_every_parameter_of_their_path() {
        Set<String> ids = new HashSet<>();
        List<String> tags = DOCUMENT.path("tags")
                .valueStream()
                .map(tag -> tag.path("name").asString())
                .toList();
        for (Operation operation : CONTRACT.operations()) {
            String id = operation.id();
            assertThat(ids.add(id)).as("operationId " + id + " is unique").isTrue();
            assertThat(id).isNotBlank();
            assertThat(operation.node().path("summary").asString()).as(id).isNotBlank();
            assertThat(operation.node().path("tags")).as(id).hasSize(1);
            assertThat(tags).as(id).contains(operation.node().at("/tags/0").asString());
            List<String> declared = new ArrayList<>();
            for (JsonNode parameter : CONTRACT.parameters(operation)) {
                String name = parameter.path("name").asString();
                assertThat(parameter.path("in").asString()).as(id).isIn("path", "query", "header");
                assertThat(parameter.has("schema")).as(id + " " + name).isTrue();
                if (parameter.path("in").asString().equals("path")) {
                    assertThat(parameter.path("required").asBoolean())
                            .as(id + " " + name)
                            .isTrue();
                    declared.add(name);
                }
            }
            for (String spelling : operation.spellings()) {
                List<String> placeholders = PLACEHOLDER
                        .matcher(spelling)
                        .results()
                        .map(match -> match.group(1))
                        .toList();
                assertThat(placeholders).as(spelling).containsExactlyInAnyOrderElementsOf(declared);
            }
        }
    }

    @Test
    void every_operation_says_how_it_succeeds_and_how_it_fails() {
        for (Operation operation : CONTRACT.operations()) {
            JsonNode responses = operation.node().path("responses");
            assertThat(responses.has("200")).as(operation.id()).isTrue();
            assertThat(responses.has("default")).as(operation.id()).isTrue();
            if (operation.path().startsWith("/api/")) {
                assertThat(responses.propertyNames()).as(operation.id()).contains("401", "403", "404");
            }
            for (var response : responses.properties()) {
                JsonNode resolved = CONTRACT.resolve(response.getValue());
                assertThat(resolved.path("description").asString())
                        .as(operation.id())
                        .isNotBlank();
                if (!response.getKey().startsWith("2")) {
                    assertThat(resolved.path("content").propertyNames())
                            .as(operation.id() + " " + response.getKey())
                            .containsExactly("application/problem+json");
                }
            }
        }
    }

    @Test
    void codes_are_those_of_the_program_under_their_status() {
        Set<String> told = new TreeSet<>();
        for (Operation operation : CONTRACT.operations()) {
            for (var response : operation.node().path("responses").properties()) {
                JsonNode schema = CONTRACT.resolve(response.getValue()).at("/content/application~1problem+json/schema");
                walk("", schema, (pointer, node) -> {
                    if (pointer.endsWith("/code/enum")) {
                        node.valueStream().map(JsonNode::asString).forEach(code -> {
                            told.add(code);
                            ProblemCode known = ProblemCode.valueOf(code.toUpperCase(java.util.Locale.ROOT));
                            if (!response.getKey().equals("default")) {
                                assertThat(known.status() + " " + code)
                                        .as(operation.id())
                                        .isEqualTo(response.getKey() + " " + code);
                            }
                        });
                    }
                });
            }
        }
        assertThat(told)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(ProblemCode.values()).map(ProblemCode::wire).toList());
        assertThat(DOCUMENT.at("/components/schemas/Reason/enum").valueStream().map(JsonNode::asString))
                .containsExactlyElementsOf(
                        Stream.of(Reason.values()).map(Reason::wire).toList());
        assertThat(DOCUMENT.at("/components/schemas/Problem/properties/errors/maxItems")
                        .asInt())
                .isEqualTo(Problem.MAX_FAULTS);
    }

    @Test
    void every_example_is_what_its_schema_says() {
        List<String> wrong = new ArrayList<>();
        int[] count = {0};
        walk("", DOCUMENT, (pointer, node) -> {
            boolean literal = pointer.matches(".*/(example|value)(/.*)?");
            if (literal || !node.isObject() || !node.has("schema")) {
                return;
            }
            List<JsonNode> examples = new ArrayList<>();
            if (node.has("example")) {
                examples.add(node.path("example"));
            }
            node.path("examples")
                    .properties()
                    .forEach(each -> examples.add(each.getValue().path("value")));
            for (JsonNode example : examples) {
                count[0]++;
                CONTRACT.validate(example, node.path("schema")).forEach(fault -> wrong.add(pointer + ": " + fault));
            }
        });
        assertThat(wrong).isEmpty();
        assertThat(count[0]).isGreaterThan(100);
    }

    @Test
    void answers_in_json_and_bodies_have_examples() {
        Map<String, String> lacking = new java.util.TreeMap<>();
        for (Operation operation : CONTRACT.operations()) {
            JsonNode answers =
                    CONTRACT.resolve(operation.node().at("/responses/200")).path("content");
            JsonNode json = answers.path("application/json");
            if (!json.isMissingNode() && !json.has("examples") && !json.has("example")) {
                lacking.put(operation.id(), "answer");
            }
            JsonNode body = operation.node().path("requestBody").path("content");
            if (!body.isMissingNode() && body.valueStream().noneMatch(each -> each.has("examples"))) {
                lacking.put(operation.id(), "body");
            }
        }
        assertThat(lacking).isEmpty();
    }

    /// In `{ … }` an unquoted comma ends a sentence, and the rest of it becomes a keyword.
    @Test
    void no_half_of_a_sentence_is_a_keyword() {
        List<String> halves = new ArrayList<>();
        walk("", DOCUMENT, (pointer, node) -> {
            if (!pointer.matches(".*/(example|value)(/.*)?")) {
                node.propertyNames().stream()
                        .filter(name -> name.contains(" "))
                        .forEach(name -> halves.add(pointer + ": " + name));
            }
        });
        assertThat(halves).isEmpty();
    }

    @Test
    void aliases_are_spelled_once() {
        Set<String> seen = new HashSet<>();
        for (var path : DOCUMENT.path("paths").properties()) {
            Matcher trailing = Pattern.compile("^/.*[^/]$").matcher(path.getKey());
            assertThat(trailing.matches()).as(path.getKey()).isTrue();
            assertThat(seen.add(path.getKey())).isTrue();
            path.getValue()
                    .path("x-crier-aliases")
                    .valueStream()
                    .forEach(alias -> assertThat(seen.add(alias.asString()))
                            .as(alias.asString())
                            .isTrue());
        }
    }
}
