package dev.crier.contact;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a contact has opted out of: the value of the variable `whatsapp_optout`.
public enum Optout {
    /// Every business-initiated message.
    ALL,
    /// Marketing templates only, by WhatsApp's own switch.
    MARKETING;

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static @Nullable Optout of(@Nullable String wire) {
        return wire == null ? null : valueOf(wire.toUpperCase(Locale.ROOT));
    }

    /// Whether this forbids to start a conversation; replies inside of the window are always allowed.
    public static boolean blocks(@Nullable Optout optout, boolean marketing) {
        return optout == ALL || (optout == MARKETING && marketing);
    }
}
