package dev.crier.sandbox.message;

import dev.crier.sandbox.graph.GraphError;
import dev.crier.sandbox.template.Shape;
import dev.crier.sandbox.template.Variables;
import dev.crier.sandbox.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Holds the components of a send against the stored definition and renders the message (§2.2). */
final class Filling {
    private static final int BODY_LENGTH = 1024;

    private final Shape shape;
    private final int major;
    private JsonNode header = Json.array();
    private JsonNode body = Json.array();
    private JsonNode cards = Json.array();
    private @Nullable JsonNode offer;
    private final List<JsonNode> buttons = new ArrayList<>();

    private Filling(Shape shape, int major) {
        this.shape = shape;
        this.major = major;
    }

    static Rendered render(Shape shape, JsonNode components, int major) {
        Filling filling = new Filling(shape, major);
        filling.sort(components);
        return filling.render();
    }

    private void sort(JsonNode components) {
        for (JsonNode component : components) {
            JsonNode parameters = component.path("parameters");
            String type = Parameters.type(component);
            switch (type) {
                case "header" -> header = parameters;
                case "body" -> body = parameters;
                case "button" -> buttons.add(component);
                case "carousel" -> cards = component.path("cards");
                case "limited_time_offer" -> offer = parameters;
                case "footer", "tap_target_configuration" -> {
                    // A footer has nothing to fill; tap targets do not change what is shown.
                }
                default -> throw GraphError.of(131009, "components: \"" + type + "\" is not a component type");
            }
        }
    }

    private Rendered render() {
        String shownHeader = Header.fill(shape, header, major);
        Map<String, String> values = bodyValues();
        String shownBody = shape.body() == null ? null : Variables.fill(shape.body(), values);
        if (shownBody != null && shownBody.codePointCount(0, shownBody.length()) > BODY_LENGTH) {
            throw GraphError.of(132005, "body: text is longer than " + BODY_LENGTH + " characters");
        }
        String offerEnds = checkOffer();
        List<String> shown = new ArrayList<>(new Buttons(shape, major, values.get("1")).fill(buttons));
        List<Rendered> shownCards = renderCards();
        shownCards.forEach(card -> shown.addAll(card.buttons()));
        return new Rendered(shownHeader, shownBody, shape.footer(), shown, shownCards, offerEnds);
    }

    private Map<String, String> bodyValues() {
        List<String> names = shape.body() == null ? List.of() : Variables.in(shape.body());
        return Parameters.texts("body", names, body, shape.named(), major);
    }

    private @Nullable String checkOffer() {
        if (offer == null) {
            if (shape.expiringOffer()) {
                throw GraphError.of(131008, "limited_time_offer: expiration_time_ms is required");
            }
            return null;
        }
        if (!shape.limitedTimeOffer()) {
            throw Parameters.count("limited_time_offer", offer.size(), 0);
        }
        // Past times pass: Meta's own sample lies in 1970 (§2.2).
        String millis = Parameters.required(
                "limited_time_offer", offer.path(0).path("limited_time_offer"), "expiration_time_ms");
        if (!millis.chars().allMatch(Character::isDigit)) {
            throw GraphError.of(131009, "limited_time_offer: expiration_time_ms must be a number");
        }
        return millis;
    }

    private List<Rendered> renderCards() {
        if (cards.size() != shape.cards().size()) {
            throw GraphError.of(
                    132000,
                    "carousel: number of cards (%d) does not match the expected number of cards (%d)"
                            .formatted(cards.size(), shape.cards().size()));
        }
        List<Rendered> shown = new ArrayList<>();
        int position = 0;
        for (JsonNode card : cards) {
            int index = card.path("card_index").asInt(position);
            if (index < 0 || index >= shape.cards().size()) {
                throw GraphError.of(131009, "carousel: card_index " + index + " is out of range");
            }
            shown.add(render(shape.cards().get(index), card.path("components"), major));
            position++;
        }
        return shown;
    }
}
