package dev.crier.broadcast;

import dev.crier.account.Bot;
import dev.crier.api.Fault;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.api.ProblemException;
import dev.crier.content.ComponentsValidator;
import dev.crier.content.TemplateStructure;
import dev.crier.media.MediaReferences;
import dev.crier.template.LanguageCode;
import dev.crier.template.TemplateStore;
import dev.crier.template.TemplateStore.StoredTemplate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Finds the template that a request names and holds its components against it.
final class ContentResolver {
    private static final List<String> NAME_ALIASES = List.of("name", "template_id", "id");
    private static final List<String> LANGUAGE_ALIASES = List.of("language", "language_code", "locale");

    private final TemplateStore templates;
    private final MediaReferences media;
    private final Clock clock;

    ContentResolver(TemplateStore templates, MediaReferences media, Clock clock) {
        this.templates = templates;
        this.media = media;
        this.clock = clock;
    }

    /// Where a request says what, as JSON Pointers, for its faults.
    record Places(String name, String language, String components) {
        static final Places BROADCAST = new Places("/template/name", "/template/language", "/template/components");
    }

    /// The template that a request asks for.
    ///
    /// @param language as the caller fixed it
    /// @param preferred the language of the only recipient, to be taken if the caller fixed none
    record Wanted(
            @Nullable String name,
            @Nullable String language,
            @Nullable String preferred,
            Places places) {}

    /// What came of looking for a template.
    sealed interface Search permits Found, Resolution {}

    /// The approved languages of a template that a request may mean.
    ///
    /// @param fixedLanguage there is only one to send in; otherwise each contact may get its own
    record Found(Wanted wanted, String defaultLanguage, List<StoredTemplate> variants, boolean fixedLanguage)
            implements Search {
        String name() {
            return variants.getFirst().name();
        }

        StoredTemplate defaultVariant() {
            return variants.stream()
                    .filter(each -> each.language().equals(defaultLanguage))
                    .findFirst()
                    .orElseThrow();
        }

        /// The same for a single recipient: only the language that this one gets.
        Found forOne() {
            return new Found(wanted, defaultLanguage, List.of(defaultVariant()), true);
        }
    }

    /// Content that may be sent, or what is wrong.
    ///
    /// @param code the problem's code if there are faults
    /// @param fixedLanguage the caller named the language; otherwise each contact may get its own
    record Resolution(
            Content.@Nullable Template content,
            boolean marketing,
            boolean fixedLanguage,
            ProblemCode code,
            String summary,
            List<Fault> faults)
            implements Search {
        static Resolution wrong(ProblemCode code, String summary, List<Fault> faults) {
            return new Resolution(null, false, false, code, summary, faults);
        }

        static Resolution wrong(ProblemCode code, Fault fault) {
            return wrong(code, fault.detail(), List.of(fault));
        }

        ProblemException problem() {
            return Problem.of(code, summary, faults);
        }
    }

    Resolution resolve(Bot bot, ObjectNode template) {
        Wanted wanted =
                new Wanted(first(template, NAME_ALIASES), first(template, LANGUAGE_ALIASES), null, Places.BROADCAST);
        return switch (find(bot, wanted)) {
            case Resolution wrong -> wrong;
            case Found found -> check(bot, found, template.get("components"));
        };
    }

    Search find(Bot bot, Wanted wanted) {
        @Nullable String name = wanted.name();
        Places places = wanted.places();
        if (name == null) {
            String field = places.name().substring(1).replace('/', '.');
            return Resolution.wrong(
                    ProblemCode.INVALID_REQUEST, new Fault("required", field + " is required", places.name()));
        }
        List<StoredTemplate> all = templates.named(bot.id(), name);
        if (all.isEmpty()) {
            return Resolution.wrong(
                    ProblemCode.TEMPLATE_NOT_FOUND,
                    new Fault("template_not_found", "there is no template named " + quote(name), places.name()));
        }
        return wanted.language() == null ? anyLanguage(bot, wanted, all) : oneLanguage(wanted, wanted.language(), all);
    }

    private static Search oneLanguage(Wanted wanted, String language, List<StoredTemplate> all) {
        Optional<StoredTemplate> found = all.stream()
                .filter(each -> LanguageCode.same(each.language(), language))
                .findFirst();
        if (found.isEmpty()) {
            String detail = "template " + all.getFirst().name() + " does not exist in " + quote(language)
                    + "; it exists in " + languages(all);
            return Resolution.wrong(
                    ProblemCode.TEMPLATE_NOT_FOUND,
                    new Fault("template_not_found", detail, wanted.places().language()));
        }
        StoredTemplate template = found.get();
        return template.approved()
                ? new Found(wanted, template.language(), List.of(template), true)
                : notApproved(wanted, List.of(template));
    }

