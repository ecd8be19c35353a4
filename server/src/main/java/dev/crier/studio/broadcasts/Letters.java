package dev.crier.studio.broadcasts;

import dev.crier.account.Bot;
import dev.crier.template.LanguageCode;
import dev.crier.template.TemplateStore;
import dev.crier.template.TemplateStore.StoredTemplate;
import java.util.List;
import java.util.Optional;

/// Finds the template of a plan among those that are approved.
final class Letters {
    private final TemplateStore templates;

    Letters(TemplateStore templates) {
        this.templates = templates;
    }

    /// The template in the plan's language, or in the one that people get whose own it does not have; empty if it is
    /// not approved (any more).
    Optional<Letter> of(Bot bot, Plan plan) {
        return of(bot, plan.template(), plan.language());
    }

    Optional<Letter> of(Bot bot, String name, String language) {
        List<StoredTemplate> approved = name.isEmpty()
                ? List.of()
                : templates.named(bot.id(), name).stream()
                        .filter(StoredTemplate::approved)
                        .toList();
        List<String> languages = approved.stream().map(StoredTemplate::language).toList();
        String wanted = language.isEmpty()
                ? LanguageCode.closest(languages, bot.locale()).orElse(languages.isEmpty() ? "" : languages.getFirst())
                : language;
        return approved.stream()
                .filter(each -> LanguageCode.same(each.language(), wanted))
                .findFirst()
                .map(each -> new Letter(each, languages));
    }
}
