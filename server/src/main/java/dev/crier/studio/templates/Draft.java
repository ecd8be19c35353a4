package dev.crier.studio.templates;

import dev.crier.api.Json;
import dev.crier.content.TemplateStructure;
import dev.crier.template.Lint;
import dev.crier.template.TemplateStore.StoredTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A definition that is being written: complete enough that each field of the editor has a value to show.
///
/// Components stand in Meta's usual order. What is optional and left blank is dropped when it is submitted.
final class Draft {
    static final String MARKETING = "MARKETING";

    /// What an existing template brings; the rest is Meta's own.
    private static final List<String> KEPT = List.of(
            "name",
            "language",
            "category",
            "parameter_format",
            "sub_category",
            "components",
            "message_send_ttl_seconds",
            "cta_url_link_tracking_opted_out",
            "degrees_of_freedom_spec");

    /// Where the other texts wait while the category is authentication, which has none.
    static final String ASIDE = "aside";

    /// Whether variables keep to numbers or names, as they do in a template that exists.
    static final String FIXED_FORMAT = "fixed_format";

    private static final List<String> ORDER =
            List.of("HEADER", "LIMITED_TIME_OFFER", "BODY", "FOOTER", "BUTTONS", "CAROUSEL");

    private static final Set<String> OPTIONAL = Set.of(
            "message_send_ttl_seconds", "autofill_text", "flow_id", "flow_action", "navigate_screen", "ttl_minutes");

    /// Meta writes their labels if we do not.
    private static final Set<String> UNLABELLED = Set.of("COPY_CODE", "OTP", "SPM", "REQUEST_CONTACT_INFO");

    private final ObjectNode root;

    private Draft(ObjectNode root) {
        this.root = root;
    }

    /// Takes the node over.
    static Draft of(ObjectNode definition) {
        Draft draft = new Draft(definition);
        draft.complete();
        return draft;
    }

    static Draft blank(String language) {
        ObjectNode definition = Json.object().put("name", "").put("language", language);
        definition.put("category", MARKETING).put("parameter_format", "POSITIONAL");
        definition.putArray("components").addObject().put("type", "BODY").put("text", "");
        return of(definition);
    }

    /// The definition of a template that exists, to be changed or copied. Meta gives no file back: what it has instead
    /// of one is an address that it does not take.
    static Draft of(StoredTemplate template) {
        ObjectNode definition = Json.object();
        for (String field : KEPT) {
            if (template.definition().hasNonNull(field)) {
                definition.set(field, template.definition().get(field).deepCopy());
            }
        }
        definition.put("name", template.name()).put("language", template.language());
        definition.put("category", template.category());
        definition.put("parameter_format", structure(template).parameterFormat().name());
        if (template.category().equals(Lint.AUTHENTICATION)) {
            CodeTemplate.unwrite(definition);
        }
        return of(definition);
    }

    private static TemplateStructure structure(StoredTemplate template) {
        return TemplateStructure.parse(template.definition());
    }

    private void complete() {
        for (String field : List.of("name", "language", "category", "message_send_ttl_seconds")) {
            if (!root.path(field).isValueNode()) {
                root.put(field, "");
            }
        }
        root.put("category", root.path("category").asString("").strip().toUpperCase(Locale.ROOT));
        if (!root.path("components").isArray()) {
            root.putArray("components");
        }
        for (JsonNode each : components()) {
            if (each instanceof ObjectNode component) {
                component(component, "");
            }
        }
        new VariableExamples(root).align();
    }

    private void component(ObjectNode component, String place) {
        upper(component, "type");
        switch (type(component)) {
            case "HEADER" -> header(component);
            case "BODY" -> {
                if (isAuthentication()) {
                    flag(component, "add_security_recommendation");
                } else {
                    text(component, "text");
                }
            }
            case "FOOTER" -> text(component, isAuthentication() ? "code_expiration_minutes" : "text");
            case "BUTTONS" -> component.path("buttons").forEach(Draft::button);
            case "LIMITED_TIME_OFFER" -> offer(component);
            case "CAROUSEL" -> {
                if (place.isEmpty()) {
                    component
                            .path("cards")
                            .forEach(card -> card.path("components").forEach(each -> {
                                if (each instanceof ObjectNode on) {
                                    component(on, "card");
                                }
                            }));
                }
            }
            default -> {
                // Unknown here; it goes back as it came.
            }
        }
    }

    private static void header(ObjectNode header) {
        upper(header, "format");
        if (header.path("format").asString("").equals("TEXT")) {
            text(header, "text");
        } else if (Set.of("IMAGE", "VIDEO", "GIF", "DOCUMENT")
                .contains(header.path("format").asString(""))) {
            String handle = header.path("example").path("header_handle").path(0).asString("");
            header.putObject("example").putArray("header_handle").add(handle.startsWith("http") ? "" : handle);
        }
    }

