package dev.crier.account;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Somebody who may sign in to the Studio.
///
/// @param email null: the first administrator, who has not chosen one yet
/// @param owner administrator of every environment
/// @param isReady has chosen a password
/// @param lastBot the bot looked at last, where the Studio opens
public record Member(
        UUID id,
        @Nullable String email,
        String name,
        boolean owner,
        boolean isReady,
        @Nullable UUID lastBot) {
    /// How others see them.
    public String label() {
        if (!name.isBlank()) {
            return name;
        }
        return email == null ? "First administrator" : email;
    }
}
