package dev.crier.account;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A sender: one REST API channel, at most one WhatsApp channel, its own contacts and templates.
///
/// @param locales the languages of its own texts; the first is the default
/// @param defaultCountry region for phone numbers in national form; null: only international ones are taken
/// @param broadcasting the feature Whatsapp Broadcasting is ordered
/// @param optoutWords, optinWords own keyword lists; null: the configured ones
public record Bot(
        UUID id,
        UUID environmentId,
        String name,
        List<String> locales,
        @Nullable String defaultCountry,
        boolean restEnabled,
        boolean broadcasting,
        @Nullable List<String> optoutWords,
        @Nullable List<String> optinWords) {
    public Bot {
        locales = List.copyOf(locales);
        optoutWords = optoutWords == null ? null : List.copyOf(optoutWords);
        optinWords = optinWords == null ? null : List.copyOf(optinWords);
        if (locales.isEmpty()) {
            throw new IllegalArgumentException("a bot needs a locale");
        }
    }

    public String locale() {
        return locales.getFirst();
    }
}
