package dev.crier.studio.settings;

import dev.crier.account.Role;
import dev.crier.studio.Form;
import dev.crier.studio.Pages;
import dev.crier.studio.Visit;
import java.util.LinkedHashMap;
import java.util.Map;

/// A bot's name, languages and country.
public final class SettingsPages {
    private static final String PATH = "/studio/bot/{bot_id}/settings";

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
        BotForm bot = BotForm.read(visit.form(), faults);
        if (!faults.isEmpty()) {
            show(visit, 422, visit.form(), faults);
            return;
        }
        pages.doors().accounts().changeBot(visit.botId(), bot.name(), bot.locales(), bot.country());
        visit.audit(
                "bot.changed",
                bot.name(),
                String.join(", ", bot.locales()) + (bot.country() == null ? "" : "; " + bot.country()));
        visit.redirect(visit.at("/settings"), "The settings are saved");
    }
}
