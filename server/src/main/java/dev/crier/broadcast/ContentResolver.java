package dev.crier.broadcast;

import dev.crier.account.Bot;
import dev.crier.api.Fault;
import dev.crier.api.ProblemCode;
import dev.crier.template.ComponentsValidator;
import dev.crier.template.LanguageCode;
import dev.crier.template.TemplateStore;
import dev.crier.template.TemplateStore.StoredTemplate;
import dev.crier.template.TemplateStructure;
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

    ContentResolver(TemplateStore templates) {
        this.templates = templates;
    }

    /// What was found, or what is wrong.
    ///
    /// @param code the problem's code if there are faults
    /// @param fixedLanguage the caller named the language; otherwise each contact may get its own
    record Resolution(
            Content.@Nullable Template content,
            boolean marketing,
            boolean fixedLanguage,
            ProblemCode code,
            String summary,
            List<Fault> faults) {
        static Resolution wrong(ProblemCode code, String summary, List<Fault> faults) {
            return new Resolution(null, false, false, code, summary, faults);
        }

        static Resolution wrong(ProblemCode code, Fault fault) {
            return wrong(code, fault.detail(), List.of(fault));
        }
    }

    Resolution resolve(Bot bot, ObjectNode template) {
        @Nullable String name = first(template, NAME_ALIASES);
        if (name == null) {
            return Resolution.wrong(
                    ProblemCode.INVALID_REQUEST, new Fault("required", "template.name is required", "/template/name"));
        }
        List<StoredTemplate> all = templates.named(bot.id(), name);
        if (all.isEmpty()) {
            return Resolution.wrong(
                    ProblemCode.TEMPLATE_NOT_FOUND,
                    new Fault("template_not_found", "there is no template named " + quote(name), "/template/name"));
        }
        @Nullable String language = first(template, LANGUAGE_ALIASES);
        return language == null
                ? anyLanguage(bot, name, all, template.get("components"))
                : oneLanguage(name, language, all, template.get("components"));
    }

    private static Resolution oneLanguage(
            String name, String wanted, List<StoredTemplate> all, @Nullable JsonNode components) {
        Optional<StoredTemplate> found = all.stream()
                .filter(each -> LanguageCode.same(each.language(), wanted))
                .findFirst();
        if (found.isEmpty()) {
            return Resolution.wrong(
                    ProblemCode.TEMPLATE_NOT_FOUND,
                    new Fault(
                            "template_not_found",
                            "template " + name + " does not exist in " + quote(wanted) + "; it exists in "
                                    + languages(all),
                            "/template/language"));
        }
        StoredTemplate template = found.get();
        if (!template.approved()) {
            return notApproved(name, List.of(template));
        }
        return checked(name, template.language(), List.of(template), components, true);
    }

    private static Resolution anyLanguage(
            Bot bot, String name, List<StoredTemplate> all, @Nullable JsonNode components) {
        List<StoredTemplate> approved =
                all.stream().filter(StoredTemplate::approved).toList();
        if (approved.isEmpty()) {
            return notApproved(name, all);
        }
        if (approved.size() == 1) {
            return checked(name, approved.getFirst().language(), approved, components, true);
        }
        List<String> choices = approved.stream().map(StoredTemplate::language).toList();
        Optional<String> fallback = LanguageCode.closest(choices, bot.locale());
        if (fallback.isEmpty()) {
            return Resolution.wrong(
                    ProblemCode.INVALID_REQUEST,
                    new Fault(
                            "required",
                            "template.language is required: " + name + " is approved in " + languages(approved)
                                    + ", none of which is the bot's language " + bot.locale(),
                            "/template/language"));
        }
        return checked(name, fallback.get(), approved, components, false);
    }

    private static Resolution checked(
            String name,
            String defaultLanguage,
            List<StoredTemplate> variants,
            @Nullable JsonNode components,
            boolean fixedLanguage) {
        List<Fault> faults = new ArrayList<>();
        Map<String, JsonNode> definitions = new LinkedHashMap<>();
        for (StoredTemplate variant : variants) {
            List<Fault> found = ComponentsValidator.validate(
                    TemplateStructure.parse(variant.definition()), components, "/template/components");
            for (Fault fault : found) {
                boolean several = variants.size() > 1;
                faults.add(several ? prefixed(fault, variant.language()) : fault);
            }
            definitions.put(variant.language(), variant.definition());
        }
        if (!faults.isEmpty()) {
            String count = faults.size() == 1 ? "1 problem" : faults.size() + " problems";
            return Resolution.wrong(
                    ProblemCode.INVALID_TEMPLATE,
                    count + " in template " + name + " (" + languages(variants) + ")",
                    faults);
        }
        return new Resolution(
                new Content.Template(name, defaultLanguage, components, definitions),
                variants.stream().anyMatch(StoredTemplate::marketing),
                fixedLanguage,
                ProblemCode.INVALID_TEMPLATE,
                "",
                List.of());
    }

    private static Resolution notApproved(String name, List<StoredTemplate> variants) {
        String statuses = variants.stream()
                .map(each -> each.language() + " is " + each.status()
                        + (each.rejectedReason() == null ? "" : " (" + each.rejectedReason() + ")"))
                .collect(Collectors.joining(", "));
        return Resolution.wrong(
                ProblemCode.TEMPLATE_NOT_APPROVED,
                new Fault("template_not_approved", "template " + name + ": " + statuses, "/template/name"));
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
    private static @Nullable String first(ObjectNode template, List<String> aliases) {
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
