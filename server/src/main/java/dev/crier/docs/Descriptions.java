package dev.crier.docs;

import java.util.Map;
import java.util.Optional;

/// The contract's words about its fields, for whoever asks for the same values elsewhere: one text for both.
public final class Descriptions {
    private Descriptions() {}

    /// Read when somebody first asks: it takes a moment, by which nobody's start shall be slower.
    private static final class Contracts {
        private static final Map<String, String> BY_NAME =
                Map.copyOf(Contract.descriptions(DocsRoutes.resource("openapi.yaml")));
    }

    /// What the contract says of this, as HTML of one paragraph; empty if it has no words for it.
    ///
    /// @param name `Schema`, `Schema.field` or `Schema.field.below`
    public static Optional<String> html(String name) {
        return Optional.ofNullable(Contracts.BY_NAME.get(name));
    }
}
