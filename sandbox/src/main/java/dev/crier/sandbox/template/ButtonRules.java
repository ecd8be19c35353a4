package dev.crier.sandbox.template;

import dev.crier.sandbox.wire.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** The rules of buttons (§3.3). */
final class ButtonRules {
    static final String OTP = "OTP";
    private static final int TOTAL = 10;
    private static final int LABEL = 25;
    private static final int URL_LENGTH = 2000;
    private static final int PHONE_LENGTH = 20;
    private static final int CODE_LENGTH = 15;
    private static final int APPS = 5;
    private static final int PACKAGE_LENGTH = 224;
    private static final int HASH_LENGTH = 11;
    private static final Map<String, Integer> MOST = Map.ofEntries(
            Map.entry("URL", 2),
            Map.entry("PHONE_NUMBER", 1),
            Map.entry("COPY_CODE", 1),
            Map.entry("VOICE_CALL", 1),
            Map.entry(OTP, 1),
            Map.entry("FLOW", 1),
            Map.entry("CATALOG", 1),
            Map.entry("MPM", 1),
            Map.entry("SPM", 1),
            Map.entry("REQUEST_CONTACT_INFO", 1),
            Map.entry("CALL_PERMISSION_REQUEST", 1));
    private static final Set<String> TYPES = Set.of(
            "QUICK_REPLY",
            "URL",
            "PHONE_NUMBER",
            "COPY_CODE",
            "VOICE_CALL",
            "OTP",
            "FLOW",
            "CATALOG",
            "MPM",
            "SPM",
            "REQUEST_CONTACT_INFO",
            "CALL_PERMISSION_REQUEST",
            "APP");
    /** A web address up to its variable: scheme, host, perhaps a port, and the rest. */
    private static final Pattern ADDRESS =
            Pattern.compile("(?i)https?://[^\\s/?#:@{}]+(?::[0-9]{1,5})?(?:[/?#][^\\s{}]*)?");

    /** A number without its punctuation. */
    private static final Pattern PHONE = Pattern.compile("\\+?[0-9]{3,20}");

    private static final Set<String> OTP_TYPES = Set.of("COPY_CODE", "ONE_TAP", "ZERO_TAP");

    /** Types whose label Meta writes itself, so it may be left out. */
    private static final Set<String> UNLABELLED = Set.of("COPY_CODE", "OTP", "REQUEST_CONTACT_INFO", "SPM");

    private ButtonRules() {}

    static void check(JsonNode component, String category, Strictness strictness) {
        JsonNode buttons = component.path("buttons");
        if (!buttons.isArray() || buttons.isEmpty()) {
            throw TemplateErrors.structure("A BUTTONS component needs a list of buttons.");
        }
        if (buttons.size() > TOTAL) {
            throw TemplateErrors.structure("A template takes at most " + TOTAL + " buttons.");
        }
        Map<String, Integer> counts = new HashMap<>();
        for (JsonNode button : buttons) {
            String type = Json.text(button, "type", "");
            if (!TYPES.contains(type)) {
                throw TemplateErrors.structure("Unknown button type \"" + type + "\".");
            }
            int count = counts.merge(type, 1, Integer::sum);
            if (count > MOST.getOrDefault(type, TOTAL)) {
                throw TemplateErrors.structure("Too many buttons of type " + type + ".");
            }
            label(button, type);
            content(button, type, strictness);
        }
        if (strictness == Strictness.NEW && counts.containsKey(OTP) && !category.equals("AUTHENTICATION")) {
            throw TemplateErrors.structure("A button of type OTP is for authentication templates.");
        }
        contiguousReplies(buttons.valueStream()
                .map(button -> Json.text(button, "type", ""))
                .toList());
    }

    private static void label(JsonNode button, String type) {
        String text = Json.text(button, "text", "");
        if (text.isBlank() && !UNLABELLED.contains(type)) {
            throw TemplateErrors.structure("A button of type " + type + " needs a text.");
        }
        if (TextRules.length(text) > LABEL) {
            throw TemplateErrors.length("button text", LABEL);
        }
        if (Variables.braces(text)) {
            throw TemplateErrors.structure("Button texts can't contain variables.");
        }
    }

