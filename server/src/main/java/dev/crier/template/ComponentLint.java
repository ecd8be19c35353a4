package dev.crier.template;

import dev.crier.content.Limits;
import dev.crier.template.Finding.Findings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// The rules of a template's components, and of those on the cards of a carousel.
final class ComponentLint {
    static final int MIN_CARDS = 2;
    private static final int MAX_CODE_MINUTES = 90;

    /// More than there are types: what is beyond is not even looked at.
    private static final int MAX_COMPONENTS = 16;

    private static final Set<String> TYPES =
            Set.of("HEADER", "BODY", "FOOTER", "BUTTONS", "CAROUSEL", "LIMITED_TIME_OFFER", "CALL_PERMISSION_REQUEST");
    private static final Set<String> AUTHENTICATION_TYPES = Set.of("BODY", "FOOTER", "BUTTONS");
    private static final Set<String> CARD_TYPES = Set.of("HEADER", "BODY", "BUTTONS");
    private static final Set<String> MEDIA = Set.of("IMAGE", "VIDEO", "GIF", "DOCUMENT");
    private static final Set<String> FORMATS =
            Set.of("TEXT", "IMAGE", "VIDEO", "GIF", "DOCUMENT", "LOCATION", "PRODUCT");
    private static final Set<String> CARD_FORMATS = Set.of("IMAGE", "VIDEO", "PRODUCT");
    private static final Set<String> OFFER_FORMATS = Set.of("IMAGE", "VIDEO");

    private final String category;
    private final Findings findings;
    private final LintText texts;
    private final ButtonLint buttons;
    private final List<String> seen = new ArrayList<>();

    ComponentLint(String category, boolean named, Findings findings) {
        this.category = category;
        this.findings = findings;
        this.texts = new LintText(named, findings);
        this.buttons = new ButtonLint(findings);
    }

    void check(JsonNode components) {
        if (!components.isArray() || components.isEmpty()) {
            findings.add(LintRule.COMPONENTS_REQUIRED, "/components", "the template has no list of components");
            return;
        }
        if (components.size() > MAX_COMPONENTS) {
            String detail = "the template has %d components, at most %d are possible"
                    .formatted(components.size(), MAX_COMPONENTS);
            findings.add(LintRule.COMPONENTS_COUNT, "/components", detail);
            return;
        }
        boolean offer = components.valueStream().anyMatch(each -> type(each).equals("LIMITED_TIME_OFFER"));
        for (int i = 0; i < components.size(); i++) {
            component(components.path(i), offer, "/components/" + i);
        }
        if (!seen.contains("BODY")) {
            findings.add(LintRule.BODY_REQUIRED, "/components", "the template has no body");
        }
        if (category.equals(Lint.AUTHENTICATION) && !seen.contains("BUTTONS")) {
            findings.add(LintRule.AUTHENTICATION_BUTTON, "/components", "an authentication template has no OTP button");
        }
    }

    private void component(JsonNode component, boolean offer, String pointer) {
        String type = type(component);
        if (!TYPES.contains(type)) {
            String what = component.isObject() ? "a component is of a type that Meta does not have" : "no object";
            findings.add(LintRule.COMPONENT_UNKNOWN, pointer + "/type", what);
            return;
        }
        if (seen.contains(type)) {
            findings.add(LintRule.COMPONENT_TWICE, pointer, "the template has a second " + type + " component");
        }
        seen.add(type);
        if (category.equals(Lint.AUTHENTICATION) && !AUTHENTICATION_TYPES.contains(type)) {
            findings.add(
                    LintRule.AUTHENTICATION_COMPONENT, pointer, "an authentication template cannot have a " + type);
        }
        switch (type) {
            case "HEADER" -> header(component, offer, pointer);
            case "BODY" -> body(component, offer ? Limits.BODY_WITH_OFFER_CHARACTERS : Limits.BODY_CHARACTERS, pointer);
            case "FOOTER" -> footer(component, offer, pointer);
            case "BUTTONS" -> buttons.check(component.path("buttons"), category, pointer + "/buttons");
            case "CAROUSEL" -> carousel(component.path("cards"), pointer + "/cards");
            case "LIMITED_TIME_OFFER" -> offer(component.path("limited_time_offer"), pointer);
            default -> {
                // A call permission request has no content.
            }
        }
    }

    private void header(JsonNode header, boolean offer, String pointer) {
        String format = header(header, pointer);
        if (offer && FORMATS.contains(format) && !OFFER_FORMATS.contains(format)) {
            findings.add(
                    LintRule.OFFER_HEADER,
                    pointer + "/format",
                    "a limited-time offer cannot have a header of " + format);
        }
    }

    /// The header's format.
    private String header(JsonNode header, String pointer) {
        String format = upper(LintText.of(header, "format", pointer, findings));
        if (!FORMATS.contains(format)) {
            findings.add(LintRule.HEADER_FORMAT, pointer + "/format", "the header has no format of Meta's");
        } else if (format.equals("TEXT")) {
            headerText(header, pointer);
        } else if (MEDIA.contains(format)
                && header.path("example")
                        .path("header_handle")
                        .path(0)
                        .asString("")
                        .isBlank()) {
            findings.add(
                    LintRule.HEADER_EXAMPLE,
                    pointer + "/example",
                    "a header of " + format + " needs example.header_handle");
        }
        return format;
    }

