package dev.crier.sandbox.template;

import dev.crier.sandbox.wire.Json;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The rules of a template's components (§3.3). Components come normalised: types and formats in upper case. */
final class TemplateRules {
    private static final int HEADER_LENGTH = 60;
    private static final int BODY_LENGTH = 1024;
    private static final int OFFER_BODY_LENGTH = 600;
    private static final int CARD_BODY_LENGTH = 160;
    private static final int FOOTER_LENGTH = 60;
    private static final int OFFER_TEXT_LENGTH = 16;
    private static final int MIN_CARDS = 2;
    private static final int MAX_CARDS = 10;
    private static final int MAX_CODE_MINUTES = 90;
    private static final Set<String> MEDIA = Set.of("IMAGE", "VIDEO", "GIF", "DOCUMENT");
    private static final Set<String> FORMATS =
            Set.of("TEXT", "IMAGE", "VIDEO", "GIF", "DOCUMENT", "LOCATION", "PRODUCT");
    private static final Set<String> AUTHENTICATION_TYPES = Set.of("BODY", "FOOTER", "BUTTONS");
    private static final Set<String> CARD_TYPES = Set.of("HEADER", "BODY", "BUTTONS");
    private static final Set<String> CARD_FORMATS = Set.of("IMAGE", "VIDEO", "PRODUCT");
    private static final Set<String> TYPES =
            Set.of("HEADER", "BODY", "FOOTER", "BUTTONS", "CAROUSEL", "LIMITED_TIME_OFFER", "CALL_PERMISSION_REQUEST");
    private static final Map<String, long[]> TTL_SECONDS = Map.of(
            "AUTHENTICATION", new long[] {30, 900},
            "UTILITY", new long[] {30, 43_200},
            "MARKETING", new long[] {43_200, 2_592_000});

    private final JsonNode components;
    private final String category;
    private final boolean named;
    private final Strictness strictness;

    TemplateRules(JsonNode components, String category, boolean named, Strictness strictness) {
        this.components = components;
        this.category = category;
        this.named = named;
        this.strictness = strictness;
    }

    void check() {
        if (!components.isArray() || components.isEmpty()) {
            throw TemplateErrors.structure("A template needs components.");
        }
        Set<String> seen = new HashSet<>();
        for (JsonNode component : components) {
            String type = Json.text(component, "type", "");
            if (!TYPES.contains(type)) {
                throw TemplateErrors.structure("Unknown component type \"" + type + "\".");
            }
            if (!seen.add(type)) {
                throw TemplateErrors.structure("A template takes one " + type + " component.");
            }
        }
        boolean offer = seen.contains("LIMITED_TIME_OFFER");
        if (strictness == Strictness.NEW && !seen.contains("BODY")) {
            throw TemplateErrors.body("A template needs a BODY component.");
        }
        if (offer) {
            offer(seen);
        }
        if (authentication() && strictness == Strictness.NEW && !ownWords()) {
            authentication(seen);
        }
        for (JsonNode component : components) {
            component(component, offer ? OFFER_BODY_LENGTH : BODY_LENGTH);
        }
    }

    private boolean authentication() {
        return category.equals("AUTHENTICATION");
    }

    /**
     * Authentication templates of before Meta wrote their texts: a body of the business's own and nothing about codes. SDKs
     * still carry such definitions, so they are taken; a mixture of the two kinds is not.
     */
    private boolean ownWords() {
        boolean text = false;
        for (JsonNode component : components) {
            boolean body = Json.text(component, "type", "").equals("BODY");
            text |= body && !Json.text(component, "text", "").isBlank();
            for (JsonNode button : component.path("buttons")) {
                if (Json.text(button, "type", "").equals(ButtonRules.OTP)) {
                    return false;
                }
            }
            if (component.has("code_expiration_minutes") || component.has("add_security_recommendation")) {
                return false;
            }
        }
        return text;
    }

    /** Meta writes the texts; the business chooses the advice, the expiration and how the code gets into its app. */
    private void authentication(Set<String> types) {
        for (String type : types) {
            if (!AUTHENTICATION_TYPES.contains(type)) {
                throw TemplateErrors.structure("An authentication template can't have a " + type + " component.");
            }
        }
        for (JsonNode component : components) {
            boolean body = Json.text(component, "type", "").equals("BODY");
            if (body && !component.path("text").asString("").isEmpty()) {
                throw TemplateErrors.body("The body of an authentication template can't have a text of yours.");
            }
        }
        JsonNode buttons = Json.array();
        for (JsonNode component : components) {
            buttons = component.has("buttons") ? component.path("buttons") : buttons;
        }
        if (buttons.size() != 1 || !Json.text(buttons.path(0), "type", "").equals(ButtonRules.OTP)) {
            throw TemplateErrors.structure("An authentication template takes exactly one button, of type OTP.");
        }
    }

    private void component(JsonNode component, int bodyLimit) {
        switch (Json.text(component, "type", "")) {
            case "HEADER" -> header(component);
            case "BODY" -> body(component, bodyLimit);
            case "FOOTER" -> footer(component);
            case "BUTTONS" -> ButtonRules.check(component, category, strictness);
            case "CAROUSEL" -> carousel(component.path("cards"));
            default -> {
                // LIMITED_TIME_OFFER is judged with the whole; a call permission request has no content.
            }
        }
    }

