package dev.crier.inbound;

import dev.crier.cloudapi.WebhookPayload.InboundMessage;
import dev.crier.contact.DefaultResponses;
import dev.crier.contact.Keywords;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A change of consent that somebody asks for by a keyword.
enum Wish {
    OPTOUT(DefaultResponses.Name.OPTOUT),
    OPTIN(DefaultResponses.Name.OPTIN);

    /// A caption under a picture is no command.
    private static final Set<String> TYPES = Set.of("text", "button", "interactive");

    private final DefaultResponses.Name response;

    Wish(DefaultResponses.Name response) {
        this.response = response;
    }

    DefaultResponses.Name response() {
        return response;
    }

    /// What the message asks for: by its text, or by the label or the payload of a tapped button.
    static Optional<Wish> of(InboundMessage message, Keywords keywords) {
        return TYPES.contains(message.type())
                ? of(message.text(), keywords).or(() -> of(message.buttonPayload(), keywords))
                : Optional.empty();
    }

    static Optional<Wish> of(@Nullable String text, Keywords keywords) {
        if (text == null) {
            return Optional.empty();
        }
        if (keywords.isOptout(text)) {
            return Optional.of(OPTOUT);
        }
        return keywords.isOptin(text) ? Optional.of(OPTIN) : Optional.empty();
    }
}