    private static void offer(ObjectNode component) {
        if (component.path("limited_time_offer") instanceof ObjectNode offer) {
            text(offer, "text");
            flag(offer, "has_expiration");
        }
    }

    private static void button(JsonNode node) {
        if (!(node instanceof ObjectNode button)) {
            return;
        }
        upper(button, "type");
        text(button, "text");
        switch (type(button)) {
            case "URL" -> text(button, "url");
            case "PHONE_NUMBER" -> text(button, "phone_number");
            case "COPY_CODE" -> {
                JsonNode example = button.path("example");
                button.put("example", (example.isArray() ? example.path(0) : example).asString(""));
            }
            case "FLOW" -> List.of("flow_id", "flow_action", "navigate_screen").forEach(each -> text(button, each));
            case "VOICE_CALL" -> text(button, "ttl_minutes");
            case "OTP" -> {
                upper(button, "otp_type");
                text(button, "autofill_text");
                flag(button, "zero_tap_terms_accepted");
                if (!button.path("supported_apps").isArray()) {
                    button.putArray("supported_apps");
                }
            }
            default -> {
                // The label is all that it has.
            }
        }
    }

    private static void text(ObjectNode holder, String field) {
        if (!holder.path(field).isValueNode() || holder.path(field).isNull()) {
            holder.put(field, "");
        }
    }

    private static void flag(ObjectNode holder, String field) {
        if (!holder.path(field).isBoolean()) {
            holder.put(field, false);
        }
    }

    private static void upper(ObjectNode holder, String field) {
        holder.put(field, holder.path(field).asString("").strip().toUpperCase(Locale.ROOT));
    }

    ObjectNode root() {
        return root;
    }

    ArrayNode components() {
        return (ArrayNode) root.path("components");
    }

    boolean isAuthentication() {
        return root.path("category").asString("").equals(Lint.AUTHENTICATION);
    }

    static String type(JsonNode node) {
        return node.path("type").asString("");
    }

    /// Where a component of the type stands; -1: nowhere.
    int index(String type) {
        for (int i = 0; i < components().size(); i++) {
            if (type(components().path(i)).equals(type)) {
                return i;
            }
        }
        return -1;
    }

    @Nullable
    ObjectNode component(String type) {
        int index = index(type);
        return index >= 0 && components().path(index) instanceof ObjectNode component ? component : null;
    }

    /// Adds a component in its place in the order.
    void insert(ObjectNode component) {
        int rank = ORDER.indexOf(type(component));
        int at = 0;
        while (at < components().size() && ORDER.indexOf(type(components().path(at))) <= rank) {
            at++;
        }
        components().insert(at, component);
        complete();
    }

    void remove(String type) {
        int index = index(type);
        if (index >= 0) {
            components().remove(index);
        }
    }

    List<ObjectNode> cards() {
        List<ObjectNode> cards = new ArrayList<>();
        @Nullable ObjectNode carousel = component("CAROUSEL");
        if (carousel != null) {
            carousel.path("cards").forEach(card -> {
                if (card instanceof ObjectNode object
                        && object.path("components").isArray()) {
                    cards.add(object);
                }
            });
        }
        return cards;
    }

    /// What Meta gets.
    ObjectNode submission() {
        ObjectNode definition = root.deepCopy();
        definition.remove(List.of(ASIDE, FIXED_FORMAT));
        pruned(definition);
        return definition;
    }

    private static void pruned(JsonNode node) {
        if (node instanceof ObjectNode object) {
            boolean unlabelled = UNLABELLED.contains(type(object));
            boolean otp = type(object).equals("OTP");
            String otpType = object.path("otp_type").asString("");
            object.remove(object.properties().stream()
                    .filter(each -> {
                        boolean blank = each.getValue().asString("").isBlank();
                        return switch (each.getKey()) {
                            case "text" -> blank && unlabelled;
                            case "zero_tap_terms_accepted" -> otp && !otpType.equals("ZERO_TAP");
                            case "supported_apps" ->
                                otp
                                        && (otpType.equals("COPY_CODE")
                                                || each.getValue().isEmpty());
                            case "autofill_text" -> blank || (otp && !otpType.equals("ONE_TAP"));
                            default -> each.getValue().isString() && blank && OPTIONAL.contains(each.getKey());
                        };
                    })
                    .map(Map.Entry::getKey)
                    .toList());
        }
        node.forEach(Draft::pruned);
    }
}
