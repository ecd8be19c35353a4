package dev.crier.content;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.crier.content.RenderResult.Rendered;
import dev.crier.content.TemplateStructure.Card;
import dev.crier.content.TemplateStructure.Header;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/// What the recipient will read.
///
/// @param headerKind what the header is; in JSON the header itself says it
/// @param header the text, or for anything else its kind and what fills it, such as `[image] https://…`
/// @param offer the text of the limited-time offer
/// @param cards the cards of the carousel; they have no footer, offer or cards of their own
public record Preview(
        @JsonIgnore HeaderKind headerKind,
        @Nullable String header,
        String body,
        @Nullable String footer,
        List<PreviewButton> buttons,
        @Nullable String offer,
        List<Preview> cards) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    public Preview {
        buttons = List.copyOf(buttons);
        cards = List.copyOf(cards);
    }

    /// What fills a header of another kind than text, such as a file's name or address; empty if nothing is known of
    /// it.
    public String headerFill() {
        return header == null ? "" : header.replaceFirst("^\\[[a-z]+] ?", "");
    }

    /// A button as shown.
    ///
    /// @param kind such as `url`, `quick_reply`, `otp`
    /// @param value what a tap brings: the address, number, code or payload; null if nothing is known of it
    public record PreviewButton(
            String kind, String label, @Nullable String value) {}

    /// Puts rendered components into the texts of the template.
    ///
    /// @param components as rendered; what they leave out stays visible as a variable
    public static Preview of(TemplateStructure structure, @Nullable JsonNode components) {
        JsonNode given = components == null ? MissingNode.getInstance() : components;
        Preview face = face(structure, structure.face(), given);
        JsonNode sent = find(given, "carousel").path("cards");
        List<Preview> cards = new ArrayList<>();
        for (int i = 0; i < structure.cards().size(); i++) {
            cards.add(face(structure, structure.cards().get(i), cardComponents(sent, i)));
        }
        String offer = structure.limitedTimeOffer() == null
                ? null
                : structure.limitedTimeOffer().text();
        return new Preview(face.headerKind, face.header, face.body, structure.footer(), face.buttons, offer, cards);
    }

    /// Reads what is about to be sent, so that the preview cannot differ from it.
    public static Preview of(TemplateStructure structure, Rendered rendered) {
        try {
            return of(structure, JSON.readTree(rendered.templateJson()).path("components"));
        } catch (JacksonException e) {
            throw new IllegalStateException("what was rendered is not JSON", e);
        }
    }

    private static Preview face(TemplateStructure structure, Card face, JsonNode components) {
        String body = substitute(structure, face.body(), find(components, "body"));
        List<PreviewButton> buttons = new ArrayList<>();
        for (int i = 0; i < face.buttons().size(); i++) {
            Button button = face.buttons().get(i);
            JsonNode parameter = button(components, i).path("parameters").path(0);
            buttons.add(new PreviewButton(button.kind(), button.label(), value(button, parameter)));
        }
        return new Preview(
                face.header().kind(),
                header(structure, face.header(), components),
                body,
                null,
                buttons,
                null,
                List.of());
    }

    private static @Nullable String header(TemplateStructure structure, Header header, JsonNode components) {
        JsonNode component = find(components, "header");
        return switch (header.kind()) {
            case NONE -> null;
            case TEXT -> substitute(structure, header.text(), component);
            case IMAGE, VIDEO, GIF, DOCUMENT, LOCATION, PRODUCT, UNKNOWN ->
                described(
                        header.kind(),
                        Parameter.of(component.path("parameters").path(0), "", "")
                                .value());
        };
    }

    private static String described(HeaderKind kind, JsonNode value) {
        List<String> known = new ArrayList<>();
        for (String field : List.of("filename", "link", "id", "name", "address", "product_retailer_id")) {
            String text = value.path(field).asString("");
            if (!text.isEmpty()) {
                known.add(text);
            }
        }
        String what = "[" + kind.wire() + "]";
        return known.isEmpty() ? what : what + " " + String.join(", ", known);
    }

    private static String substitute(TemplateStructure structure, TemplateText text, JsonNode component) {
        Map<String, String> values = new HashMap<>();
        JsonNode parameters = component.path("parameters");
        for (int i = 0; i < parameters.size(); i++) {
            JsonNode name = parameters.path(i).path("parameter_name");
            if (structure.parameterFormat() == ParameterFormat.NAMED && name.isString()) {
                values.put(name.stringValue(), text(parameters.path(i)));
            } else if (i < text.variables().size()) {
                values.put(text.variables().get(i), text(parameters.path(i)));
            }
        }
        return text.substitute(values);
    }

    private static @Nullable String value(Button button, JsonNode parameter) {
        String given = text(parameter);
        return switch (button) {
            case Button.Url url
            when url.url().hasVariables() && !given.isEmpty() ->
                url.url().substitute(Map.of(url.url().variables().getFirst(), given));
            case Button.Url url -> url.url().text();
            case Button.PhoneNumber phone -> phone.number();
            default -> given.isEmpty() ? null : given;
        };
    }

    private static String text(JsonNode parameter) {
        return Parameter.of(parameter, "", "").text();
    }

    private static JsonNode find(JsonNode components, String type) {
        for (JsonNode component : components) {
            if (Parameter.lower(component.path("type")).equals(type)) {
                return component;
            }
        }
        return MissingNode.getInstance();
    }

    private static JsonNode button(JsonNode components, int index) {
        for (JsonNode component : components) {
            if (Parameter.lower(component.path("type")).equals("button")
                    && FaceValidator.index(component.path("index")) == index) {
                return component;
            }
        }
        return MissingNode.getInstance();
    }

    private static JsonNode cardComponents(JsonNode cards, int index) {
        for (JsonNode card : cards) {
            if (FaceValidator.index(card.path("card_index")) == index) {
                return card.path("components");
            }
        }
        return MissingNode.getInstance();
    }
}
