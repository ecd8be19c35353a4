package dev.crier.studio.settings;

import dev.crier.account.Role;
import dev.crier.contact.Phones;
import dev.crier.studio.Form;
import dev.crier.studio.Pages;
import dev.crier.studio.Visit;
import dev.crier.template.LanguageCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// A bot's name, languages and country.
public final class SettingsPages {
    private static final String PATH = "/studio/bot/{bot_id}/settings";
    private static final int MAX_NAME_CHARS = 100;
    private static final int MAX_LOCALES = 20;

    private final Pages pages;

    public SettingsPages(Pages pages) {
        this.pages = pages;
    }

    public void register() {
        pages.get(PATH, Role.VIEWER, visit -> show(visit, 200, Form.EMPTY, Map.of()))
                .post(PATH, Role.ADMINISTRATOR, this::save);
    }

    private void show(Visit visit, int status, Form form, Map<String, String> faults) {
        visit.page(status, "settings/settings", Map.of("form", form, "faults", faults));
    }

    private void save(Visit visit) {
        Map<String, String> faults = new LinkedHashMap<>();
        String name = visit.form().text("name");
        if (name.isEmpty() || name.length() > MAX_NAME_CHARS) {
            faults.put("name", "Write a name of at most " + MAX_NAME_CHARS + " characters");
        }
        List<String> locales = locales(visit.form(), faults);
        String country = visit.form().text("country").toUpperCase(Locale.ROOT);
        if (!country.isEmpty() && !Phones.isRegion(country)) {
            faults.put("country", "Write the two letters of a country, such as NL");
        }
        if (!faults.isEmpty()) {
            show(visit, 422, visit.form(), faults);
            return;
        }
        pages.doors().accounts().changeBot(visit.botId(), name, locales, country.isEmpty() ? null : country);
        visit.audit("bot.changed", name, String.join(", ", locales) + (country.isEmpty() ? "" : "; " + country));
        visit.redirect(visit.at("/settings"), "The settings are saved");
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
            faults.put("locales", "Write 1 to 20 languages that WhatsApp knows, with commas between: en, nl, pt_BR");
        }
        return locales;
    }
}
