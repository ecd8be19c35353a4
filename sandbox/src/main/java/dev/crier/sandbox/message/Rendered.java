package dev.crier.sandbox.message;

import dev.crier.sandbox.wire.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A message as the phone shows it. Buttons are URLs for URL buttons and payloads, codes or labels for the others. */
record Rendered(
        @Nullable String header,
        @Nullable String body,
        @Nullable String footer,
        List<String> buttons,
        List<Rendered> cards,
        @Nullable String offerEnds) {

    /** Without cards and offer. */
    Rendered(@Nullable String header, @Nullable String body, @Nullable String footer, List<String> buttons) {
        this(header, body, footer, buttons, List.of(), null);
    }

    /** What {@link #json} has not, for the phone; null if there is nothing. */
    @Nullable
    ObjectNode extras() {
        if (cards.isEmpty() && offerEnds == null) {
            return null;
        }
        ObjectNode extras = Json.object().put("offer_ends", offerEnds);
        ArrayNode list = extras.putArray("cards");
        cards.forEach(card -> list.add(card.json()));
        return extras;
    }

    ObjectNode json() {
        ObjectNode json = Json.object().put("header", header).put("body", body).put("footer", footer);
        ArrayNode list = json.putArray("buttons");
        buttons.forEach(list::add);
        return json;
    }
}
