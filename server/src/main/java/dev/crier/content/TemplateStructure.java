package dev.crier.content;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What a template consists of, as far as a send must know it. Read from Meta's template object.
///
/// @param language Meta's code, exactly as the definition spells it
/// @param cards the cards of a carousel, in order; empty without one
/// @param unknownComponents types of components that this version does not know, in lower case
/// @param notUnderstood sentences about what could not be read; such parts are sent unchecked
public record TemplateStructure(
        String name,
        String language,
        String category,
        ParameterFormat parameterFormat,
        Header header,
        TemplateText body,
        @Nullable String footer,
        List<Button> buttons,
        @Nullable LimitedTimeOffer limitedTimeOffer,
        List<Card> cards,
        List<String> unknownComponents,
        List<String> notUnderstood) {
    public TemplateStructure {
        buttons = List.copyOf(buttons);
        cards = List.copyOf(cards);
        unknownComponents = List.copyOf(unknownComponents);
        notUnderstood = List.copyOf(notUnderstood);
    }

    /// What stands above the body.
    ///
    /// @param text empty unless the kind is TEXT
    public record Header(HeaderKind kind, TemplateText text) {
        static final Header NONE = new Header(HeaderKind.NONE, TemplateText.EMPTY);
    }

    public record LimitedTimeOffer(String text, boolean hasExpiration) {}

    /// A header, a body and buttons: a card of a carousel, and likewise the message itself.
    public record Card(Header header, TemplateText body, List<Button> buttons) {
        public Card {
            buttons = List.copyOf(buttons);
        }

        /// Whether body and button must carry the same one-time code.
        public boolean isOneTimeCode() {
            return buttons.stream().anyMatch(Button.Otp.class::isInstance);
        }

        ValueRule bodyRule() {
            return isOneTimeCode() ? ValueRule.ONE_TIME_CODE : ValueRule.TEXT;
        }
    }

    /// Reads Meta's template object, or one in the style of 360dialog; never throws, whatever the JSON.
    public static TemplateStructure parse(@Nullable JsonNode template) {
        return new StructureParser(template).parse();
    }

    /// The message without its carousel, so that it and a card can be walked alike.
    Card face() {
        return new Card(header, body, buttons);
    }

    /// Characters that the body may have after substitution.
    int bodyLimit() {
        return limitedTimeOffer == null ? Limits.BODY_CHARACTERS : Limits.BODY_WITH_OFFER_CHARACTERS;
    }
}
