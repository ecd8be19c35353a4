package dev.crier.studio.settings;

import dev.crier.contact.Phones;
import dev.crier.studio.Form;
import dev.crier.template.LanguageCode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What people say of a bot when they make it and whenever they change it.
///
/// @param country of phone numbers in national form; null: those are not taken
public record BotForm(
        String name, List<String> locales, @Nullable String country) {
    private static final int MAX_NAME_CHARS = 100;
    private static final int MAX_LOCALES = 20;

    public BotForm {
        locales = List.copyOf(locales);
    }

    /// What the form says.
    ///
    /// @param faults gets what is wrong, by the names of the fields
    public static BotForm read(Form form, Map<String, String> faults) {
        String country = form.text("country").toUpperCase(Locale.ROOT);
        if (!country.isEmpty() && !Phones.isRegion(country)) {
            faults.put("country", "Write the two letters of a country, such as NL");
        }
        return new BotForm(name(form, faults), locales(form, faults), country.isEmpty() ? null : country);
    }

    /// The name of a bot, or of an environment.
    public static String name(Form form, Map<String, String> faults) {
        String name = form.text("name");
        if (name.isEmpty() || name.length() > MAX_NAME_CHARS) {
            faults.put("name", "Write a name of at most " + MAX_NAME_CHARS + " characters");
        }
        return name;
    }

    private static List<String> locales(Form form, Map<String, String> faults) {
        List<String> locales = Stream.of(form.text("locales").split("[,\\s]+"))
                .filter(written -> !written.isEmpty())
                .map(LanguageCode::canonical)
                .distinct()
                .toList();
        boolean areKnown = locales.stream()
                .allMatch(code -> LanguageCode.isMeta(code) || LanguageCode.isMeta(LanguageCode.language(code)));
        if (locales.isEmpty() || locales.size() > MAX_LOCALES || !areKnown) {
            faults.put(
                    "locales",
                    "Write 1 to " + MAX_LOCALES + " languages that WhatsApp knows, with commas between: en, nl, pt_BR");
        }
        return locales;
    }
}
