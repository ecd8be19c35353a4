package dev.crier.sandbox.template;

import dev.crier.sandbox.wire.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A template as a send sees it: what each component demands. A carousel's cards are shapes themselves.
 *
 * @param headerFormat TEXT, IMAGE, VIDEO, GIF, DOCUMENT, LOCATION, PRODUCT or null
 * @param body null only in cards and in templates read from elsewhere that have none
 * @param expiringOffer whether a limited-time offer with an expiration is there
 */
public record Shape(
        @Nullable String headerFormat,
        @Nullable String headerText,
        @Nullable String body,
        @Nullable String footer,
        List<Button> buttons,
        boolean limitedTimeOffer,
        boolean expiringOffer,
        List<Shape> cards,
        boolean named) {

    /** A button: its type in upper case, label, URL or phone number. */
    public record Button(String type, String text, @Nullable String target) {
        /** Whether a send must fill the URL's variable. */
        public boolean dynamicUrl() {
            return type.equals("URL") && target != null && !Variables.in(target).isEmpty();
        }
    }

    public static Shape of(JsonNode components, boolean named) {
        @Nullable String headerFormat = null;
        @Nullable String headerText = null;
        @Nullable String body = null;
        @Nullable String footer = null;
        List<Button> buttons = new ArrayList<>();
        List<Shape> cards = new ArrayList<>();
        JsonNode offer = Json.object();
        for (JsonNode component : components) {
            switch (Json.text(component, "type", "")) {
                case "HEADER" -> {
                    headerFormat = Json.text(component, "format", "TEXT");
                    headerText = Json.text(component, "text");
                }
                case "BODY" -> body = Json.text(component, "text");
                case "FOOTER" -> footer = Json.text(component, "text");
                case "BUTTONS" -> component.path("buttons").forEach(button -> buttons.add(button(button)));
                case "LIMITED_TIME_OFFER" -> offer = component;
                case "CAROUSEL" ->
                    component.path("cards").forEach(card -> cards.add(of(card.path("components"), named)));
                default -> {
                    // Nothing a send could fill.
                }
            }
        }
        return new Shape(
                headerFormat,
                headerText,
                body,
                footer,
                List.copyOf(buttons),
                !offer.isEmpty(),
                offer.path("limited_time_offer").path("has_expiration").asBoolean(false),
                List.copyOf(cards),
                named);
    }

    private static Button button(JsonNode node) {
        String target = Json.text(node, "url");
        return new Button(
                Json.text(node, "type", ""),
                Json.text(node, "text", ""),
                target == null ? Json.text(node, "phone_number") : target);
    }

    /** Whether one-time-password rules apply: the code stands in the body and in the button (§2.2). */
    public boolean oneTimePassword() {
        return buttons.stream().anyMatch(button -> button.type().equals("OTP"));
    }
}
