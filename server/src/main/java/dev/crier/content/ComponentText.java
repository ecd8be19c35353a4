package dev.crier.content;

import dev.crier.content.TemplateStructure.Card;
import tools.jackson.databind.JsonNode;

/// The text of the template that the parameters of one component complete, and what it may become.
///
/// @param text empty where parameters complete no text
/// @param rule for a parameter of type text
/// @param limit characters of the text after substitution
record ComponentText(String label, TemplateText text, ValueRule rule, int limit) {
    /// A message or a card, and how sentences about it begin.
    record Face(Card card, String prefix, int bodyLimit) {
        Button button(int index) {
            boolean known = index >= 0 && index < card.buttons().size();
            return known ? card.buttons().get(index) : new Button.Other("", "");
        }
    }

    /// @param component in canonical form
    static ComponentText of(JsonNode component, Face face) {
        String type = component.path("type").asString("");
        String label = face.prefix() + Faults.shown(type);
        return switch (type) {
            case "header" ->
                new ComponentText(label, face.card().header().text(), ValueRule.TEXT, Limits.HEADER_CHARACTERS);
            case "body" ->
                new ComponentText(label, face.card().body(), face.card().bodyRule(), face.bodyLimit());
            case "button" -> button(FaceValidator.index(component.path("index")), face);
            case "tap_target_configuration" -> new ComponentText(label, TemplateText.EMPTY, ValueRule.TEXT, 0);
            default -> new ComponentText(label, TemplateText.EMPTY, ValueRule.FREE, 0);
        };
    }

    private static ComponentText button(int index, Face face) {
        Button button = face.button(index);
        String label = "%sbutton %d (%s)".formatted(face.prefix(), index, button.kind());
        return switch (button) {
            case Button.Url url -> new ComponentText(label, url.url(), ValueRule.URL_SUFFIX, Limits.URL_CHARACTERS);
            case Button.Otp _ -> new ComponentText(label, TemplateText.EMPTY, ValueRule.ONE_TIME_CODE, 0);
            default -> new ComponentText(label, TemplateText.EMPTY, ValueRule.FREE, 0);
        };
    }

    /// Whether its parameters are counted as those of a text.
    boolean isText() {
        return text.hasVariables() && rule != ValueRule.URL_SUFFIX;
    }
}
