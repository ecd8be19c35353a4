package dev.crier.content;

import java.util.Locale;

/// The format of a template's header.
public enum HeaderKind {
    NONE,
    TEXT,
    IMAGE,
    VIDEO,
    GIF,
    DOCUMENT,
    LOCATION,
    PRODUCT,
    /// A format that this version does not know: what is sent for it goes to Meta unchecked.
    UNKNOWN;

    /// The type of the parameter that fills it, such as `image`.
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    static HeaderKind of(String format) {
        for (HeaderKind kind : values()) {
            if (kind != NONE && kind.name().equals(format)) {
                return kind;
            }
        }
        return UNKNOWN;
    }

    /// Whether the header must be given at each send, whatever the template's text.
    boolean alwaysSent() {
        return switch (this) {
            case IMAGE, VIDEO, GIF, DOCUMENT, LOCATION, PRODUCT -> true;
            case NONE, TEXT, UNKNOWN -> false;
        };
    }

    /// GIF headers are played as videos, and senders are seen to call them either.
    boolean takes(String parameterType) {
        return wire().equals(parameterType) || (this == GIF && VIDEO.wire().equals(parameterType));
    }
}
