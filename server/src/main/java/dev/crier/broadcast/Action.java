package dev.crier.broadcast;

import dev.crier.broadcast.ContentResolver.Wanted;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What an operator asks to send to one person.
sealed interface Action {
    /// A free text, inside of the customer service window.
    record Text(String message) implements Action {}

    record Template(Wanted wanted, Filling filling) implements Action {}

    /// How an action says what its template's variables stand for.
    sealed interface Filling {}

    /// Values by the names of the variables.
    ///
    /// @param pointer where they stand in the request
    record Parameters(@Nullable JsonNode values, String pointer) implements Filling {}

    /// WhatsApp's own components.
    record Components(@Nullable JsonNode components, Map<String, String> params) implements Filling {}
}
