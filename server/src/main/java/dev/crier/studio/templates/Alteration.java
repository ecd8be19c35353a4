package dev.crier.studio.templates;

import dev.crier.api.Json;
import dev.crier.content.Limits;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What the editor's buttons do to a draft: a part more, a part less, another order. Cards of a carousel must be made
/// alike, so what changes one of them changes all.
final class Alteration {
    private static final int MAX_APPS = 5;

    /// More than may be there: who has too many is told so by the checks, but cannot go on for ever.
    private static final int MAX_BUTTONS = 12;

    static final List<String> HEADERS =
            List.of("NONE", "TEXT", "IMAGE", "VIDEO", "DOCUMENT", "LOCATION", "GIF", "PRODUCT");
    static final List<String> CARD_HEADERS = List.of("IMAGE", "VIDEO", "PRODUCT");

    /// What a new button says.
    private static final Map<String, String> BUTTONS = Map.ofEntries(
            Map.entry("QUICK_REPLY", ""),
            Map.entry("URL", ""),
            Map.entry("PHONE_NUMBER", ""),
            Map.entry("COPY_CODE", ""),
            Map.entry("FLOW", ""),
            Map.entry("CATALOG", "View catalog"),
            Map.entry("MPM", "View items"),
            Map.entry("SPM", ""),
            Map.entry("VOICE_CALL", "Call on WhatsApp"),
            Map.entry("REQUEST_CONTACT_INFO", ""));

    private static final Set<String> CARD_BUTTONS = Set.of("QUICK_REPLY", "URL", "PHONE_NUMBER", "SPM");

    private static final Pattern OWN_BUTTON = Pattern.compile("/components/[0-9]+/buttons/[0-9]+");

    private final Draft draft;

    private Alteration(Draft draft) {
        this.draft = draft;
    }

    /// The draft after what was asked for; what makes no sense changes nothing.
    ///
    /// @param order a verb and what it is about: `add-button URL`, `remove /components/2/buttons/0`
    static Draft apply(Draft draft, String order) {
        String[] words = order.strip().split(" ", 2);
        Draft copy = Draft.of(draft.root().deepCopy());
        new Alteration(copy).apply(words[0], words.length > 1 ? words[1].strip() : "");
        return Draft.of(copy.root());
    }

    private void apply(String verb, String about) {
        switch (verb) {
            case "category" -> category();
            case "header" -> header(about);
            case "add-footer" -> footer();
            case "add-offer" -> offer();
            case "add-carousel" -> carousel();
            case "add-button" -> addButton(about);
            case "add-app" -> addApp(about);
            case "card-header" -> cardHeader(about);
            case "add-card" -> addCard();
            case "add-card-button" -> addCardButton(about);
            case "remove-card-button" -> eachCardButtons(about);
            case "remove" -> remove(about);
            case "up" -> swap(about);
            default -> {
                // Nobody's button.
            }
        }
    }

    /// Authentication has no words of ours; what was written waits until another category is chosen.
    private void category() {
        ObjectNode root = draft.root();
        boolean hasOtp = draft.components().valueStream().anyMatch(Alteration::isOtp);
        if (draft.isAuthentication() && !hasOtp) {
            root.set(Draft.ASIDE, draft.components());
            ArrayNode components = root.putArray("components");
            components.addObject().put("type", "BODY").put("add_security_recommendation", true);
            components.addObject().put("type", "FOOTER").put("code_expiration_minutes", 10);
            ArrayNode buttons = components.addObject().put("type", "BUTTONS").putArray("buttons");
            buttons.addObject().put("type", "OTP").put("otp_type", "COPY_CODE").put("text", "Copy code");
        } else if (!draft.isAuthentication() && hasOtp) {
            JsonNode aside = root.path(Draft.ASIDE);
            if (aside.isArray()) {
                root.set("components", aside);
            } else {
                root.putArray("components").addObject().put("type", "BODY").put("text", "");
            }
            root.remove(Draft.ASIDE);
        }
    }

    private static boolean isOtp(JsonNode component) {
        return component
                .path("buttons")
                .valueStream()
                .anyMatch(each -> Draft.type(each).equals("OTP"));
    }

    private void header(String format) {
        @Nullable ObjectNode known = draft.component("HEADER");
        if (known != null && known.path("format").asString("").equals(format)) {
            return;
        }
        draft.remove("HEADER");
        if (HEADERS.contains(format) && !format.equals("NONE")) {
            draft.insert(Json.object().put("type", "HEADER").put("format", format));
        }
    }

    private void footer() {
        if (draft.index("FOOTER") >= 0) {
            return;
        }
        ObjectNode footer = Json.object().put("type", "FOOTER");
        if (draft.isAuthentication()) {
            footer.put("code_expiration_minutes", 10);
        } else {
            footer.put("text", "");
        }
        draft.insert(footer);
    }

    private void offer() {
        if (draft.index("LIMITED_TIME_OFFER") < 0) {
            ObjectNode component = Json.object().put("type", "LIMITED_TIME_OFFER");
            component.putObject("limited_time_offer").put("text", "").put("has_expiration", true);
            draft.insert(component);
            draft.remove("FOOTER");
        }
    }

    private void carousel() {
        if (draft.index("CAROUSEL") >= 0) {
            return;
        }
        ObjectNode carousel = Json.object().put("type", "CAROUSEL");
        ArrayNode cards = carousel.putArray("cards");
        cards.add(card()).add(card());
        draft.insert(carousel);
    }

