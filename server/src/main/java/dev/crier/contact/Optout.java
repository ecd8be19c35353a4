package dev.crier.contact;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a contact has opted out of: the value of the variable `whatsapp_optout`. A later one is stricter.
public enum Optout {
    /// Marketing templates only, by WhatsApp's own switch.
    MARKETING,
    /// Every business-initiated message.
    ALL,
    /// Every message, replies too: the person was erased. Never stored with a contact, since there is none.
    ERASED;

    /// Those that a contact can have.
    static final List<Optout> OF_CONTACTS = List.of(ALL, MARKETING);

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static @Nullable Optout of(@Nullable String wire) {
        return wire == null ? null : valueOf(wire.toUpperCase(Locale.ROOT));
    }

    /// Whether this forbids to start a conversation; replies inside of the window are always allowed.
    public static boolean blocks(@Nullable Optout optout, boolean marketing) {
        return optout == ERASED || optout == ALL || (optout == MARKETING && marketing);
    }

    static @Nullable Optout strictest(@Nullable Optout one, @Nullable Optout other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.compareTo(other) > 0 ? one : other;
    }
}
