package dev.crier.sandbox.message;

import dev.crier.sandbox.graph.GraphError;
import dev.crier.sandbox.template.Shape;
import dev.crier.sandbox.template.Variables;
import dev.crier.sandbox.wire.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Fills the buttons of a template (§2.2). Indexes count over all buttons, from 0, as number or string. */
final class Buttons {
    private static final int PAYLOAD_LENGTH = 256;
    /** 15 in newer documents, 20 in older ones; the sandbox takes what both clients send. */
    private static final int COUPON_LENGTH = 20;

    private static final int OTP_LENGTH = 15;
    private static final int URL_LENGTH = 2000;
    private static final int SECTIONS = 10;
    private static final int PRODUCTS = 30;
    private static final Set<String> NOTHING_TO_SEND =
            Set.of("PHONE_NUMBER", "REQUEST_CONTACT_INFO", "SPM", "CALL_PERMISSION_REQUEST", "APP");

    private final Shape shape;
    private final int major;
    private final @Nullable String oneTimeCode;

    /** The one-time code is the body's first value; an OTP button must repeat it. */
    Buttons(Shape shape, int major, @Nullable String oneTimeCode) {
        this.shape = shape;
        this.major = major;
        this.oneTimeCode = oneTimeCode;
    }

    List<String> fill(List<JsonNode> components) {
        Map<Integer, JsonNode> given = new HashMap<>();
        for (JsonNode component : components) {
            int index = index(component);
            if (index < 0 || index >= shape.buttons().size()) {
                throw GraphError.of(131009, "buttons: Button index " + index + " is out of range");
            }
            checkKind(index, component);
            given.put(index, component.path("parameters"));
        }
        List<String> shown = new ArrayList<>();
        for (int index = 0; index < shape.buttons().size(); index++) {
            shown.add(fill(index, shape.buttons().get(index), given.getOrDefault(index, Json.array())));
        }
        return shown;
    }

    private static int index(JsonNode component) {
        try {
            return Integer.parseInt(Json.text(component, "index", "0").strip());
        } catch (NumberFormatException notANumber) {
            throw GraphError.of(131009, "buttons: Button index must be a number");
        }
    }

    private void checkKind(int index, JsonNode component) {
        String kind = Json.text(component, "sub_type", "").toUpperCase(Locale.ROOT);
        String type = shape.buttons().get(index).type();
        if (kind.isEmpty()) {
            throw GraphError.of(131008, "buttons: Button at index " + index + " requires a sub_type");
        }
        boolean otpAsUrl = type.equals("OTP") && kind.equals("URL");
        if (!kind.equals(type) && !otpAsUrl) {
            throw GraphError.of(
                    132012, "buttons: Button at index %d is of type %s, not %s".formatted(index, type, kind));
        }
    }

    private String fill(int index, Shape.Button button, JsonNode parameters) {
        String part = "buttons: Button at index " + index;
        if (parameters.size() > 1 && !button.type().equals("VOICE_CALL")) {
            throw Parameters.count(part, parameters.size(), 1);
        }
        JsonNode parameter = parameters.path(0);
        return switch (button.type()) {
            case "URL" -> url(part, button, parameter);
            case "QUICK_REPLY" -> payload(part, button, parameter);
            case "COPY_CODE" -> coupon(part, parameter);
            case "OTP" -> oneTimeCode(part, parameter);
            case "MPM" -> products(part, button, parameter);
            case "FLOW", "CATALOG" -> action(part, button, parameter);
            default -> {
                if (NOTHING_TO_SEND.contains(button.type()) && !parameters.isEmpty()) {
                    throw Parameters.count(part, parameters.size(), 0);
                }
                yield button.text();
            }
        };
    }

    private String url(String part, Shape.Button button, JsonNode parameter) {
        String target = button.target() == null ? "" : button.target();
        if (!button.dynamicUrl()) {
            if (!parameter.isMissingNode()) {
                throw Parameters.count(part, 1, 0);
            }
            return target;
        }
        if (parameter.isMissingNode()) {
            throw GraphError.of(131008, part + " of type Url requires a parameter");
        }
        String name = Variables.in(target).getFirst();
        String filled = Variables.fill(target, Map.of(name, Parameters.value(part, parameter, major)));
        if (filled.length() > URL_LENGTH) {
            throw GraphError.of(132005, part + ": URL is longer than " + URL_LENGTH + " characters");
        }
        return filled;
    }

    /** Optional: without it the tap answers with the label. */
    private static String payload(String part, Shape.Button button, JsonNode parameter) {
        if (parameter.isMissingNode()) {
            return button.text();
        }
        if (!Parameters.type(parameter).equals("payload")) {
            throw Parameters.mismatch(part, "PAYLOAD", Parameters.type(parameter));
        }
        String payload = Parameters.required(part, parameter, "payload");
        if (payload.length() > PAYLOAD_LENGTH) {
            throw GraphError.of(131009, part + ": payload is longer than " + PAYLOAD_LENGTH + " characters");
        }
        return payload;
    }

    private static String coupon(String part, JsonNode parameter) {
        if (parameter.isMissingNode()) {
            throw GraphError.of(131008, part + " of type CopyCode requires a parameter");
        }
        if (!Parameters.type(parameter).equals("coupon_code")) {
            throw Parameters.mismatch(part, "COUPON_CODE", Parameters.type(parameter));
        }
        String code = Parameters.required(part, parameter, "coupon_code");
        if (code.length() > COUPON_LENGTH) {
            throw GraphError.of(131009, part + ": coupon_code is longer than " + COUPON_LENGTH + " characters");
        }
        return code;
    }

    private String oneTimeCode(String part, JsonNode parameter) {
        if (parameter.isMissingNode()) {
            throw GraphError.of(131008, part + " of type Url requires a parameter");
        }
        String code = Parameters.value(part, parameter, major);
        if (code.length() > OTP_LENGTH) {
            throw GraphError.of(131009, part + ": the code is longer than " + OTP_LENGTH + " characters");
        }
        if (!code.equals(oneTimeCode)) {
            throw GraphError.of(131009, part + ": the code differs from the code in the body");
        }
        return code;
    }

    private static String action(String part, Shape.Button button, JsonNode parameter) {
        if (!parameter.isMissingNode() && !Parameters.type(parameter).equals("action")) {
            throw Parameters.mismatch(part, "ACTION", Parameters.type(parameter));
        }
        if (!parameter.isMissingNode() && !parameter.path("action").isObject()) {
            throw GraphError.of(131008, part + ": action is required");
        }
        return button.text();
    }

    private static String products(String part, Shape.Button button, JsonNode parameter) {
        if (parameter.isMissingNode()) {
            throw GraphError.of(131008, part + " of type Mpm requires a parameter");
        }
        String shown = action(part, button, parameter);
        JsonNode sections = parameter.path("action").path("sections");
        Parameters.required(part, parameter.path("action"), "thumbnail_product_retailer_id");
        int products = 0;
        for (JsonNode section : sections) {
            for (JsonNode item : section.path("product_items")) {
                Parameters.required(part, item, "product_retailer_id");
                products++;
            }
        }
        if (sections.isEmpty() || products == 0) {
            throw GraphError.of(131008, part + ": sections with product_items are required");
        }
        if (sections.size() > SECTIONS || products > PRODUCTS) {
            throw GraphError.of(131009, part + ": at most 10 sections and 30 products");
        }
        return shown;
    }
}