    private static void content(JsonNode button, String type, Strictness strictness) {
        switch (type) {
            case "URL" -> url(button, strictness);
            case "PHONE_NUMBER" -> phone(Json.text(button, "phone_number", ""));
            case "COPY_CODE" -> couponCode(button, strictness);
            case OTP -> otp(button);
            default -> {
                // Nothing more to check.
            }
        }
    }

    private static void url(JsonNode button, Strictness strictness) {
        String url = Json.text(button, "url", "");
        if (url.isBlank()) {
            throw TemplateErrors.structure("A URL button needs a url.");
        }
        if (TextRules.length(url) > URL_LENGTH) {
            throw TemplateErrors.length("button URL", URL_LENGTH);
        }
        List<String> variables = Variables.in(url);
        int open = url.indexOf("{{");
        boolean atEnd = open > 0 && url.indexOf("}}", open) == url.length() - 2;
        if (Variables.braces(url) && (variables.size() != 1 || !atEnd)) {
            throw TemplateErrors.structure("A button URL takes one variable, at its end.");
        }
        if (!ADDRESS.matcher(open < 0 ? url : url.substring(0, open)).matches()) {
            throw TemplateErrors.structure("The button URL must be a whole address, with https:// or http://.");
        }
        if (variables.isEmpty()) {
            return;
        }
        JsonNode example = button.path("example");
        String given = example.isArray() ? example.path(0).asString("") : example.asString("");
        if (strictness == Strictness.NEW && given.isBlank()) {
            throw TemplateErrors.structure("Give an example for the variable of the button URL.");
        }
    }

    private static void phone(String number) {
        if (number.isBlank()) {
            throw TemplateErrors.structure("A PHONE_NUMBER button needs a phone_number.");
        }
        if (number.length() > PHONE_LENGTH) {
            throw TemplateErrors.length("phone number", PHONE_LENGTH);
        }
        if (!PHONE.matcher(number.replaceAll("[ ().-]", "")).matches()) {
            throw TemplateErrors.structure("The phone_number of the button is not a phone number.");
        }
    }

    private static void couponCode(JsonNode button, Strictness strictness) {
        JsonNode example = button.path("example");
        String code = example.isArray() ? example.path(0).asString("") : example.asString("");
        if (strictness == Strictness.NEW && code.isBlank()) {
            throw TemplateErrors.structure("Give an example for the code of the COPY_CODE button.");
        }
        if (TextRules.length(code) > CODE_LENGTH) {
            throw TemplateErrors.length("coupon code", CODE_LENGTH);
        }
    }

    private static void otp(JsonNode button) {
        String otpType = Json.text(button, "otp_type", "").toUpperCase(Locale.ROOT);
        if (!OTP_TYPES.contains(otpType)) {
            throw TemplateErrors.structure("otp_type must be one of COPY_CODE, ONE_TAP, ZERO_TAP.");
        }
        JsonNode apps = button.path("supported_apps");
        if (apps.size() > APPS) {
            throw TemplateErrors.structure("supported_apps takes at most " + APPS + " apps.");
        }
        for (JsonNode app : apps) {
            String name = Json.text(app, "package_name", "");
            if (name.isBlank()
                    || name.length() > PACKAGE_LENGTH
                    || Json.text(app, "signature_hash", "").length() != HASH_LENGTH) {
                throw TemplateErrors.structure("A supported app needs a package_name of at most " + PACKAGE_LENGTH
                        + " characters and a signature_hash of " + HASH_LENGTH + ".");
            }
        }
    }

    private static void contiguousReplies(List<String> types) {
        int first = types.indexOf("QUICK_REPLY");
        int last = types.lastIndexOf("QUICK_REPLY");
        long replies = types.stream().filter("QUICK_REPLY"::equals).count();
        boolean interleaved = replies > 0 && (last - first + 1 != replies || (first > 0 && last < types.size() - 1));
        if (interleaved) {
            throw TemplateErrors.structure("Quick replies must stand together, before or after the other buttons.");
        }
    }
}