    private static Search anyLanguage(Bot bot, Wanted wanted, List<StoredTemplate> all) {
        List<StoredTemplate> approved =
                all.stream().filter(StoredTemplate::approved).toList();
        if (approved.isEmpty()) {
            return notApproved(wanted, all);
        }
        if (approved.size() == 1) {
            return new Found(wanted, approved.getFirst().language(), approved, true);
        }
        List<String> choices = approved.stream().map(StoredTemplate::language).toList();
        Optional<String> fallback = Optional.ofNullable(wanted.preferred())
                .flatMap(locale -> LanguageCode.closest(choices, locale))
                .or(() -> LanguageCode.closest(choices, bot.locale()));
        if (fallback.isEmpty()) {
            String field = wanted.places().language().substring(1).replace('/', '.');
            String detail = field + " is required: " + all.getFirst().name() + " is approved in " + languages(approved)
                    + ", none of which is the bot's language " + bot.locale();
            return Resolution.wrong(
                    ProblemCode.INVALID_REQUEST,
                    new Fault("required", detail, wanted.places().language()));
        }
        return new Found(wanted, fallback.get(), approved, false);
    }

    /// Holds `components` against every language that they may be sent in.
    Resolution check(Bot bot, Found found, @Nullable JsonNode components) {
        List<Fault> faults = new ArrayList<>(
                media.faults(bot.id(), components, found.wanted().places().components(), clock.instant()));
        Map<String, JsonNode> definitions = new LinkedHashMap<>();
        for (StoredTemplate variant : found.variants()) {
            List<Fault> wrong = ComponentsValidator.validate(
                    TemplateStructure.parse(variant.definition()),
                    components,
                    found.wanted().places().components());
            for (Fault fault : wrong) {
                boolean several = found.variants().size() > 1;
                faults.add(several ? prefixed(fault, variant.language()) : fault);
            }
            definitions.put(variant.language(), variant.definition());
        }
        if (!faults.isEmpty()) {
            return misfit(found, faults);
        }
        return new Resolution(
                new Content.Template(found.name(), found.defaultLanguage(), components, definitions),
                found.variants().stream().anyMatch(StoredTemplate::marketing),
                found.fixedLanguage(),
                ProblemCode.INVALID_TEMPLATE,
                "",
                List.of());
    }

    /// The answer to what does not fit the template.
    static Resolution misfit(Found found, List<Fault> faults) {
        String count = faults.size() == 1 ? "1 problem" : faults.size() + " problems";
        return Resolution.wrong(
                ProblemCode.INVALID_TEMPLATE,
                count + " in template " + found.name() + " (" + languages(found.variants()) + ")",
                faults);
    }

    private static Resolution notApproved(Wanted wanted, List<StoredTemplate> variants) {
        String statuses = variants.stream()
                .map(each -> each.language() + " is " + each.status()
                        + (each.rejectedReason() == null ? "" : " (" + each.rejectedReason() + ")"))
                .collect(Collectors.joining(", "));
        String detail = "template " + variants.getFirst().name() + ": " + statuses;
        return Resolution.wrong(
                ProblemCode.TEMPLATE_NOT_APPROVED,
                new Fault("template_not_approved", detail, wanted.places().name()));
    }

    private static Fault prefixed(Fault fault, String language) {
        return new Fault(fault.code(), language + ": " + fault.detail(), fault.pointer());
    }

    private static String languages(List<StoredTemplate> templates) {
        return templates.stream().map(StoredTemplate::language).collect(Collectors.joining(", "));
    }

    private static String quote(String text) {
        return "\"" + (text.length() > 100 ? text.substring(0, 100) + "…" : text) + "\"";
    }

    /// A string under the first alias that is there; a language may be `{"code": …}` too.
    static @Nullable String first(ObjectNode template, List<String> aliases) {
        for (String alias : aliases) {
            JsonNode value = template.path(alias);
            if (value.isObject()) {
                value = value.path("code");
            }
            if (value.isString() && !value.stringValue().isBlank()) {
                return value.stringValue().strip();
            }
        }
        return null;
    }
}
