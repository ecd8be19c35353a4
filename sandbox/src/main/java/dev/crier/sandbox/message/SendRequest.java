package dev.crier.sandbox.message;

import dev.crier.sandbox.account.PhoneNumber;
import dev.crier.sandbox.graph.Call;
import dev.crier.sandbox.graph.GraphError;
import dev.crier.sandbox.user.Recipient;
import dev.crier.sandbox.user.UserIds;
import dev.crier.sandbox.wire.Json;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The envelope of a send (§2.1). */
record SendRequest(
        Recipient recipient,
        String type,
        ObjectNode message,
        @Nullable String callbackData,
        int major) {
    private static final int CALLBACK_DATA_LENGTH = 512;
    private static final Pattern USER_ID = Pattern.compile("[A-Z]{2}\\.(ENT\\.)?[A-Za-z0-9]{1,128}");

    static SendRequest read(Call call, PhoneNumber number) {
        ObjectNode message = call.params();
        product(message);
        String recipientType =
                Json.text(message, "recipient_type", "individual").toLowerCase(Locale.ROOT);
        if (!recipientType.equals("individual") && !recipientType.equals("group")) {
            throw GraphError.parameter("Param recipient_type must be one of {INDIVIDUAL, GROUP}");
        }
        String callbackData = Json.text(message, "biz_opaque_callback_data");
        if (callbackData != null && callbackData.length() > CALLBACK_DATA_LENGTH) {
            throw GraphError.parameter(
                    "Param biz_opaque_callback_data must be at most " + CALLBACK_DATA_LENGTH + " characters long.");
        }
        String type = Json.text(message, "type", "text").toLowerCase(Locale.ROOT);
        return new SendRequest(recipient(message, number), type, message, callbackData, call.major());
    }

    /** Old on-premise bodies, known by their template namespace, came without a product (§8). */
    private static void product(ObjectNode message) {
        String product = Json.text(message, "messaging_product", "");
        boolean onPremise = message.path("template").has("namespace");
        if (product.isEmpty() && !onPremise) {
            throw GraphError.parameter("The parameter messaging_product is required.");
        }
        if (!product.isEmpty() && !product.equalsIgnoreCase("whatsapp")) {
            throw GraphError.parameter("Param messaging_product must be one of {WHATSAPP} - got \"" + product + "\".");
        }
    }

    /** If both are sent, {@code to} wins (§2.1). */
    private static Recipient recipient(ObjectNode message, PhoneNumber number) {
        String to = Json.text(message, "to", "").strip();
        String userId = Json.text(message, "recipient", "").strip();
        String waba = number.account().wabaId();
        if (!to.isEmpty()) {
            String digits = to.replaceAll("\\D", "");
            return new Recipient(to, digits, UserIds.of(waba, digits));
        }
        if (userId.isEmpty()) {
            throw GraphError.parameter("The parameter to is required.");
        }
        if (!USER_ID.matcher(userId).matches()) {
            throw GraphError.of(131009, "recipient is not a business-scoped user id");
        }
        return new Recipient(userId, null, userId);
    }

    JsonNode template() {
        JsonNode template = message.path("template");
        if (!template.isObject()) {
            throw GraphError.parameter("The parameter template is required.");
        }
        return template;
    }
}
