package dev.crier.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The compiled message says what a renderer says that walks the tree for each user.
class RenderingAgreementTest {
    private static final long SEED = 7;
    private static final Pattern EMBEDDING = Pattern.compile("\\{\\{\\s*([^{}]+?)\\s*}}");
    private static final List<String> KEYS = List.of("name", "a.b", "Ünïcode", "with space", "1", "Name");
    private static final TemplateStructure FLOW = Json.template(
            "{'type':'BODY','text':'x {{1}} y'},{'type':'BUTTONS','buttons':[{'type':'FLOW','text':'f'}]}");

    private final Random random = new Random(SEED);

    @Test
    void compiled_and_naive_rendering_agree() {
        for (int round = 0; round < 2_000; round++) {
            ArrayNode components = components();
            Map<String, String> params = new HashMap<>();
            KEYS.forEach(key -> params.put(key, "v" + value()));
            assertThat(ComponentsValidator.validate(FLOW, components, "")).isEmpty();
            RenderResult result =
                    CompiledMessage.compile(FLOW, "en", components).render(params, Map.of());
            assertThat(result).as("seed %d round %d", SEED, round).isInstanceOf(RenderResult.Rendered.class);
            JsonNode sent = Json.json(((RenderResult.Rendered) result).templateJson());
            assertThat(sent.path("components")).isEqualTo(naive(components, params));
        }
    }

    @Test
    void every_character_survives_a_json_parser() {
        StringBuilder all = new StringBuilder();
        for (int c = 0; c < 0x10000; c += c < 0x900 ? 1 : 7) {
            all.append((char) c).append('x');
        }
        all.append("😀\uD83D\uDE00 \" \\ / \u2028").append('\uD800');
        byte[] json = Envelope.text("+31612345678", null, all.toString(), "a:1");
        assertThat(Json.json(json).at("/text/body").stringValue()).isEqualTo(wellFormed(all.toString()));
        assertThat(new String(json, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8))
                .isEqualTo(json);
    }

    private ArrayNode components() {
        ArrayNode components = JsonNodeFactory.instance.arrayNode();
        ObjectNode body = components.addObject().put("type", "body");
        body.putArray("parameters").addObject().put("type", "text").put("text", "b" + template());
        ObjectNode button = components
                .addObject()
                .put("type", "button")
                .put("sub_type", "flow")
                .put("index", "0");
        ObjectNode action =
                button.putArray("parameters").addObject().put("type", "action").putObject("action");
        action.put("flow_token", "t" + template());
        ObjectNode data = action.putObject("flow_action_data").put("n", 1.5).put("type", template());
        data.putArray("list").add(template()).add(true).addNull().addObject().put(value(), template());
        return components;
    }

    private String template() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(5); i > 0; i--) {
            text.append(value().replaceAll("[{}]", ""));
            if (random.nextBoolean()) {
                String blank = " ".repeat(random.nextInt(3));
                text.append("{{" + blank + KEYS.get(random.nextInt(KEYS.size())) + blank + "}}");
            }
        }
        return text.toString();
    }

    private String value() {
        String[] pieces = {
            "a", "\"", "\\", "/", "é", "漢", "😀", "{{name}}", "$1", "<&>", "\u0001", "\u007f", "\ud800", "}"
        };
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append(pieces[random.nextInt(pieces.length)]);
        }
        return text.toString();
    }

    private static JsonNode naive(JsonNode components, Map<String, String> params) {
        ArrayNode result = (ArrayNode) components.deepCopy();
        for (JsonNode component : result) {
            for (JsonNode parameter : component.path("parameters")) {
                ObjectNode object = (ObjectNode) parameter;
                object.propertyStream()
                        .filter(entry -> !entry.getKey().equals("type"))
                        .toList()
                        .forEach(entry -> object.set(entry.getKey(), filled(entry.getValue(), params)));
            }
        }
        return result;
    }

    private static JsonNode filled(JsonNode node, Map<String, String> params) {
        if (node.isString()) {
            Matcher matcher = EMBEDDING.matcher(node.stringValue());
            String text =
                    matcher.replaceAll(found -> Matcher.quoteReplacement(params.getOrDefault(found.group(1), "")));
            return JsonNodeFactory.instance.stringNode(wellFormed(text));
        }
        if (node instanceof ArrayNode array) {
            ArrayNode result = JsonNodeFactory.instance.arrayNode();
            array.forEach(child -> result.add(filled(child, params)));
            return result;
        }
        if (node instanceof ObjectNode object) {
            ObjectNode result = JsonNodeFactory.instance.objectNode();
            object.properties()
                    .forEach(entry -> result.set(wellFormed(entry.getKey()), filled(entry.getValue(), params)));
            return result;
        }
        return node;
    }

    /// With U+FFFD for each half of a pair that stands alone.
    private static String wellFormed(String text) {
        StringBuilder result = new StringBuilder();
        text.codePoints()
                .map(c -> Character.getType(c) == Character.SURROGATE ? 0xFFFD : c)
                .forEach(result::appendCodePoint);
        return result.toString();
    }
}
