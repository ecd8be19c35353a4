package dev.crier.studio.templates;

import dev.crier.template.LanguageCode;
import dev.crier.template.TemplateHistory;
import dev.crier.template.TemplateHistory.Event;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Meta's words about templates, as people read them.
public final class TemplateWords {
    /// What a status means, in a sentence.
    private static final Map<String, String> MEANINGS = Map.ofEntries(
            Map.entry("APPROVED", "It can be sent."),
            Map.entry(
                    "PENDING",
                    "Meta reviews it: usually within minutes, at most 24 hours. This page changes when Meta answers."),
            Map.entry("REJECTED", "Meta does not allow it as it is. Mend what Meta names, and submit it again."),
            Map.entry("PAUSED", "Meta stopped it for a while; messages with it would be refused."),
            Map.entry("DISABLED", "Meta stopped it for good; make another one with other words."),
            Map.entry("IN_APPEAL", "Meta looks at it again, because somebody appealed."),
            Map.entry("LIMIT_EXCEEDED", "The account has as many templates as Meta allows; delete some."),
            Map.entry("PENDING_DELETION", "It is deleted; what is on its way with it is still delivered."),
            Map.entry("ARCHIVED", "Meta put it away, because nobody sent it for a year."));

    private static final Map<String, String> TONES = Map.of(
            "APPROVED", "good",
            "PENDING", "info",
            "IN_APPEAL", "info",
            "REJECTED", "bad",
            "DISABLED", "bad",
            "PAUSED", "warn",
            "GREEN", "good",
            "YELLOW", "warn",
            "RED", "bad");

    private static final Map<String, String> QUALITIES = Map.of(
            "GREEN", "High",
            "YELLOW", "Medium",
            "RED", "Low",
            "UNKNOWN", "Not yet known");

    private TemplateWords() {}

    /// `PENDING_DELETION` → `Pending deletion`.
    public static String title(String word) {
        if (word.isEmpty()) {
            return "None";
        }
        String lower = word.toLowerCase(Locale.ROOT).replace('_', ' ');
        return Character.toUpperCase(lower.charAt(0)) + lower.substring(1);
    }

    /// A finding's words as a sentence.
    public static String sentence(String detail) {
        return detail.isEmpty() ? "" : Character.toUpperCase(detail.charAt(0)) + detail.substring(1) + ".";
    }

    /// The colour of a status or quality.
    public static String tone(@Nullable String word) {
        return word == null ? "" : TONES.getOrDefault(word, "");
    }

    public static String meaning(String status) {
        return MEANINGS.getOrDefault(status, "Meta's word for it; look at it in Meta's WhatsApp Manager.");
    }

    public static String quality(@Nullable String quality) {
        return quality == null ? "Not yet known" : QUALITIES.getOrDefault(quality, title(quality));
    }

    /// `pt_BR` → `Portuguese (Brazil)`.
    public static String language(String code) {
        String name = Locale.forLanguageTag(code.replace('_', '-')).getDisplayName(Locale.ENGLISH);
        return name.isEmpty() ? code : name;
    }

    /// All of Meta's languages by their codes, with an empty choice first.
    static Map<String, String> languages() {
        Map<String, String> languages = new LinkedHashMap<>();
        languages.put("", "Choose a language");
        List<String> codes = LanguageCode.META.stream()
                .sorted(Comparator.comparing(TemplateWords::language))
                .toList();
        codes.forEach(code -> languages.put(code, language(code) + " – " + code));
        return languages;
    }

    /// Whether a person would see a difference: Meta's "unknown" is none to "nothing".
    static boolean isNews(Event event) {
        return event.change().kind() != TemplateHistory.Kind.QUALITY
                || !quality(event.change().before())
                        .equals(quality(event.change().after()));
    }

    /// What happened, in a sentence.
    public static String sentence(Event event) {
        var change = event.change();
        @Nullable String before = change.before();
        @Nullable String after = change.after();
        return switch (change.kind()) {
            case STATUS -> status(before, after);
            case QUALITY -> "Quality: " + quality(before) + " → " + quality(after);
            case CATEGORY -> "Meta changed the category: " + titled(before) + " → " + titled(after);
            case CATEGORY_ANNOUNCED -> "Meta means to change the category: " + titled(before) + " → " + titled(after);
            case EDIT -> "An edit was submitted";
        };
    }

    private static String status(@Nullable String before, @Nullable String after) {
        if (after == null) {
            return "Deleted";
        }
        return before == null ? "First seen: " + title(after) : title(before) + " → " + title(after);
    }

    private static String titled(@Nullable String word) {
        return word == null ? "none" : title(word);
    }

    /// The colour of an event.
    public static String tone(Event event) {
        return tone(event.change().after());
    }

    /// Who told it.
    public static String source(Event event) {
        return switch (event.change().source()) {
            case API -> "here";
            case WEBHOOK -> "told by Meta";
            case SYNC -> "found by a sync";
        };
    }
}
