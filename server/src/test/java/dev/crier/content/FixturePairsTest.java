package dev.crier.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Definitions with a send that fits, written by others. They are no part of this repository.
class FixturePairsTest {
    private static final Path PAIRS = Path.of(System.getProperty("crier.root", "."), "../shared/fixtures/meta/pairs");

    private record Pair(String name, TemplateStructure structure, JsonNode components) {
        int faults(JsonNode changed) {
            return ComponentsValidator.validate(structure, changed, "/template/components")
                    .size();
        }
    }

    private List<Pair> pairs = List.of();

    @BeforeEach
    void read() throws IOException {
        assumeTrue(Files.isDirectory(PAIRS));
        try (Stream<Path> folders = Files.list(PAIRS)) {
            pairs = folders.filter(Files::isDirectory)
                    .map(FixturePairsTest::pair)
                    .toList();
        }
        assertThat(pairs).isNotEmpty();
    }

    private static Pair pair(Path folder) {
        JsonNode definition = Json.MAPPER.readTree(folder.resolve("definition.json"));
        JsonNode send = Json.MAPPER.readTree(folder.resolve("send.json"));
        JsonNode components = send.path("template").path("components");
        return new Pair(folder.getFileName().toString(), TemplateStructure.parse(definition), components);
    }

    @Test
    void each_send_fits_its_definition_and_is_understood() {
        for (Pair pair : pairs) {
            assertThat(ComponentsValidator.validate(pair.structure, pair.components, "/template/components"))
                    .as(pair.name)
                    .isEmpty();
            assertThat(pair.structure.notUnderstood()).as(pair.name).isEmpty();
        }
    }

    @Test
    void what_is_sent_for_it_fits_again_and_says_the_same() {
        for (Pair pair : pairs) {
            RenderResult result = CompiledMessage.compile(pair.structure, "en_US", pair.components)
                    .render(Map.of(), Map.of());
            assertThat(result).as(pair.name).isInstanceOf(RenderResult.Rendered.class);
            JsonNode sent =
                    Json.json(((RenderResult.Rendered) result).templateJson()).path("components");
            assertThat(pair.faults(sent)).as(pair.name).isZero();
            assertThat(Preview.of(pair.structure, sent)).isEqualTo(Preview.of(pair.structure, pair.components));
        }
    }

    @Test
    void a_send_without_one_of_its_components_does_not_fit() {
        for (Pair pair : pairs) {
            for (int i = 0; i < pair.components.size(); i++) {
                ArrayNode changed = (ArrayNode) pair.components.deepCopy();
                changed.remove(i);
                assertFault(pair, changed, !isQuickReply(pair.components.path(i)));
            }
        }
    }

    @Test
    void a_send_with_a_parameter_less_or_more_does_not_fit() {
        forEachParameters((pair, changed, parameters) -> {
            boolean quickReply = parameters.path(0).has("payload");
            JsonNode first = parameters.remove(0);
            assertFault(pair, changed, !quickReply);
            parameters.add(first).add(first.deepCopy());
            assertFault(pair, changed, true);
        });
    }

    @Test
    void a_send_with_a_parameter_of_another_type_does_not_fit() {
        forEachParameters((pair, changed, parameters) -> {
            ((ObjectNode) parameters.path(0)).put("type", "sticker");
            assertFault(pair, changed, true);
        });
    }

    @Test
    void a_send_with_a_wrong_index_or_kind_does_not_fit() {
        for (Pair pair : pairs) {
            for (int i = 0; i < pair.components.size(); i++) {
                for (Map.Entry<String, String> change : Map.of(
                                "index", "7", "card_index", "7", "type", "sticker", "sub_type", "sticker")
                        .entrySet()) {
                    JsonNode changed = pair.components.deepCopy();
                    if (changed.path(i) instanceof ObjectNode component && component.has(change.getKey())) {
                        component.put(change.getKey(), change.getValue());
                        assertFault(pair, changed, true);
                    }
                }
            }
        }
    }

    private interface Change {
        void apply(Pair pair, JsonNode changed, ArrayNode parameters);
    }

    private void forEachParameters(Change change) {
        for (Pair pair : pairs) {
            int lists = parameterLists(pair.components).size();
            for (int i = 0; i < lists; i++) {
                JsonNode changed = pair.components.deepCopy();
                change.apply(pair, changed, parameterLists(changed).get(i));
            }
        }
    }

    private static List<ArrayNode> parameterLists(JsonNode components) {
        List<ArrayNode> lists = new ArrayList<>();
        for (JsonNode found : components.findValues("parameters")) {
            lists.add((ArrayNode) found);
        }
        return lists;
    }

    private static boolean isQuickReply(JsonNode component) {
        return component.path("sub_type").asString("").equalsIgnoreCase("quick_reply");
    }

    private static void assertFault(Pair pair, JsonNode changed, boolean expected) {
        assertThat(pair.faults(changed) > 0).as(pair.name + " " + changed).isEqualTo(expected);
    }
}