    private void headerText(JsonNode header, String pointer) {
        String text = LintText.of(header, "text", pointer, findings);
        String at = pointer + "/text";
        if (text.isBlank()) {
            findings.add(LintRule.HEADER_TEXT_REQUIRED, at, "the text header has no text");
            return;
        }
        texts.length(text, Limits.HEADER_CHARACTERS, LintRule.HEADER_LENGTH, "the header", at);
        if (LintText.variables(text).size() > 1) {
            findings.add(LintRule.HEADER_VARIABLES, at, "the header has more than one variable");
        } else if (texts.variablesFit(text, "the header", at)) {
            texts.examples(header, text, "header", pointer);
        }
    }

    private void body(JsonNode body, int limit, String pointer) {
        String text = LintText.of(body, "text", pointer, findings);
        String at = pointer + "/text";
        if (category.equals(Lint.AUTHENTICATION)) {
            if (!text.isEmpty()) {
                findings.add(LintRule.AUTHENTICATION_TEXT, at, "an authentication template's body has a text of yours");
            }
            return;
        }
        if (text.isBlank()) {
            findings.add(LintRule.BODY_REQUIRED, at, "the body has no text");
            return;
        }
        texts.length(text, limit, LintRule.BODY_LENGTH, "the body", at);
        if (texts.variablesFit(text, "the body", at)) {
            texts.places(text, at);
            texts.examples(body, text, "body", pointer);
        }
    }

    private void footer(JsonNode footer, boolean offer, String pointer) {
        if (offer) {
            findings.add(LintRule.OFFER_FOOTER, pointer, "a limited-time offer cannot have a footer");
        }
        JsonNode minutes = footer.path("code_expiration_minutes");
        String at = pointer + "/text";
        String text = LintText.of(footer, "text", pointer, findings);
        if (!minutes.isMissingNode()) {
            expiration(minutes, pointer + "/code_expiration_minutes");
        } else if (text.isBlank()) {
            findings.add(LintRule.FOOTER_REQUIRED, at, "the footer has no text");
        }
        texts.length(text, Limits.FOOTER_CHARACTERS, LintRule.FOOTER_LENGTH, "the footer", at);
        if (LintText.hasBraces(text)) {
            findings.add(LintRule.FOOTER_VARIABLE, at, "the footer has a variable");
        }
    }

    private void expiration(JsonNode minutes, String pointer) {
        boolean fits = minutes.isInt() && minutes.intValue() >= 1 && minutes.intValue() <= MAX_CODE_MINUTES;
        if (!fits || !category.equals(Lint.AUTHENTICATION)) {
            String why = fits
                    ? "code_expiration_minutes is for authentication templates"
                    : "code_expiration_minutes must be a number from 1 to " + MAX_CODE_MINUTES;
            findings.add(LintRule.FOOTER_EXPIRATION, pointer, why);
        }
    }

    private void offer(JsonNode offer, String pointer) {
        if (!category.equals("MARKETING")) {
            findings.add(LintRule.OFFER_CATEGORY, pointer, "a limited-time offer is always MARKETING");
        }
        String at = pointer + "/limited_time_offer/text";
        String text = LintText.of(offer, "text", pointer + "/limited_time_offer", findings);
        if (text.isBlank()) {
            findings.add(LintRule.OFFER_TEXT_REQUIRED, at, "the limited-time offer has no text");
        }
        texts.length(text, Limits.OFFER_CHARACTERS, LintRule.OFFER_TEXT_LENGTH, "the limited-time offer", at);
    }

    private void carousel(JsonNode cards, String pointer) {
        if (!cards.isArray() || cards.size() < MIN_CARDS || cards.size() > Limits.CARDS) {
            String detail = "the carousel has %d cards".formatted(cards.isArray() ? cards.size() : 0);
            findings.add(LintRule.CAROUSEL_CARDS, pointer, detail);
        }
        String first = null;
        for (int i = 0; i < Math.min(cards.size(), Limits.CARDS); i++) {
            String outline = card(cards.path(i).path("components"), i, pointer + "/" + i + "/components");
            if (first != null && !first.equals(outline)) {
                String detail = "card %d is not made like card 0".formatted(i);
                findings.add(LintRule.CARD_STRUCTURE, pointer + "/" + i, detail);
            }
            first = first == null ? outline : first;
        }
    }

    /// What it is made of: the same for two cards that may stand in one carousel.
    private String card(JsonNode components, int index, String pointer) {
        StringBuilder outline = new StringBuilder();
        boolean header = false;
        for (int i = 0; i < Math.min(components.size(), MAX_COMPONENTS); i++) {
            JsonNode component = components.path(i);
            String type = type(component);
            String at = pointer + "/" + i;
            outline.append(type).append(':');
            if (!CARD_TYPES.contains(type)) {
                findings.add(LintRule.CARD_COMPONENT, at, "card " + index + " has a component that cards cannot have");
                continue;
            }
            switch (type) {
                case "HEADER" -> {
                    String format = header(component, at);
                    header |= CARD_FORMATS.contains(format);
                    outline.append(format);
                }
                case "BODY" -> body(component, Limits.CARD_BODY_CHARACTERS, at);
                default -> {
                    buttons.check(component.path("buttons"), category, at + "/buttons");
                    component
                            .path("buttons")
                            .forEach(button -> outline.append(type(button)).append(','));
                }
            }
        }
        if (!header) {
            findings.add(LintRule.CARD_HEADER, pointer, "card " + index + " has no header that cards can have");
        }
        return outline.toString();
    }

    private static String type(JsonNode component) {
        return upper(component.path("type").asString(""));
    }

    private static String upper(String text) {
        return text.strip().toUpperCase(Locale.ROOT);
    }
}