    private static ObjectNode card() {
        ObjectNode card = Json.object();
        ArrayNode components = card.putArray("components");
        components.addObject().put("type", "HEADER").put("format", "IMAGE");
        components.addObject().put("type", "BODY").put("text", "");
        ArrayNode buttons = components.addObject().put("type", "BUTTONS").putArray("buttons");
        buttons.add(button("QUICK_REPLY"));
        return card;
    }

    private static ObjectNode button(String type) {
        return Json.object().put("type", type).put("text", BUTTONS.getOrDefault(type, ""));
    }

    private void addButton(String type) {
        if (!BUTTONS.containsKey(type)) {
            return;
        }
        if (draft.index("BUTTONS") < 0) {
            ObjectNode component = Json.object().put("type", "BUTTONS");
            component.putArray("buttons");
            draft.insert(component);
        }
        @Nullable ObjectNode component = draft.component("BUTTONS");
        if (component != null
                && component.path("buttons") instanceof ArrayNode buttons
                && buttons.size() < MAX_BUTTONS) {
            place(buttons, button(type));
        }
    }

    /// Replies stand together: a new one goes behind the last of them, another button not between them.
    private static void place(ArrayNode buttons, ObjectNode button) {
        List<String> types = buttons.valueStream().map(Draft::type).toList();
        int first = types.indexOf("QUICK_REPLY");
        int last = types.lastIndexOf("QUICK_REPLY");
        boolean isReply = Draft.type(button).equals("QUICK_REPLY");
        int beside = isReply ? last + 1 : first;
        buttons.insert(beside > 0 ? beside : buttons.size(), button);
    }

    private void addApp(String pointer) {
        if (at(pointer) instanceof ArrayNode apps && pointer.endsWith("/supported_apps") && apps.size() < MAX_APPS) {
            apps.addObject().put("package_name", "").put("signature_hash", "");
        }
    }

    private void cardHeader(String format) {
        if (!CARD_HEADERS.contains(format)) {
            return;
        }
        for (ObjectNode card : draft.cards()) {
            card.path("components").forEach(each -> {
                if (Draft.type(each).equals("HEADER") && each instanceof ObjectNode header) {
                    header.removeAll();
                    header.put("type", "HEADER").put("format", format);
                }
            });
        }
    }

    /// A card like the first one, without its words.
    private void addCard() {
        List<ObjectNode> cards = draft.cards();
        @Nullable ObjectNode carousel = draft.component("CAROUSEL");
        if (carousel == null || cards.size() >= Limits.CARDS || !(carousel.path("cards") instanceof ArrayNode list)) {
            return;
        }
        ObjectNode card = cards.isEmpty() ? card() : cards.getFirst().deepCopy();
        card.path("components").forEach(Alteration::empty);
        list.add(card);
    }

    private static void empty(JsonNode node) {
        if (!(node instanceof ObjectNode component)) {
            return;
        }
        component.remove("example");
        for (String field : List.of("text", "url", "phone_number")) {
            boolean label = field.equals("text") && component.has("url");
            if (component.has(field) && !label && !Draft.type(component).equals("QUICK_REPLY")) {
                component.put(field, "");
            }
        }
        component.path("buttons").forEach(Alteration::empty);
    }

    private void addCardButton(String type) {
        if (CARD_BUTTONS.contains(type)) {
            eachCard(buttons -> {
                if (buttons.size() < MAX_BUTTONS) {
                    place(buttons, button(type));
                }
                return buttons;
            });
        }
    }

    private void eachCardButtons(String index) {
        if (index.matches("[0-9]{1,2}")) {
            eachCard(buttons -> {
                buttons.remove(Integer.parseInt(index));
                return buttons;
            });
        }
    }

    private void eachCard(UnaryOperator<ArrayNode> change) {
        for (ObjectNode card : draft.cards()) {
            ArrayNode components = (ArrayNode) card.path("components");
            @Nullable ObjectNode known = null;
            for (JsonNode each : components) {
                known = Draft.type(each).equals("BUTTONS") && each instanceof ObjectNode object ? object : known;
            }
            ObjectNode holder = known == null ? components.addObject().put("type", "BUTTONS") : known;
            ArrayNode buttons =
                    change.apply(holder.path("buttons") instanceof ArrayNode list ? list : holder.putArray("buttons"));
            if (buttons.isEmpty()) {
                components.removeIf(each -> Draft.type(each).equals("BUTTONS"));
            }
        }
    }

    /// A list's entry; a component whose last button it was goes too.
    private void remove(String pointer) {
        if (!pointer.startsWith("/")) {
            return;
        }
        JsonPointer entry = JsonPointer.compile(pointer);
        int index = entry.last().getMatchingIndex();
        if (draft.root().at(entry.head()) instanceof ArrayNode list && index >= 0 && index < list.size()) {
            list.remove(index);
            if (list.isEmpty() && OWN_BUTTON.matcher(pointer).matches()) {
                draft.remove("BUTTONS");
            }
        }
    }

    /// Changes places with the entry before.
    private void swap(String pointer) {
        if (!pointer.startsWith("/")) {
            return;
        }
        JsonPointer entry = JsonPointer.compile(pointer);
        int index = entry.last().getMatchingIndex();
        if (draft.root().at(entry.head()) instanceof ArrayNode list && index > 0 && index < list.size()) {
            JsonNode moved = list.remove(index);
            list.insert(index - 1, moved);
        }
    }

    private JsonNode at(String pointer) {
        return draft.root().at(pointer.startsWith("/") ? JsonPointer.compile(pointer) : JsonPointer.empty());
    }
}
