package dev.crier.studio.templates;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// An authentication template as one writes it, made of how Meta lists it: there with the words that Meta has written,
/// and its button as an address of Meta's own. Meta takes neither back.
final class CodeTemplate {
    private static final Pattern OTP_ADDRESS = Pattern.compile("[?&]otp_type=([A-Za-z_]+)");

    private CodeTemplate() {}

    static void unwrite(ObjectNode definition) {
        boolean hasCode = false;
        for (JsonNode component : definition.path("components")) {
            if (component.path("buttons") instanceof ArrayNode buttons) {
                for (int i = 0; i < buttons.size(); i++) {
                    hasCode |= button(buttons, i);
                }
            }
        }
        // Those of before Meta wrote the words have words of their own, and no such button.
        if (hasCode) {
            definition.path("components").forEach(CodeTemplate::words);
        }
    }

    private static boolean button(ArrayNode buttons, int index) {
        JsonNode button = buttons.path(index);
        String type = button.path("type").asString("");
        Matcher address = OTP_ADDRESS.matcher(button.path("url").asString(""));
        if (type.equalsIgnoreCase("URL") && address.find()) {
            ObjectNode otp = buttons.objectNode().put("type", "OTP").put("otp_type", address.group(1));
            otp.put("text", button.path("text").asString(""));
            buttons.set(index, otp);
            return true;
        }
        return type.equalsIgnoreCase("OTP");
    }

    private static void words(JsonNode node) {
        if (node instanceof ObjectNode component) {
            String type = component.path("type").asString("");
            if (type.equalsIgnoreCase("BODY")) {
                component.remove(List.of("text", "example"));
            } else if (type.equalsIgnoreCase("FOOTER") && component.has("code_expiration_minutes")) {
                component.remove("text");
            }
        }
    }
}