    private void header(JsonNode header) {
        String format = Json.text(header, "format", "");
        if (!FORMATS.contains(format)) {
            throw TemplateErrors.header("The header format must be one of " + FORMATS + ".");
        }
        if (format.equals("TEXT")) {
            String text = Json.text(header, "text", "");
            if (text.isBlank()) {
                throw TemplateErrors.header("A text header needs a text.");
            }
            if (TextRules.length(text) > HEADER_LENGTH) {
                throw TemplateErrors.length("header", HEADER_LENGTH);
            }
            TextRules.variables(text, named, TemplateErrors::header);
            if (Variables.in(text).size() > 1) {
                throw TemplateErrors.header("A text header takes one variable.");
            }
            if (strictness == Strictness.NEW) {
                TextRules.examples(header, "header", named, TemplateErrors::header);
            }
        } else if (MEDIA.contains(format) && strictness == Strictness.NEW) {
            String handle = header.path("example").path("header_handle").path(0).asString("");
            if (handle.isBlank()) {
                throw TemplateErrors.header("A media header needs example.header_handle from a resumable upload.");
            }
        }
    }

    private void body(JsonNode body, int limit) {
        @Nullable String text = Json.text(body, "text");
        if (text == null || text.isBlank()) {
            if (authentication()) {
                return;
            }
            throw TemplateErrors.body("The body needs a text.");
        }
        if (TextRules.length(text) > limit) {
            throw TemplateErrors.length("body", limit);
        }
        TextRules.variables(text, named, TemplateErrors::body);
        if (strictness == Strictness.NEW) {
            TextRules.examples(body, "body", named, TemplateErrors::body);
            TextRules.edges(text);
            TextRules.density(text);
        }
    }

    private void footer(JsonNode footer) {
        JsonNode minutes = footer.path("code_expiration_minutes");
        if (!minutes.isMissingNode()) {
            if (minutes.asInt(0) < 1 || minutes.asInt(0) > MAX_CODE_MINUTES) {
                throw TemplateErrors.footer("code_expiration_minutes must be from 1 to " + MAX_CODE_MINUTES + ".");
            }
            if (!authentication()) {
                throw TemplateErrors.footer("code_expiration_minutes is for authentication templates.");
            }
        }
        String text = Json.text(footer, "text", "");
        if (text.isBlank() && minutes.isMissingNode()) {
            throw TemplateErrors.footer("The footer needs a text.");
        }
        if (TextRules.length(text) > FOOTER_LENGTH) {
            throw TemplateErrors.length("footer", FOOTER_LENGTH);
        }
        if (Variables.braces(text)) {
            throw TemplateErrors.footer("The footer can't contain variables.");
        }
    }

    private void offer(Set<String> types) {
        if (!category.equals("MARKETING")) {
            throw TemplateErrors.structure("A limited-time offer must be a MARKETING template.");
        }
        if (types.contains("FOOTER")) {
            throw TemplateErrors.footer("A limited-time offer can't have a footer.");
        }
        for (JsonNode component : components) {
            String type = Json.text(component, "type", "");
            String format = Json.text(component, "format", "");
            if (type.equals("HEADER") && !Set.of("IMAGE", "VIDEO").contains(format)) {
                throw TemplateErrors.header("A limited-time offer takes an image or video header.");
            }
            String text = Json.text(component.path("limited_time_offer"), "text", "");
            if (type.equals("LIMITED_TIME_OFFER") && text.isBlank()) {
                throw TemplateErrors.structure("A limited-time offer needs a text.");
            }
            if (TextRules.length(text) > OFFER_TEXT_LENGTH) {
                throw TemplateErrors.length("limited-time offer", OFFER_TEXT_LENGTH);
            }
        }
    }

    private void carousel(JsonNode cards) {
        if (cards.size() < MIN_CARDS || cards.size() > MAX_CARDS) {
            throw TemplateErrors.structure("A carousel takes " + MIN_CARDS + " to " + MAX_CARDS + " cards.");
        }
        @Nullable String first = null;
        for (JsonNode card : cards) {
            StringBuilder outline = new StringBuilder();
            boolean header = false;
            for (JsonNode component : card.path("components")) {
                String type = Json.text(component, "type", "");
                if (!CARD_TYPES.contains(type)) {
                    throw TemplateErrors.structure("A card takes a header, a body and buttons, not \"" + type + "\".");
                }
                String format = Json.text(component, "format", "");
                outline.append(type).append(':').append(format);
                component.path("buttons").forEach(button -> outline.append(Json.text(button, "type", "")));
                header |= CARD_FORMATS.contains(format);
                component(component, CARD_BODY_LENGTH);
            }
            if (!header) {
                throw TemplateErrors.header("Each card needs an image, video or product header.");
            }
            if (first != null && !first.contentEquals(outline)) {
                throw TemplateErrors.structure("All cards must have the same structure.");
            }
            first = outline.toString();
        }
    }

    static void timeToLive(String category, @Nullable Long seconds) {
        if (seconds == null || seconds == -1) {
            return;
        }
        long[] bounds = TTL_SECONDS.getOrDefault(category, new long[] {30, 2_592_000});
        if (seconds < bounds[0] || seconds > bounds[1]) {
            throw TemplateErrors.structure("message_send_ttl_seconds of a " + category + " template must be from "
                    + bounds[0] + " to " + bounds[1] + ".");
        }
    }
}
