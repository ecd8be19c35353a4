package dev.crier.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Whatever JSON comes gives faults, never an exception; and what has no fault can be sent.
class HostileJsonTest {
    private static final long SEED = 20261122;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<String> WORDS = List.of(
            "type",
            "text",
            "body",
            "header",
            "button",
            "buttons",
            "url",
            "index",
            "sub_type",
            "parameters",
            "cards",
            "card_index",
            "components",
            "carousel",
            "limited_time_offer",
            "expiration_time_ms",
            "image",
            "link",
            "id",
            "action",
            "flow_action_data",
            "payload",
            "quick_reply",
            "parameter_name",
            "format",
            "language",
            "{{ a }}",
            "{{1}}",
            "{{#a}}",
            "",
            " ",
            "\n",
            "\0",
            "\ud800",
            "0",
            "1",
            "-1",
            "9999999999999999999999",
            "https://e.com");

    private static final JsonNode DEFINITION = Json.json("""
            {'name':'n','language':'en','category':'MARKETING','components':[
             {'type':'HEADER','format':'TEXT','text':'Hi {{1}}'},{'type':'BODY','text':'A {{1}} b {{2}} c'},
             {'type':'LIMITED_TIME_OFFER','limited_time_offer':{'text':'x','has_expiration':true}},
             {'type':'BUTTONS','buttons':[{'type':'URL','text':'u','url':'https://e.com/{{1}}'},{'type':'FLOW','text':'f'},
              {'type':'QUICK_REPLY','text':'q'},{'type':'OTP','otp_type':'COPY_CODE'},{'type':'MPM','text':'m'}]},
             {'type':'CAROUSEL','cards':[{'components':[{'type':'HEADER','format':'LOCATION'},{'type':'BODY','text':'c {{1}}.'}]}]}]}
            """);
    private static final JsonNode SEND = Json.json("""
            [{'type':'header','parameters':[{'type':'text','text':'{{ a }}'}]},
             {'type':'body','parameters':[{'type':'text','text':'x'},{'type':'currency','currency':
              {'fallback_value':'$5','code':'USD','amount_1000':5000}}]},
             {'type':'limited_time_offer','parameters':[{'type':'limited_time_offer','limited_time_offer':{'expiration_time_ms':'{{ b }}'}}]},
             {'type':'button','sub_type':'url','index':0,'parameters':[{'type':'text','text':'{{ a }}'}]},
             {'type':'button','sub_type':'flow','index':1,'parameters':[{'type':'action','action':{'flow_action_data':{'k':['{{ c }}',1,null]}}}]},
             {'type':'button','sub_type':'quick_reply','index':2,'parameters':[{'type':'payload','payload':'p'}]},
             {'type':'button','sub_type':'url','index':3,'parameters':[{'type':'text','text':'x'}]},
             {'type':'button','sub_type':'mpm','index':4,'parameters':[{'type':'action','action':{'thumbnail_product_retailer_id':'t',
              'sections':[{'title':'T','product_items':[{'product_retailer_id':'r'}]}]}}]},
             {'type':'carousel','cards':[{'card_index':0,'components':[{'type':'header','parameters':[{'type':'location',
              'location':{'latitude':1,'longitude':'{{ d }}'}}]},{'type':'body','parameters':[{'type':'text','text':'{{ a }}'}]}]}]}]
            """);

    private final Random random = new Random(SEED);

    @Test
    void the_message_that_is_bent_fits_as_it_is() {
        assertThat(ComponentsValidator.validate(TemplateStructure.parse(DEFINITION), SEND, ""))
                .isEmpty();
    }

    @Test
    void random_json_never_throws() {
        for (int round = 0; round < 3_000; round++) {
            send(TemplateStructure.parse(node(4)), node(5));
            send(TemplateStructure.parse(DEFINITION), node(5));
        }
        assertThat(TemplateStructure.parse(null).notUnderstood()).isNotEmpty();
    }

    @Test
    void a_bent_message_never_throws_and_what_fits_can_be_sent() {
        int fitting = 0;
        for (int round = 0; round < 5_000; round++) {
            JsonNode definition = round % 3 == 0 ? bent(DEFINITION) : DEFINITION;
            fitting += send(TemplateStructure.parse(definition), bent(SEND));
        }
        assertThat(fitting).as("seed %d", SEED).isPositive();
    }

    @Test
    void a_flood_is_refused_with_few_faults() {
        TemplateStructure structure = TemplateStructure.parse(DEFINITION);
        ArrayNode many = NODES.arrayNode();
        ArrayNode parameters = NODES.arrayNode();
        for (int i = 0; i < 10_000; i++) {
            many.addObject();
            parameters.addObject();
        }
        assertThat(ComponentsValidator.validate(structure, many, "")).hasSizeLessThan(20);
        ArrayNode one = NODES.arrayNode();
        one.addObject().put("type", "body").set("parameters", parameters);
        one.addObject().put("type", "carousel").set("cards", many);
        assertThat(ComponentsValidator.validate(structure, one, "")).hasSizeLessThan(20);
    }

    private int send(TemplateStructure structure, JsonNode components) {
        if (!ComponentsValidator.validate(structure, components, "/c").isEmpty()) {
            return 0;
        }
        CompiledMessage message = CompiledMessage.compile(structure, "en", components);
        Map<String, String> values = new HashMap<>();
        message.keys().forEach(key -> values.put(key, key.equals("a") ? "x" : "7"));
        if (message.render(values, Map.of()) instanceof RenderResult.Rendered rendered) {
            assertThat(Json.json(rendered.templateJson()).path("components").isArray())
                    .isTrue();
            Preview.of(structure, rendered);
        }
        return 1;
    }

    /// A copy in which one node somewhere is another.
    private JsonNode bent(JsonNode whole) {
        JsonNode copy = whole.deepCopy();
        JsonNode at = copy;
        while (true) {
            if (at.isEmpty()) {
                return copy;
            }
            int chosen = random.nextInt(at.size());
            JsonNode child = at instanceof ObjectNode object
                    ? object.properties().stream()
                            .skip(chosen)
                            .findFirst()
                            .orElseThrow()
                            .getValue()
                    : at.path(chosen);
            if (child.isEmpty() || random.nextInt(4) == 0) {
                replace(at, chosen);
                return copy;
            }
            at = child;
        }
    }

    private void replace(JsonNode parent, int chosen) {
        if (parent instanceof ObjectNode object) {
            String key =
                    object.propertyNames().stream().skip(chosen).findFirst().orElseThrow();
            if (random.nextInt(3) == 0) {
                object.remove(key);
            } else {
                object.set(key, node(2));
            }
        } else if (parent instanceof ArrayNode array) {
            array.set(chosen, node(2));
        }
    }

    private JsonNode node(int depth) {
        return switch (random.nextInt(depth > 0 ? 8 : 5)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.numberNode(random.nextInt(4) - 1);
            case 2 -> NODES.numberNode(random.nextDouble() * 1e18);
            case 3 -> NODES.booleanNode(random.nextBoolean());
            case 4 -> NODES.stringNode(word());
            case 5 -> array(depth);
            default -> object(depth);
        };
    }

    private JsonNode array(int depth) {
        ArrayNode array = NODES.arrayNode();
        for (int i = random.nextInt(4); i > 0; i--) {
            array.add(node(depth - 1));
        }
        return array;
    }

    private JsonNode object(int depth) {
        ObjectNode object = NODES.objectNode();
        for (int i = random.nextInt(5); i > 0; i--) {
            object.set(word(), node(depth - 1));
        }
        return object;
    }

    private String word() {
        return WORDS.get(random.nextInt(WORDS.size()));
    }
}
