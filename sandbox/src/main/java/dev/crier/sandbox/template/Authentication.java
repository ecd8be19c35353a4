package dev.crier.sandbox.template;

import dev.crier.sandbox.wire.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes the texts of an authentication template, which Meta does itself (§3.3). */
final class Authentication {
    private Authentication() {}

    static void complete(ArrayNode components, String category) {
        if (!category.equals("AUTHENTICATION")) {
            return;
        }
        for (JsonNode node : components) {
            if (!(node instanceof ObjectNode component)) {
                continue;
            }
            switch (Json.text(component, "type", "")) {
                case "BODY" -> body(component);
                case "FOOTER" -> footer(component);
                case "BUTTONS" -> component.path("buttons").forEach(Authentication::button);
                default -> {
                    // Other components have no text of Meta's.
                }
            }
        }
    }

    private static void body(ObjectNode body) {
        if (body.has("text")) {
            return;
        }
        boolean advice = body.path("add_security_recommendation").asBoolean(false);
        body.put(
                "text",
                "*{{1}}* is your verification code." + (advice ? " For your security, do not share this code." : ""));
        body.putObject("example").putArray("body_text").addArray().add("123456");
    }

    private static void footer(ObjectNode footer) {
        JsonNode minutes = footer.path("code_expiration_minutes");
        if (!footer.has("text") && !minutes.isMissingNode()) {
            footer.put("text", "This code expires in " + minutes.asInt(0) + " minutes.");
        }
    }

    private static void button(JsonNode node) {
        if (node instanceof ObjectNode button && "OTP".equals(Json.text(button, "type")) && !button.has("text")) {
            button.put("text", "Copy code");
        }
    }
}
