package dev.crier.template;

import dev.crier.content.Limits;
import dev.crier.template.Finding.Findings;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The rules of a template's buttons.
///
/// @param findings where to put what is wrong
record ButtonLint(Findings findings) {
    static final int MAX_BUTTONS = 10;
    private static final int MAX_APPS = 5;
    private static final int PACKAGE_CHARACTERS = 224;
    private static final int HASH_CHARACTERS = 11;
    private static final String OTP = "OTP";

    /// How many of a type may be there.
    ///
    /// @param labelled whether it must say something; Meta writes the others' labels
    private record Kind(int most, boolean labelled) {}

    /// As many as there may be buttons.
    private static final int ANY = Integer.MAX_VALUE - 1;

    private static final Map<String, Kind> KINDS = Map.ofEntries(
            Map.entry("QUICK_REPLY", new Kind(ANY, true)),
            Map.entry("URL", new Kind(2, true)),
            Map.entry("PHONE_NUMBER", new Kind(1, true)),
            Map.entry("COPY_CODE", new Kind(1, false)),
            Map.entry("VOICE_CALL", new Kind(1, true)),
            Map.entry(OTP, new Kind(1, false)),
            Map.entry("FLOW", new Kind(1, true)),
            Map.entry("CATALOG", new Kind(1, true)),
            Map.entry("MPM", new Kind(1, true)),
            Map.entry("SPM", new Kind(1, false)),
            Map.entry("APP", new Kind(ANY, true)),
            Map.entry("REQUEST_CONTACT_INFO", new Kind(1, false)),
            Map.entry("CALL_PERMISSION_REQUEST", new Kind(1, true)));

    private static final Set<String> OTP_TYPES = Set.of("COPY_CODE", "ONE_TAP", "ZERO_TAP");
    private static final Set<String> SHORTENERS =
            Set.of("wa.me", "bit.ly", "tinyurl.com", "t.co", "goo.gl", "ow.ly", "is.gd", "rb.gy", "cutt.ly");

    /// Scheme, host, port and the rest.
    private static final Pattern ADDRESS =
            Pattern.compile("(?i)(https?)://([^\\s/?#:@{}]+)(?::[0-9]{1,5})?(?:[/?#]\\S*)?");

    private static final Pattern PHONE = Pattern.compile("\\+?[0-9]{3,20}");

    static int most(String type) {
        return Math.min(
                MAX_BUTTONS, KINDS.getOrDefault(type, new Kind(0, false)).most());
    }

    void check(JsonNode buttons, String category, String pointer) {
        if (!buttons.isArray() || buttons.isEmpty()) {
            findings.add(LintRule.BUTTONS_REQUIRED, pointer, "the component has no list of buttons");
            return;
        }
        if (buttons.size() > MAX_BUTTONS) {
            String detail = "there are %d buttons, at most %d are allowed".formatted(buttons.size(), MAX_BUTTONS);
            findings.add(LintRule.BUTTONS_COUNT, pointer, detail);
        }
        Map<String, Integer> counts = new HashMap<>();
        int looked = Math.min(buttons.size(), 2 * MAX_BUTTONS);
        for (int i = 0; i < looked; i++) {
            button(buttons.path(i), category, counts, pointer + "/" + i);
        }
        order(buttons.valueStream().limit(looked).map(ButtonLint::type).toList(), pointer);
        if (category.equals(Lint.AUTHENTICATION) && (buttons.size() != 1 || !counts.containsKey(OTP))) {
            findings.add(
                    LintRule.AUTHENTICATION_BUTTON,
                    pointer,
                    "an authentication template has other buttons than one OTP");
        }
    }

    private void button(JsonNode button, String category, Map<String, Integer> counts, String pointer) {
        String type = type(button);
        @Nullable Kind kind = KINDS.get(type);
        if (kind == null) {
            findings.add(LintRule.BUTTON_UNKNOWN, pointer + "/type", "a button is of a type that Meta does not have");
            return;
        }
        if (counts.merge(type, 1, Integer::sum) == kind.most() + 1) {
            String detail = "there are more than %d buttons of type %s".formatted(kind.most(), type);
            findings.add(LintRule.BUTTON_KIND_COUNT, pointer, detail);
        }
        label(button, type, kind, pointer);
        switch (type) {
            case "URL" -> url(button, pointer);
            case "PHONE_NUMBER" -> phone(LintText.of(button, "phone_number", pointer, findings), pointer);
            case "COPY_CODE" -> code(button, pointer);
            case OTP -> otp(button, category, pointer);
            default -> {
                // Nothing that could be wrong without asking Meta.
            }
        }
    }

    private void label(JsonNode button, String type, Kind kind, String pointer) {
        String text = LintText.of(button, "text", pointer, findings);
        String at = pointer + "/text";
        if (text.isBlank() && kind.labelled()) {
            findings.add(LintRule.BUTTON_TEXT_REQUIRED, at, "a button of type " + type + " has no text");
        }
        new LintText(false, findings)
                .length(text, Limits.BUTTON_LABEL_CHARACTERS, LintRule.BUTTON_TEXT_LENGTH, "the button's text", at);
        if (LintText.hasBraces(text)) {
            findings.add(LintRule.BUTTON_TEXT_VARIABLE, at, "the button's text has a variable");
        }
    }

