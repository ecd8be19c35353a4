package dev.crier.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A message as its recipient reads it.
///
/// @param header the text, or the kind and address of a file
/// @param offer the text of a limited-time offer
/// @param cards of a carousel
public record Preview(
        @Nullable String header,
        String body,
        @Nullable String footer,
        List<Button> buttons,
        @Nullable String offer,
        List<Preview> cards) {
    public Preview {
        buttons = Lists.of(buttons);
        cards = Lists.of(cards);
    }

    /// A button as shown.
    ///
    /// @param value what a tap brings: an address, a number, a code
    public record Button(
            String kind, String label, @Nullable String value) {}
}