    private void url(JsonNode button, String pointer) {
        String url = LintText.of(button, "url", pointer, findings);
        String at = pointer + "/url";
        if (url.isBlank()) {
            findings.add(LintRule.URL_REQUIRED, at, "the URL button has no url");
            return;
        }
        new LintText(false, findings).length(url, Limits.URL_CHARACTERS, LintRule.URL_LENGTH, "the button's url", at);
        List<String> variables = LintText.variables(url);
        int open = url.indexOf("{{");
        String fixed = open < 0 ? url : url.substring(0, open);
        if (LintText.hasBraces(url) && (variables.size() != 1 || open < 0 || !endsWithVariable(url, open))) {
            findings.add(LintRule.URL_VARIABLE, at, "the button's url has a variable that is not alone at its end");
        }
        address(fixed, at);
        if (!variables.isEmpty() && example(button).isBlank()) {
            findings.add(LintRule.URL_EXAMPLE, pointer + "/example", "the url's variable has no example");
        }
    }

    private static boolean endsWithVariable(String url, int open) {
        return url.indexOf("}}", open) == url.length() - 2;
    }

    private void address(String fixed, String pointer) {
        Matcher address = ADDRESS.matcher(fixed);
        if (!address.matches()) {
            findings.add(LintRule.URL_FORM, pointer, "the button's url is no http or https address");
            return;
        }
        if (address.group(1).equalsIgnoreCase("http")) {
            findings.add(LintRule.URL_INSECURE, pointer, "the button's url is not https");
        }
        if (SHORTENERS.contains(address.group(2).toLowerCase(Locale.ROOT))) {
            findings.add(LintRule.URL_SHORTENED, pointer, "the button's url hides where it leads");
        }
    }

    private void phone(String number, String pointer) {
        String at = pointer + "/phone_number";
        if (number.isBlank()) {
            findings.add(LintRule.PHONE_REQUIRED, at, "the button has no phone_number");
        } else if (number.length() > Limits.PHONE_NUMBER_CHARACTERS) {
            String detail = "the phone_number has %d characters, at most %d are allowed"
                    .formatted(number.length(), Limits.PHONE_NUMBER_CHARACTERS);
            findings.add(LintRule.PHONE_LENGTH, at, detail);
        } else if (!PHONE.matcher(number.replaceAll("[ ().-]", "")).matches()) {
            findings.add(LintRule.PHONE_FORM, at, "the phone_number is none");
        }
    }

    private void code(JsonNode button, String pointer) {
        String code = example(button);
        if (code.isBlank()) {
            findings.add(LintRule.CODE_EXAMPLE, pointer + "/example", "the button's code has no example");
        }
        new LintText(false, findings)
                .length(
                        code,
                        Limits.COUPON_CODE_CHARACTERS,
                        LintRule.CODE_LENGTH,
                        "the button's code",
                        pointer + "/example");
    }

    private void otp(JsonNode button, String category, String pointer) {
        if (!category.isEmpty() && !category.equals(Lint.AUTHENTICATION)) {
            findings.add(LintRule.OTP_CATEGORY, pointer, "an OTP button is for authentication templates");
        }
        String otpType = LintText.of(button, "otp_type", pointer, findings).toUpperCase(Locale.ROOT);
        if (!OTP_TYPES.contains(otpType)) {
            findings.add(LintRule.OTP_TYPE, pointer + "/otp_type", "otp_type is none of Meta's");
        }
        JsonNode apps = button.path("supported_apps");
        if (apps.size() > MAX_APPS) {
            findings.add(LintRule.OTP_APPS, pointer + "/supported_apps", "there are more than " + MAX_APPS + " apps");
        }
        for (int i = 0; i < Math.min(apps.size(), MAX_APPS); i++) {
            app(apps.path(i), pointer + "/supported_apps/" + i);
        }
    }

    private void app(JsonNode app, String pointer) {
        String name = app.path("package_name").asString("");
        String hash = app.path("signature_hash").asString("");
        if (name.isBlank() || name.length() > PACKAGE_CHARACTERS || hash.length() != HASH_CHARACTERS) {
            String detail = "an app needs a package_name of at most %d characters and a signature_hash of %d"
                    .formatted(PACKAGE_CHARACTERS, HASH_CHARACTERS);
            findings.add(LintRule.OTP_APP_FORM, pointer, detail);
        }
    }

    /// Replies stand together, at the beginning or the end.
    private void order(List<String> types, String pointer) {
        long replies = types.stream().filter("QUICK_REPLY"::equals).count();
        int first = types.indexOf("QUICK_REPLY");
        int last = types.lastIndexOf("QUICK_REPLY");
        boolean together = last - first + 1 == replies;
        if (replies > 0 && (!together || (first > 0 && last < types.size() - 1))) {
            findings.add(LintRule.BUTTON_ORDER, pointer, "quick replies stand between other buttons");
        }
    }

    private static String example(JsonNode button) {
        JsonNode example = button.path("example");
        return example.isArray() ? example.path(0).asString("") : example.asString("");
    }

    private static String type(JsonNode button) {
        return button.path("type").asString("").strip().toUpperCase(Locale.ROOT);
    }
}
